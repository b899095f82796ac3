// core/mech/forced_sharing.hpp: types that a robust radius forces to share one contract.
// Adding the robust IC of k over j's contract and of j over k's, with dx = x_k - x_j:
//   (theta_k - theta_j) . dx >= 2 rho sum_d w_d |dx_d|
// On a box the left side is at most sum_d |theta_k - theta_j|_d |dx_d|. So if |theta_k - theta_j|_d
// < 2 rho w_d in every coordinate that can move, dx = 0, and then both transfers are the same. If
// not, some dx satisfies it. On a simplex part dx sums to 0, so any constant c may be taken from
// theta_k - theta_j there: sharing is forced if and only if some c leaves |theta_k - theta_j - c|_d
// < 2 rho w_d (Farkas).
// For classes that share, every i of one and every j of the other satisfy this with one dx, hence
// so do all mixtures of them: dx = 0 if the convex hulls of the two come that close to each other.
#pragma once

#include <functional>
#include <vector>

#include "core/mech/screening.hpp"

namespace covenant {

// The contract of each type, numbered by first appearance.
using Classes = std::vector<int>;

// Names classes by first appearance.
[[nodiscard]] Classes renumbered(const Classes& classes);

// `classes`, joined where the radius forces them to share, until nothing more follows. Closeness
// within rounding of the limit forces nothing. Every join is proved: two types by their values,
// hulls by two mixtures of them; so no error of the linear program that looks for the mixtures, nor
// ending it early, makes anybody share who need not. Missing a join is harmless: a bound is then
// looser. Hulls are compared up to 32 types.
// Time types^2 * n per round, and for each pair of classes that this does not settle a linear
// program, cut off after some 0.3 seconds and left out if it cannot end by then. `progress` as in
// DesignSettings is asked before each; false: what has been joined so far.
[[nodiscard]] Classes forced_sharing(const MenuProblem& problem, const Classes& classes,
                                     const std::function<bool(int, double)>& progress = {});

}  // namespace covenant
