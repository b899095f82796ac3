#include "web/plot/ticks.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace covenant {
namespace {

// Labels that touch, centred together on the mean of what each wished.
struct Block {
  float sum = 0.0f;  // of the wished centres
  int count = 0;
  [[nodiscard]] float length(float distance) const {
    return distance * static_cast<float>(count - 1);
  }
  [[nodiscard]] float start(float distance) const {
    return sum / static_cast<float>(count) - 0.5f * length(distance);
  }
};

}  // namespace

Ticks nice_ticks(double lower, double upper, int target) {
  if (!std::isfinite(lower)) lower = 0.0;
  if (!std::isfinite(upper) || !(upper > lower)) upper = lower + std::max(1.0, std::fabs(lower));
  const double raw = (upper - lower) / std::max(1, target);
  const double power = std::pow(10.0, std::floor(std::log10(raw)));
  double factor = 10.0;
  for (const double f : {1.0, 2.0, 2.5, 5.0}) {
    if (f * power >= raw * (1.0 - 1e-9)) {
      factor = f;
      break;
    }
  }
  Ticks ticks;
  ticks.step = factor * power;
  const double first = std::floor(lower / ticks.step + 1e-9);
  const double last = std::ceil(upper / ticks.step - 1e-9);
  for (double i = first; i <= last && ticks.at.size() < 100; i += 1.0)
    ticks.at.push_back(i == 0.0 ? 0.0 : i * ticks.step);
  // 2.5 needs one decimal more than its power of ten
  const double digits = -std::floor(std::log10(ticks.step) + 1e-9) + (factor == 2.5 ? 1.0 : 0.0);
  ticks.decimals = static_cast<int>(std::clamp(digits, 0.0, 9.0));
  return ticks;
}

std::vector<float> spread_labels(std::vector<float> centers, float distance, float lower,
                                 float upper) {
  const std::size_t n = centers.size();
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return centers[a] < centers[b]; });
  std::vector<Block> blocks;
  for (const std::size_t i : order) {
    blocks.push_back({centers[i], 1});
    while (blocks.size() > 1) {
      const Block above = blocks[blocks.size() - 2], below = blocks.back();
      if (above.start(distance) + above.length(distance) + distance <= below.start(distance)) break;
      blocks.pop_back();
      blocks.back() = {above.sum + below.sum, above.count + below.count};
    }
  }
  std::size_t at = 0;
  float free_from = lower;
  for (const Block& block : blocks) {
    // leave room for this block and all that follow
    const float latest = upper - distance * static_cast<float>(n - 1 - at);
    float y = std::max(free_from, std::min(block.start(distance), latest));
    for (int j = 0; j < block.count; ++j, ++at, y += distance) centers[order[at]] = y;
    free_from = y;
  }
  return centers;
}

}  // namespace covenant
