#include "core/mech/pooling_relaxed.hpp"

#include <algorithm>
#include <cmath>

#include "core/base/check.hpp"
#include "core/mech/constraints.hpp"

namespace covenant {
namespace {

constexpr int kMaxRounds = 60;
constexpr double kShort = 1e-10;  // of the scale: a constraint that fails by less is left alone
constexpr std::size_t kMaxWitnesses = 24;  // carried over

// The problem of one representative per class and the witnesses, in this order.
class Relaxed {
 public:
  Relaxed(const MenuProblem& problem, const std::vector<int>& classes);
  MenuProblem with(const std::vector<Witness>& witnesses) const;
  std::vector<int> classes_with(const std::vector<Witness>& witnesses) const;
  // The same menu and multipliers for all types of the problem.
  ConvexMenu unfold(const ConvexMenu& solved, const std::vector<Witness>& witnesses) const;
  // For every two contracts the type that envies most, and who would rather leave.
  bool add_violated(const Menu& menu, std::vector<Witness>& witnesses) const;

 private:
  bool add(Index type, const double* own, const double* other,
           std::vector<Witness>& witnesses) const;
  double radius(Index d) const {
    const double weight = problem_.radius_weight.size() > 0 ? problem_.radius_weight(d) : 1.0;
    return problem_.robust_radius * weight;
  }

