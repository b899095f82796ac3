// core/mech/feasibility.hpp: problems that no menu satisfies, or in which the objective has no
// limit, with a reason a person can use. Decided apart from the main solve.
//   One type alone: max_{x in X} theta_k.x - rho |x - x_0| - t_lo < o_k. If that fails for no type,
//   the menu of favourites at t_lo satisfies IC and IR, so without a budget the problem is
//   feasible. Budget: the largest sum_k f_k t_k that IC and IR allow is a menu problem of its own;
//   so is the best ray.
#pragma once

#include <string>

#include "core/mech/convex_menu.hpp"

namespace covenant {

struct Obstacle {
  SolveStatus status = SolveStatus::optimal;  // infeasible or unbounded, else no obstacle was found
  std::string reason;
};

// The checks in closed form; cheap enough for every design.
[[nodiscard]] Obstacle quick_obstacle(const MenuProblem& problem);

// Why a solve did not end well: solves the budget and the ray problem where there can be one, and
// with a robust radius the subsidy problem (subsidy.hpp). A feasible `found` can only be unbounded.
[[nodiscard]] Obstacle diagnose(const MenuProblem& problem, const ConvexMenu& found,
                                ConvexMenuSolver& solver, const DesignSettings& settings);

// Directions in which menus can go for ever, as a menu problem: cut off at 1 in every coordinate of
// x that has neither an upper bound nor a quadratic cost.
[[nodiscard]] MenuProblem ray_problem(const MenuProblem& problem);
// Whether its optimum shows that the objective has no limit; and whether it leaves that open.
[[nodiscard]] bool grows(const MenuProblem& rays, const ConvexMenu& best);
[[nodiscard]] bool may_grow(const MenuProblem& rays, const ConvexMenu& best);

// Whether x may grow without limit in the direction of some coordinate at no rising cost.
[[nodiscard]] bool has_open_direction(const MenuProblem& problem);

// How messages call a type: its name in quotes, or its number.
[[nodiscard]] std::string type_text(const MenuProblem& problem, Index type);

}  // namespace covenant
