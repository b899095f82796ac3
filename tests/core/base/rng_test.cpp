// Known answers: Random123's kat_vectors for philox4x32-10 (Salmon et al. 2011).
#include "core/base/rng.hpp"

#include <doctest/doctest.h>
#include <cmath>

using namespace covenant;

TEST_CASE("rng: philox4x32-10 gives the authors' known answers") {
  using Block = std::array<std::uint32_t, 4>;
  CHECK(philox4x32_10({0, 0, 0, 0}, {0, 0}) ==
        Block{0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u});
  const std::uint32_t ones = 0xffffffffu;
  CHECK(philox4x32_10({ones, ones, ones, ones}, {ones, ones}) ==
        Block{0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu});
  CHECK(philox4x32_10({0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u},
                      {0xa4093822u, 0x299f31d0u}) ==
        Block{0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u});
}

TEST_CASE("rng: streams are separate by seed, replicate and purpose, and repeat") {
  Rng a(1, 0, Purpose::test), b(1, 0, Purpose::test), c(2, 0, Purpose::test),
      d(1, 1, Purpose::test), e(1, 0, Purpose::labels);
  const double first = a.uniform();
  CHECK(first == b.uniform());
  CHECK(first != c.uniform());
  CHECK(first != d.uniform());
  CHECK(first != e.uniform());
}

TEST_CASE("rng: uniform, normal and below have the moments they should") {
  // n = 200000: standard errors 6.5e-4 (uniform mean), 2.2e-3 (normal mean), 3.2e-3 (normal
  // variance); five of them
  Rng rng(7, 0, Purpose::test);
  const int n = 200000;
  double uniform_sum = 0.0, normal_sum = 0.0, normal_square = 0.0;
  int counts[6] = {};
  for (int i = 0; i < n; ++i) {
    const double u = rng.uniform();
    CHECK_UNARY(u > 0.0 && u < 1.0);
    uniform_sum += u;
    const double z = rng.normal();
    normal_sum += z;
    normal_square += z * z;
    ++counts[rng.below(6)];
  }
  CHECK(std::fabs(uniform_sum / n - 0.5) < 5 * 6.5e-4);
  CHECK(std::fabs(normal_sum / n) < 5 * 2.3e-3);
  CHECK(std::fabs(normal_square / n - 1.0) < 5 * 3.2e-3);
  for (const int count : counts) CHECK(std::fabs(count - n / 6.0) < 5 * std::sqrt(n * 5.0 / 36.0));
}
