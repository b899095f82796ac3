// The response preferred most often to the others of its context (Borda count), which is what
// infinite-data RLHF orders by (Siththaranjan et al. 2024). No reward: norm and KL do not enter.
// Pairs nobody was asked about count as even.
#include "core/mech/methods/formulas.hpp"
#include "core/mech/methods/method.hpp"

namespace covenant {

Row borda_score(const TypeSpace& space, const PairTable& pairs, const Row& wins,
                const Row& losses) {
  Row score = Row::Zero(space.num_responses());
  for (std::size_t p = 0; p < pairs.pairs.size(); ++p) {
    const auto at = static_cast<Index>(p);
    const double total = wins(at) + losses(at);
    const double first = total > 0.0 ? wins(at) / total : 0.5;
    score(pairs.pairs[p].first) += first;
    score(pairs.pairs[p].second) += 1.0 - first;
  }
  Index start = 0;
  for (const int size : space.blocks) {
    if (size > 1) score.segment(start, size) /= size - 1;
    start += size;
  }
  return score;
}

DeployedPolicies deploy_borda(const TypeSpace& space, const DesignRules&, const Evidence& evidence,
                              const Parameters&) {
  const auto [wins, losses] = pooled_counts(evidence);
  TypeSpace greedy = space;
  greedy.kl = 0.0;
  const Row policy = optimal_policy(greedy, borda_score(space, evidence.pairs, wins, losses));
  return deploy_policy(space, policy, evidence.pooled);
}

}  // namespace covenant
