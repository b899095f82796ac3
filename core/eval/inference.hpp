// core/eval/inference.hpp: how well picks reveal types.
// After m picks, for a person of true type k with posterior q:
//   accuracy 1[argmax q = k] (ties to the lower index), log loss -ln q_k, Brier |q - e_k|^2,
//   entropy of q in bits, bits gained log2(q_k / share_k).
// Under `best` a second pick repeats the first and says nothing new; the posterior then stops
// moving.
#pragma once

#include <vector>

#include "core/base/rng.hpp"
#include "core/eval/misalignment.hpp"
#include "core/eval/statistics.hpp"

namespace covenant {

struct InferenceScore {
  double accuracy = 0.0, log_loss = 0.0, brier = 0.0, entropy_bits = 0.0, bits_gained = 0.0;
  double excess[RunningCalibration::kBins] = {};  // for RunningCalibration::add
};

struct InferenceOutcome {
  std::vector<InferenceScore> rounds;  // after 0..num_rounds picks
  Matrix confusion;  // people of type k (row) inferred as i, share of all (num_types x num_types)
  Matrix posterior;  // P(type i | one pick of contract j), leaving last (num_contracts + 1 x
                     // num_types)
};

// Averages over all pick sequences exactly while there are at most kMaxSequences of them per
// person, else over kSampledPeople people with sampled picks.
inline constexpr int kMaxSequences = 1024;
inline constexpr int kSampledPeople = 200;
[[nodiscard]] InferenceOutcome infer_types(const World& world, const DeployedPolicies& deployed,
                                           const std::vector<Agent>& people, int num_rounds,
                                           Rng& rng);

}  // namespace covenant
