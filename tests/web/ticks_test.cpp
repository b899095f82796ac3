#include "web/plot/ticks.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

namespace covenant {

TEST_CASE("ticks: round steps that cover the data") {
  for (const double lower : {-7.3, -0.2, 0.0, 0.013, 5.0})
    for (const double size : {1e-4, 0.07, 0.5, 1.2, 33.0, 1e5})
      for (const int target : {3, 5, 8}) {
        CAPTURE(lower);
        CAPTURE(size);
        const Ticks ticks = nice_ticks(lower, lower + size, target);
        REQUIRE(ticks.at.size() >= 2);
        CHECK(ticks.at.front() <= lower + 1e-6 * ticks.step);
        CHECK(ticks.at.back() >= lower + size - 1e-6 * ticks.step);
        CHECK(static_cast<int>(ticks.at.size()) <= 2 * target + 3);
        const double power = std::pow(10.0, std::floor(std::log10(ticks.step) + 1e-9));
        const double factor = ticks.step / power;
        const bool round = std::fabs(factor - 1.0) < 1e-6 || std::fabs(factor - 2.0) < 1e-6 ||
                           std::fabs(factor - 2.5) < 1e-6 || std::fabs(factor - 5.0) < 1e-6;
        CHECK(round);
      }
}

TEST_CASE("ticks: the decimals tell neighbours apart") {
  CHECK(nice_ticks(0.0, 1.2, 6).decimals == 1);
  CHECK(nice_ticks(0.0, 0.1, 4).decimals == 3);  // steps of 0.025
  CHECK(nice_ticks(0.0, 50.0, 5).decimals == 0);
}

TEST_CASE("ticks: an empty or unordered range is widened instead of looping") {
  CHECK(nice_ticks(2.0, 2.0, 5).at.size() >= 2);
  CHECK(nice_ticks(3.0, -1.0, 5).at.size() >= 2);
  CHECK(nice_ticks(0.0, std::nan(""), 5).at.size() >= 2);
}

TEST_CASE("labels: spread apart, in order, within the bounds, and left alone where they fit") {
  const std::vector<float> free = spread_labels({10.0f, 50.0f, 90.0f}, 15.0f, 0.0f, 100.0f);
  CHECK(free == std::vector<float>{10.0f, 50.0f, 90.0f});
  const std::vector<float> tight =
      spread_labels({98.0f, 20.0f, 22.0f, 99.0f, 21.0f}, 14.0f, 0.0f, 100.0f);
  std::vector<float> sorted = tight;
  std::sort(sorted.begin(), sorted.end());
  for (std::size_t i = 1; i < sorted.size(); ++i) CHECK(sorted[i] - sorted[i - 1] >= 13.99f);
  CHECK(sorted.front() >= 0.0f);
  CHECK(sorted.back() <= 100.01f);
  CHECK(tight[1] < tight[4]);  // 20 stays above 21, which stays above 22
  CHECK(tight[4] < tight[2]);
}

}  // namespace covenant
