// core/sim/scenario_read.hpp: pieces that the files reading a scenario share; for them alone.
#pragma once

#include <string>
#include <vector>

#include "core/sim/scenario.hpp"

namespace covenant::scenario_read {

inline constexpr const ScenarioLimits& kMax = kScenarioLimits;
inline constexpr NumberRange kAnyNumber{-kMax.magnitude, kMax.magnitude, false};
inline constexpr NumberRange kAmount{0.0, kMax.magnitude, false};
inline constexpr NumberRange kPositiveAmount{0.0, kMax.magnitude, true};

inline std::string at(const std::string& path, std::size_t i) {
  return path + "[" + std::to_string(i) + "]";
}

// A text that must be one of `allowed`; its index, or -1 and an error (-1 alone if absent).
int one_of(ObjectReader& reader, const char* key, const std::vector<std::string>& allowed);

// feedback.noise; types and contexts of `out` are read already.
void read_noise(ObjectReader& feedback, Scenario& out);
// methods, or the usual five.
void read_methods(ObjectReader& parent, Scenario& out);

}  // namespace covenant::scenario_read
