// Conservative reward ensembles (Coste et al. 2024): Bradley-Terry fits on bootstraps of the pooled
// comparisons; the reward is the worst member's, or the mean minus `penalty` times the variance
// between members; then as rlhf. With infinitely many comparisons all members agree and this is
// rlhf.
#include <algorithm>

#include "core/base/rng.hpp"
#include "core/mech/methods/method.hpp"

namespace covenant {
namespace {

// Wins and losses of as many comparisons, drawn with replacement.
std::pair<Row, Row> resample(const Evidence& evidence, Rng& rng) {
  const auto num_pairs = static_cast<Index>(evidence.pairs.pairs.size());
  Row wins = Row::Zero(num_pairs), losses = Row::Zero(num_pairs);
  const auto count = static_cast<std::uint32_t>(evidence.answers.size());
  for (std::uint32_t n = 0; n < count; ++n) {
    const std::int32_t answer = evidence.answers[rng.below(count)];
    (answer % 2 == 0 ? wins : losses)(answer / 2) += 1.0;
  }
  return {wins, losses};
}

}  // namespace

DeployedPolicies deploy_ensemble(const TypeSpace& space, const DesignRules&,
                                 const Evidence& evidence, const Parameters& parameters) {
  if (evidence.answers.empty()) return deploy_pooled(space, evidence.pooled);
  Rng rng(evidence.seed, evidence.replicate, Purpose::bootstrap);
  const auto members = static_cast<Index>(parameters[0]);
  Matrix rewards(members, space.num_responses());
  double gradient_norm = 0.0;
  for (Index m = 0; m < members; ++m) {
    const auto [wins, losses] = resample(evidence, rng);
    const BradleyTerryFit fit = fit_pooled(space, evidence, wins, losses, evidence.ridge);
    gradient_norm = std::max(gradient_norm, fit.gradient_norm);
    rewards.row(m) = fit.estimate;
  }
  const double penalty = parameters[1];
  Row reward = rewards.colwise().minCoeff();
  if (penalty >= 0.0) {
    const Row mean = rewards.colwise().mean();
    const Row variance = (rewards.rowwise() - mean).array().square().colwise().mean();
    reward = mean - penalty * variance;
  }
  DeployedPolicies out = deploy_pooled(space, reward);
  out.gradient_norm = gradient_norm;
  return out;
}

}  // namespace covenant
