// The menu of contracts, designed on the labelled estimates (model.md section 1).
// Mussa & Rosen 1978; the discount of published transfers: Madarasz & Prat 2017.
#include "core/mech/methods/method.hpp"
#include "core/model/utility.hpp"

namespace covenant {

DeployedPolicies deploy_menu(const TypeSpace& space, const DesignRules& rules,
                             const Evidence& evidence, const Parameters&) {
  const MenuProblem problem = menu_problem(space, rules, evidence.labelled);
  const MenuDesign design = design_menu(problem);
  if (design.status != SolveStatus::optimal && design.status != SolveStatus::feasible) {
    DeployedPolicies failed = deploy_reference(space, evidence.labelled);
    failed.kind = DeploymentKind::menu;
    return failed;
  }
  DeployedPolicies out;
  out.kind = DeploymentKind::menu;
  out.policy = design.menu.allocation;
  out.transfer = design.menu.transfer;
  out.assigned = design.menu.assigned;
  out.estimate = evidence.labelled;
  out.error = evidence.labelled_error;
  out.proxy = design.objective;
  out.gap = design.gap;  // relative
  out.violation = relative_violation(design.ic_violation, design.ir_violation, design.scale);
  out.proxy_reference = proxy_at_reference(space, evidence.labelled);
  // a transfer pulled towards what the contract costs the designer makes near-indifferent people
  // side with it
  for (Index j = 0; rules.discount > 0.0 && j < out.transfer.size(); ++j) {
    out.transfer(j) = (1.0 - rules.discount) * out.transfer(j) +
                      rules.discount * price_of_kl(space, out.policy.row(j));
  }
  return out;
}

}  // namespace covenant
