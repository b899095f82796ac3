#include "web/panels/own_answers.hpp"

#include <algorithm>

#include "core/base/special.hpp"

namespace covenant {
namespace {

bool was_asked(const std::vector<OwnAnswer>& asked, const Comparison& pair) {
  return std::any_of(asked.begin(), asked.end(), [&pair](const OwnAnswer& each) {
    return std::min(each.better, each.worse) == pair.first &&
           std::max(each.better, each.worse) == pair.second;
  });
}

// Variance over types of the chance that the first is preferred.
double spread_of(const Lab& lab, const Vector& belief, const Comparison& pair) {
  double mean = 0.0, square = 0.0;
  for (Index k = 0; k < belief.size(); ++k) {
    const double p = chance_of_first(lab, static_cast<int>(k), pair);
    mean += belief(k) * p;
    square += belief(k) * p * p;
  }
  return square - mean * mean;
}

}  // namespace

double chance_of_first(const Lab& lab, int type, const Comparison& pair) {
  const double ahead = lab.exact.reward(type, pair.first) - lab.exact.reward(type, pair.second);
  const FeedbackSpec& feedback = lab.applied.feedback;
  if (feedback.infinite_rationality) return ahead == 0.0 ? 0.5 : (ahead > 0.0 ? 1.0 : 0.0);
  return sigmoid(feedback.rationality * ahead);
}

Vector update_by_answer(const Lab& lab, const Vector& belief, const OwnAnswer& answer) {
  Vector out = belief;
  for (Index k = 0; k < out.size(); ++k)
    out(k) *= chance_of_first(lab, static_cast<int>(k), {answer.better, answer.worse});
  const double sum = out.sum();
  if (!(sum > 0.0)) return belief;
  return out / sum;
}

std::optional<Comparison> next_comparison(const Lab& lab, const Vector& belief,
                                          const std::vector<OwnAnswer>& asked) {
  std::optional<Comparison> best;
  double most = -1.0;
  int from = 0;
  for (const int size : lab.exact.blocks) {
    for (int a = from; a < from + size; ++a)
      for (int b = a + 1; b < from + size; ++b) {
        const Comparison pair{a, b};
        if (was_asked(asked, pair)) continue;
        const double spread = spread_of(lab, belief, pair);
        if (spread <= most) continue;
        most = spread;
        best = pair;
      }
    from += size;
  }
  return best;
}

}  // namespace covenant
