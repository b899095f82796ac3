#include "core/mech/choice.hpp"

#include <algorithm>

#include "core/base/check.hpp"
#include "core/base/special.hpp"

namespace covenant {
namespace {

std::size_t best_pick(std::span<const double> utility, std::span<const double> favour, int meant,
                      double tolerance) {
  const double top = *std::max_element(utility.begin(), utility.end());
  const auto own = static_cast<std::size_t>(meant);
  if (meant >= 0 && utility[own] >= top - tolerance) return own;
  std::size_t pick = utility.size();
  for (std::size_t j = 0; j < utility.size(); ++j) {
    if (utility[j] < top - tolerance) continue;
    if (pick == utility.size() || favour[j] > favour[pick]) pick = j;
  }
  return pick;
}

}  // namespace

void pick_probabilities(std::span<const double> utility, std::span<const double> favour, int meant,
                        const ChoiceRule& rule, std::span<double> out) {
  COVENANT_CHECK(utility.size() == favour.size() && utility.size() == out.size() &&
                 !utility.empty());
  COVENANT_CHECK(meant < static_cast<int>(utility.size()));
  std::fill(out.begin(), out.end(), 0.0);
  if (rule.model == ChoiceModel::best) {
    out[best_pick(utility, favour, meant, rule.tolerance)] = 1.0;
    return;
  }
  const double top = *std::max_element(utility.begin(), utility.end());
  double sum = 0.0;
  for (std::size_t j = 0; j < utility.size(); ++j)
    sum += out[j] = exp_(rule.precision * (utility[j] - top));
  for (double& p : out) p /= sum;
}

}  // namespace covenant
