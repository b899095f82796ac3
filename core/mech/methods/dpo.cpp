// Direct preference optimisation and its two robust forms, each at the exact optimum of its loss
// over all policies (beta = kl per util):
//   DPO (Rafailov et al. 2023)   max sum wins log sigma(d), d = beta times the difference of
//                                log-ratios: a Bradley-Terry fit without ridge, pi ~ reference
//                                exp(estimate / kl)
//   cDPO (Mitchell 2023)         on labels smoothed by epsilon, (1 - e) wins + e losses
//   rDPO (Chowdhury et al. 2024) on unbiased labels, ((1 - e) wins - e losses) / (1 - 2 e)
// There is no explicit reward to add the designer's norm to: it does not enter.
#include <algorithm>

#include "core/mech/methods/method.hpp"

namespace covenant {
namespace {

DeployedPolicies deploy_direct(const TypeSpace& space, const Evidence& evidence, double keep,
                               double flip) {
  const auto [wins, losses] = pooled_counts(evidence);
  const BradleyTerryFit fit =
      fit_pooled(space, evidence, keep * wins + flip * losses, keep * losses + flip * wins, 0.0);
  DeployedPolicies out = deploy_policy(space, optimal_policy(space, fit.estimate), fit.estimate);
  out.gradient_norm = fit.gradient_norm;
  return out;
}

// epsilon, or if that is negative the share that was really flipped: both papers take it as known.
double told(const Evidence& evidence, const Parameters& parameters) {
  constexpr double kMost = 0.49;  // at one half labels say nothing
  return parameters[0] < 0.0 ? std::min(evidence.flipped, kMost) : parameters[0];
}

}  // namespace

DeployedPolicies deploy_dpo(const TypeSpace& space, const DesignRules&, const Evidence& evidence,
                            const Parameters&) {
  return deploy_direct(space, evidence, 1.0, 0.0);
}

DeployedPolicies deploy_cdpo(const TypeSpace& space, const DesignRules&, const Evidence& evidence,
                             const Parameters& parameters) {
  const double e = told(evidence, parameters);
  return deploy_direct(space, evidence, 1.0 - e, e);
}

DeployedPolicies deploy_rdpo(const TypeSpace& space, const DesignRules&, const Evidence& evidence,
                             const Parameters& parameters) {
  const double e = told(evidence, parameters);
  return deploy_direct(space, evidence, (1.0 - e) / (1.0 - 2.0 * e), -e / (1.0 - 2.0 * e));
}

}  // namespace covenant
