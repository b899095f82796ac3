#include "core/opt/active_newton.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "core/mech/menu_program.hpp"
#include "core/opt/interior_point.hpp"
#include "tests/support/menu_problems.hpp"

using namespace covenant;

namespace {

// Of a point that keeps the constraints: gain.x - w (KL) + e.U.
double objective(const BlockProgram& p, const BlockPoint& at) {
  double sum = p.utility_gain.dot(at.u);
  for (Index c = 0; c < p.num_blocks(); ++c) {
    for (Index d = 0; d < p.num_values(); ++d) {
      const double x = at.x(c, d);
      const double information = x > 0.0 ? x * (std::log(x) - p.log_reference(d)) : 0.0;
      sum += p.gain(c, d) * x - p.weight(c) * p.entropy(d) * information;
    }
  }
  return sum;
}

MenuProblem two_responses(double value, double outside) {
  MenuProblem p;
  p.set = AllocationSet::simplex;
  p.blocks = {2};
  p.value = Matrix{{value, 0.0}};
  p.share = Vector::Ones(1);
  p.outside = Vector::Constant(1, outside);
  p.cost.kl = Vector::Constant(1, 0.5);
  p.cost.reference = Vector::Constant(2, 0.5);
  return p;
}

}  // namespace

// One type and a monopolist: all surplus is taken, so x maximises value x_1 - kl KL(x || r), which
// is the soft-max e^(1 / 0.5) / (e^(1 / 0.5) + 1) = 0.880797, and U is the outside option.
TEST_CASE("active newton: one type's soft-max") {
  const MenuProgram menu = make_menu_program(two_responses(1.0, 0.25), {});
  REQUIRE(ActiveNewton::fits(menu.program));
  ActiveNewton newton;
  REQUIRE(newton.solve(menu.program));
  CHECK(newton.point().x(0, 0) == doctest::Approx(0.88079707797788).epsilon(1e-12));
  CHECK(newton.point().ir_slack(0) == doctest::Approx(0.0).epsilon(1e-14));
  CHECK(newton.point().nu(0) > 0.0);
}

TEST_CASE("active newton: no box, no square, no coordinate without entropy") {
  CHECK_FALSE(ActiveNewton::fits(make_menu_program(test::scalar({1, 2}, {0.5, 0.5}), {}).program));
  MenuProblem p = two_responses(1.0, 0.0);
  p.cost.quadratic = Vector::Constant(2, 0.1);
  CHECK_FALSE(ActiveNewton::fits(make_menu_program(p, {}).program));
  p = two_responses(1.0, 0.0);
  p.cost.kl.setZero();
  CHECK_FALSE(ActiveNewton::fits(make_menu_program(p, {}).program));
}

// Values between 0 and 1, free of charge at least: nobody can be given 2.
TEST_CASE("active newton: gives up where there is no solution") {
  MenuProblem p = two_responses(1.0, 2.0);
  p.transfer_lower = 0.0;
  const MenuProgram menu = make_menu_program(p, {});
  ActiveNewton newton;
  CHECK_FALSE(newton.solve(menu.program));
}

// Every regime of transfers and KL from 1 down to a thousandth of the values. The interior point is
// the oracle; optimality conditions are checked besides: signs, slacks, complementarity.
TEST_CASE("active newton: the interior point's optimum, where it does not give up") {
  int fit = 0, solved = 0;
  ActiveNewton newton;
  InteriorPoint oracle;
  for (std::uint64_t seed = 0; seed < 1200; ++seed) {
    CAPTURE(seed);
    const MenuProblem problem = test::random_menu_problem(seed);
    const MenuProgram menu = make_menu_program(problem, {});
    const BlockProgram& p = menu.program;
    if (!ActiveNewton::fits(p)) continue;
    const InteriorPointInfo info = oracle.solve(p, {});
    if (info.status != InteriorPointStatus::converged) continue;
    ++fit;
    if (!newton.solve(p)) continue;
    ++solved;
    const BlockPoint& at = newton.point();
    const double size = 1.0 + std::fabs(objective(p, oracle.point()));
    CHECK(std::fabs(objective(p, at) - objective(p, oracle.point())) < 1e-8 * size);
    for (Index r = 0; r < p.num_rows(); ++r) {
      if (p.row_equal[static_cast<std::size_t>(r)] == 0) {
        CHECK(at.slack(r) > -1e-11);
        CHECK(at.lambda(r) >= 0.0);
      }
      CHECK(std::fabs(at.slack(r) * at.lambda(r)) < 1e-11);
    }
    CHECK(at.ir_slack.minCoeff() > -1e-11);
    CHECK(at.nu.minCoeff() >= 0.0);
  }
  CHECK(fit > 200);
  CHECK(solved > 9 * fit / 10);
}
