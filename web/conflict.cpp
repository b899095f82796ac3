#include "web/conflict.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace covenant {
namespace {

constexpr double kMostConflict = 100.0;
// Less than the decimals that are kept.
constexpr double kNoConflict = 5e-5;

const std::vector<double>& wishes_of(const TypeSpec& type) {
  return type.weights.empty() ? type.rewards : type.weights;
}
std::vector<double>& wishes_of(TypeSpec& type) {
  return type.weights.empty() ? type.rewards : type.weights;
}

// Whether all types are described by as many numbers of one kind.
bool alike(const Scenario& scenario) {
  const TypeSpec& first = scenario.types[0];
  return !wishes_of(first).empty() &&
         std::all_of(scenario.types.begin(), scenario.types.end(), [&](const TypeSpec& type) {
           return type.weights.size() == first.weights.size() &&
                  type.rewards.size() == first.rewards.size();
         });
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
  if (scenario.types.size() < 2 || !alike(scenario)) return std::nullopt;
  const std::vector<double> mean = mean_wishes(scenario);
  const double total = total_share(scenario);
  double sum = 0.0;
  for (const TypeSpec& type : scenario.types)
    for (std::size_t d = 0; d < mean.size(); ++d) {
      const double apart = wishes_of(type)[d] - mean[d];
      sum += type.share / total * apart * apart;
    }
  const double conflict = std::sqrt(sum / static_cast<double>(mean.size()));
  if (!(conflict >= kNoConflict)) return std::nullopt;
  return conflict;
}

double most_conflict(const Scenario& scenario) {
  const std::optional<double> now = conflict_of(scenario);
  if (!now) return 0.0;
  const std::vector<double> mean = mean_wishes(scenario);
  double times = std::max(1.0, kMostConflict / *now);
  for (const TypeSpec& type : scenario.types)
    for (std::size_t d = 0; d < mean.size(); ++d) {
      const double apart = wishes_of(type)[d] - mean[d];
      const double room = kScenarioLimits.magnitude - (apart > 0.0 ? mean[d] : -mean[d]);
      if (apart != 0.0) times = std::min(times, room / std::fabs(apart));
    }
  return times * *now;
}

void set_conflict(Scenario& scenario, const Scenario& from, double wanted) {
  const std::optional<double> now = conflict_of(from);
  if (!now || scenario.types.size() != from.types.size() || !alike(scenario)) return;
  const std::vector<double> mean = mean_wishes(from);
  if (wishes_of(scenario.types[0]).size() != mean.size()) return;
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
