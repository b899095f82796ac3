// Each type's favourite on offer for free, no incentive constraints: what IC adds is the difference
// to `menu`.
#include "core/mech/methods/method.hpp"

namespace covenant {

DeployedPolicies deploy_naive_menu(const TypeSpace& space, const DesignRules& rules,
                                   const Evidence& evidence, const Parameters&) {
  DeployedPolicies out = deploy_per_type(space, evidence.labelled, DeploymentKind::menu);
  out.error = evidence.labelled_error;
  out.violation = menu_violation(space, rules, out);
  return out;
}

}  // namespace covenant
