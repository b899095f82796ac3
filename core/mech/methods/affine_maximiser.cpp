// One policy that maximises sum_k f_k (reward_k + norm_k) - kl KL for the rewards that groups
// report, each group paying what its presence costs the others (VCG; Roberts 1979; Sun et al. 2024;
// Soumalias et al. 2024):
//   f_k t_k = max_pi W_{-k}(pi) - W_{-k}(pi*),   W_{-k} = sum_{j != k} f_j reward_j + norm - kl KL.
// No group gains by misreporting. Where the regime knows no transfers, nothing is charged and that
// is lost.
#include "core/mech/methods/formulas.hpp"
#include "core/mech/methods/method.hpp"

namespace covenant {

// Per unit of weight; worth is what the designer adds (norm).
Vector vcg_payments(const TypeSpace& space, const Vector& weight, const Matrix& reward,
                    const Row& worth, const Row& policy) {
  const Row all = weight.transpose() * reward + worth;
  Vector payment(weight.size());
  for (Index k = 0; k < weight.size(); ++k) {
    const Row others = all - weight(k) * reward.row(k);
    const Row without = optimal_policy(space, others);
    payment(k) = (net_value(space, others, without) - net_value(space, others, policy)) / weight(k);
  }
  return payment;
}

DeployedPolicies deploy_affine_maximiser(const TypeSpace& space, const DesignRules& rules,
                                         const Evidence& evidence, const Parameters&) {
  const Row norm = pooled_norm_factor(space) * space.norm.transpose();
  const Row mean = space.share.transpose() * evidence.labelled;
  DeployedPolicies out = deploy_pooled(space, mean);
  const Row policy = out.policy.row(0);
  out.kind = DeploymentKind::by_type;
  out.policy = policy.replicate(space.num_types(), 1);
  out.transfer = Vector::Zero(space.num_types());
  out.estimate = evidence.labelled;
  if (rules.transfer_upper > 0.0)
    out.transfer = vcg_payments(space, space.share, evidence.labelled, norm, policy);
  // payments that are burnt count against the objective
  out.proxy -= (1.0 - rules.weight_transfer) * space.share.dot(out.transfer);
  return out;
}

}  // namespace covenant
