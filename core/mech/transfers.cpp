#include "core/mech/transfers.hpp"

#include <algorithm>
#include <cmath>

#include "core/mech/constraints.hpp"
#include "core/opt/projection.hpp"

namespace covenant {
namespace {

constexpr double kRounding = 1e-13;    // of the scale: what a recomputed slack may miss by rounding
constexpr Index kMostContracts = 120;  // the active-set method is made for dozens of unknowns

Vector contract_share(const MenuProblem& problem, const Menu& menu) {
  Vector share = Vector::Zero(menu.num_contracts());
  for (Index k = 0; k < problem.num_types(); ++k) {
    share(menu.assigned[static_cast<std::size_t>(k)]) += problem.share(k) / problem.share.sum();
  }
  return share;
}

// Every constraint on the transfers once allocations stand: from the slacks at zero transfers.
Polyhedron transfer_polyhedron(const MenuProblem& problem, const Menu& menu, const Vector& share) {
  Menu free = menu;
  free.transfer.setZero();
  const MenuSlack slack = menu_slack(problem, free);
  Polyhedron out;
  for (Index k = 0; k < problem.num_types(); ++k) {
    const int own = menu.assigned[static_cast<std::size_t>(k)];
    for (int j = 0; j < static_cast<int>(menu.num_contracts()); ++j) {
      if (j != own) out.rows.push_back({j, own, -slack.ic(k, j)});
    }
    out.rows.push_back({-1, own, -slack.ir(k)});
  }
  for (int j = 0; j < static_cast<int>(menu.num_contracts()); ++j) {
    if (std::isfinite(problem.transfer_lower)) out.rows.push_back({j, -1, problem.transfer_lower});
    if (std::isfinite(problem.transfer_upper)) out.rows.push_back({-1, j, -problem.transfer_upper});
  }
  if (problem.budget) {
    out.dense = share;
    out.dense_limit = *problem.budget;
  }
  return out;
}

double worst_violation(const MenuProblem& problem, const Menu& menu, double& scale) {
  const MenuCheck slack = check_menu(problem, menu);
  scale = slack.scale;
  double worst = std::max(slack.ic_violation, slack.ir_violation);
  if (problem.budget) {
    worst = std::max(worst, *problem.budget - contract_share(problem, menu).dot(menu.transfer));
  }
  return worst;
}

bool close(const Menu& menu, const Vector& size, Index a, Index b, double same, double scale) {
  if (std::fabs(menu.transfer(a) - menu.transfer(b)) > same * scale) return false;
  for (Index d = 0; d < size.size(); ++d) {
    const double apart = std::fabs(menu.allocation(a, d) - menu.allocation(b, d));
    if (apart > same * size(d)) return false;
  }
  return true;
}

}  // namespace

bool settle_transfers(const MenuProblem& problem, Menu& menu) {
  if (problem.transfer_lower == problem.transfer_upper) return false;
  if (menu.num_contracts() > kMostContracts) return false;
  const bool unseen = problem.weight_utility == problem.weight_transfer;
  double scale = 0.0;
  const double before = worst_violation(problem, menu, scale);
  if (!unseen && before <= kRounding * scale) return false;
  const Vector share = contract_share(problem, menu);
  const Polyhedron polyhedron = transfer_polyhedron(problem, menu, share);
  const Vector target = unseen ? Vector(Vector::Zero(share.size())) : menu.transfer;
  // Allocations carry rounding of their own, so what is asked for is relaxed step by step.
  for (double tolerance = kRounding; tolerance < 1e-10; tolerance *= 10.0) {
    const Projection best = project(target, share, polyhedron, tolerance * scale);
    if (!best.feasible) continue;
    Menu settled = menu;
    for (Index j = 0; j < share.size(); ++j) {
      settled.transfer(j) =
          std::min(std::max(best.x(j), problem.transfer_lower), problem.transfer_upper);
    }
    double ignored = 0.0;
    const double after = worst_violation(problem, settled, ignored);
    if (after > std::max(before, 10.0 * tolerance * scale)) return false;
    menu = settled;
    return true;
  }
  return false;
}

namespace {

// Of every contract the number of those that are the same; their count.
Index number_alike(const MenuProblem& problem, const Menu& menu, double same, double scale,
                   std::vector<int>& merged_of) {
  Vector size = Vector::Ones(problem.num_values());
  if (problem.set == AllocationSet::box) size = menu.allocation.cwiseAbs().colwise().maxCoeff();
  std::vector<Index> first;
  for (Index j = 0; j < menu.num_contracts(); ++j) {
    std::size_t m = 0;
    while (m < first.size() && !close(menu, size, j, first[m], same, scale)) ++m;
    if (m == first.size()) first.push_back(j);
    merged_of.push_back(static_cast<int>(m));
  }
  return static_cast<Index>(first.size());
}

// Contracts that are the same become their mean by shares.
Menu means_of(const MenuProblem& problem, const Menu& menu, const std::vector<int>& merged_of,
              Index count) {
  const Vector share = contract_share(problem, menu);
  Menu merged;
  merged.allocation = Matrix::Zero(count, problem.num_values());
  merged.transfer = Vector::Zero(count);
  Vector weight = Vector::Zero(count);
  for (Index j = 0; j < menu.num_contracts(); ++j)
    weight(merged_of[static_cast<std::size_t>(j)]) += share(j);
  for (Index j = 0; j < menu.num_contracts(); ++j) {
    const Index m = merged_of[static_cast<std::size_t>(j)];
    merged.allocation.row(m) += share(j) / weight(m) * menu.allocation.row(j);
    merged.transfer(m) += share(j) / weight(m) * menu.transfer(j);
  }
  for (Index m = 0; m < count; ++m) {
    // Means may leave a bound by rounding.
    for (Index d = 0; d < problem.num_values() && problem.set == AllocationSet::box; ++d) {
      double& x = merged.allocation(m, d);
      x = std::min(std::max(x, problem.lower(d)), problem.upper(d));
    }
    const double t = merged.transfer(m);
    merged.transfer(m) = std::min(std::max(t, problem.transfer_lower), problem.transfer_upper);
  }
  for (int own : menu.assigned) merged.assigned.push_back(merged_of[static_cast<std::size_t>(own)]);
  return merged;
}

}  // namespace

bool merge_contracts(const MenuProblem& problem, Menu& menu, double same) {
  double scale = 0.0;
  const double before = worst_violation(problem, menu, scale);
  std::vector<int> merged_of;
  const Index count = number_alike(problem, menu, same, scale, merged_of);
  if (count == menu.num_contracts()) return false;
  Menu merged = means_of(problem, menu, merged_of, count);
  double ignored = 0.0;
  if (worst_violation(problem, merged, ignored) > kRounding * scale)
    settle_transfers(problem, merged);
  const double allowed = std::max(before, 1e-12 * scale);
  if (!(worst_violation(problem, merged, ignored) <= allowed)) return false;
  menu = merged;
  return true;
}

}  // namespace covenant
