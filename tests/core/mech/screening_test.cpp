#include "core/mech/screening.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "core/base/special.hpp"
#include "core/mech/certificate.hpp"
#include "core/mech/constraints.hpp"
#include "tests/support/menu_problems.hpp"

using namespace covenant;
using namespace covenant::test;

namespace {

// u(k, j) and the outside options, straight from the definitions.
double worst_violation(const MenuProblem& p, const Menu& menu) {
  double worst = 0.0;
  for (Index k = 0; k < p.num_types(); ++k) {
    const Index own = menu.assigned[static_cast<std::size_t>(k)];
    const double utility = p.value.row(k).dot(menu.allocation.row(own)) - menu.transfer(own);
    double outside = p.outside(k);
    if (p.outside_policy.rows() > 0) outside = p.value.row(k).dot(p.outside_policy.row(k));
    worst = std::max(worst, outside - utility);
    for (Index j = 0; j < menu.num_contracts(); ++j) {
      const double other = p.value.row(k).dot(menu.allocation.row(j)) - menu.transfer(j);
      worst = std::max(worst, other - utility);
    }
  }
  return worst;
}

// Where next to nothing is offered, the rounding of the values is all there is.
double allowed_violation(const MenuProblem& p, const MenuDesign& design) {
  return std::max(1e-9 * design.scale, 1e-13 * p.value.cwiseAbs().maxCoeff());
}

void check_in_set(const MenuProblem& p, const Menu& menu) {
  for (Index j = 0; j < menu.num_contracts(); ++j) {
    CHECK(menu.transfer(j) >= p.transfer_lower);
    CHECK(menu.transfer(j) <= p.transfer_upper);
    if (p.set == AllocationSet::box) {
      CHECK((menu.allocation.row(j).transpose() - p.lower).minCoeff() >= 0.0);
      CHECK((p.upper - menu.allocation.row(j).transpose()).minCoeff() >= 0.0);
      continue;
    }
    CHECK(menu.allocation.row(j).minCoeff() >= 0.0);
    Index begin = 0;
    for (int size : p.blocks) {
      CHECK(std::fabs(menu.allocation.row(j).segment(begin, size).sum() - 1.0) <= 1e-14);
      begin += size;
    }
  }
}

}  // namespace

// theta = {1, 2}, f = (2/3, 1/3). Optimum q = {1/2, 2}, t = {1/2, 7/2}; IC of the high type over
// the low contract binds with multiplier f_high = 1/3 (each util left to it costs the designer one
// unit of t).
TEST_CASE("screening: Mussa-Rosen's two types, multiplier and noise radius") {
  const MenuDesign design = design_menu(scalar({1, 2}, {2.0 / 3, 1.0 / 3}));
  REQUIRE(design.status == SolveStatus::optimal);
  REQUIRE(design.binding_ic.size() == 1);
  CHECK(design.binding_ic[0].type == 1);
  CHECK(design.binding_ic[0].over == 0);
  CHECK(design.binding_ic[0].multiplier == doctest::Approx(1.0 / 3).epsilon(1e-6));
  CHECK(design.rent(0) == doctest::Approx(0.0).epsilon(1e-9));
  CHECK(design.rent(1) == doctest::Approx(0.5).epsilon(1e-9));
  // Both sit on a binding constraint, so no error is harmless.
  CHECK(design.certified_radius(0) <= 1e-9);
  CHECK(design.certified_radius(1) <= 1e-9);
}

namespace {

// Every third problem has nearly equal types; some also get a quality that cannot move, or money to
// give away.
MenuProblem problem_of_any_kind(std::uint64_t seed) {
  MenuProblem p = test::random_menu_problem(seed, {.tiny_differences = seed % 3 == 0});
  if (seed % 5 == 1 && p.set == AllocationSet::box) p.lower(0) = p.upper(0) = 0.0;
  if (seed % 7 == 1) {
    p.weight_utility = 1.0;
    p.weight_transfer = 0.5;
    p.transfer_lower = -std::numeric_limits<double>::infinity();
    p.transfer_upper = std::numeric_limits<double>::infinity();
    p.budget = -p.value.cwiseAbs().maxCoeff();
  }
  return p;
}

}  // namespace

// Of 20,000, three end a hair short of the tolerance; such a menu is still one, and says how far it
// may be off.
TEST_CASE("screening: status, bound and violations hold on random problems of every kind") {
  constexpr int kProblems = 4000;
  int optimal = 0;
  for (std::uint64_t seed = 0; seed < kProblems; ++seed) {
    CAPTURE(seed);
    const MenuProblem p = problem_of_any_kind(seed);
    const MenuDesign design = design_menu(p);
    const bool settled = design.status == SolveStatus::optimal;
    REQUIRE((settled || design.status == SolveStatus::feasible));
    optimal += settled ? 1 : 0;
    CHECK(design.gap <= (settled ? 1e-8 : 1e-5));
    CHECK(design.gap >= -1e-8);
    CHECK(worst_violation(p, design.menu) <= allowed_violation(p, design));
    CHECK(menu_objective(p, design.menu) == design.objective);
    check_in_set(p, design.menu);
    if (p.budget) {
      double raised = 0.0;
      for (Index k = 0; k < p.num_types(); ++k) {
        raised +=
            p.share(k) * design.menu.transfer(design.menu.assigned[static_cast<std::size_t>(k)]);
      }
      CHECK(raised >= *p.budget * p.share.sum() - 1e-9 * design.scale * p.share.sum());
    }
  }
  CHECK(optimal >= kProblems - 1);
}

