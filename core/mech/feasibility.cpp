#include "core/mech/feasibility.hpp"

#include <algorithm>
#include <cmath>

#include "core/base/json.hpp"
#include "core/mech/constraints.hpp"

namespace covenant {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
// Relative margin within which "cannot be reached" is rounding.
constexpr double kMargin = 1e-9;
// This many times below the size of its gains, a bound belongs to a problem without any menu.
constexpr double kHopeless = 1e4;

// max over X of theta_k . x.
double best_value(const MenuProblem& problem, Index type) {
  double sum = 0.0;
  if (problem.set == AllocationSet::simplex) {
    Index begin = 0;
    for (int size : problem.blocks) {
      sum += problem.value.row(type).segment(begin, size).maxCoeff();
      begin += size;
    }
    return sum;
  }
  for (Index d = 0; d < problem.num_values(); ++d) {
    const double value = problem.value(type, d);
    if (value > 0.0 && problem.upper(d) == kInfinity) return kInfinity;
    sum += value * (value > 0.0 ? problem.upper(d) : problem.lower(d));
  }
  return sum;
}

// Six digits: what a person reads, not what the solver knows.
std::string short_text(double value) {
  if (value == 0.0 || !std::isfinite(value)) return number_text(value);
  double unit = 1.0;
  while (std::fabs(value) / unit >= 1e6) unit *= 10.0;
  while (std::fabs(value) / unit < 1e5) unit /= 10.0;
  const double digits = std::floor(value / unit + 0.5);
  return number_text(unit < 1.0 ? digits / std::floor(1.0 / unit + 0.5) : digits * unit);
}

// A copy whose objective is sum_k f_k t_k and that has no budget.
MenuProblem revenue_problem(const MenuProblem& problem) {
  MenuProblem out = problem;
  out.robust_radius = 0.0;
  out.cost = MenuCost{};
  out.objective_allocation.resize(0, 0);
  out.weight_utility = 0.0;
  out.weight_transfer = 1.0;
  out.budget.reset();
  return out;
}

// Directions in which menus can go for ever, cut off at 1 in every open coordinate.
MenuProblem ray_problem(const MenuProblem& problem) {
  MenuProblem out = problem;
  out.robust_radius = 0.0;
  out.outside.setZero();
  out.outside_policy.resize(0, 0);
  out.lower.setZero();
  for (Index d = 0; d < problem.num_values(); ++d) {
    const bool open = problem.upper(d) == kInfinity &&
                      (problem.cost.quadratic.size() == 0 || problem.cost.quadratic(d) == 0.0);
    out.upper(d) = open ? 1.0 : 0.0;
  }
  out.cost.quadratic.resize(0);
  if (std::isfinite(problem.transfer_lower)) out.transfer_lower = 0.0;
  if (std::isfinite(problem.transfer_upper)) out.transfer_upper = 0.0;
  if (problem.budget) out.budget = 0.0;
  return out;
}

Obstacle unbounded_ray(const MenuProblem& problem, ConvexMenuSolver& solver,
                       const DesignSettings& settings) {
  if (!has_open_direction(problem)) return {};
  const MenuProblem rays = ray_problem(problem);
  const ConvexMenu best = solver.solve(rays, {}, settings);
  const double size = std::max(best.scale, rays.value.cwiseAbs().maxCoeff());
  const double reach = kMargin * std::max(size * std::max(std::fabs(rays.weight_transfer),
                                                          std::fabs(rays.weight_utility)),
                                          std::fabs(best.bound) * kGapReported);
  if (!is_optimal(best) || !(best.objective > reach)) return {};
  Index open = 0;
  best.menu.allocation.colwise().maxCoeff().maxCoeff(&open);
  return {SolveStatus::unbounded,
          "allocation.upper[" + std::to_string(open) +
              "] is null and nothing limits what more of it brings the objective"};
}

Obstacle missed_budget(const MenuProblem& problem, ConvexMenuSolver& solver,
                       const DesignSettings& settings) {
  if (!problem.budget) return {};
  const ConvexMenu best = solver.solve(revenue_problem(problem), {}, settings);
  if (!(best.bound < kInfinity)) return {};
  const double margin = kMargin * std::max(std::fabs(best.bound), best.scale);
  if (*problem.budget <= best.bound + margin) return {};
  return {SolveStatus::infeasible, "the budget " + number_text(*problem.budget) +
                                       " exceeds the most that users can be made to pay, " +
                                       short_text(best.bound)};
}

}  // namespace

std::string type_text(const MenuProblem& problem, Index type) {
  const std::size_t k = static_cast<std::size_t>(type);
  if (k >= problem.names.size() || problem.names[k].empty() ||
      problem.names[k] == std::to_string(k)) {
    return "type " + std::to_string(k);
  }
  return "type \"" + problem.names[k] + "\"";
}

bool has_open_direction(const MenuProblem& problem) {
  if (problem.set == AllocationSet::simplex) return false;
  for (Index d = 0; d < problem.num_values(); ++d) {
    const bool curved = problem.cost.quadratic.size() > 0 && problem.cost.quadratic(d) > 0.0;
    if (problem.upper(d) == kInfinity && !curved) return true;
  }
  return false;
}

Obstacle quick_obstacle(const MenuProblem& problem) {
  for (Index k = 0; k < problem.num_types(); ++k) {
    if (problem.transfer_lower == -kInfinity) break;
    const double outside = outside_utility(problem, k);
    const double best = best_value(problem, k) - problem.transfer_lower;
    const double margin = kMargin * std::max(std::fabs(outside), std::fabs(best));
    if (outside <= best + margin) continue;
    return {SolveStatus::infeasible, type_text(problem, k) + "'s outside option " +
                                         number_text(outside) +
                                         " exceeds anything on offer, at most " + short_text(best)};
  }
  if (problem.budget && problem.transfer_upper < *problem.budget) {
    return {SolveStatus::infeasible, "the budget " + number_text(*problem.budget) +
                                         " exceeds transfers.upper " +
                                         number_text(problem.transfer_upper)};
  }
  if (problem.weight_utility > problem.weight_transfer && problem.transfer_lower == -kInfinity &&
      !problem.budget) {
    return {SolveStatus::unbounded,
            "transfers.lower is null, there is no budget, and every unit paid out to users raises "
            "the objective"};
  }
  return {};
}

Obstacle diagnose(const MenuProblem& problem, const ConvexMenu& found, ConvexMenuSolver& solver,
                  const DesignSettings& settings) {
  DesignSettings cold = settings;  // these are other problems
  cold.warm_start = nullptr;
  Obstacle out = missed_budget(problem, solver, cold);
  if (out.status == SolveStatus::optimal) out = unbounded_ray(problem, solver, cold);
  if (out.status == SolveStatus::optimal && problem.robust_radius > 0.0 &&
      found.bound < -kHopeless * found.objective_unit) {
    out = {SolveStatus::infeasible,
           "no menu leaves every type its outside option for all errors within robust_radius " +
               short_text(problem.robust_radius)};
  }
  return out;
}

}  // namespace covenant
