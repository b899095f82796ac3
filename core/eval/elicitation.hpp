// core/eval/elicitation.hpp: a designer's norm from what a community says of it, one number per
// respondent and norm, each norm on its own.
//   mean          interval: Student's t over respondents
//   median        interval: order statistics, at least 95 % whatever the distribution; the whole
//                 range where there are too few respondents for that
//   trimmed_mean  without the lowest and highest floor(trim n); interval: Winsorised variance
//                 (Tukey & McLaughlin 1963)
// Influence of a respondent: how far the estimate moves when that one is left out.
#pragma once

#include <vector>

#include "core/eval/statistics.hpp"

namespace covenant {

enum class NormAggregate { mean, median, trimmed_mean };

struct ElicitedNorm {
  std::vector<Interval> norm;     // (num_norms)
  std::vector<double> influence;  // largest over respondents, per norm (num_norms)
  int most_influential = 0;       // who moves the norm most (sum of squares over norms)
};
// Checked: at least one respondent, all rows of one length, trim in [0, 0.5).
[[nodiscard]] ElicitedNorm elicit_norm(const std::vector<std::vector<double>>& community,
                                       NormAggregate aggregate, double trim);

// The same aggregate of a whole population: values with shares that sum to 1. The trimmed mean cuts
// off the share `trim` of people at either end.
[[nodiscard]] double aggregate_shares(const std::vector<double>& value,
                                      const std::vector<double>& share, NormAggregate aggregate,
                                      double trim);

}  // namespace covenant