// A budget that cannot bind, as transfers are >= 0, changes nothing however far away it is.
TEST_CASE("screening: a budget far away neither blurs the values nor the proof") {
  MenuProblem p;
  p.value = (Matrix(2, 2) << 1.0, 0.3, 0.4, 1.0).finished();
  p.share = (Vector(2) << 1.0, 2.0).finished();
  p.outside = (Vector(2) << 0.2, 0.1).finished();
  p.lower = Vector::Zero(2);
  p.upper = Vector::Ones(2);
  p.cost.quadratic = Vector::Ones(2);
  p.weight_utility = 1.0;
  p.weight_transfer = 0.0;
  p.transfer_lower = 0.0;
  const double alone = design_menu(p).objective;
  for (const double budget : {-1.0, -1e6, -1e12}) {
    CAPTURE(budget);
    p.budget = budget;
    const MenuDesign design = design_menu(p);
    CHECK(design.status == SolveStatus::optimal);
    CHECK(design.objective == doctest::Approx(alone).epsilon(1e-8));
  }
}

TEST_CASE("screening: units of utility change nothing but units") {
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    CAPTURE(seed);
    MenuProblem p = test::random_menu_problem(seed);
    const MenuDesign design = design_menu(p);
    constexpr double unit = 1048576.0;  // a power of two: exact in floating point
    p.value *= unit;
    p.objective_allocation *= unit;
    p.transfer_lower *= unit;
    p.transfer_upper *= unit;
    for (Vector* cost : {&p.cost.linear, &p.cost.quadratic, &p.cost.kl}) *cost *= unit;
    const MenuDesign scaled = design_menu(p);
    CHECK(scaled.status == design.status);
    CHECK(std::fabs(scaled.objective - unit * design.objective) <= 1e-8 * unit * design.scale);
  }
}

// Two halves of one type are one type.
TEST_CASE("screening: splitting a type into equal copies changes nothing") {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    CAPTURE(seed);
    const MenuProblem p = test::random_menu_problem(seed);
    MenuProblem twice = p;
    const Index types = p.num_types();
    twice.value.resize(2 * types, p.num_values());
    twice.value << p.value, p.value;
    twice.share.resize(2 * types);
    twice.share << p.share, 0.25 * p.share;
    twice.outside = Vector::Zero(2 * types);
    if (p.outside_policy.rows() > 0) twice.outside_policy = p.outside_policy.replicate(2, 1);
    if (p.objective_allocation.rows() > 0) {
      twice.objective_allocation = p.objective_allocation.replicate(2, 1);
    }
    const MenuDesign one = design_menu(p), two = design_menu(twice);
    CHECK(two.status == SolveStatus::optimal);
    CHECK(std::fabs(two.objective - one.objective) <=
          2e-8 * std::max(std::fabs(one.bound), 1e-3 * one.scale));
  }
}

// Multipliers between types 1e-7 apart are 1e7 times larger than others, and a slack of 1e-16 that
// is rounding is worth 1e-9.
TEST_CASE("screening: types that differ by next to nothing are solved as well") {
  for (const double apart : {1e-3, 1e-4, 1e-5, 1e-6, 1e-7}) {
    CAPTURE(apart);
    constexpr int kProblems = 600;
    int optimal = 0;
    for (std::uint64_t seed = 0; seed < kProblems; ++seed) {
      CAPTURE(seed);
      const MenuProblem p = test::near_duplicates(seed, apart);
      const MenuDesign design = design_menu(p);
      const bool settled = design.status == SolveStatus::optimal;
      REQUIRE((settled || design.status == SolveStatus::feasible));
      CHECK(worst_violation(p, design.menu) <= allowed_violation(p, design));
      CHECK(design.gap >= -1e-8);
      optimal += settled ? 1 : 0;
    }
    CHECK(optimal >= kProblems - 3);
  }
}

// Closer still, multipliers are too large for a proof; types may then be taken for one, and the
// answer says so. There is always a menu, it holds for each of them, and it is not worth more than
// the bound.
TEST_CASE(
    "screening: types too close for a proof have a menu that is not worth more than its bound") {
  for (const double apart : {1e-9, 1e-11, 1e-13}) {
    CAPTURE(apart);
    constexpr int kProblems = 600;
    int optimal = 0;
    for (std::uint64_t seed = 0; seed < kProblems; ++seed) {
      CAPTURE(seed);
      const MenuProblem p = test::near_duplicates(seed, apart);
      const MenuDesign design = design_menu(p);
      REQUIRE(design.menu.num_contracts() > 0);
      CHECK(worst_violation(p, design.menu) <= allowed_violation(p, design));
      CHECK(design.gap >= -1e-8);
      optimal += design.status == SolveStatus::optimal ? 1 : 0;
    }
    CHECK(10 * optimal >= 9 * kProblems);
  }
}

