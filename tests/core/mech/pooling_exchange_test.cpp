#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "core/mech/constraints.hpp"
#include "core/mech/pooling.hpp"
#include "core/mech/pooling_relaxed.hpp"
#include "core/mech/robust.hpp"
#include "tests/support/menu_problems.hpp"

using namespace covenant;
using namespace covenant::test;

namespace {

MenuProblem cells(int count) {
  std::vector<double> values, shares;
  for (int k = 0; k < count; ++k) {
    values.push_back((k + 0.5) / count);
    shares.push_back(1.0);
  }
  return scalar(values, shares);
}

// Sorted scalar types share contracts in intervals [s, e). With W the share from a type on, and b
// its value, an interval adds max_q (W_s b_s - W_e b_e) q - (W_s - W_e) q^2 / 2: the best cuts by
// dynamic programming. Exact where virtual values rise with the type, as q is their mean.
double best_intervals(const MenuProblem& p, int contracts) {
  const int types = static_cast<int>(p.num_types());
  std::vector<double> tail(static_cast<std::size_t>(types) + 1, 0.0);
  for (int k = types; k-- > 0;) {
    tail[static_cast<std::size_t>(k)] =
        tail[static_cast<std::size_t>(k) + 1] + p.share(k) / p.share.sum();
  }
  const auto rent = [&](int k) {
    return k == types ? 0.0 : tail[static_cast<std::size_t>(k)] * p.value(k, 0);
  };
  std::vector<double> best(static_cast<std::size_t>(types) + 1, -1e300);
  best.back() = 0.0;
  for (int c = 0; c < contracts; ++c) {
    for (int s = 0; s < types; ++s) {  // best[e] with e > s still has one contract fewer
      for (int e = s + 1; e <= types; ++e) {
        const double mass = tail[static_cast<std::size_t>(s)] - tail[static_cast<std::size_t>(e)];
        const double virtual_value = std::max(0.0, rent(s) - rent(e));
        const double gain = virtual_value * virtual_value / (2.0 * mass);
        best[static_cast<std::size_t>(s)] =
            std::max(best[static_cast<std::size_t>(s)], gain + best[static_cast<std::size_t>(e)]);
      }
    }
  }
  return best[0];
}

}  // namespace

// goldens.md: K contracts beside the null one keep 1 - 1/(2K + 1)^2 of the full objective 1/12 when
// quality is uniform on [0, 1]; 1,000 cells are within 3e-4 of that.
TEST_CASE("few contracts: uniform quality keeps 1 - 1/(2K+1)^2 of the objective") {
  for (int k = 1; k <= 4; ++k) {
    CAPTURE(k);
    MenuProblem p = cells(1000);
    const MenuDesign full = design_menu(p);
    REQUIRE(full.status == SolveStatus::optimal);
    p.max_contracts = k + 1;
    const MenuDesign design = design_menu(p);
    REQUIRE(design.status == SolveStatus::feasible);
    CHECK(design.menu.num_contracts() <= k + 1);
    const double kept = 1.0 - 1.0 / ((2.0 * k + 1.0) * (2.0 * k + 1.0));
    CHECK(design.objective / full.objective == doctest::Approx(kept).epsilon(3e-4));
    // The gap that is reported is the distance to menus without the limit: what the limit may cost.
    CHECK(design.bound == doctest::Approx(full.objective).epsilon(1e-7));
  }
}

// With f_k+1 / f_k falling (log-concave shares) and values evenly spaced, virtual values rise.
TEST_CASE("few contracts: scalar types come within a thousandth of the best intervals") {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    CAPTURE(seed);
    Rng rng(seed, 7, Purpose::test);
    std::vector<double> values, shares;
    double share = 1.0, ratio = 0.9 + 0.3 * rng.uniform();
    const double lowest = rng.uniform(), bend = 0.98 + 0.02 * rng.uniform();
    for (int k = 0; k < 40; ++k) {
      values.push_back(lowest + k / 40.0);
      shares.push_back(share);
      share *= ratio;
      ratio *= bend;
    }
    MenuProblem p = scalar(values, shares);
    p.max_contracts = 2 + static_cast<int>(seed % 4);
    const MenuDesign design = design_menu(p);
    const double best = best_intervals(p, p.max_contracts);
    REQUIRE(design.menu.num_contracts() > 0);
    CHECK(design.objective <= best * (1.0 + 1e-8));
    CHECK(design.objective >= best * (1.0 - 1e-3));
  }
}

TEST_CASE("few contracts: the search never beats branch and bound, and seldom misses it") {
  int compared = 0, same = 0;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    CAPTURE(seed);
    MenuProblem p = random_menu_problem(seed, {.min_types = 4, .max_types = 8});
    p.max_contracts = 2 + static_cast<int>(seed % 2);
    const MenuDesign exact = design_menu(p);
    if (exact.status != SolveStatus::optimal) continue;
    ConvexMenuSolver solver;
    const ConvexMenu root = solve_robust(p, {}, solver, {});
    const PooledMenu found = exchange_contracts(p, root, solver, {});
    REQUIRE(found.found);
    ++compared;
    const double size = std::max(std::fabs(exact.objective), 1e-3 * exact.scale);
    CHECK(found.best.objective <= exact.objective + 1e-7 * size);
    CHECK(is_feasible(found.best));
    same += found.best.objective >= exact.objective - 1e-7 * size ? 1 : 0;
  }
  CHECK(compared >= 50);
  CHECK(10 * same >= 9 * compared);
}

