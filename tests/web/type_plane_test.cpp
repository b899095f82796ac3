// The plane of types against the core: its table of utilities must say what pick_as says.
#include "web/type_plane.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "core/base/rng.hpp"
#include "core/sim/presets.hpp"

namespace covenant {
namespace {

Mixture random_mixture(Rng& rng) {
  Mixture b{rng.uniform(), rng.uniform(), rng.uniform()};
  const double sum = b[0] + b[1] + b[2];
  for (double& part : b) part /= sum;
  return b;
}

}  // namespace

TEST_CASE("type plane: the linear table agrees with pick_as on utility and rent") {
  for (const PresetInfo& info : preset_list()) {
    CAPTURE(std::string(info.id));
    const Scenario scenario = preset(info.id).value();
    if (scenario.types.size() < 3) continue;  // three corners make the plane
    const ExactDesign exact = design_exact(scenario);
    const Corners corners = make_corners(scenario, {0, 1, 2});
    const TypePlane plane = make_type_plane(corners, scenario, exact);
    REQUIRE(plane.num_contracts == exact.design.menu.num_contracts());
    Rng rng(1, 0, Purpose::test);
    for (int n = 0; n < 200; ++n) {
      const Mixture at = random_mixture(rng);
      double best = -1e300, leave = 0.0;
      for (std::size_t j = 0; j < plane.utility[0].size(); ++j) {
        double u = 0.0;
        for (std::size_t i = 0; i < 3; ++i) u += at[i] * plane.utility[i][j];
        best = std::max(best, u);
        leave = u;  // the last option
      }
      const Pick pick = pick_as(exact, mixture_reward(corners, scenario, at));
      CHECK(pick.utility == doctest::Approx(best).epsilon(1e-7));
      CHECK(pick.rent == doctest::Approx(best - leave).epsilon(1e-6));
    }
  }
}

TEST_CASE("type plane: types start at their corners, and a moved one is found where it was put") {
  Scenario scenario = preset("three-groups").value();
  const Corners corners = make_corners(scenario, {0, 1, 2});
  const Mixture corner = mixture_of(corners, scenario.types[1].weights).at;
  CHECK(corner[1] == doctest::Approx(1.0));
  Rng rng(2, 0, Purpose::test);
  for (int n = 0; n < 50; ++n) {
    const Mixture at = random_mixture(rng);
    move_type(corners, scenario, 2, at);
    const TypeDot dot = mixture_of(corners, scenario.types[2].weights);
    CHECK(dot.exact);
    for (std::size_t i = 0; i < 3; ++i) CHECK(std::fabs(dot.at[i] - at[i]) < 5e-3);
  }
  CHECK(corners_fit(corners, scenario));
}

TEST_CASE("type plane: a profile off the plane is said to be none of its mixtures") {
  const Scenario scenario = preset("three-groups").value();
  const Corners corners = make_corners(scenario, {0, 1, 2});
  std::vector<double> wild = scenario.types[0].weights;
  wild.back() += 5.0;
  wild.front() -= 3.0;
  CHECK_FALSE(mixture_of(corners, wild).exact);
}

TEST_CASE("type plane: corners come from the preset, so that a link shows a type moved") {
  Scenario scenario = preset("dual-use").value();
  const Corners before = make_corners(scenario, {0, 1, 2});
  move_type(before, scenario, 0, {0.5, 0.5, 0.0});
  const Corners after = make_corners(scenario, {0, 1, 2});
  CHECK(after.profile == before.profile);
}

}  // namespace covenant
