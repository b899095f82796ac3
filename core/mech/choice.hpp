// core/mech/choice.hpp: how a person picks from a menu; leaving is always possible.
#pragma once

#include <span>

namespace covenant {

enum class ChoiceModel { best, logit };

struct ChoiceRule {
  ChoiceModel model = ChoiceModel::best;
  double precision = 10.0;  // logit: P(j) ~ exp(precision u_j), per util
  double tolerance = 0.0;   // best: utilities this close count as equal (1e-9 of the scale)
};

// P(pick j) for j = 0..C-1 and leaving at j = C, from utilities of the same length.
// best: the highest utility; within the tolerance of it the contract meant for the person (`meant`,
// -1 = none), then the highest `favour` (what the designer prefers), then the lower index.
void pick_probabilities(std::span<const double> utility, std::span<const double> favour, int meant,
                        const ChoiceRule& rule, std::span<double> out);

}  // namespace covenant