TEST_CASE(
    "few contracts: a pooling solved through witnesses is the pooling solved with every row") {
  int compared = 0, optimal = 0;
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    CAPTURE(seed);
    MenuProblem p = random_menu_problem(seed, {.min_types = 4, .max_types = 12});
    if (seed % 2 == 1) p.robust_radius = 0.02 * p.value.cwiseAbs().maxCoeff();
    Rng rng(seed, 8, Purpose::test);
    std::vector<int> classes{0, 1};
    while (static_cast<Index>(classes.size()) < p.num_types()) {
      classes.push_back(static_cast<int>(rng.below(2)));
    }
    ConvexMenuSolver solver;
    const ConvexMenu whole = solve_robust(p, classes, solver, {});
    if (!is_optimal(whole)) continue;
    std::vector<Witness> witnesses;
    const ConvexMenu relaxed = solve_pooling(p, classes, witnesses, solver, {});
    // Where nothing is worth offering both are rounding of the values.
    const double slack = 3e-8 * std::max(std::fabs(whole.bound), 1e-3 * whole.scale) +
                         1e-12 * p.value.cwiseAbs().maxCoeff();
    CHECK(relaxed.objective <= whole.objective + slack);
    CHECK(relaxed.bound >= whole.objective - slack);
    CHECK(is_feasible(relaxed));
    ++compared;
    optimal += is_optimal(relaxed) ? 1 : 0;
  }
  CHECK(compared >= 35);
  CHECK(optimal >= compared - 2);
}

// Robust scalar types further apart than twice the radius are types lowered by it
// (robust_test.cpp).
TEST_CASE("few contracts: together with a robust radius, exactly and by search") {
  for (const int count : {6, 30}) {
    CAPTURE(count);
    MenuProblem p = cells(count);
    p.value.array() += 0.5;
    p.max_contracts = 2;
    p.robust_radius = 0.01;
    const MenuDesign design = design_menu(p);
    REQUIRE(design.menu.num_contracts() == 2);
    MenuProblem lowered = p;
    lowered.value.array() -= 0.01;
    const double best = best_intervals(lowered, 2);
    CHECK(design.objective == doctest::Approx(best).epsilon(count == 6 ? 1e-8 : 1e-3));
    MenuProblem shifted = p;
    shifted.robust_radius = 0.0;
    for (Index k = 0; k < shifted.num_types(); ++k) {
      shifted.value(k, 0) += k % 2 == 0 ? 0.01 : -0.01;
    }
    const MenuSlack after = menu_slack(shifted, design.menu);
    CHECK(std::max(after.ic_violation, after.ir_violation) <= 1e-9 * design.scale);
  }
}

// 40 types in pairs 0.001 apart, which a radius of 0.01 cannot tell apart: each pair is one type at
// its lower value, and those are 20 types lowered by the radius.
TEST_CASE("few contracts: types that a robust radius cannot tell apart stay together") {
  MenuProblem pairs = cells(20);
  pairs.value.array() += 0.5 - 0.01;
  pairs.max_contracts = 3;
  MenuProblem p = pairs;
  p.value.resize(40, 1);
  p.share = Vector::Ones(40);
  p.outside = Vector::Zero(40);
  for (Index k = 0; k < 40; ++k)
    p.value(k, 0) = pairs.value(k / 2, 0) + 0.01 + (k % 2 == 0 ? 0.0 : 0.001);
  p.robust_radius = 0.01;
  const MenuDesign design = design_menu(p);
  REQUIRE(design.menu.num_contracts() == 3);
  CHECK(design.objective == doctest::Approx(best_intervals(pairs, 3)).epsilon(1e-6));
  for (std::size_t k = 0; k < 40; k += 2) {
    CHECK(design.menu.assigned[k] == design.menu.assigned[k + 1]);
  }
}

// Ended ever later, a search has nothing at first, then menus that get better; each is one.
TEST_CASE("few contracts: a search that is cut off returns the best menu so far") {
  for (const int count : {7, 40}) {
    CAPTURE(count);
    MenuProblem p = cells(count);
    p.max_contracts = 3;
    const double full = design_menu(p).objective;
    double last = -1e300;
    int cut = 0, nothing = 0;
    for (int limit = 1; limit <= 400; limit = limit * 3 / 2 + 1) {
      CAPTURE(limit);
      DesignSettings settings;
      int calls = 0;
      settings.progress = [&](int, double) { return ++calls < limit; };
      const MenuDesign design = design_menu(p, settings);
      if (calls < limit) break;
      CHECK(calls == limit);
      if (design.status == SolveStatus::stalled) {
        CHECK(design.reason == "cancelled");
        CHECK(design.menu.num_contracts() == 0);
        CHECK(design.utility.size() == 0);
        ++nothing;
        continue;
      }
      ++cut;
      CHECK(design.status == SolveStatus::feasible);
      CHECK(design.reason == "cut off; this is the best menu so far");
      CHECK(design.menu.num_contracts() <= 3);
      CHECK(design.objective >= last - 1e-9);
      CHECK(design.objective <= full + 1e-9);
      CHECK(design.bound >= full);
      last = design.objective;
    }
    CHECK(nothing >= 1);
    CHECK(cut >= 2);
  }
}

// One contract leaves nothing to search: its optimum is a convex problem.
TEST_CASE("few contracts: one contract for 9 to 14 types is optimal, or shown not to exist") {
  int decided = 0, problems = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    CAPTURE(seed);
    MenuProblem p = random_menu_problem(seed, {.min_types = 9, .max_types = 14});
    p.max_contracts = 1;
    const MenuDesign design = design_menu(p);
    ++problems;
    const bool open =
        design.status == SolveStatus::feasible || design.status == SolveStatus::stalled;
    if (!open) ++decided;
  }
  CHECK(decided >= problems - 3);
}
