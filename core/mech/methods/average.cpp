// One policy for the share-weighted mean of the labelled estimates (utilitarian average, Harsanyi
// 1955).
#include "core/mech/methods/method.hpp"

namespace covenant {

DeployedPolicies deploy_average(const TypeSpace& space, const DesignRules&,
                                const Evidence& evidence, const Parameters&) {
  const Row mean = space.share.transpose() * evidence.labelled;
  return deploy_pooled(space, mean);
}

}  // namespace covenant
