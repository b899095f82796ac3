// Menus for more types than all IC rows are held for: rows are exchanged while solving.
#include <doctest/doctest.h>

#include "core/mech/constraints.hpp"
#include "core/mech/screening.hpp"
#include "tests/support/menu_problems.hpp"

using namespace covenant;

// Rochet & Chone 1998; the value of the 20 x 20 grid from an independent solver over all rows.
TEST_CASE("large_menu: Rochet and Chone's square of 400 types") {
  const MenuDesign design = design_menu(test::rochet_chone(20));
  REQUIRE(design.status == SolveStatus::optimal);
  CHECK(design.objective == doctest::Approx(1.5473688).epsilon(1e-7));
  CHECK(design.gap <= 1e-8);
}

// The solver holds a few rows per type; the menu must satisfy all of them, and its own objective
// and bound, recomputed here, must meet.
TEST_CASE("large_menu: random problems of 33 to 80 types keep every constraint and close the gap") {
  int optimal = 0;
  constexpr int kProblems = 60;
  for (std::uint64_t seed = 500; seed < 500 + kProblems; ++seed) {
    CAPTURE(seed);
    const MenuProblem p = test::random_menu_problem(seed, {.min_types = 33, .max_types = 80});
    const MenuDesign design = design_menu(p);
    if (design.status != SolveStatus::optimal) continue;
    ++optimal;
    const MenuSlack slack = menu_slack(p, design.menu);
    CHECK(std::max(slack.ic_violation, slack.ir_violation) <= 1e-9 * slack.scale);
    CHECK(menu_objective(p, design.menu) == doctest::Approx(design.objective).epsilon(1e-9));
    CHECK(design.bound >= design.objective - 1e-8 * std::max(std::fabs(design.bound), slack.scale));
  }
  CHECK(optimal >= kProblems - 1);
}

// The rows that bind for slightly other values are nearly the right ones; the answer is the same.
TEST_CASE("large_menu: a neighbour's design saves steps and changes nothing else") {
  Rng rng(3, 14, Purpose::test);
  MenuProblem p = test::rochet_chone(15);
  p.value.resize(p.num_types(), 5);
  for (Index k = 0; k < p.num_types(); ++k) {
    for (Index d = 0; d < 5; ++d) p.value(k, d) = 1.0 + rng.uniform();
  }
  p.lower = Vector::Zero(5);
  p.upper = Vector::Constant(5, std::numeric_limits<double>::infinity());
  p.cost.quadratic = Vector::Ones(5);
  const MenuDesign before = design_menu(p);
  for (Index k = 0; k < p.num_types(); ++k) {
    for (Index d = 0; d < 5; ++d) p.value(k, d) += 1e-3 * rng.uniform();
  }
  int steps = 0;
  DesignSettings settings;
  settings.progress = [&](int, double) { return ++steps > 0; };
  const MenuDesign cold = design_menu(p, settings);
  const int cold_steps = steps;
  settings.warm_start = &before;
  steps = 0;
  const MenuDesign warm = design_menu(p, settings);
  REQUIRE(cold.status == SolveStatus::optimal);
  REQUIRE(warm.status == SolveStatus::optimal);
  CHECK(warm.objective == doctest::Approx(cold.objective).epsilon(1e-8));
  CHECK(steps < cold_steps);
  // A design of something else is no hint.
  const MenuDesign other = design_menu(test::rochet_chone(10));
  settings.warm_start = &other;
  CHECK(design_menu(p, settings).objective == cold.objective);
}

// Whether there is a menu after five steps is the recheck's word, not this test's. The budget's own
// problem, solved to say why a design did not end well, is cancelled as well.
TEST_CASE("large_menu: cancelling ends everything that would follow") {
  MenuProblem p = test::rochet_chone(10);
  p.budget = 0.1;
  DesignSettings settings;
  int calls = 0;
  settings.progress = [&](int, double) { return ++calls < 5; };
  const MenuDesign design = design_menu(p, settings);
  CHECK((design.status == SolveStatus::stalled || design.status == SolveStatus::feasible));
  CHECK(design.reason != "");
  CHECK(calls == 5);
}
