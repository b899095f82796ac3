// tests/support/choices.hpp: a small society whose people choose by known weights, as CSV.
#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "core/base/rng.hpp"
#include "core/sim/scenario.hpp"

namespace covenant::test {

// Two norms; context "s0", "s1", ..: responses "a", "b", "c" with scores (1,0), (0,1), (x,y) that
// differ by context.
inline Scenario choice_scenario(int contexts, const std::vector<std::vector<double>>& weights) {
  Scenario scenario;
  scenario.id = "synthetic";
  scenario.norms = {"first", "second"};
  for (int s = 0; s < contexts; ++s) {
    const double x = 0.1 * (s % 7), y = 0.15 * (s % 5);
    scenario.contexts.push_back(
        {"s" + std::to_string(s), 1.0, {{"a", {1.0, 0.0}}, {"b", {0.0, 1.0}}, {"c", {x, y}}}});
  }
  for (std::size_t k = 0; k < weights.size(); ++k) {
    TypeSpec type;
    type.name = "t" + std::to_string(k);
    type.weights = weights[k];
    scenario.types.push_back(type);
  }
  scenario.methods = {{"menu", "menu", {}}};
  return scenario_from_json(scenario_json(scenario)).value();  // with defaults filled in
}

inline double score_of(const Scenario& scenario, int context, int response,
                       const std::vector<double>& weights) {
  const auto& scores = scenario.contexts[static_cast<std::size_t>(context)]
                           .responses[static_cast<std::size_t>(response)]
                           .scores;
  return scores[0] * weights[0] + scores[1] * weights[1];
}

// P(response | context) under the weights, one per response: written anew, apart from the code
// under test.
inline std::vector<double> choice_probabilities(const Scenario& scenario, int context,
                                                const std::vector<double>& weights) {
  std::vector<double> p;
  double total = 0.0;
  for (int a = 0; a < 3; ++a)
    total += p.emplace_back(std::exp(score_of(scenario, context, a, weights)));
  for (double& value : p) value /= total;
  return p;
}

// `people` respondents per type, each choosing once in every context. Groups are the types' names,
// or, when `shuffled`, drawn at random.
inline std::string synthetic_choices(const Scenario& scenario, int people, std::uint64_t seed,
                                     bool comparisons, bool shuffled = false) {
  Rng rng(seed, 0, Purpose::test);
  std::string csv = comparisons ? "respondent,group,context,preferred,other\n"
                                : "respondent,group,context,response\n";
  const int num_types = scenario.num_types();
  for (int i = 0; i < people * num_types; ++i) {
    const int type = i % num_types;
    const int group =
        shuffled ? static_cast<int>(rng.below(static_cast<std::uint32_t>(num_types))) : type;
    const std::string who = "p" + std::to_string(i) + ",t" + std::to_string(group) + ",";
    const std::vector<double>& weights = scenario.types[static_cast<std::size_t>(type)].weights;
    for (int s = 0; s < scenario.num_contexts(); ++s) {
      csv += who + "s" + std::to_string(s) + ",";
      if (comparisons) {
        const int a = static_cast<int>(rng.below(3));
        const int b = (a + 1 + static_cast<int>(rng.below(2))) % 3;
        const double gap = score_of(scenario, s, a, weights) - score_of(scenario, s, b, weights);
        const bool first = rng.uniform() < 1.0 / (1.0 + std::exp(-gap));
        csv += std::string(1, "abc"[first ? a : b]) + "," + std::string(1, "abc"[first ? b : a]) +
               "\n";
      } else {
        const std::vector<double> p = choice_probabilities(scenario, s, weights);
        const double u = rng.uniform();
        csv += std::string(u < p[0] ? "a" : u < p[0] + p[1] ? "b" : "c") + "\n";
      }
    }
  }
  return csv;
}

}  // namespace covenant::test
