// Bradley-Terry on the pooled comparisons, then pi ~ reference * exp((estimate + norm) / kl).
// Christiano et al. 2017; Ouyang et al. 2022. Solved exactly: no optimiser stands between reward
// and policy.
#include "core/mech/methods/method.hpp"

namespace covenant {

DeployedPolicies deploy_rlhf(const TypeSpace& space, const DesignRules&, const Evidence& evidence,
                             const Parameters&) {
  return deploy_pooled(space, evidence.pooled);
}

}  // namespace covenant
