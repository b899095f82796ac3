// core/mech/robust.hpp: menus whose IC and IR hold for every theta_k + delta, |delta_d| <= rho w_d.
//   theta_k.(x_k - x_j) - rho |x_k - x_j|_w1 >= t_k - t_j   =   the same without rho for the
//   *shadow* types
// theta_k - rho w s, s in {-1, 1}^n, who take k's contract. Shadows have no share; the few that
// matter are found by solving, looking at the signs of x_k - x_j where the constraint fails, and
// solving again.
#pragma once

#include "core/mech/convex_menu.hpp"

namespace covenant {

// class_of as in make_menu_program: what shares a contract by force. `bound` and multipliers are
// those of the last relaxation, folded onto the types; slacks are of the robust problem. Without a
// radius: what the solver itself says.
[[nodiscard]] ConvexMenu solve_robust(const MenuProblem& problem, const std::vector<int>& class_of,
                                      ConvexMenuSolver& solver, const DesignSettings& settings,
                                      const SolveLimits& limits = {});

}  // namespace covenant
