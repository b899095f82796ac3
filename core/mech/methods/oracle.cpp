// True types, true rewards, no incentive constraints: bounds the designer's objective from above.
#include "core/mech/methods/method.hpp"

namespace covenant {

DeployedPolicies deploy_oracle(const TypeSpace& space, const DesignRules&, const Evidence&,
                               const Parameters&) {
  return deploy_per_type(space, space.reward, DeploymentKind::by_type);
}

}  // namespace covenant
