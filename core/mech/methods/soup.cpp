// Rewarded soup (Rame et al. 2023): one policy per type, each optimal for that type's estimate plus
// norm at the designer's kl, their parameters interpolated with the weights best for the designer's
// objective. Policies here are softmax tables and parameters their logits, so a soup is a
// normalised geometric mixture, and that of such optima is the optimum for the weighted reward: the
// best weights are the shares, found in closed form, and the soup is what `average` deploys. (It is
// the soup's promise kept exactly, which in neural networks is an approximation.) kl = 0: the
// limit.
#include "core/base/check.hpp"
#include "core/base/special.hpp"
#include "core/mech/methods/formulas.hpp"
#include "core/mech/methods/method.hpp"

namespace covenant {

Row soup_policy(const TypeSpace& space, const Matrix& logits, const Vector& weight) {
  COVENANT_CHECK(logits.rows() == weight.size());
  TypeSpace flat = space;  // softmax of the logits themselves
  flat.reference.setOnes();
  flat.kl = 1.0;
  return optimal_policy(flat, weight.transpose() * logits);
}

DeployedPolicies deploy_soup(const TypeSpace& space, const DesignRules&, const Evidence& evidence,
                             const Parameters&) {
  const Row mean = space.share.transpose() * evidence.labelled;
  if (space.kl == 0.0) return deploy_pooled(space, mean);
  // each type's own optimum: reference exp(worth / kl)
  Matrix logits = (evidence.labelled + space.norm_factor * space.norm.transpose()) / space.kl;
  for (Index a = 0; a < logits.cols(); ++a) logits.col(a).array() += log_(space.reference(a));
  return deploy_policy(space, soup_policy(space, logits, space.share), mean);
}

}  // namespace covenant
