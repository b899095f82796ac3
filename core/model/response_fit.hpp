// core/model/response_fit.hpp: linear utilities from observed choices, by ridge-penalised maximum
// likelihood.
//   maximise  sum_sets sum_a count_a log( e^(beta.z_a) / sum_b e^(beta.z_b) ) - ridge |beta|^2 / 2
// a, b over the set's options, z their features. Two options: logistic regression on z_a - z_b
// without intercept. Conditional logit: McFadden 1974; two options compared: Bradley & Terry 1952.
#pragma once

#include <vector>

#include "core/base/types.hpp"

namespace covenant {

struct ChoiceSet {
  std::vector<int> options;    // rows of the feature matrix, at least two
  std::vector<double> counts;  // how often each was chosen, >= 0
};

struct ResponseFit {
  Vector beta;                 // (num_features), Bradley-Terry units
  double gradient_norm = 0.0;  // largest |entry| of the penalised gradient
  int iterations = 0;
  // gradient_norm <= 1e-8 max(1, number of choices). False without ridge where the choices are
  // separable (no finite maximum).
  bool converged = false;
};

// Newton with step halving. Checked: shapes agree, ridge >= 0. Features nobody's choices speak
// about get 0.
[[nodiscard]] ResponseFit fit_responses(const Matrix& features, const std::vector<ChoiceSet>& sets,
                                        double ridge);

}  // namespace covenant
