#include "core/mech/forced_sharing.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "tests/support/menu_problems.hpp"

using namespace covenant;
using namespace covenant::test;

namespace {

// Types in clusters: within one they are up to some radii apart, and `ratio` radii between
// clusters.
MenuProblem clustered(Rng& rng, const std::vector<int>& blocks, double ratio) {
  MenuProblem p;
  const Index types = 3 + static_cast<Index>(rng.below(6));
  const Index n = std::accumulate(blocks.begin(), blocks.end(), 0);
  p.blocks = blocks;
  p.set = AllocationSet::simplex;
  p.robust_radius = 0.01;
  p.value.resize(types, n);
  Matrix centre(3, n);
  for (double& x : centre.reshaped()) x = ratio * p.robust_radius * (2.0 * rng.uniform() - 1.0);
  const double spread = p.robust_radius * power_of_ten(-static_cast<int>(rng.below(10))) * 8.0;
  for (Index k = 0; k < types; ++k) {
    const Index c = static_cast<Index>(rng.below(3));
    for (Index d = 0; d < n; ++d) p.value(k, d) = centre(c, d) + spread * (rng.uniform() - 0.5);
  }
  p.share = Vector::Ones(types);
  p.outside = Vector::Zero(types);
  return p;
}

Classes random_classes(Rng& rng, Index types) {
  Classes out;
  const auto most = static_cast<std::uint32_t>(std::min<Index>(types, 4));
  for (Index k = 0; k < types; ++k) out.push_back(static_cast<int>(rng.below(most)));
  return renumbered(out);
}

MenuProblem reversed(const MenuProblem& p) {
  MenuProblem out = p;
  out.value = p.value.colwise().reverse().eval();
  out.share = p.share.reverse().eval();
  out.outside = p.outside.reverse().eval();
  if (p.outside_policy.rows() > 0) out.outside_policy = p.outside_policy.colwise().reverse().eval();
  return out;
}

// With two responses only their difference counts, so hulls are intervals: joined while the space
// between two of them is below 4 rho.
Classes by_intervals(const MenuProblem& p, Classes classes) {
  for (bool again = true; again;) {
    again = false;
    const int many = 1 + *std::max_element(classes.begin(), classes.end());
    Vector low = Vector::Constant(many, 1e300), high = Vector::Constant(many, -1e300);
    for (Index k = 0; k < p.num_types(); ++k) {
      const int c = classes[static_cast<std::size_t>(k)];
      low(c) = std::min(low(c), p.value(k, 0) - p.value(k, 1));
      high(c) = std::max(high(c), p.value(k, 0) - p.value(k, 1));
    }
    for (int c = 0; c < many && !again; ++c) {
      for (int e = 0; e < c && !again; ++e) {
        again = std::max(low(c), low(e)) - std::min(high(c), high(e)) < 4.0 * p.robust_radius;
        if (again) std::replace(classes.begin(), classes.end(), c, e);
      }
    }
    classes = renumbered(classes);
  }
  return classes;
}

}  // namespace

TEST_CASE("forced_sharing: with two responses, classes join as the intervals of their values do") {
  int joined = 0;
  for (std::uint64_t seed = 0; seed < 3000; ++seed) {
    CAPTURE(seed);
    Rng rng(seed, 61, Purpose::test);
    const MenuProblem p = clustered(rng, {2}, power_of_ten(static_cast<int>(rng.below(5))));
    const Classes start = random_classes(rng, p.num_types());
    const Classes expected = by_intervals(p, start);
    CHECK(forced_sharing(p, start) == expected);
    joined += expected != start ? 1 : 0;
  }
  CHECK(joined > 1000);
  CHECK(joined < 2900);
}

