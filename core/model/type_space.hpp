// core/model/type_space.hpp: the synthetic society in numbers.
#pragma once

#include <vector>

#include "core/base/types.hpp"

namespace covenant {

// Responses of all contexts stand in one row, contexts in order; `blocks` says how many each has.
// A policy is one such row: within each block a distribution over that context's responses.
struct TypeSpace {
  std::vector<int> blocks;  // responses per context
  Vector context_weight;    // sums to 1                                            (num_contexts)
  Vector response_weight;   // its context's weight                                 (num_responses)
  Vector reference;         // the policy in place without the designer             (num_responses)
  Vector share;             // f_k, sums to 1                                       (num_types)
  Matrix
      reward;   // r_k(s, a), utils, not weighted by context            (num_types x num_responses)
  Vector norm;  // norm_strength * (norm . scores), utils               (num_responses)
  Vector norm_factor;   // how much the norm counts for what this type receives (num_types)
  double kl = 0.0;      // price of KL from the reference, utils per nat
  Matrix score;         // scores on the norms; no columns when types state rewards (num_responses x
                        // num_norms)
  double spread = 0.0;  // sd of a person's weights (or rewards) around the type's

  [[nodiscard]] Index num_types() const { return reward.rows(); }
  [[nodiscard]] Index num_responses() const { return reward.cols(); }
};

// S with S^2 = sum_k f_k sum_s weight_s Var_a r_k(s, a), uniform over a: the typical spread of a
// reward, utils.
[[nodiscard]] double reward_scale(const TypeSpace& space);

// How far one person's difference of rewards between responses a and b strays from the type's (sd,
// utils).
[[nodiscard]] double difference_sd(const TypeSpace& space, Index a, Index b);

}  // namespace covenant
