#include "core/opt/rank_update.hpp"

#include <doctest/doctest.h>

#include "core/base/rng.hpp"

using namespace covenant;

// The plain loops, in the order that the header promises: equal bits, whatever the tiles and
// vectors.
TEST_CASE("rank update: the bits of plain loops, for every size and both kinds of target") {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    CAPTURE(seed);
    Rng rng(seed, 11, Purpose::test);
    const std::size_t rows = 2 + rng.below(150), to = rng.below(static_cast<std::uint32_t>(rows));
    const std::size_t from = rng.below(static_cast<std::uint32_t>(to) + 1);
    const std::size_t first = to + rng.below(static_cast<std::uint32_t>(rows - to));
    const std::size_t last = first + 1 + rng.below(static_cast<std::uint32_t>(rows - first));
    std::vector<double> front(rows * rows);
    for (double& a : front) a = rng.uniform() - 0.5;
    const bool inside = seed % 2 == 0;
    const std::size_t origin = inside ? 0 : first, stride = rows - origin;
    std::vector<double> target(stride * stride), packed;
    for (double& a : target) a = rng.uniform();
    if (inside) target = front;
    std::vector<double> want = target;
    for (std::size_t j = first; j < last; ++j) {
      for (std::size_t i = j; i < rows; ++i) {
        double& c = want[(j - origin) * stride + i - origin];
        for (std::size_t k = from; k < to; ++k) c -= front[k * rows + i] * front[k * rows + j];
      }
    }
    for (std::size_t tallest : {4u, 8u, 16u}) {  // as machines with narrower vectors do it
      CAPTURE(tallest);
      std::vector<double> columns = front, got = inside ? front : target;
      Strip strip{columns.data(), rows, from, to, first, last, got.data(), origin};
      if (inside) strip.front = got.data();
      subtract_products(strip, packed, tallest);
      std::size_t different = 0;
      for (std::size_t j = first; j < last; ++j) {
        for (std::size_t i = j; i < rows; ++i) {
          const std::size_t at = (j - origin) * stride + i - origin;
          if (got[at] != want[at]) ++different;
        }
      }
      CHECK(different == 0);
    }
  }
}
