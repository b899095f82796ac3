#include "core/opt/inner_products.hpp"

#include <doctest/doctest.h>

#include <vector>

#include "core/base/rng.hpp"

using namespace covenant;

namespace {

Matrix random_matrix(Rng& rng, Index rows, Index cols) {
  Matrix out(rows, cols);
  for (Index i = 0; i < out.size(); ++i) out.data()[i] = rng.uniform() - 0.5;
  return out;
}

Index up_to(Rng& rng, Index most) {
  return static_cast<Index>(rng.below(static_cast<std::uint32_t>(most)));
}

}  // namespace

TEST_CASE("inner products: the bits of the plain sum in order, for every size and part of rows") {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    CAPTURE(seed);
    Rng rng(seed, 12, Purpose::test);
    const Index rows = 1 + up_to(rng, 9), n = 1 + up_to(rng, 9), count = 1 + up_to(rng, 300);
    const Matrix a = random_matrix(rng, rows, n), b = random_matrix(rng, n, count);
    const Index first = up_to(rng, rows);
    Matrix got;
    inner_products(a.middleRows(first, rows - first), b, got);
    REQUIRE(got.rows() == rows - first);
    REQUIRE(got.cols() == count);
    int different = 0;
    for (Index i = 0; i < got.rows(); ++i) {
      for (Index j = 0; j < count; ++j) {
        double sum = 0.0;
        for (Index d = 0; d < n; ++d) sum += a(first + i, d) * b(d, j);
        different += got(i, j) == sum ? 0 : 1;
      }
    }
    CHECK(different == 0);
  }
}

TEST_CASE("inner products: the search stops at each entry that fails and at no other") {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    CAPTURE(seed);
    Rng rng(seed, 13, Purpose::test);
    const Index count = 1 + up_to(rng, 100);
    const Matrix worth = random_matrix(rng, 1, count), base = random_matrix(rng, 1, count);
    const double own = rng.uniform() - 0.2, tolerance = seed % 3 == 0 ? 0.0 : 0.1;
    const auto next = [&](Index from) {
      return next_above(worth.data(), base.data(), from, count, own, tolerance);
    };
    std::vector<Index> got, want;
    for (Index j = next(0); j < count; j = next(j + 1)) got.push_back(j);
    for (Index j = 0; j < count; ++j) {
      if (own - (worth(j) + base(j)) < -tolerance) want.push_back(j);
    }
    CHECK(got == want);
  }
}
