// max 3x + 5y, x <= 4, 2y <= 12, 3x + 2y <= 18 (Dantzig's example): (2, 6), 36.
#include "core/opt/linear_program.hpp"

#include <doctest/doctest.h>

using namespace covenant;

TEST_CASE("linear_program: a textbook problem, an infeasible one and an unbounded one") {
  Matrix a(3, 5);
  a << 1, 0, 1, 0, 0, 0, 2, 0, 1, 0, 3, 2, 0, 0, 1;
  Vector b(3), c(5);
  b << 4, 12, 18;
  c << 3, 5, 0, 0, 0;
  const LinearSolution solution = solve_linear(c, a, b);
  REQUIRE(solution.status == LinearStatus::optimal);
  CHECK(solution.value == doctest::Approx(36.0).epsilon(1e-12));
  CHECK(solution.x(0) == doctest::Approx(2.0).epsilon(1e-12));
  // prices (0, 3/2, 1), also where a row is written with its signs turned
  CHECK((solution.price - Vector{{0.0, 1.5, 1.0}}).cwiseAbs().maxCoeff() < 1e-12);
  a.row(2) *= -1.0;
  b(2) *= -1.0;
  CHECK((solve_linear(c, a, b).price - Vector{{0.0, 1.5, -1.0}}).cwiseAbs().maxCoeff() < 1e-12);

  Matrix sum = Matrix::Ones(1, 2);
  CHECK(solve_linear(Vector::Ones(2), sum, Vector::Constant(1, -1.0)).status ==
        LinearStatus::infeasible);
  Matrix difference(1, 2);
  difference << 1, -1;
  CHECK(solve_linear(Vector::Ones(2), difference, Vector::Ones(1)).status ==
        LinearStatus::unbounded);
}

TEST_CASE("linear_program: redundant rows and degenerate corners end") {
  // Beale's cycling example in equality form, with its last row twice
  Matrix a(4, 7);
  a << 0.25, -60, -0.04, 9, 1, 0, 0, 0.5, -90, -0.02, 3, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1, 0,
      0, 0, 1;
  Vector b(4), c(7);
  b << 0, 0, 1, 1;
  c << 0.75, -150, 0.02, -6, 0, 0, 0;
  const LinearSolution solution = solve_linear(c, a, b);
  REQUIRE(solution.status == LinearStatus::optimal);
  CHECK(solution.value == doctest::Approx(0.05).epsilon(1e-9));
  // Two rows at least must change their artificial for a column.
  CHECK(solve_linear(c, a, b, 1).status == LinearStatus::unfinished);
  CHECK(solve_linear(c, a, b, 1000).value == solution.value);
}
