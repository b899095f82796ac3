// core/mech/certificate.hpp: an upper bound on the objective of any menu, from multipliers of any
// origin. With l >= 0 of IC, v >= 0 of IR, b >= 0 of the budget and free multipliers of "type i
// takes contract a(i)" (fixed by stationarity in U_i), the Lagrangian splits into contracts:
//   bound = sum_c [ sup_{x in X} (virtual_c . x - F_c C(x)) + sup_t kappa_c t ] - sum_i v_i o_i - b
//   B kappa_c = F_c (w_t + b) + sum_{i not in c} l_ic - sum_{i in c} (f_i w_u + v_i + sum_c' l_ic')
//   virtual_c = sum_{i in c} [ f_i g_i + (f_i w_u + v_i + sum_c' l_ic') theta_i ] - sum_{i not in
//   c} l_ic theta_i
// The suprema are closed forms (vertices, clipped parabolas, soft-max). Where a transfer has no
// bound, kappa must have the right sign: the multipliers are repaired first. Nothing of the solver
// is trusted. Source: Myerson 1981 (virtual values); Boyd & Vandenberghe 2004, ch. 5 (weak
// duality).
#pragma once

#include "core/mech/menu_program.hpp"

namespace covenant {

// `menu` says which contract each type takes (one contract per block), and its slacks guide the
// repair to where it costs least; the bound holds whatever the menu. +inf if the multipliers cannot
// be repaired.
[[nodiscard]] double upper_bound(const MenuProblem& problem, const Menu& menu,
                                 const MenuMultipliers& multipliers);

// sup over X of virtual . x - weight C(x); +inf if unbounded.
[[nodiscard]] double best_response_value(const MenuProblem& problem, const double* virtual_value,
                                         double weight);

}  // namespace covenant
