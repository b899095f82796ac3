#include "core/mech/robust.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "core/mech/constraints.hpp"
#include "tests/support/menu_problems.hpp"

using namespace covenant;
using namespace covenant::test;

// theta = {1, 2}, f = (2/3, 1/3), cost q^2/2, rho = 1/10, q >= 0 increasing in the type. The worst
// errors make IR (theta_l - rho) q_l >= t_l and IC (theta_h - rho)(q_h - q_l) >= t_h - t_l: Mussa
// and Rosen's problem for {0.9, 1.9}. Then q = {0.4, 1.9}, t_l = 0.36, t_h = 0.36 + 1.9 * 1.5,
// objective 0.655.
TEST_CASE("robust: two scalar types are two types lowered by the radius") {
  MenuProblem p = scalar({1, 2}, {2, 1});
  p.robust_radius = 0.1;
  const MenuDesign design = design_menu(p);
  REQUIRE(design.status == SolveStatus::optimal);
  CHECK(design.objective == doctest::Approx(0.655).epsilon(1e-8));
  CHECK(design.menu.allocation(0, 0) == doctest::Approx(0.4).epsilon(1e-6));
  CHECK(design.menu.transfer(1) == doctest::Approx(3.21).epsilon(1e-6));
  // No error up to the radius changes a pick.
  CHECK(design.certified_radius.minCoeff() >= 0.1 * (1.0 - 1e-6));
  // The same radius through a weight of one half needs twice the number.
  p.robust_radius = 0.2;
  p.radius_weight = Vector::Constant(1, 0.5);
  CHECK(design_menu(p).objective == doctest::Approx(0.655).epsilon(1e-8));
}

TEST_CASE("robust: answers keep their slack under every sign of the error, and cost something") {
  int optimal = 0;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    CAPTURE(seed);
    MenuProblem p = test::random_menu_problem(seed, {.max_types = 4});
    const MenuDesign plain = design_menu(p);
    p.robust_radius = 0.03 * p.value.cwiseAbs().maxCoeff();
    const MenuDesign design = design_menu(p);
    if (design.status != SolveStatus::optimal) continue;
    ++optimal;
    const double slack = 1e-7 * std::max(std::fabs(plain.bound), 1e-3 * plain.scale);
    CHECK(design.objective <= plain.bound + slack);
    Rng rng(seed, 5, Purpose::test);
    for (int draw = 0; draw < 20; ++draw) {
      MenuProblem shifted = p;
      shifted.robust_radius = 0.0;
      for (Index k = 0; k < p.num_types(); ++k) {
        for (Index d = 0; d < p.num_values(); ++d) {
          shifted.value(k, d) += p.robust_radius * (rng.below(2) == 0 ? 1.0 : -1.0);
        }
      }
      const MenuSlack after = menu_slack(shifted, design.menu);
      CHECK(std::max(after.ic_violation, after.ir_violation) <= 1e-9 * design.scale);
    }
  }
  CHECK(optimal >= 57);
}
