// core/mech/constraints.hpp: incentive (IC) and participation (IR) slacks of a menu, from scratch.
//   u(k,j) = theta_k . x_j - t_j       ic(k,j) = u(k,a(k)) - u(k,j) - rho |x_a(k) - x_j|_w1
//   ir(k) = u(k,a(k)) - o_k  (minus rho |x_a(k) - x_0|_w1, x_0 the policy outside or 0 for a
//   number)
// with a(k) the contract meant for type k; rho = robust_radius, |.|_w1 weighted by radius_weight.
// >= 0 holds; minus a negative slack is what that type gains by deviating.  Laffont & Martimort
// 2002, ch. 2.
#pragma once

#include <functional>

#include "core/mech/screening.hpp"

namespace covenant {

struct MenuSlack {
  Matrix ic;           // over contract j; 0 at the own contract  (num_types x num_contracts), utils
  Vector ir;           // over leaving                            (num_types), utils
  double scale = 0.0;  // max_k(|theta_k.x_k|, |t_k|, |o_k|)
  double ic_violation = 0.0, ir_violation = 0.0;  // largest max(0, -slack)
};
// Checked: shapes agree. Cost: num_types * num_contracts * n.
[[nodiscard]] MenuSlack menu_slack(const MenuProblem& problem, const Menu& menu);

// The same without the slacks of single pairs, for menus of thousands: memory num_types +
// contracts.
struct MenuCheck {
  double scale = 0.0, ic_violation = 0.0, ir_violation = 0.0;
  double budget_violation = 0.0;  // what transfers fall short of the budget, utils
};
[[nodiscard]] MenuCheck check_menu(const MenuProblem& problem, const Menu& menu);
// Calls visit(type, contract, slack) for every pair on the way, contract -1 for leaving.
using SlackVisit = std::function<void(Index type, Index contract, double slack)>;
MenuCheck visit_slacks(const MenuProblem& problem, const Menu& menu, const SlackVisit& visit);

// One entry of MenuSlack::ic, and of ir.
[[nodiscard]] double ic_slack(const MenuProblem& problem, const Menu& menu, Index type,
                              Index contract);
[[nodiscard]] double ir_slack(const MenuProblem& problem, const Menu& menu, Index type);

// o_k: theta_k . outside_policy where there is one, else the number.
[[nodiscard]] double outside_utility(const MenuProblem& problem, Index type);

// C(x) of one contract; 0 log 0 = 0.
[[nodiscard]] double allocation_cost(const MenuProblem& problem, const double* allocation);

// The designer's objective of the menu, every type taking the contract meant for it; shares are
// normalised.
[[nodiscard]] double menu_objective(const MenuProblem& problem, const Menu& menu);

// Largest |error|_inf in theta_k that cannot change k's pick: min_j slack(k,j) / |x_k - x_j|_1 over
// the other contracts and leaving (a number outside: |x_k|_1). Equal allocations: +inf, or 0 if the
// slack is 0.
[[nodiscard]] Vector certified_radius(const MenuProblem& problem, const Menu& menu);

}  // namespace covenant
