#include "core/mech/robust.hpp"

#include <algorithm>
#include <cmath>

#include "core/base/check.hpp"
#include "core/mech/constraints.hpp"
#include "core/mech/forced_sharing.hpp"

namespace covenant {
namespace {

constexpr int kMaxRounds = 60;
constexpr std::size_t kMaxShadows = 400;
constexpr double kShort =
    1e-10;  // of the scale: a robust constraint that fails by less is left alone

struct Shadow {
  Index type = 0;
  std::vector<int> sign;  // of every coordinate: -1, 0 (coordinate without radius) or 1
};

class Shadows {
 public:
  Shadows(const MenuProblem& problem, const std::vector<int>& class_of,
          const std::function<bool(int, double)>& progress)
      : problem_(problem),
        class_of_(forced_sharing(
            problem, class_of.empty() ? make_menu_program(problem, {}).block_of : class_of,
            progress)) {}

  MenuProblem extended() const;
  std::vector<int> classes() const;
  // Adds a shadow for every robust constraint that the menu breaks; false if there is none.
  bool add_violated(const Menu& menu);
  // The menu and multipliers of the types alone.
  ConvexMenu fold(const ConvexMenu& solved) const;

 private:
  bool add(Index type, const double* own, const double* other);

  const MenuProblem& problem_;
  std::vector<int> class_of_;
  std::vector<Shadow> shadows_;
};

double weight(const MenuProblem& problem, Index d) {
  return problem.radius_weight.size() > 0 ? problem.radius_weight(d) : 1.0;
}

MenuProblem Shadows::extended() const {
  MenuProblem out = problem_;
  const Index types = problem_.num_types(), all = types + static_cast<Index>(shadows_.size());
  out.robust_radius = 0.0;
  out.names.clear();
  out.value.conservativeResize(all, Eigen::NoChange);
  out.share.conservativeResize(all);
  out.outside.conservativeResize(all);
  if (out.outside_policy.rows() > 0) out.outside_policy.conservativeResize(all, Eigen::NoChange);
  if (out.objective_allocation.rows() > 0) {
    out.objective_allocation.conservativeResize(all, Eigen::NoChange);
  }
  for (std::size_t s = 0; s < shadows_.size(); ++s) {
    const Index row = types + static_cast<Index>(s), type = shadows_[s].type;
    out.share(row) = 0.0;
    out.outside(row) = problem_.outside(type);
    for (Index d = 0; d < problem_.num_values(); ++d) {
      out.value(row, d) =
          problem_.value(type, d) - problem_.robust_radius * weight(problem_, d) *
                                        shadows_[s].sign[static_cast<std::size_t>(d)];
    }
    if (out.outside_policy.rows() > 0)
      out.outside_policy.row(row) = problem_.outside_policy.row(type);
    if (out.objective_allocation.rows() > 0) out.objective_allocation.row(row).setZero();
  }
  return out;
}

std::vector<int> Shadows::classes() const {
  std::vector<int> out = class_of_;
  for (const Shadow& s : shadows_) out.push_back(class_of_[static_cast<std::size_t>(s.type)]);
  return out;
}

bool Shadows::add(Index type, const double* own, const double* other) {
  Shadow shadow{type, {}};
  for (Index d = 0; d < problem_.num_values(); ++d) {
    const double gap = own[d] - (other == nullptr ? 0.0 : other[d]);
    shadow.sign.push_back(weight(problem_, d) == 0.0 ? 0 : gap >= 0.0 ? 1 : -1);
  }
  for (const Shadow& s : shadows_) {
    if (s.type == type && s.sign == shadow.sign) return false;
  }
  if (shadows_.size() >= kMaxShadows) return false;
  shadows_.push_back(std::move(shadow));
  return true;
}

bool Shadows::add_violated(const Menu& menu) {
  const MenuSlack slack = menu_slack(problem_, menu);
  bool added = false;
  for (Index k = 0; k < problem_.num_types(); ++k) {
    const Index own = menu.assigned[static_cast<std::size_t>(k)];
    const double* x = menu.allocation.row(own).data();
    for (Index j = 0; j < menu.num_contracts(); ++j) {
      if (slack.ic(k, j) < -kShort * slack.scale) {
        added = add(k, x, menu.allocation.row(j).data()) || added;
      }
    }
    if (slack.ir(k) >= -kShort * slack.scale) continue;
    const bool policy =
        problem_.outside_policy.rows() > 0 && std::isfinite(problem_.outside_policy(k, 0));
    added = add(k, x, policy ? problem_.outside_policy.row(k).data() : nullptr) || added;
  }
  return added;
}

ConvexMenu Shadows::fold(const ConvexMenu& solved) const {
  ConvexMenu out = solved;
  const std::size_t types = static_cast<std::size_t>(problem_.num_types());
  out.menu.assigned.resize(types);
  out.multipliers.ir.conservativeResize(problem_.num_types());
  for (std::size_t s = 0; s < shadows_.size(); ++s) {
    const Index row = static_cast<Index>(types + s);
    out.multipliers.ir(shadows_[s].type) += solved.multipliers.ir(row);
  }
  for (IcMultiplier& row : out.multipliers.ic) {
    const std::size_t type = static_cast<std::size_t>(row.type);
    if (type >= types) row.type = static_cast<int>(shadows_[type - types].type);
  }
  recheck(problem_, out);
  return out;
}

}  // namespace

ConvexMenu solve_robust(const MenuProblem& problem, const std::vector<int>& class_of,
                        ConvexMenuSolver& solver, const DesignSettings& settings,
                        const SolveLimits& limits) {
  if (problem.robust_radius == 0.0) return solver.solve(problem, class_of, settings, limits);
  Shadows shadows(problem, class_of, settings.progress);
  ConvexMenu out;
  int iterations = 0;
  for (int round = 0; round < kMaxRounds; ++round) {
    // Until corners stop failing a menu is enough, proved or not.
    bool added = false;
    for (const bool thorough : {false, true}) {
      SolveLimits how = limits;
      how.thorough = thorough && limits.thorough;
      const ConvexMenu solved = solver.solve(shadows.extended(), shadows.classes(), settings, how);
      out = shadows.fold(solved);
      iterations += solved.iterations;
      // Fewer shadows promise more, so what is too little now is too little with all of them.
      if (solved.cancelled || solved.pruned || solved.menu.num_contracts() == 0) break;
      const bool trusted = thorough || !limits.thorough || is_feasible(solved);
      added = trusted && shadows.add_violated(out.menu);
      if (added || thorough || !limits.thorough || is_optimal(solved)) break;
    }
    if (!added) break;
  }
  out.iterations = iterations;
  return out;
}

}  // namespace covenant