// The designer wants x from the type worth 1/2 and none from the other, worth 1e-11 more, who wants
// x as much: nobody gets any, and the objective is 0. Taken for one, they would be told apart for
// an IC violation of 1e-11, worth 0.75.
TEST_CASE("screening: breaking a constraint by next to nothing does not pay beyond a known bound") {
  MenuProblem p = test::scalar({0.5, 0.5 + 1e-11}, {1, 1});
  p.cost = MenuCost{};
  p.upper = Vector::Ones(1);
  p.objective_allocation = (Matrix(2, 1) << 1.0, -2.0).finished();
  p.weight_utility = 0.0;
  p.weight_transfer = 1.0;
  p.transfer_lower = -1.0;
  p.transfer_upper = 1.0;
  const MenuDesign design = design_menu(p);
  CHECK(design.bound >= 0.0);
  CHECK(design.bound <= 1e-7);
  CHECK(std::fabs(design.objective) <= 1e-7);
}

// Three types to whom every response is worth 1 but for 1e-7. In units of that the multipliers are
// of order one; in utils they are 1e7, and what all responses have in common must not blur the
// bound.
TEST_CASE("screening: values that are nearly the same for all responses are proved as others are") {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    CAPTURE(seed);
    MenuProblem p;
    Rng rng(seed, 12, Purpose::test);
    p.set = AllocationSet::simplex;
    p.blocks = {3};
    p.value.resize(3, 3);
    p.objective_allocation.resize(3, 3);
    for (Index k = 0; k < 3; ++k) {
      for (Index d = 0; d < 3; ++d) {
        p.value(k, d) = 1.0 + 1e-7 * rng.normal();
        p.objective_allocation(k, d) = 0.3 * rng.normal();
      }
    }
    p.share = Vector::Ones(3);
    p.outside = Vector::Zero(3);
    p.cost.reference = Vector::Constant(3, 1.0 / 3.0);
    p.outside_policy = p.cost.reference.transpose().replicate(3, 1);
    p.cost.kl = Vector::Constant(1, 0.001);
    p.weight_utility = 1.0;
    p.transfer_lower = p.transfer_upper = 0.0;
    const MenuDesign design = design_menu(p);
    CHECK(design.status == SolveStatus::optimal);
    CHECK(design.gap >= -1e-8);
  }
}

// Money without a budget: transfers cost nothing to anyone, so those of least sum f t^2 are chosen.
// One type with its favourite has t = 0.
TEST_CASE("screening: where the objective does not see transfers they are as small as can be") {
  MenuProblem p = scalar({1}, {1});
  p.weight_utility = 1.0;
  p.upper = Vector::Ones(1);
  const MenuDesign design = design_menu(p);
  REQUIRE(design.status == SolveStatus::optimal);
  // Bound and stationary point coincide: the objective is flat, so x is known to the gap's square
  // root.
  CHECK(design.menu.allocation(0, 0) == doctest::Approx(1.0).epsilon(1e-5));
  CHECK(std::fabs(design.menu.transfer(0)) <= 1e-12);
  // With a budget of 0.3 exactly that much is paid.
  p.budget = 0.3;
  const MenuDesign paid = design_menu(p);
  REQUIRE(paid.status == SolveStatus::optimal);
  CHECK(paid.menu.transfer(0) == doctest::Approx(0.3).epsilon(1e-12));
}

TEST_CASE("screening: an upper bound never falls below a feasible menu, whatever the multipliers") {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    CAPTURE(seed);
    const MenuProblem p = test::random_menu_problem(seed);
    const MenuDesign design = design_menu(p);
    Menu menu;  // any menu will do: here everybody's own lowest allocation
    menu.allocation = Matrix::Zero(p.num_types(), p.num_values());
    menu.transfer = Vector::Zero(p.num_types());
    MenuMultipliers random;
    random.ir.resize(p.num_types());
    Rng rng(seed, 1, Purpose::test);
    random.budget = 0.2 * rng.uniform();
    for (int i = 0; i < static_cast<int>(p.num_types()); ++i) {
      menu.assigned.push_back(i);
      random.ir(i) = rng.uniform();
      for (int j = 0; j < static_cast<int>(p.num_types()); ++j) {
        random.ic.push_back({i, j, 0.3 * rng.uniform()});
      }
    }
    const double bound = upper_bound(p, menu, random);
    CHECK(bound >= design.objective - 1e-9 * std::max(std::fabs(design.bound), design.scale));
  }
}
