// core/model/mixture.hpp: comparisons whose groups are unknown, as a mixture of Bradley-Terry
// models.
//   log-likelihood  sum_people log sum_c share_c prod_answers sigma(x_c(won) - x_c(lost))
//                   - ridge sum_c |x_c|^2 / 2
// by expectation-maximisation with seeded random restarts, the best kept (Zhao, Piech & Xia 2016;
// Chakraborty et al. 2024). Who answered together must be known. One answer per person shows only
// the mean of the groups: the components are then not identified, whatever the fit.
#pragma once

#include <span>

#include "core/base/rng.hpp"
#include "core/model/reward_model.hpp"

namespace covenant {

struct MixtureSettings {
  int restarts = 3;
  int max_iterations = 200;
  double tolerance = 1e-7;  // rise of the penalised log-likelihood, relative
};

struct MixtureFit {
  Matrix estimate;  // Bradley-Terry units, contexts centred (num_components x num_responses)
  Vector share;     // of people, sums to 1                  (num_components)
  ComparisonCounts counts;      // answers, split by how likely each component gave them
                                // (num_components x num_pairs)
  double log_likelihood = 0.0;  // penalised, of the kept restart
  int iterations = 0;           // of the kept restart
  bool converged = false;
};

// `answers` as label_questions returns them, `per_person` in a row by the same person. Checked: at
// least one component, per_person >= 1.
[[nodiscard]] MixtureFit fit_mixture(const TypeSpace& space, const PairTable& table,
                                     std::span<const std::int32_t> answers, int per_person,
                                     Index num_components, double ridge, Rng& rng,
                                     const MixtureSettings& settings = {});

// Which row of `estimate` stands for each row of `truth`: the one-to-one assignment with the least
// sum of cost(k, c) (Kuhn 1955; Munkres 1957). Square.
[[nodiscard]] std::vector<int> assign_least(const Matrix& cost);

}  // namespace covenant
