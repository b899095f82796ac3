// Menu problems without curvature are linear programs: GLPK, given every row as it stands in
// model section 1, must find the same objective.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "core/mech/screening.hpp"
#include "tests/oracle/linear_menu.hpp"
#include "tests/support/menu_problems.hpp"

using namespace covenant;
using test::LinearMenu;

namespace {

MenuProblem without_curvature(MenuProblem p) {
  p.cost.kl.resize(0);
  p.cost.quadratic.resize(0);
  for (Index d = 0; d < p.upper.size(); ++d) {
    if (!std::isfinite(p.upper(d))) p.upper(d) = p.lower(d) + 1.0;
  }
  return p;
}

}  // namespace

TEST_CASE("oracle: linear menu problems have GLPK's objective") {
  constexpr double kClose = 1e-6;  // GLPK's own tolerances are 1e-9, of the unscaled rows
  int compared = 0, unsettled = 0, undecided = 0;
  for (std::uint64_t seed = 0; seed < 1500; ++seed) {
    CAPTURE(seed);
    const MenuProblem p = without_curvature(test::random_menu_problem(seed));
    // Rows in units of 1e-6 or 1e6 are beyond GLPK's absolute tolerances.
    const double unit = p.value.cwiseAbs().maxCoeff();
    if (!(unit > 1e-2 && unit < 1e2)) continue;
    LinearMenu oracle(p);
    double objective = 0.0;
    const int status = oracle.solve(objective);
    if (status != GLP_OPT) {
      ++undecided;
      continue;
    }
    const MenuDesign design = design_menu(p);
    if (design.status != SolveStatus::optimal) {
      ++unsettled;
      continue;
    }
    const double size = std::max({std::fabs(objective), design.scale, 1e-3});
    CHECK(std::fabs(design.objective - objective) <= kClose * size);
    ++compared;
  }
  std::printf("oracle: %d compared, %d not settled by us, %d not by GLPK\n", compared, unsettled,
              undecided);
  CHECK(compared >= 700);
  CHECK(unsettled <= 5);
  CHECK(undecided <= 5);
}

TEST_CASE("oracle: no menu where GLPK finds none, and a reason is given") {
  int infeasible = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    CAPTURE(seed);
    MenuProblem p = without_curvature(test::random_menu_problem(seed));
    const double unit = p.value.cwiseAbs().maxCoeff();
    if (!(unit > 1e-2 && unit < 1e2)) continue;
    // Somebody's outside option rises by a random share of all values.
    p.outside_policy.resize(0, 0);
    Rng rng(seed, 7, Purpose::test);
    const Index k = static_cast<Index>(rng.below(static_cast<std::uint32_t>(p.num_types())));
    p.outside(k) = 2.0 * unit * rng.uniform();
    LinearMenu oracle(p);
    double objective = 0.0;
    const int status = oracle.solve(objective);
    if (status != GLP_NOFEAS) continue;
    const MenuDesign design = design_menu(p);
    CHECK(design.status == SolveStatus::infeasible);
    CHECK(design.reason != "");
    ++infeasible;
  }
  CHECK(infeasible >= 20);
}

namespace {

// Changes that make a good part of the problems infeasible or unbounded.
MenuProblem troubled(std::uint64_t seed, bool linear) {
  MenuProblem p = test::random_menu_problem(seed, {.max_types = 5});
  if (linear) p = without_curvature(p);
  Rng rng(seed, 13, Purpose::test);
  const double unit = p.value.cwiseAbs().maxCoeff();
  const Index k = static_cast<Index>(rng.below(static_cast<std::uint32_t>(p.num_types())));
  switch (rng.below(5)) {
    case 0:  // money to be raised from people who may have too little to gain
      p.budget = unit * rng.uniform();
      break;
    case 1:  // an outside option that may be out of reach
      p.outside_policy.resize(0, 0);
      p.outside(k) = 2.0 * unit * rng.uniform();
      break;
    case 2:  // everybody must be paid
      p.transfer_lower = -unit;
      p.transfer_upper = unit * (rng.uniform() - 0.7);
      break;
    case 3:  // a designer to whom money is worth less than to the types, with no lower bound
      p.weight_utility = 1.0;
      p.weight_transfer = 0.5;
      p.transfer_lower = -std::numeric_limits<double>::infinity();
      p.transfer_upper = std::numeric_limits<double>::infinity();
      if (rng.below(2) == 0) p.budget = -unit * rng.uniform();
      break;
    default:  // one quality without upper bound
      if (p.set == AllocationSet::box && linear) {
        p.upper(static_cast<Index>(rng.below(static_cast<std::uint32_t>(p.num_values())))) =
            std::numeric_limits<double>::infinity();
      }
  }
  return p;
}

}  // namespace

