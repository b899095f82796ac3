#include "core/mech/constraints.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "core/base/special.hpp"
#include "tests/support/menu_problems.hpp"

using namespace covenant;
using namespace covenant::test;

namespace {

// theta = {1, 2}, menu {(1/2 at 1/2), (2 at 7/2)}: Mussa and Rosen's optimum for f = (2/3, 1/3).
MenuProblem two_types() { return scalar({1, 2}, {2, 1}); }

Menu two_contracts() {
  Menu menu;
  menu.allocation.resize(2, 1);
  menu.allocation << 0.5, 2;
  menu.transfer.resize(2);
  menu.transfer << 0.5, 3.5;
  menu.assigned = {0, 1};
  return menu;
}

}  // namespace

TEST_CASE("constraints: the two-type screening menu binds low IR and high-to-low IC") {
  const MenuSlack slack = menu_slack(two_types(), two_contracts());
  CHECK(slack.ir(0) == 0.0);
  CHECK(slack.ic(1, 0) == 0.0);
  CHECK(slack.ir(1) == 0.5);
  CHECK(slack.ic(0, 1) == 1.5);
  CHECK(slack.ic_violation == 0.0);
  CHECK(slack.scale == 4.0);  // theta_high . x_high
}

TEST_CASE("constraints: a violation is what the type gains by deviating") {
  Menu menu = two_contracts();
  menu.transfer(1) = 3.75;
  CHECK(menu_slack(two_types(), menu).ic_violation == 0.25);
  menu.transfer(0) = 0.75;
  CHECK(menu_slack(two_types(), menu).ir_violation == 0.25);
}

// 2/3 (1/2 - 1/8) + 1/3 (7/2 - 2) = 3/4.
TEST_CASE("constraints: objective and cost of the textbook menu") {
  CHECK(menu_objective(two_types(), two_contracts()) == doctest::Approx(0.75).epsilon(1e-15));
  MenuProblem p = two_types();
  p.set = AllocationSet::simplex;
  p.blocks = {2};
  p.value = Matrix::Zero(2, 2);
  p.cost = MenuCost{Vector(), Vector(), Vector::Constant(1, 2.0), Vector::Constant(2, 0.5)};
  const double pure[2] = {1.0, 0.0};  // KL to a fair coin is log 2; 0 log 0 = 0
  CHECK(allocation_cost(p, pure) == doctest::Approx(2.0 * std::log(2.0)).epsilon(1e-15));
}

// An extra contract at distance 1/4 from the low type's with slack 1/8: errors up to 1/2 are
// harmless, but its binding IR leaves 0. With that outside option lowered by 1/10: leaving is |x| =
// 1/2 away, 1/5.
TEST_CASE("constraints: certified radius and Gaussian flip bound by hand") {
  MenuProblem p = two_types();
  p.value.conservativeResize(1, 1);
  p.share.conservativeResize(1);
  p.outside = Vector::Constant(1, -0.1);
  Menu menu = two_contracts();
  menu.assigned = {0};
  menu.allocation(1, 0) = 0.75;
  menu.transfer(1) = 0.875;
  CHECK(certified_radius(p, menu)(0) == doctest::Approx(0.2).epsilon(1e-12));
  const double want = normal_cdf(-0.125 / (0.3 * 0.25)) + normal_cdf(-0.1 / (0.3 * 0.5));
  CHECK(flip_bound(p, menu, 0.3)(0) == doctest::Approx(want).epsilon(1e-12));
  CHECK(flip_bound(p, menu, 0.0)(0) == 0.0);
}

TEST_CASE("constraints: an identical allocation is harmless with slack and fatal without") {
  MenuProblem p = two_types();
  p.outside.setConstant(-10.0);
  Menu menu = two_contracts();
  menu.allocation(1, 0) = 0.5;  // the same quality, dearer: nobody's contract
  menu.assigned = {0, 0};
  CHECK(certified_radius(p, menu)(0) ==
        doctest::Approx(20.0));  // only leaving: slack 10, |x| = 1/2
  menu.transfer(1) = 0.5;
  CHECK(certified_radius(p, menu)(0) == 0.0);
}

TEST_CASE("constraints: a robust radius takes its share of every slack") {
  MenuProblem p = two_types();
  p.robust_radius = 0.1;
  const MenuSlack slack = menu_slack(p, two_contracts());
  CHECK(slack.ic(0, 1) == doctest::Approx(1.5 - 0.1 * 1.5));
  CHECK(slack.ir(1) == doctest::Approx(0.5 - 0.1 * 2.0));
}
