#include "web/conflict.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace covenant {
namespace {

// Whether all types are described by norm weights (or all by rewards).
bool all_by_weights(const Scenario& scenario) {
  return std::none_of(scenario.types.begin(), scenario.types.end(),
                      [](const TypeSpec& type) { return type.weights.empty(); });
}
bool all_by_rewards(const Scenario& scenario) {
  return std::none_of(scenario.types.begin(), scenario.types.end(),
                      [](const TypeSpec& type) { return type.rewards.empty(); });
}

const std::vector<double>& wishes_of(const TypeSpec& type) {
  return type.weights.empty() ? type.rewards : type.weights;
}
std::vector<double>& wishes_of(TypeSpec& type) {
  return type.weights.empty() ? type.rewards : type.weights;
}

double total_share(const Scenario& scenario) {
  double total = 0.0;
  for (const TypeSpec& type : scenario.types) total += type.share;
  return total;
}

// What all want on average.
std::vector<double> mean_wishes(const Scenario& scenario) {
  std::vector<double> mean(wishes_of(scenario.types[0]).size(), 0.0);
  const double total = total_share(scenario);
  for (const TypeSpec& type : scenario.types)
    for (std::size_t d = 0; d < mean.size(); ++d)
      mean[d] += type.share / total * wishes_of(type)[d];
  return mean;
}

}  // namespace

std::optional<double> conflict_of(const Scenario& scenario) {
  if (scenario.types.size() < 2 || !(all_by_weights(scenario) || all_by_rewards(scenario)))
    return std::nullopt;
  const std::vector<double> mean = mean_wishes(scenario);
  const double total = total_share(scenario);
  double sum = 0.0;
  for (const TypeSpec& type : scenario.types)
    for (std::size_t d = 0; d < mean.size(); ++d) {
      const double apart = wishes_of(type)[d] - mean[d];
      sum += type.share / total * apart * apart;
    }
  const double conflict = std::sqrt(sum / static_cast<double>(mean.size()));
  if (!(conflict > 0.0)) return std::nullopt;
  return conflict;
}

void set_conflict(Scenario& scenario, const Scenario& from, double wanted) {
  const std::optional<double> now = conflict_of(from);
  if (!now || scenario.types.size() != from.types.size()) return;
  const std::vector<double> mean = mean_wishes(from);
  const double most = kScenarioLimits.magnitude;
  for (std::size_t k = 0; k < from.types.size(); ++k) {
    const std::vector<double>& before = wishes_of(from.types[k]);
    std::vector<double>& after = wishes_of(scenario.types[k]);
    for (std::size_t d = 0; d < mean.size(); ++d) {
      const double moved = mean[d] + wanted / *now * (before[d] - mean[d]);
      after[d] = std::clamp(std::round(moved * 1e4) / 1e4, -most, most);
    }
  }
}

}  // namespace covenant