  const MenuProblem& problem_;
  const std::vector<int>& classes_;
  std::vector<Index> representative_;  // of each class
  Vector share_;                       // of each class
  Matrix gain_;                        // g' of each class
};

Relaxed::Relaxed(const MenuProblem& problem, const std::vector<int>& classes)
    : problem_(problem), classes_(classes) {
  const Index count = 1 + *std::max_element(classes.begin(), classes.end());
  representative_.assign(static_cast<std::size_t>(count), -1);
  share_ = Vector::Zero(count);
  gain_ = Matrix::Zero(count, problem.num_values());
  for (Index k = 0; k < problem.num_types(); ++k) {
    const int c = classes[static_cast<std::size_t>(k)];
    Index& first = representative_[static_cast<std::size_t>(c)];
    if (first < 0) first = k;
    share_(c) += problem.share(k);
    gain_.row(c) += problem.share(k) * problem.weight_utility *
                    (problem.value.row(k) - problem.value.row(first));
    if (problem.objective_allocation.rows() > 0) {
      gain_.row(c) += problem.share(k) * problem.objective_allocation.row(k);
    }
  }
  for (Index c = 0; c < count; ++c) gain_.row(c) /= share_(c);
}

MenuProblem Relaxed::with(const std::vector<Witness>& witnesses) const {
  MenuProblem out = problem_;
  const Index count = share_.size(), all = count + static_cast<Index>(witnesses.size());
  const bool policies = problem_.outside_policy.rows() > 0;
  out.robust_radius = 0.0;
  out.max_contracts = 0;
  out.names.clear();
  out.value.resize(all, problem_.num_values());
  out.share = Vector::Zero(all);
  out.outside.resize(all);
  if (policies) out.outside_policy.resize(all, problem_.num_values());
  out.objective_allocation = Matrix::Zero(all, problem_.num_values());
  out.share.head(count) = share_;
  out.objective_allocation.topRows(count) = gain_;
  for (Index row = 0; row < all; ++row) {
    const Witness* witness =
        row < count ? nullptr : &witnesses[static_cast<std::size_t>(row - count)];
    const Index type =
        witness == nullptr ? representative_[static_cast<std::size_t>(row)] : witness->type;
    out.value.row(row) = problem_.value.row(type);
    for (Index d = 0; witness != nullptr && d < problem_.num_values(); ++d) {
      out.value(row, d) -= radius(d) * witness->sign[static_cast<std::size_t>(d)];
    }
    out.outside(row) = problem_.outside(type);
    if (policies) out.outside_policy.row(row) = problem_.outside_policy.row(type);
  }
  return out;
}

std::vector<int> Relaxed::classes_with(const std::vector<Witness>& witnesses) const {
  std::vector<int> out;
  for (Index c = 0; c < share_.size(); ++c) out.push_back(static_cast<int>(c));
  for (const Witness& w : witnesses) out.push_back(classes_[static_cast<std::size_t>(w.type)]);
  return out;
}

ConvexMenu Relaxed::unfold(const ConvexMenu& solved, const std::vector<Witness>& witnesses) const {
  ConvexMenu out = solved;
  const Index count = share_.size();
  const auto type_of = [&](Index row) {
    return row < count ? representative_[static_cast<std::size_t>(row)]
                       : witnesses[static_cast<std::size_t>(row - count)].type;
  };
  out.menu.assigned = classes_;
  out.multipliers.ir = Vector::Zero(problem_.num_types());
  for (Index row = 0; row < solved.multipliers.ir.size(); ++row) {
    out.multipliers.ir(type_of(row)) += solved.multipliers.ir(row);
  }
  for (IcMultiplier& row : out.multipliers.ic) row.type = static_cast<int>(type_of(row.type));
  recheck(problem_, out);
  return out;
}

bool Relaxed::add(Index type, const double* own, const double* other,
                  std::vector<Witness>& witnesses) const {
  Witness witness{type, {}};
  for (Index d = 0; d < problem_.num_values(); ++d) {
    const double gap = own[d] - (other == nullptr ? 0.0 : other[d]);
    witness.sign.push_back(radius(d) == 0.0 ? 0 : gap >= 0.0 ? 1 : -1);
  }
  for (const Witness& w : witnesses) {
    if (w.type == type && w.sign == witness.sign) return false;
  }
  witnesses.push_back(std::move(witness));
  return true;
}

bool Relaxed::add_violated(const Menu& menu, std::vector<Witness>& witnesses) const {
  const Index count = menu.num_contracts();
  Matrix worst = Matrix::Zero(count, count + 1);  // last: leaving
  std::vector<Index> who(static_cast<std::size_t>(count * (count + 1)), -1);
  const MenuCheck check = visit_slacks(problem_, menu, [&](Index k, Index j, double slack) {
    const Index own = menu.assigned[static_cast<std::size_t>(k)], other = j < 0 ? count : j;
    if (!(slack < worst(own, other))) return;
    worst(own, other) = slack;
    who[static_cast<std::size_t>(own * (count + 1) + other)] = k;
  });
  bool added = false;
  for (Index own = 0; own < count; ++own) {
    const double* x = menu.allocation.row(own).data();
    for (Index j = 0; j <= count; ++j) {
      const Index k = who[static_cast<std::size_t>(own * (count + 1) + j)];
      if (k < 0 || worst(own, j) >= -kShort * check.scale) continue;
      const bool policy = j == count && problem_.outside_policy.rows() > 0 &&
                          std::isfinite(problem_.outside_policy(k, 0));
      const double* other = j < count ? menu.allocation.row(j).data()
                            : policy  ? problem_.outside_policy.row(k).data()
                                      : nullptr;
      added = add(k, x, other, witnesses) || added;
    }
  }
  return added;
}

}  // namespace

ConvexMenu solve_pooling(const MenuProblem& problem, const std::vector<int>& classes,
                         std::vector<Witness>& witnesses, ConvexMenuSolver& solver,
                         const DesignSettings& settings, const SolveLimits& limits) {
  COVENANT_CHECK(static_cast<Index>(classes.size()) == problem.num_types());
  const Relaxed relaxed(problem, classes);
  if (witnesses.size() > kMaxWitnesses) witnesses.clear();
  ConvexMenu out;
  int iterations = 0;
  for (int round = 0; round < kMaxRounds; ++round) {
    const ConvexMenu solved =
        solver.solve(relaxed.with(witnesses), relaxed.classes_with(witnesses), settings, limits);
    iterations += solved.iterations;
    if (solved.menu.num_contracts() == 0) break;
    out = relaxed.unfold(solved, witnesses);
    // Fewer witnesses promise more, so what is too little now is too little with all of them.
    if (solved.cancelled || solved.pruned || !relaxed.add_violated(out.menu, witnesses)) break;
  }
  out.iterations = iterations;
  return out;
}

}  // namespace covenant
