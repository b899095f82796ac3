// web/plot/ticks.hpp: round numbers along an axis (steps of 1, 2, 2.5 or 5 times a power of ten),
// and labels pushed apart.
#pragma once

#include <string>
#include <vector>

namespace covenant {

struct Ticks {
  std::vector<double> at;  // ascending; covers the data: first <= lower, last >= upper
  double step = 1.0;
  int decimals = 0;  // enough to tell neighbours apart
};
// About `target` of them. Equal or unordered bounds are widened around the lower one.
[[nodiscard]] Ticks nice_ticks(double lower, double upper, int target);

// Moves centres (any order) as little as needed so that neighbours stand at least `distance` apart,
// within [lower, upper] where they fit.
[[nodiscard]] std::vector<float> spread_labels(std::vector<float> centers, float distance,
                                               float lower, float upper);

}  // namespace covenant
