// core/model/utility.hpp: what policies are worth.
//   r(pi)  = sum_s weight_s sum_a pi(a|s) r(s, a)              utils
//   KL(pi) = sum_s weight_s KL(pi(.|s) || reference(.|s))      nats
//   V(pi)  = r(pi) - kl KL(pi), maximised by pi ~ reference * exp(r / kl)  (greedy when kl = 0)
#pragma once

#include "core/model/type_space.hpp"

namespace covenant {

using ConstRow = Eigen::Ref<const Eigen::RowVectorXd>;
using Row = Eigen::RowVectorXd;

// r(pi) for rewards per response that are not weighted by context.
[[nodiscard]] double policy_value(const TypeSpace& space, const ConstRow& reward,
                                  const ConstRow& policy);
[[nodiscard]] double policy_kl(const TypeSpace& space, const ConstRow& policy);
// argmax_pi r(pi) - kl KL(pi). kl = 0: the best response, ties to the lower index.
[[nodiscard]] Row optimal_policy(const TypeSpace& space, const ConstRow& reward);

// Distances between two policies, contexts weighted: total variation, Euclidean, KL(p || q) (may be
// +inf).
[[nodiscard]] double distance_tv(const TypeSpace& space, const ConstRow& p, const ConstRow& q);
[[nodiscard]] double distance_l2(const TypeSpace& space, const ConstRow& p, const ConstRow& q);
[[nodiscard]] double distance_kl(const TypeSpace& space, const ConstRow& p, const ConstRow& q);

}  // namespace covenant
