// What is done where the attempts at a program prove nothing (convex_menu.hpp).
#include <algorithm>
#include <cmath>

#include "core/mech/convex_menu.hpp"
#include "core/mech/ic_rows.hpp"

namespace covenant {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kAlike[] = {1e-12, 1e-10, 3e-9, 3e-8};  // of the values: differences left out

// The policy outside of one of the types meant for the contract, or of any type; null if all
// outside options are numbers.
const double* policy_outside(const MenuProblem& problem, const Menu& menu, Index contract) {
  const double* any = nullptr;
  for (Index k = problem.outside_policy.rows(); k-- > 0;) {
    if (!std::isfinite(problem.outside_policy(k, 0))) continue;
    any = problem.outside_policy.row(k).data();
    if (menu.assigned[static_cast<std::size_t>(k)] == contract) return any;
  }
  return any;
}

// All get nothing for nothing, or what they have outside, where that is the optimum or what was
// found is no menu: where it is all there is, an interior point has no interior to walk in.
void prefer_nothing(const MenuProblem& problem, ConvexMenu& menu) {
  ConvexMenu trial = menu;
  trial.menu.transfer.setConstant(
      std::min(std::max(0.0, problem.transfer_lower), problem.transfer_upper));
  for (Index c = 0; c < trial.menu.num_contracts(); ++c) {
    const double* outside = policy_outside(problem, menu.menu, c);
    for (Index d = 0; d < problem.num_values(); ++d) {
      double& x = trial.menu.allocation(c, d);
      if (problem.set == AllocationSet::box) {
        x = std::min(std::max(problem.lower(d), 0.0), problem.upper(d));
      } else if (outside != nullptr) {
        x = outside[d];
      }
    }
  }
  recheck(problem, trial);
  const bool best = is_optimal(trial);
  if (!best && (is_feasible(menu) || !is_feasible(trial))) return;
  menu = std::move(trial);
  menu.fallback = !best;
}

}  // namespace

ConvexMenu ConvexMenuSolver::solve(const MenuProblem& problem, const std::vector<int>& class_of,
                                   const DesignSettings& settings, const SolveLimits& limits) {
  ConvexMenu found = solve_program(problem, class_of, settings, limits, 0.0);
  // Searches have many poolings to look at.
  if (limits.thorough && limits.prune_below == -kInfinity && !is_optimal(found)) {
    found = solve_alike(problem, class_of, settings, std::move(found));
  }
  if (!is_optimal(found)) prefer_nothing(problem, found);
  return found;
}

// Types too close for an interior point to tell apart are taken for one: with contracts of their
// own, if that proves the optimum, whatever bounds are known; or, where no menu was found that
// holds and stays below the bound, with one contract for all of them.
ConvexMenu ConvexMenuSolver::solve_alike(const MenuProblem& problem,
                                         const std::vector<int>& class_of,
                                         const DesignSettings& settings, ConvexMenu found) {
  Index groups = make_menu_program(problem, class_of).program.num_groups();
  if (groups > kLazyFrom) return found;
  for (double apart : kAlike) {
    if (found.cancelled || found.pruned || is_optimal(found)) break;
    const MenuProgram alike = make_menu_program(problem, class_of, apart);
    if (alike.program.num_groups() == groups) continue;
    groups = alike.program.num_groups();
    for (const bool together : {false, true}) {
      if (together && (is_sound(found) || !class_of.empty())) break;
      ConvexMenu now = together ? solve_program(problem, alike.group_of, settings, {}, 0.0)
                                : solve_program(problem, class_of, settings, {}, apart);
      const int iterations = now.iterations + found.iterations;
      now.bound = found.bound = together ? found.bound : std::min(now.bound, found.bound);
      recheck(problem, now);
      recheck(problem, found);
      found.cancelled = now.cancelled;
      if (!now.cancelled && (is_optimal(now) || (is_sound(now) && !is_sound(found)))) {
        found = std::move(now);
        found.alike = apart;
      }
      found.iterations = iterations;
    }
  }
  return found;
}

}  // namespace covenant