TEST_CASE("oracle: problems without a menu or without a limit are told apart as GLPK does") {
  int optimal = 0, infeasible = 0, unbounded = 0, undecided = 0;
  for (std::uint64_t seed = 10000; seed < 13000; ++seed) {
    CAPTURE(seed);
    const bool linear = seed % 3 != 0;
    const MenuProblem p = troubled(seed, linear);
    const double unit = p.value.cwiseAbs().maxCoeff();
    if (!(unit > 1e-2 && unit < 1e2)) continue;
    LinearMenu oracle(p);
    double objective = 0.0;
    const int status = oracle.solve(objective);
    const MenuDesign design = design_menu(p);
    const char* said = status_name(design.status);
    CAPTURE(said);
    CAPTURE(design.reason);
    const bool solved =
        design.status == SolveStatus::optimal || design.status == SolveStatus::feasible;
    if (status == GLP_NOFEAS) {
      CHECK(design.status == SolveStatus::infeasible);
      CHECK(design.reason != "");
      ++infeasible;
    } else if (!linear) {
      // Same constraints, other objective: GLPK only says that there is a menu.
      CHECK(design.status != SolveStatus::infeasible);
      ++optimal;
    } else if (status == GLP_UNBND) {
      CHECK(design.status == SolveStatus::unbounded);
      CHECK(design.reason != "");
      ++unbounded;
    } else if (status == GLP_OPT) {
      CHECK(solved);
      const double size = std::max({std::fabs(objective), design.scale, 1e-3});
      CHECK(std::fabs(design.objective - objective) <= 1e-6 * size);
      ++optimal;
    } else {
      ++undecided;
    }
  }
  std::printf("oracle: %d with a menu, %d without, %d without limit, %d not decided by GLPK\n",
              optimal, infeasible, unbounded, undecided);
  CHECK(optimal >= 1000);
  CHECK(infeasible >= 200);
  CHECK(unbounded >= 100);
}

namespace {

// Radii from far less than the types are apart to far more; half of the outside options are raised,
// which types that must share may not be able to have together.
MenuProblem robust(std::uint64_t seed) {
  MenuProblem p = without_curvature(test::random_menu_problem(seed, {.max_types = 4}));
  Rng rng(seed, 17, Purpose::test);
  const double unit = p.value.cwiseAbs().maxCoeff();
  constexpr double kRadii[] = {1e-3, 0.01, 0.05, 0.15, 0.5};
  p.robust_radius = unit * kRadii[rng.below(5)];
  if (rng.below(4) == 0) {
    p.radius_weight.resize(p.num_values());
    for (Index d = 0; d < p.num_values(); ++d) p.radius_weight(d) = 0.05 + rng.uniform();
  }
  if (rng.below(2) == 0) return p;
  p.outside_policy.resize(0, 0);
  for (Index k = 0; k < p.num_types(); ++k) p.outside(k) = 0.5 * unit * rng.uniform();
  return p;
}

}  // namespace

