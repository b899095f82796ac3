// core/mech/robust.hpp: menus whose IC and IR hold for every theta_k + delta, |delta_d| <= rho w_d.
//   theta_k.(x_k - x_j) - rho |x_k - x_j|_w1 >= t_k - t_j   =   the same without rho for the
//   *shadow* types
// theta_k - rho w s, s in {-1, 1}^n, who take k's contract. Shadows have no share; the few that
// matter are found by solving, looking at the signs of x_k - x_j where the constraint fails, and
// solving again.
#pragma once

#include "core/mech/convex_menu.hpp"

namespace covenant {

// One contract per type (types with equal values and wishes share). `bound` and multipliers are
// those of the last relaxation, folded onto the types; slacks are of the robust problem. Checked:
// no max_contracts.
[[nodiscard]] ConvexMenu solve_robust(const MenuProblem& problem, ConvexMenuSolver& solver,
                                      const DesignSettings& settings);

}  // namespace covenant
