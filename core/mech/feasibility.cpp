#include "core/mech/feasibility.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/json.hpp"
#include "core/base/one_line.hpp"
#include "core/mech/constraints.hpp"
#include "core/mech/forced_sharing.hpp"
#include "core/mech/robust.hpp"
#include "core/mech/subsidy.hpp"

namespace covenant {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
// Relative margin within which "cannot be reached" is rounding.
constexpr double kMargin = 1e-9;
constexpr std::size_t kMostNames = 3;  // in one sentence

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
  out.cost = MenuCost{};
  out.objective_allocation.resize(0, 0);
  out.weight_utility = 0.0;
  out.weight_transfer = 1.0;
  out.budget.reset();
  return out;
}

// What a ray must bring to count: more than rounding.
double reach(const MenuProblem& rays, const ConvexMenu& best) {
  const double size = std::max(best.scale, rays.value.cwiseAbs().maxCoeff());
  const double weight = std::max(std::fabs(rays.weight_transfer), std::fabs(rays.weight_utility));
  return kMargin * std::max(size * weight, std::fabs(best.bound) * kGapReported);
}

Obstacle unbounded_ray(const MenuProblem& problem, ConvexMenuSolver& solver,
                       const DesignSettings& settings) {
  if (!has_open_direction(problem)) return {};
  const MenuProblem rays = ray_problem(problem);
  const ConvexMenu best = solve_robust(rays, {}, solver, settings);
  if (!grows(rays, best)) return {};
  Index open = 0;
  best.menu.allocation.colwise().maxCoeff().maxCoeff(&open);
  return {SolveStatus::unbounded,
          "allocation.upper[" + std::to_string(open) +
              "] is null and nothing limits what more of it brings the objective"};
}

Obstacle missed_budget(const MenuProblem& problem, ConvexMenuSolver& solver,
                       const DesignSettings& settings) {
  if (!problem.budget) return {};
  const ConvexMenu best = solve_robust(revenue_problem(problem), {}, solver, settings);
  if (!(best.bound < kInfinity)) return {};
  const double margin = kMargin * std::max(std::fabs(best.bound), best.scale);
  if (*problem.budget <= best.bound + margin) return {};
  return {SolveStatus::infeasible, "the budget " + number_text(*problem.budget) +
                                       " exceeds the most that users can be made to pay, " +
                                       short_text(best.bound)};
}

// "type a, type b and 3 more".
std::string list_text(const MenuProblem& problem, const std::vector<Index>& types) {
  std::string out;
  for (std::size_t i = 0; i < std::min(types.size(), kMostNames); ++i) {
    const bool last = i + 1 == types.size();
    out += (i == 0 ? "" : last ? " and " : ", ") + type_text(problem, types[i]);
  }
  if (types.size() > kMostNames) {
    out += " and " + std::to_string(types.size() - kMostNames) + " more";
  }
  return out;
}

bool without_menu(const MenuProblem& problem, const Classes& classes, ConvexMenuSolver& solver,
                  const DesignSettings& settings) {
  const MenuProblem subsidised = subsidy_problem(problem);
  return needs_subsidy(subsidised, solve_robust(subsidised, classes, solver, settings));
}

// What can be said in a sentence first: types alone, then those who must share.
Obstacle nothing_robust(const MenuProblem& problem, ConvexMenuSolver& solver,
                        const DesignSettings& settings) {
  if (!(problem.robust_radius > 0.0)) return {};
  const std::string radius = "robust_radius " + short_text(problem.robust_radius);
  const auto alone = [&](const std::vector<Index>& types) {
    MenuProblem part = only_types(problem, types);
    part.budget.reset();
    return without_menu(part, Classes(types.size(), 0), solver, settings);
  };
  Classes own(static_cast<std::size_t>(problem.num_types()));
  std::iota(own.begin(), own.end(), 0);
  for (Index k = 0; k < problem.num_types(); ++k) {
    if (!alone({k})) continue;
    return {SolveStatus::infeasible, "no contract gives " + type_text(problem, k) +
                                         " its outside option for all errors within " + radius};
  }
  const Classes classes = forced_sharing(problem, own, settings.progress);
  for (int c = 0; c <= *std::max_element(classes.begin(), classes.end()); ++c) {
    std::vector<Index> types;
    for (std::size_t k = 0; k < classes.size(); ++k) {
      if (classes[k] == c) types.push_back(static_cast<Index>(k));
    }
    if (types.size() < 2 || !alone(types)) continue;
    return {SolveStatus::infeasible,
            radius + " cannot tell " + list_text(problem, types) +
                " apart, so they must share a contract, and none gives all of them their outside "
                "options"};
  }
  if (!without_menu(problem, {}, solver, settings)) return {};
  return {SolveStatus::infeasible, std::string("no menu leaves every type its outside option") +
                                       (problem.budget ? " and meets the budget" : "") +
                                       " for all errors within " + radius};
}

}  // namespace

MenuProblem ray_problem(const MenuProblem& problem) {
  MenuProblem out = problem;
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

bool grows(const MenuProblem& rays, const ConvexMenu& best) {
  return is_optimal(best) && best.objective > reach(rays, best);
}

bool may_grow(const MenuProblem& rays, const ConvexMenu& best) {
  return !(best.bound <= reach(rays, best));
}

std::string type_text(const MenuProblem& problem, Index type) {
  const std::size_t k = static_cast<std::size_t>(type);
  if (k >= problem.names.size() || problem.names[k].empty() ||
      problem.names[k] == std::to_string(k)) {
    return "type " + std::to_string(k);
  }
  return "type \"" + one_line(problem.names[k]) + "\"";
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
  Obstacle out;
  if (!is_feasible(found)) {
    out = missed_budget(problem, solver, cold);
    if (out.status == SolveStatus::optimal) out = nothing_robust(problem, solver, cold);
  }
  return out.status == SolveStatus::optimal ? unbounded_ray(problem, solver, cold) : out;
}

}  // namespace covenant