TEST_CASE("forced_sharing: the order of the types says nothing about who shares") {
  const std::vector<std::vector<int>> shapes = {{3}, {2, 2}, {4, 1, 2}, {8}, {30}};
  for (std::uint64_t seed = 0; seed < 3000; ++seed) {
    CAPTURE(seed);
    Rng rng(seed, 62, Purpose::test);
    MenuProblem p = clustered(rng, shapes[seed % 5], power_of_ten(static_cast<int>(rng.below(5))));
    if (seed % 2 == 0) {
      p.set = AllocationSet::box;
      p.lower = Vector::Zero(p.num_values());
      p.upper = Vector::Ones(p.num_values());
    }
    const Classes start = random_classes(rng, p.num_types());
    Classes forth = forced_sharing(p, start);
    Classes back = forced_sharing(reversed(p), {start.rbegin(), start.rend()});
    std::reverse(back.begin(), back.end());
    CHECK(renumbered(back) == forth);
  }
}

// Differences of the two values: 2.924, 0.034, 2.922, -0.521. Only the first and third are within
// 4 rho = 0.04 of each other. They take the good that pays most and the menu is worth 0.788125
// (the same types in reverse, and the convex program's bound, both say so).
TEST_CASE("forced_sharing: types a thousandth apart do not draw in those far away") {
  MenuProblem p;
  p.value = (Matrix(4, 2) << 1.406, -1.518, 0.483, 0.449, 1.405, -1.5170000000000001, 0.433, 0.954)
                .finished();
  p.share = Vector::Ones(4);
  p.outside = Vector::Zero(4);
  p.outside_policy = Matrix::Constant(4, 2, 0.5);
  p.set = AllocationSet::simplex;
  p.blocks = {2};
  p.transfer_lower = 0.0;
  p.robust_radius = 0.01;
  CHECK(forced_sharing(p, {0, 1, 2, 3}) == Classes{0, 1, 0, 2});
  for (const MenuProblem& problem : {p, reversed(p)}) {
    const MenuDesign design = design_menu(problem);
    CHECK(design.status == SolveStatus::optimal);
    CHECK(design.objective == doctest::Approx(0.788125).epsilon(1e-8));
    CHECK(design.menu.num_contracts() == 3);
  }
}

TEST_CASE("forced_sharing: a menu's bound holds for the same types in reverse") {
  int both = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    CAPTURE(seed);
    Rng rng(seed, 63, Purpose::test);
    MenuProblem p = clustered(rng, {2 + static_cast<int>(seed % 2)},
                              power_of_ten(2 + static_cast<int>(rng.below(2))));
    p.outside_policy =
        Matrix::Constant(p.num_types(), p.num_values(), 1.0 / static_cast<double>(p.num_values()));
    p.transfer_lower = 0.0;
    const MenuDesign forth = design_menu(p), back = design_menu(reversed(p));
    REQUIRE(forth.menu.num_contracts() > 0);
    REQUIRE(back.menu.num_contracts() > 0);
    const double slack = 1e-7 * std::max(forth.scale, 1e-3);
    CHECK(forth.objective <= back.bound + slack);
    CHECK(back.objective <= forth.bound + slack);
    CHECK(forth.status == back.status);
    both += forth.menu.num_contracts() > 1 ? 1 : 0;
  }
  CHECK(both > 100);
}

TEST_CASE("forced_sharing: progress is asked before a costly comparison, and can end it") {
  MenuProblem p;
  p.set = AllocationSet::simplex;
  p.blocks = {4};
  p.value.resize(4, 4);
  p.value.row(0) << 1.0, 0.0, 0.0, 0.0;
  p.value.row(1) << 0.0, 1.0, 0.0, 0.0;
  p.value.row(2) << 0.9, 0.0, 0.1, 0.0;
  p.value.row(3) << 0.1, 0.9, 0.0, 0.0;
  p.share = Vector::Ones(4);
  p.outside = Vector::Zero(4);
  int asked = 0;
  const auto stop = [&](int, double) { return ++asked < 1; };
  // Types 0.1 apart are told apart, but 3 is a mixture of 0 and 1.
  p.robust_radius = 0.03;
  CHECK(forced_sharing(p, {0, 0, 1, 1}) == Classes{0, 0, 0, 0});
  CHECK(forced_sharing(p, {0, 0, 1, 1}, stop) == Classes{0, 0, 1, 1});
  CHECK(asked == 1);
}
