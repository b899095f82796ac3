// core/sim/infer_intervals.hpp: means, shares and ratios over respondents with 95 % intervals, and
// the summary figures of a cross-validated inference. Private to core/sim/infer*.cpp.
#pragma once

#include <array>
#include <vector>

#include "core/sim/infer.hpp"
#include "core/sim/infer_fold.hpp"

namespace covenant::infer_detail {

// Student t over values; NaN bounds below two values, NaN mean for none.
[[nodiscard]] Interval mean_interval(const std::vector<double>& values);
// Wilson 1927; NaN for total 0.
[[nodiscard]] Interval share_interval(int hits, int total);

// One respondent's held-out choices: how many, and the sums of agreement per policy.
struct RespondentAgreement {
  double choices = 0.0;
  std::array<double, num_policies> probability{}, argmax{};
};
// Every policy's sums less the pooled policy's: paired differences.
[[nodiscard]] std::vector<RespondentAgreement> minus_pooled(
    std::vector<RespondentAgreement> respondents);
// sum agreement / sum choices, with its linearised standard error over respondents, Student t.
[[nodiscard]] Interval ratio_interval(const std::vector<RespondentAgreement>& respondents,
                                      std::size_t policy,
                                      std::array<double, num_policies> RespondentAgreement::*sums);

// Accuracy, log loss, Brier, entropy, bits, confusion, recovery and pairs from
// inference.posteriors; prior[i] belongs to posteriors[i], the first prior.size() of which are
// held-out respondents of known type.
void summarise_posteriors(ChoiceInference& inference,
                          const std::vector<std::vector<double>>& prior);

}  // namespace covenant::infer_detail
