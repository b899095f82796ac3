#include "core/opt/nonnegative.hpp"

#include <doctest/doctest.h>

#include "core/base/rng.hpp"

using namespace covenant;

// (y1 - 1)^2 + (y2 + 1)^2 is least at (1, 0) over y >= 0, and at (1, -1) if y2 is free.
TEST_CASE("nonnegative: a coordinate that would be negative is 0, unless it is free") {
  const Vector b = (Vector(2) << 1.0, -1.0).finished();
  const Vector kept = nonnegative_least_squares(Matrix::Identity(2, 2), b, {0, 0});
  CHECK(kept(0) == doctest::Approx(1.0));
  CHECK(kept(1) == 0.0);
  const Vector loose = nonnegative_least_squares(Matrix::Identity(2, 2), b, {0, 1});
  CHECK(loose(1) == doctest::Approx(-1.0));
}

// Optimal if and only if no column in use, nor any other in its allowed direction, correlates with
// what is left. Half of the problems have dependent columns.
TEST_CASE("nonnegative: random problems satisfy the optimality conditions") {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    CAPTURE(seed);
    Rng rng(seed, 0, Purpose::test);
    const Index rows = 1 + static_cast<Index>(rng.below(12)),
                columns = 1 + static_cast<Index>(rng.below(12));
    Matrix a(rows, columns);
    Vector b(rows);
    std::vector<char> free;
    for (Index i = 0; i < rows; ++i) b(i) = rng.normal();
    for (Index j = 0; j < columns; ++j) {
      for (Index i = 0; i < rows; ++i) a(i, j) = rng.normal();
      if (seed % 2 == 1 && j > 0 && rng.below(3) == 0) a.col(j) = -a.col(j - 1);
      free.push_back(rng.below(4) == 0 ? 1 : 0);
    }
    const Vector y = nonnegative_least_squares(a, b, free);
    const Vector gain = a.transpose() * (b - a * y);
    for (Index j = 0; j < columns; ++j) {
      CAPTURE(j);
      CHECK(gain(j) <= 1e-10);
      const bool can_fall = free[static_cast<std::size_t>(j)] != 0 || y(j) > 1e-12;
      if (can_fall) CHECK(gain(j) >= -1e-10);
      if (free[static_cast<std::size_t>(j)] == 0) CHECK(y(j) >= 0.0);
    }
  }
}
