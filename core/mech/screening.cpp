#include "core/mech/screening.hpp"

#include <algorithm>
#include <cmath>

#include "core/base/check.hpp"
#include "core/base/json.hpp"
#include "core/mech/constraints.hpp"
#include "core/mech/convex_menu.hpp"
#include "core/mech/feasibility.hpp"
#include "core/mech/pooling.hpp"
#include "core/mech/pooling_growth.hpp"
#include "core/mech/robust.hpp"
#include "core/mech/transfers.hpp"

namespace covenant {
namespace {

void check_shapes(const MenuProblem& p) {
  const Index types = p.num_types(), n = p.num_values();
  COVENANT_CHECK(types > 0 && n > 0);
  COVENANT_CHECK(p.share.size() == types && p.share.minCoeff() > 0.0);
  COVENANT_CHECK(p.outside.size() == types && p.value.allFinite());
  COVENANT_CHECK(p.outside_policy.rows() == 0 ||
                 (p.outside_policy.rows() == types && p.outside_policy.cols() == n));
  COVENANT_CHECK(p.objective_allocation.rows() == 0 ||
                 (p.objective_allocation.rows() == types && p.objective_allocation.cols() == n));
  COVENANT_CHECK(p.transfer_lower <= p.transfer_upper);
  for (const Vector* v : {&p.cost.linear, &p.cost.quadratic, &p.radius_weight}) {
    COVENANT_CHECK(v->size() == 0 || v->size() == n);
  }
  if (p.set == AllocationSet::box) {
    COVENANT_CHECK(p.lower.size() == n && p.upper.size() == n && p.lower.allFinite());
    COVENANT_CHECK((p.upper - p.lower).minCoeff() >= 0.0 && p.cost.kl.size() == 0);
    return;
  }
  Index sum = 0;
  for (int size : p.blocks) sum += size;
  COVENANT_CHECK(sum == n);
  COVENANT_CHECK(p.cost.kl.size() == 0 || p.cost.kl.size() == static_cast<Index>(p.blocks.size()));
  COVENANT_CHECK(p.cost.kl.size() == 0 || p.cost.reference.size() == n);
}

constexpr double kMultiplierUnit = 1e-3;  // of the weights of utility and transfers

// Pairs with a multiplier that matters: in units of the largest one.
std::vector<BindingIc> binding_pairs(const MenuProblem& problem, const ConvexMenu& convex,
                                     const std::vector<int>& block_of) {
  // A contract is named once, by the first type it is meant for.
  std::vector<int> name(block_of.size(), -1);
  for (std::size_t k = block_of.size(); k-- > 0;) {
    name[static_cast<std::size_t>(block_of[k])] = static_cast<int>(k);
  }
  std::vector<BindingIc> all, out;
  double most = std::max(0.0, convex.multipliers.ir.maxCoeff());
  for (const IcMultiplier& row : convex.multipliers.ic) {
    if (row.contract == block_of[static_cast<std::size_t>(row.type)]) continue;
    all.push_back({row.type, name[static_cast<std::size_t>(row.contract)], row.value});
  }
  std::stable_sort(all.begin(), all.end(), [](const BindingIc& a, const BindingIc& b) {
    return a.type != b.type ? a.type < b.type : a.over < b.over;
  });
  for (const BindingIc& pair : all) {
    if (!out.empty() && out.back().type == pair.type && out.back().over == pair.over) {
      out.back().multiplier += pair.multiplier;
    } else {
      out.push_back(pair);
    }
  }
  for (const BindingIc& pair : out) most = std::max(most, pair.multiplier);
  // Where nothing binds, the largest multiplier is rounding itself.
  most = std::max(most, kMultiplierUnit * (problem.weight_utility + problem.weight_transfer));
  out.erase(std::remove_if(out.begin(), out.end(),
                           [&](const BindingIc& pair) { return pair.multiplier <= 1e-7 * most; }),
            out.end());
  return out;
}

// Contracts that are the same up to the solver's accuracy become one, unless that is what keeps the
// menu from `optimal` and their number allows it.
void tidy(const MenuProblem& problem, ConvexMenu& convex) {
  recheck(problem, convex);  // the bound may have become another one since the menu was found
  const bool proved = is_optimal(convex);
  const Index limit = problem.max_contracts > 0 ? problem.max_contracts : problem.num_types();
  for (double same : {1e-7, 1e-9}) {
    Menu merged = convex.menu;
    if (!merge_contracts(problem, merged, same)) break;
    ConvexMenu trial = convex;
    trial.menu = merged;
    settle_transfers(problem, trial.menu);
    recheck(problem, trial);
    if (proved && !is_optimal(trial) && convex.menu.num_contracts() <= limit) continue;
    convex = trial;
    return;
  }
  if (settle_transfers(problem, convex.menu)) recheck(problem, convex);
}

MenuDesign without_menu(const Obstacle& obstacle) {
  MenuDesign out;
  out.status = obstacle.status;
  out.reason = obstacle.reason;
  return out;
}

// Why a menu cannot be returned: it breaks a constraint, or so little that it does not count as
// broken, but its objective is more than any menu's can be.
std::string broken_text(const ConvexMenu& convex) {
  if (convex.cancelled) return "cancelled";
  if (is_feasible(convex)) {
    return "the solver stopped at a menu whose objective is above the bound: types are so nearly "
           "equal that breaking a constraint within its tolerance pays";
  }
  return "the solver stopped at a menu that breaks a constraint by " +
         number_text(worst_violation(convex));
}

MenuDesign report(const MenuProblem& problem, ConvexMenu convex) {
  const std::vector<int> block_of = convex.menu.assigned;
  tidy(problem, convex);
  MenuDesign out;
  if (!is_feasible(convex) || convex.gap < -kGapReported) {
    out = without_menu({SolveStatus::stalled, broken_text(convex)});
    out.iterations = convex.iterations;
    return out;
  }
  out.status = convex.gap <= kGapReported ? SolveStatus::optimal : SolveStatus::feasible;
  if (convex.cancelled && out.status == SolveStatus::feasible) {
    out.reason = "cut off; this is the best menu so far";
  } else if (convex.fallback && out.status == SolveStatus::feasible) {
    out.reason = "this menu offers nothing: the best one found broke a constraint";
  } else if (convex.alike > 0.0) {
    out.reason = "types whose values differ by less than " + number_text(convex.alike) +
                 " of the largest were taken for one";
  }
  out.iterations = convex.iterations;
  out.bound = convex.bound;
  out.menu = convex.menu;
  out.objective = convex.objective;
  out.gap = convex.gap;
  out.scale = convex.scale;
  out.ic_violation = convex.ic_violation;
  out.ir_violation = convex.ir_violation;
  out.binding_ic = binding_pairs(problem, convex, block_of);
  out.certified_radius = certified_radius(problem, out.menu);
  out.utility.resize(problem.num_types());
  out.rent.resize(problem.num_types());
  for (Index k = 0; k < problem.num_types(); ++k) {
    const Index own = out.menu.assigned[static_cast<std::size_t>(k)];
    out.utility(k) =
        problem.value.row(k).dot(out.menu.allocation.row(own)) - out.menu.transfer(own);
    out.rent(k) = out.utility(k) - outside_utility(problem, k);
  }
  return out;
}

}  // namespace

const char* status_name(SolveStatus status) {
  switch (status) {
    case SolveStatus::optimal:
      return "optimal";
    case SolveStatus::feasible:
      return "feasible";
    case SolveStatus::infeasible:
      return "infeasible";
    case SolveStatus::unbounded:
      return "unbounded";
    case SolveStatus::stalled:
      return "stalled";
  }
  return "stalled";
}

namespace {

// At most max_contracts; `convex` is the optimum without that limit.
MenuDesign design_limited(ConvexMenuSolver& solver, const MenuProblem& problem,
                          const ConvexMenu& convex, const DesignSettings& settings) {
  if (convex.cancelled) {
    const bool few = count_contracts(problem, convex.menu) <= problem.max_contracts;
    return few ? report(problem, convex) : without_menu({SolveStatus::stalled, "cancelled"});
  }
  PooledMenu pooled = pool_contracts(problem, convex, solver, settings);
  const std::string few =
      problem.max_contracts == 1
          ? std::string("no single contract ")
          : "no menu of at most " + std::to_string(problem.max_contracts) + " contracts ";
  if (pooled.found) {
    pooled.best.iterations += convex.iterations;
    return report(problem, pooled.best);
  }
  if (pooled.best.cancelled) return without_menu({SolveStatus::stalled, "cancelled"});
  if (pooled.undecided) {
    return without_menu({SolveStatus::stalled, few + "was found, nor shown impossible"});
  }
  return without_menu(
      {SolveStatus::infeasible, few + "gives every type its outside option" +
                                    (problem.budget ? " and meets the budget" : "")});
}

MenuDesign design_with(ConvexMenuSolver& solver, const MenuProblem& problem,
                       const DesignSettings& settings) {
  check_shapes(problem);
  Obstacle obstacle = quick_obstacle(problem);
  if (obstacle.status != SolveStatus::optimal) return without_menu(obstacle);
  const bool limited = problem.max_contracts > 0 && problem.max_contracts < problem.num_types();
  ConvexMenu convex = solve_robust(problem, {}, solver, settings);
  if (!convex.cancelled && !is_optimal(convex)) {
    obstacle = diagnose(problem, convex, solver, settings);
    // A ray may need more contracts than allowed.
    const bool ray = obstacle.status == SolveStatus::unbounded;
    if (ray && limited && pooled_growth(problem, solver, settings) != Growth::unlimited) {
      convex.bound = std::numeric_limits<double>::infinity();
    } else if (obstacle.status != SolveStatus::optimal) {
      return without_menu(obstacle);
    }
  }
  return limited ? design_limited(solver, problem, convex, settings) : report(problem, convex);
}

}  // namespace

MenuDesign design_menu(const MenuProblem& problem, const DesignSettings& settings) {
  ConvexMenuSolver solver;
  return design_with(solver, problem, settings);
}

std::vector<MenuDesign> design_menus(std::span<const MenuProblem> problems,
                                     const DesignSettings& settings) {
  ConvexMenuSolver solver;
  std::vector<MenuDesign> out;
  out.reserve(problems.size());
  for (const MenuProblem& problem : problems) {
    out.push_back(design_with(solver, problem, settings));
  }
  return out;
}

}  // namespace covenant
