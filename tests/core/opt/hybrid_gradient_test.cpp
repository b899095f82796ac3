#include "core/opt/hybrid_gradient.hpp"

#include <doctest/doctest.h>

#include <limits>

#include "core/mech/ic_rows.hpp"
#include "core/mech/menu_program.hpp"
#include "core/opt/interior_point.hpp"
#include "tests/support/menu_problems.hpp"

using namespace covenant;
using namespace covenant::test;

namespace {

MenuProblem random_types(std::uint64_t seed, bool simplex) {
  Rng rng(seed, 12, Purpose::test);
  MenuProblem p;
  p.value.resize(20, 4);
  for (Index k = 0; k < p.value.rows(); ++k) {
    for (Index d = 0; d < p.value.cols(); ++d) p.value(k, d) = 0.5 + rng.uniform();
  }
  p.share = Vector::Ones(20);
  p.outside = Vector::Zero(20);
  if (simplex) {
    p.set = AllocationSet::simplex;
    p.blocks = {4};
    p.cost.kl = Vector::Constant(1, 0.5);
    p.cost.reference = Vector::Constant(4, 0.25);
    p.outside_policy = p.cost.reference.transpose().replicate(20, 1);
  } else {
    p.lower = Vector::Zero(4);
    p.upper = Vector::Constant(4, seed % 2 == 0 ? 0.8 : std::numeric_limits<double>::infinity());
    p.cost.quadratic = Vector::Ones(4);
  }
  return p;
}

}  // namespace

TEST_CASE("hybrid gradient: the interior point's allocations and utilities, to three digits") {
  for (std::uint64_t seed = 0; seed < 12; ++seed) {
    CAPTURE(seed);
    const MenuProgram menu = make_menu_program(random_types(seed, seed % 3 == 0), {});
    REQUIRE(suits_hybrid_gradient(menu.program));
    InteriorPoint exact;
    exact.solve(menu.program, {});
    HybridGradientSettings settings;
    settings.max_iterations = 20000;
    settings.tolerance = 1e-6;
    BlockPoint point;
    const HybridGradientInfo info = hybrid_gradient(menu.program, settings, point);
    CHECK(info.error <= 1e-4);
    CHECK((point.x - exact.point().x).cwiseAbs().maxCoeff() <= 2e-3);
    CHECK((point.u - exact.point().u).cwiseAbs().maxCoeff() <= 2e-3);
    CHECK(point.slack.minCoeff() >= -1e-3);
  }
}

TEST_CASE("hybrid gradient: rows may come while it runs, and it can be cancelled") {
  MenuProblem problem = random_types(1, false);
  MenuProgram menu = make_menu_program(problem, {});
  const MenuProgram whole = menu;
  IcRows none(static_cast<std::size_t>(menu.program.num_blocks()));
  set_rows(menu, none);
  HybridGradientSettings settings;
  settings.max_iterations = 20000;
  settings.tolerance = 1e-6;
  settings.exchange = [&](const BlockPoint& point) {
    return exchange_rows(menu, point, 0.0, true, false);
  };
  BlockPoint point;
  hybrid_gradient(menu.program, settings, point);
  InteriorPoint exact;
  exact.solve(whole.program, {});
  CHECK((point.u - exact.point().u).cwiseAbs().maxCoeff() <= 2e-3);
  settings.progress = [](int iteration, double) { return iteration < 200; };
  const HybridGradientInfo info = hybrid_gradient(menu.program, settings, point);
  CHECK(info.cancelled);
  CHECK(info.iterations == 200);
}
