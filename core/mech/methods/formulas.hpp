// core/mech/methods/formulas.hpp: the formulas inside methods that tests check against published
// answers.
#pragma once

#include "core/model/reward_model.hpp"
#include "core/model/type_space.hpp"

namespace covenant {

// F(a)^n - F(below a)^n per context, F the reference's distribution function in the order of
// `proxy`.
[[nodiscard]] Row best_of_n_policy(const TypeSpace& space, const Row& proxy, double n);
// Mean over the other responses of its context of P(a preferred); (num_responses).
[[nodiscard]] Row borda_score(const TypeSpace& space, const PairTable& pairs, const Row& wins,
                              const Row& losses);
// 1/alpha log sum_k share_k exp(alpha value_k); alpha = 0: the mean.
[[nodiscard]] double log_mean_exp(const Vector& share, const Vector& value, double alpha);
[[nodiscard]] double weighted_median(const Vector& share, const Vector& value);
// Payments per unit of weight of an affine maximiser with policy argmax sum_k weight_k reward_k +
// worth - kl KL.
[[nodiscard]] Vector vcg_payments(const TypeSpace& space, const Vector& weight,
                                  const Matrix& reward, const Row& worth, const Row& policy);

// max_pi min_k [worth_k(pi) - kl KL(pi)], worths per response, unweighted (num_types x
// num_responses).
struct MaxMin {
  Row policy;
  Vector weight;       // of the types at the saddle point, sums to 1
  double value = 0.0;  // of the policy, utils
  double bound = 0.0;  // no policy does better
};
[[nodiscard]] MaxMin max_min_policy(const TypeSpace& space, const Matrix& worth);

// Equilibrium of the symmetric game with payoff P(a preferred to b) - 1/2 - kl (KL(pi) - KL(pi')),
// per context.
struct NashPolicy {
  Row policy;
  double gap = 0.0;  // the most anybody gains against it, in preference probability
};
// `preference`(a, b) = P(a preferred to b) within contexts, 1/2 on the diagonal (num_responses x
// num_responses).
[[nodiscard]] NashPolicy nash_policy(const TypeSpace& space, const Matrix& preference);

}  // namespace covenant
