// Power-mean aggregation of the labelled estimates in log-mean-exp form (Park et al. 2024):
//   reward(a) = 1/alpha log sum_k f_k exp(alpha reward_k(a)),  alpha = 0: the mean.
#include "core/base/special.hpp"
#include "core/mech/methods/formulas.hpp"
#include "core/mech/methods/method.hpp"

namespace covenant {

double log_mean_exp(const Vector& share, const Vector& value, double alpha) {
  if (alpha == 0.0) return share.dot(value);
  const double top = alpha > 0.0 ? value.maxCoeff() : value.minCoeff();
  double sum = 0.0;
  for (Index k = 0; k < value.size(); ++k) sum += share(k) * exp_(alpha * (value(k) - top));
  return top + log_(sum) / alpha;
}

DeployedPolicies deploy_power_mean(const TypeSpace& space, const DesignRules&,
                                   const Evidence& evidence, const Parameters& parameters) {
  Row reward(space.num_responses());
  for (Index a = 0; a < reward.size(); ++a) {
    reward(a) = log_mean_exp(space.share, evidence.labelled.col(a), parameters[0]);
  }
  return deploy_pooled(space, reward);
}

}  // namespace covenant
