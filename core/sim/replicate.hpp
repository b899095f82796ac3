// core/sim/replicate.hpp: one replicate: draw people, questions and noise once, then every method
// at every level.
#pragma once

#include <optional>
#include <vector>

#include "core/eval/inference.hpp"
#include "core/eval/misalignment.hpp"
#include "core/sim/environment.hpp"

namespace covenant {

struct MethodSample {
  Outcome outcome;  // `policy` is dropped after coherence was taken
  bool failed = false;
  double gradient_norm = 0.0, gap = 0.0;       // what fits and solver left open (method.hpp)
  std::optional<InferenceOutcome> inference;   // menus
  std::optional<DeployedPolicies> deployment;  // replicate 0
};

struct ReplicateResult {
  std::vector<std::vector<MethodSample>> samples;  // [method][level]
  // one per curve of the environment, for the first kPressureReplicates; else empty
  std::vector<std::vector<PressurePoint>> pressure;
};

// A pure function of (scenario, index). `env` is make_environment(scenario).
[[nodiscard]] ReplicateResult run_replicate(const Scenario& scenario, const Environment& env,
                                            int index);

}  // namespace covenant
