// core/eval/frontier.hpp: what a single policy for everybody can give the types at best.
// Measured in V_k(pi) = r_k(pi) - kl KL(pi), utils: what type k gets from pi, the price of KL paid
// (kl = 0: its reward). What one policy or less can give is the set A = {v : v <= V(pi) for some
// pi}, convex because every V_k is concave; its upper rim is the front. A point of the front
// maximises sum_k w_k V_k for some weights w >= 0 that sum to 1:
//   kl > 0   pi_w ~ reference exp(sum_k w_k r_k / kl), a smooth front, given at a grid of weights;
//   kl = 0   mixtures of deterministic policies; V(A) is a Minkowski sum over contexts of the
//            responses' convex hulls. Up to three types all its vertices on the front are listed.
#pragma once

#include "core/model/type_space.hpp"
#include "core/model/utility.hpp"

namespace covenant {

// r_k(pi) and V_k(pi) for every type (num_types).
[[nodiscard]] Vector type_utilities(const TypeSpace& space, const ConstRow& policy);
[[nodiscard]] Vector type_values(const TypeSpace& space, const ConstRow& policy);

struct PolicyFront {
  bool vertices = false;  // every vertex of the front; else points at a grid of weights
  Matrix weight;          // that the point maximises; of a vertex, a middle one  (points x types)
  Matrix utility, value;  // r_k, V_k                                            (points x types)
};
inline constexpr Index kMaxFrontPoints = 130;
// Where kl = 0 and there are more than kMaxFrontPoints vertices, the grid too. No point dominates
// another.
[[nodiscard]] PolicyFront policy_front(const TypeSpace& space);

// The worst each type fares at another type's favourite policy (payoff-table nadir, Miettinen
// 1999): min_j V_k(argmax_pi V_j), (num_types). Hypervolume is measured from here.
[[nodiscard]] Vector front_nadir(const TypeSpace& space);

struct FrontMeasures {
  double hypervolume = 0.0;  // above the nadir; NaN for more than five types
  double sparsity = 0.0;
  double expected_utility = 0.0;  // over a grid of weights, opt/pareto.hpp
};
// Of some points' values (points x types).
[[nodiscard]] FrontMeasures front_measures(const Matrix& value, const Vector& nadir);

// How far an outcome (what each type gets, V_k or what stands in for it) lies beyond the front:
//   distance = -max{t : outcome + t (1, .., 1) in A} = max_w [w . outcome - max_pi sum_k w_k
//   V_k(pi)]
// > 0: every type could lose that much before a single policy would do as well by all of them;
// < 0: some single policy gives every type that much more. `weight`: the w of the maximum, which is
// the gradient. `error` >= 0 bounds what the solver left open.
struct FrontDistance {
  double distance = 0.0, error = 0.0;
  Vector weight;
};
[[nodiscard]] FrontDistance front_distance(const TypeSpace& space, const Vector& outcome);

}  // namespace covenant
