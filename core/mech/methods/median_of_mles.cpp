// The share-weighted median, response by response, of the groups' maximum-likelihood estimates: a
// group that misreports can move it only past its neighbours (Kleine Buening et al. 2025; their
// pessimism is left out). With the weight split exactly in half, the middle of the two.
#include <algorithm>
#include <numeric>

#include "core/mech/methods/formulas.hpp"
#include "core/mech/methods/method.hpp"

namespace covenant {

double weighted_median(const Vector& share, const Vector& value) {
  std::vector<Index> order(static_cast<std::size_t>(value.size()));
  std::iota(order.begin(), order.end(), Index{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](Index a, Index b) { return value(a) < value(b); });
  constexpr double kHalf = 0.5, kRounding = 1e-12;
  double mass = 0.0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    mass += share(order[i]);
    if (mass > kHalf + kRounding || i + 1 == order.size()) return value(order[i]);
    if (mass >= kHalf - kRounding) return 0.5 * (value(order[i]) + value(order[i + 1]));
  }
  return 0.0;  // no types: cannot be
}

DeployedPolicies deploy_median_of_mles(const TypeSpace& space, const DesignRules&,
                                       const Evidence& evidence, const Parameters&) {
  Row reward(space.num_responses());
  for (Index a = 0; a < reward.size(); ++a)
    reward(a) = weighted_median(space.share, evidence.labelled.col(a));
  return deploy_pooled(space, reward);
}

}  // namespace covenant
