// core/sim/environment.hpp: a scenario turned into the numbers that model, methods and measurements
// work on.
#pragma once

#include <vector>

#include "core/eval/misalignment.hpp"
#include "core/mech/methods/method.hpp"
#include "core/model/reward_model.hpp"
#include "core/model/type_space.hpp"
#include "core/sim/scenario.hpp"

namespace covenant {

struct Environment {
  TypeSpace space;
  DesignRules rules;
  ChoiceRule choice;
  PairTable pairs;
  Annotation annotation;
  double scale = 0.0;          // S of model.md section 2, utils
  std::vector<double> levels;  // noise levels of the report
};

// Checked: the scenario is valid.
[[nodiscard]] Environment make_environment(const Scenario& scenario);

// The level of each noise entry when the first one is swept to `level`.
[[nodiscard]] std::vector<double> noise_levels_at(const Scenario& scenario, double level);

// Standard normals, one matrix per noise entry, shared by all levels.
[[nodiscard]] std::vector<Matrix> draw_noise(const Scenario& scenario, const Environment& env,
                                             Rng& rng);

// True rewards plus level * S * z of every entry (num_types x num_responses).
[[nodiscard]] Matrix corrupted_reward(const Environment& env, const std::vector<Matrix>& noise,
                                      const std::vector<double>& levels);

// What the designer learns at these rewards; `questions` is ignored with infinite comparisons.
[[nodiscard]] Evidence gather_evidence(const Scenario& scenario, const Environment& env,
                                       const Questions& questions, const Matrix& reward,
                                       int replicate);

}  // namespace covenant
