// core/sim/environment.hpp: a scenario turned into the numbers that model, methods and measurements
// work on.
#pragma once

#include <vector>

#include "core/eval/pressure.hpp"
#include "core/mech/methods/method.hpp"
#include "core/model/reward_model.hpp"
#include "core/model/type_space.hpp"
#include "core/sim/scenario.hpp"

namespace covenant {

// What feedback is generated from instead of the truth.
struct Corruption {
  Matrix reward;          // (num_types x num_responses), utils
  Annotation annotation;  // how labels come about, flips and fresh noise included
};

// Optimisation pressure is measured at the noise level nearest to this one, on the first
// replicates.
inline constexpr double kPressureNoise = 0.2;
inline constexpr int kPressureReplicates = 32;

struct CurvePlan {
  int method = 0;  // of the scenario; its label names the curve
  std::string id;  // of the method deployed along it
  Parameters parameters;
  PressureGrid grid;
};

struct Environment {
  TypeSpace space;
  DesignRules rules;
  ChoiceRule choice;
  PairTable pairs;
  Annotation annotation;
  Matrix weight;       // types' weights on the norms; empty rows of 0 for types that state rewards
                       // (num_types x num_norms)
  Matrix score;        // of responses on the norms (num_responses x num_norms)
  double scale = 0.0;  // S of model.md section 2, utils
  std::vector<double> levels;  // noise levels of the report
  int pressure_level = 0;      // index into them
  std::vector<CurvePlan> curves;
};

// Checked: the scenario is valid.
[[nodiscard]] Environment make_environment(const Scenario& scenario);

// What the designer learns from corrupted feedback; `questions` is ignored with infinite
// comparisons.
[[nodiscard]] Evidence gather_evidence(const Scenario& scenario, const Environment& env,
                                       const Questions& questions, const Corruption& corruption,
                                       int replicate);

}  // namespace covenant
