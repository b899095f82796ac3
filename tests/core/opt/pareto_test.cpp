// Measures of point sets against hand-made sets, inclusion-exclusion and each other.
#include "core/opt/pareto.hpp"

#include <doctest/doctest.h>
#include <cmath>

#include "core/base/rng.hpp"

using namespace covenant;

namespace {

constexpr double kRounding = 1e-12;

Matrix random_points(Index rows, Index columns, std::uint64_t seed) {
  Rng rng(seed, 0, Purpose::test);
  Matrix points(rows, columns);
  for (Index i = 0; i < rows; ++i)
    for (Index j = 0; j < columns; ++j) points(i, j) = rng.uniform();
  return points;
}

// The union of boxes [0, p] as an alternating sum over all subsets of their intersections.
double by_inclusion_exclusion(const Matrix& points) {
  const auto count = static_cast<unsigned>(points.rows());
  double sum = 0.0;
  for (unsigned set = 1; set < (1u << count); ++set) {
    int size = 0;
    double box = 1.0;
    for (Index j = 0; j < points.cols(); ++j) {
      double least = 1e300;
      size = 0;
      for (unsigned i = 0; i < count; ++i) {
        if ((set >> i & 1u) == 0u) continue;
        least = std::fmin(least, points(static_cast<Index>(i), j));
        ++size;
      }
      box *= std::fmax(0.0, least);
    }
    sum += (size % 2 == 1 ? 1.0 : -1.0) * box;
  }
  return sum;
}

}  // namespace

TEST_CASE("pareto: dominated and repeated points are dropped, order is kept") {
  Matrix points(6, 2);
  points << 1, 3, 2, 2, 1, 3, 2, 1, 0, 0, 3, 0;
  CHECK(nondominated(points) == std::vector<Index>{0, 1, 5});
  CHECK(nondominated(Matrix(0, 2)).empty());
}

// Two unit steps: boxes 1x3, 2x2, 3x1 above the origin cover 3 + 2 + 1 = 6 squares.
TEST_CASE("pareto: hypervolume of a staircase, of a point behind the reference, of nothing") {
  Matrix points(3, 2);
  points << 1, 3, 2, 2, 3, 1;
  CHECK(hypervolume(points, Vector::Zero(2)) == doctest::Approx(6.0).epsilon(kRounding));
  CHECK(hypervolume(points, Vector::Constant(2, 1.0)) == doctest::Approx(1.0).epsilon(kRounding));
  CHECK(hypervolume(points, Vector::Constant(2, 3.0)) == 0.0);
  CHECK(hypervolume(Matrix(0, 2), Vector::Zero(2)) == 0.0);
  Matrix one(2, 1);
  one << 2.0, 5.0;
  CHECK(hypervolume(one, Vector::Ones(1)) == 4.0);
}

TEST_CASE("pareto: hypervolume is the inclusion-exclusion sum for two to five objectives") {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    for (Index columns = 1; columns <= 5; ++columns) {
      CAPTURE(seed);
      CAPTURE(columns);
      Matrix points = random_points(10, columns, seed);
      points.row(3) = points.row(7);    // a repeat
      points(4, 0) = points(5, 0);      // a tie in one column
      points.row(2).setConstant(-0.5);  // behind the reference
      CHECK(hypervolume(points, Vector::Zero(columns)) ==
            doctest::Approx(by_inclusion_exclusion(points)).epsilon(kRounding));
    }
  }
}

TEST_CASE("pareto: hypervolume grows with points, and scales with the axes") {
  const Matrix points = random_points(60, 4, 5);
  const Vector zero = Vector::Zero(4);
  const double some = hypervolume(points.topRows(40), zero), all = hypervolume(points, zero);
  CHECK(all > some);
  Matrix scaled = points;
  scaled.col(2) *= 3.0;
  CHECK(hypervolume(scaled, zero) == doctest::Approx(3.0 * all).epsilon(kRounding));
}

// Columns 0, 1, 3 and 5, 2, 0: gaps 1, 2 and 3, 2, so (1 + 4 + 9 + 4) / 2.
TEST_CASE("pareto: sparsity of three points") {
  Matrix points(3, 2);
  points << 0, 5, 1, 2, 3, 0;
  CHECK(sparsity(points) == doctest::Approx(9.0).epsilon(kRounding));
  CHECK(sparsity(points.topRows(1)) == 0.0);
}

TEST_CASE("pareto: expected utility takes the best point for each weight") {
  Matrix points(2, 2), weights(3, 2);
  points << 1, 0, 0, 2;
  weights << 1, 0, 0, 1, 0.5, 0.5;
  CHECK(expected_utility(points, weights) == doctest::Approx((1.0 + 2.0 + 1.0) / 3).epsilon(1e-15));
}

TEST_CASE("pareto: the weight grid is complete, sums to one, and stays within its rows") {
  const Matrix pair = simplex_grid(2, 100, 130);
  CHECK(pair.rows() == 101);
  CHECK(pair(0, 1) == 1.0);
  CHECK(pair(100, 0) == 1.0);
  const Matrix triple = simplex_grid(3, 100, 130);
  CHECK(triple.rows() == 120);  // C(16, 2) for 14 steps
  for (Index i = 0; i < triple.rows(); ++i) {
    CHECK(triple.row(i).minCoeff() >= 0.0);
    CHECK(std::fabs(triple.row(i).sum() - 1.0) < kRounding);
    for (Index j = 0; j < i; ++j) CHECK((triple.row(i) - triple.row(j)).cwiseAbs().sum() > 0.1);
  }
  const Matrix many = simplex_grid(24, 100, 10);  // one step: the corners
  CHECK(many.rows() == 24);
  for (Index i = 0; i < 24; ++i) CHECK(many(i, 23 - i) == 1.0);
  CHECK(simplex_grid(1, 100, 130).rows() == 1);
}
