// Direct preference optimisation and its two robust forms, each at the exact optimum of its loss
// over all policies (beta = kl per util):
//   DPO   Rafailov et al. 2023:   max sum wins log sigma(d), d = beta log-ratio difference: a
//   Bradley-Terry fit
//                                  without ridge, pi ~ reference exp(estimate / kl)
//   cDPO  Mitchell 2023:          the same on labels smoothed by epsilon, (1 - e) wins + e losses
//   rDPO  Chowdhury et al. 2024:  the same on unbiased labels, ((1 - e) wins - e losses) / (1 - 2
//   e)
// There is no explicit reward to add the designer's norm to: it does not enter.
#include "core/mech/methods/method.hpp"

namespace covenant {
namespace {

DeployedPolicies deploy_direct(const TypeSpace& space, const Evidence& evidence, double keep,
                               double flip) {
  const auto [wins, losses] = pooled_counts(evidence);
  const Row estimate =
      fit_pooled(space, evidence, keep * wins + flip * losses, keep * losses + flip * wins, 0.0);
  return deploy_policy(space, optimal_policy(space, estimate), estimate);
}

}  // namespace

DeployedPolicies deploy_dpo(const TypeSpace& space, const DesignRules&, const Evidence& evidence,
                            const Parameters&) {
  return deploy_direct(space, evidence, 1.0, 0.0);
}

DeployedPolicies deploy_cdpo(const TypeSpace& space, const DesignRules&, const Evidence& evidence,
                             const Parameters& parameters) {
  return deploy_direct(space, evidence, 1.0 - parameters[0], parameters[0]);
}

DeployedPolicies deploy_rdpo(const TypeSpace& space, const DesignRules&, const Evidence& evidence,
                             const Parameters& parameters) {
  const double e = parameters[0];
  return deploy_direct(space, evidence, (1.0 - e) / (1.0 - 2.0 * e), -e / (1.0 - 2.0 * e));
}

}  // namespace covenant
