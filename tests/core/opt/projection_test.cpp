#include "core/opt/projection.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "core/base/rng.hpp"

using namespace covenant;

namespace {

double row_slack(const DifferenceRow& row, const Vector& x) {
  double value = -row.limit;
  if (row.plus >= 0) value += x(row.plus);
  if (row.minus >= 0) value -= x(row.minus);
  return value;
}

}  // namespace

// min 1/2 (x - 0)^2 + 1/2 (y - 0)^2 with x - y >= 2: x = 1, y = -1.
TEST_CASE("projection: one difference row splits the move by the weights") {
  const Polyhedron rows{{{0, 1, 2.0}}, Vector(), 0.0};
  const Projection even = project(Vector::Zero(2), Vector::Ones(2), rows, 1e-14);
  REQUIRE(even.feasible);
  CHECK(even.x(0) == doctest::Approx(1.0));
  CHECK(even.x(1) == doctest::Approx(-1.0));
  Vector weight(2);
  weight << 3.0, 1.0;  // x is three times as heavy, so y moves three times as far
  const Projection uneven = project(Vector::Zero(2), weight, rows, 1e-14);
  CHECK(uneven.x(0) == doctest::Approx(0.5));
  CHECK(uneven.x(1) == doctest::Approx(-1.5));
}

TEST_CASE("projection: contradictory rows are infeasible, equalities are not") {
  Polyhedron rows{{{0, 1, 1.0}, {1, 0, 0.0}}, Vector(), 0.0};
  CHECK(!project(Vector::Zero(2), Vector::Ones(2), rows, 1e-14).feasible);
  rows.rows[1].limit = -1.0;  // now x - y = 1
  const Projection equal = project(Vector::Zero(2), Vector::Ones(2), rows, 1e-14);
  REQUIRE(equal.feasible);
  CHECK(equal.x(0) - equal.x(1) == doctest::Approx(1.0));
}

// Optimality of a projection p of y on a convex set: (y - p)'W(z - p) <= 0 for every z in the set.
TEST_CASE("projection: random polyhedra, optimality against feasible points") {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    CAPTURE(seed);
    Rng rng(seed, 3, Purpose::test);
    const int size = 2 + static_cast<int>(rng.below(7));
    Vector inside(size), target(size), weight(size);
    for (int i = 0; i < size; ++i) {
      inside(i) = rng.normal();
      target(i) = 3.0 * rng.normal();
      weight(i) = 0.01 + rng.uniform();
    }
    Polyhedron rows;
    for (int i = 0; i < size; ++i) {
      for (int j = 0; j < size; ++j) {
        if (i == j || rng.below(2) == 0) continue;
        rows.rows.push_back(
            {i, j, inside(i) - inside(j) - (rng.below(2) == 0 ? 0.0 : rng.uniform())});
      }
      if (rng.below(3) == 0) rows.rows.push_back({-1, i, -inside(i)});
    }
    if (rng.below(2) == 0) {
      rows.dense = weight;
      rows.dense_limit = weight.dot(inside) - 0.1;
    }
    const Projection out = project(target, weight, rows, 1e-12);
    REQUIRE(out.feasible);
    for (const DifferenceRow& row : rows.rows) CHECK(row_slack(row, out.x) >= -1e-11);
    const Vector pull = weight.cwiseProduct(target - out.x);
    CHECK(pull.dot(inside - out.x) <= 1e-9);
  }
}
