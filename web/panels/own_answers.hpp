// web/panels/own_answers.hpp: "which type are you?" by comparisons, as the feedback model has them:
//   P(first over second | type k) = sigmoid(rationality (r_k(first) - r_k(second)))
// with true rewards r_k, utils; without error ("infinite") the larger reward wins, ties are even.
#pragma once

#include <optional>
#include <vector>

#include "core/base/types.hpp"
#include "web/lab.hpp"

namespace covenant {

// Two answers to the same question, by their place among all responses.
struct Comparison {
  int first = 0, second = 0;
};
struct OwnAnswer {
  int better = 0, worse = 0;
};

[[nodiscard]] double chance_of_first(const Lab& lab, int type, const Comparison& pair);
// Bayes; an answer that nobody would give leaves the belief as it was.
[[nodiscard]] Vector update_by_answer(const Lab& lab, const Vector& belief,
                                      const OwnAnswer& answer);
// The pair whose answer varies most over types under the belief, of those not yet asked; nothing
// once every pair has been.
[[nodiscard]] std::optional<Comparison> next_comparison(const Lab& lab, const Vector& belief,
                                                        const std::vector<OwnAnswer>& asked);

}  // namespace covenant
