// core/mech/subsidy.hpp: whether a menu exists at all, whatever it is worth. Every contract may
// come with a subsidy y >= 0 that every type values alike and that no transfer bound sees:
//   minimise  mean_k y_k   subject to IC, IR, X, transfers and budget, with theta_k.x_k + y_k for
//   theta_k.x_k
// With enough of it one contract for all satisfies everything, so there always is an optimum; a
// menu exists if and only if that is 0. Phase one of the simplex method, for menus.
#pragma once

#include "core/mech/convex_menu.hpp"

namespace covenant {

// An instance of the menu problem: y is one more good of the box, or one more part of two responses
// of the simplex. Its allocation comes last. The radius does not touch it.
[[nodiscard]] MenuProblem subsidy_problem(const MenuProblem& problem);

// Whether an optimum of that problem shows that no subsidy is no option: its bound, not its menu,
// decides. Rounding and what violations are allowed do not count.
[[nodiscard]] bool needs_subsidy(const MenuProblem& subsidised, const ConvexMenu& optimum);

// The same types alone: rows of `problem`, in this order.
[[nodiscard]] MenuProblem only_types(const MenuProblem& problem, const std::vector<Index>& types);

}  // namespace covenant
