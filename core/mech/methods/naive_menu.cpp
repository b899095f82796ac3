// Each type's favourite on offer for free, no incentive constraints: what IC adds is the difference
// to `menu`.
#include "core/mech/constraints.hpp"
#include "core/mech/methods/method.hpp"

namespace covenant {

DeployedPolicies deploy_naive_menu(const TypeSpace& space, const DesignRules& rules,
                                   const Evidence& evidence, const Parameters&) {
  DeployedPolicies out = deploy_per_type(space, evidence.labelled, DeploymentKind::menu);
  out.error = evidence.labelled_error;
  const MenuSlack slack = menu_slack(menu_problem(space, rules, evidence.labelled),
                                     {out.policy, out.transfer, out.assigned});
  out.violation = relative_violation(slack.ic_violation, slack.ir_violation, slack.scale);
  return out;
}

}  // namespace covenant
