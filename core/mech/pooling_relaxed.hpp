// core/mech/pooling_relaxed.hpp: the best menu for a given pooling, when many types share few
// contracts. Of a contract's types one stands for all in the objective, which is linear in (x, t):
//   sum_i f_i (w_u theta_i + g_i).x = F (w_u theta_r + g').x,  g' = sum_i f_i (w_u (theta_i -
//   theta_r) + g_i) / F
// and of the others only a few bind. Those are found by solving, adding *witnesses*, the types
// (with a robust radius: at the corner of it) whose constraints fail most, and solving again.
#pragma once

#include "core/mech/convex_menu.hpp"

namespace covenant {

// A constraint of `type` that the relaxed problem holds: as a type without share at
// theta_type - rho * radius_weight * sign.
struct Witness {
  Index type = 0;
  std::vector<int> sign;  // of every coordinate: -1, 0 or 1
};

// `classes`: contract of each type, numbered from 0 without gaps; `witnesses` of earlier, similar
// poolings speed this up and are added to. The answer is the problem's own: every type assigned,
// violations recomputed for all, the bound valid for the pooling.
[[nodiscard]] ConvexMenu solve_pooling(const MenuProblem& problem, const std::vector<int>& classes,
                                       std::vector<Witness>& witnesses, ConvexMenuSolver& solver,
                                       const DesignSettings& settings,
                                       const SolveLimits& limits = {});

}  // namespace covenant