TEST_CASE("oracle: robust menus are those that GLPK finds with every corner of the radius") {
  int optimal = 0, infeasible = 0, undecided = 0, unsettled = 0;
  for (std::uint64_t seed = 20000; seed < 23000; ++seed) {
    CAPTURE(seed);
    const MenuProblem p = robust(seed);
    const double unit = p.value.cwiseAbs().maxCoeff();
    if (!(unit > 1e-2 && unit < 1e2) || p.num_values() > 6) continue;
    LinearMenu oracle(p);
    double objective = 0.0;
    const int status = oracle.solve(objective);
    const MenuDesign design = design_menu(p);
    const char* said = status_name(design.status);
    CAPTURE(said);
    CAPTURE(design.reason);
    if (status == GLP_NOFEAS) {
      CHECK(design.status == SolveStatus::infeasible);
      CHECK(design.reason != "");
      ++infeasible;
    } else if (status == GLP_OPT) {
      CHECK((design.status == SolveStatus::optimal || design.status == SolveStatus::feasible));
      unsettled += design.status == SolveStatus::optimal ? 0 : 1;
      const double size = std::max({std::fabs(objective), design.scale, 1e-3});
      CHECK(std::fabs(design.objective - objective) <= 1e-6 * size);
      ++optimal;
    } else {
      ++undecided;
    }
  }
  std::printf("oracle: robust: %d with a menu (%d not settled by us), %d without, %d not by GLPK\n",
              optimal, unsettled, infeasible, undecided);
  CHECK(optimal >= 700);
  CHECK(infeasible >= 100);
  CHECK(unsettled <= optimal / 100);
}

namespace {

// The best over all ways to share at most max_contracts contracts, each solved by GLPK.
int best_pooling(const MenuProblem& p, std::vector<int>& classes, double& best) {
  if (static_cast<Index>(classes.size()) == p.num_types())
    return LinearMenu(p, classes).solve(best);
  const int used = classes.empty() ? 0 : 1 + *std::max_element(classes.begin(), classes.end());
  int status = GLP_NOFEAS;
  for (int c = 0; c < std::min(used + 1, p.max_contracts); ++c) {
    classes.push_back(c);
    double objective = 0.0;
    const int below = best_pooling(p, classes, objective);
    classes.pop_back();
    if (below != GLP_OPT && below != GLP_NOFEAS) return below;
    if (below != GLP_OPT) continue;
    best = status == GLP_OPT ? std::max(best, objective) : objective;
    status = GLP_OPT;
  }
  return status;
}

}  // namespace

TEST_CASE(
    "oracle: with few contracts the best pooling is found, or that there is none or no limit") {
  int optimal = 0, infeasible = 0, unbounded = 0, undecided = 0, tamed = 0;
  for (std::uint64_t seed = 30000; seed < 33000; ++seed) {
    CAPTURE(seed);
    MenuProblem p = troubled(seed, true);
    const double unit = p.value.cwiseAbs().maxCoeff();
    if (!(unit > 1e-2 && unit < 1e2) || p.num_types() < 2 || p.num_types() > 4) continue;
    const SolveStatus without = design_menu(p).status;
    p.max_contracts = 1 + static_cast<int>(seed % static_cast<std::uint64_t>(p.num_types() - 1));
    std::vector<int> classes;
    double objective = 0.0;
    const int status = best_pooling(p, classes, objective);
    const MenuDesign design = design_menu(p);
    const char* said = status_name(design.status);
    CAPTURE(said);
    CAPTURE(design.reason);
    if (status == GLP_NOFEAS) {
      CHECK(design.status == SolveStatus::infeasible);
      ++infeasible;
    } else if (status == GLP_UNBND) {
      CHECK(design.status == SolveStatus::unbounded);
      ++unbounded;
    } else if (status == GLP_OPT) {
      CHECK((design.status == SolveStatus::optimal || design.status == SolveStatus::feasible));
      const double size = std::max({std::fabs(objective), design.scale, 1e-3});
      CHECK(std::fabs(design.objective - objective) <= 1e-6 * size);
      ++optimal;
      tamed += without == SolveStatus::unbounded ? 1 : 0;
    } else {
      ++undecided;
    }
  }
  std::printf(
      "oracle: few contracts: %d with a menu (%d only for lack of contracts), %d without, %d "
      "without limit, %d not by GLPK\n",
      optimal, tamed, infeasible, unbounded, undecided);
  CHECK(optimal >= 400);
  CHECK(infeasible >= 50);
  CHECK(unbounded >= 40);
  CHECK(tamed >= 10);
  CHECK(undecided <= 5);
}
