// People on the plane of types.
#include "web/crowd.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "core/base/rng.hpp"
#include "core/sim/presets.hpp"

namespace covenant {
namespace {

struct Shown {
  Scenario scenario;
  ExactDesign exact;
  TypePlane plane;
  Crowd crowd;
};

Shown show(double spread) {
  Shown out;
  out.scenario = preset("three-groups").value();
  out.scenario.spread = spread;
  out.exact = design_exact(out.scenario);
  out.plane = make_type_plane(make_corners(out.scenario, {0, 1, 2}), out.scenario, out.exact);
  REQUIRE(fill_crowd(out.crowd, out.plane, out.scenario, out.exact.design.menu.assigned));
  out.crowd.corner = {ImVec2(0, 0), ImVec2(1, 0), ImVec2(0, 1)};  // places are then (b, c)
  return out;
}

}  // namespace

TEST_CASE("crowd: types come in their shares, and more people leave the first ones as they are") {
  const Shown shown = show(0.2);
  const std::vector<Person> people = make_people(7, 20000), fewer = make_people(7, 10);
  for (std::size_t n = 0; n < fewer.size(); ++n) {
    CHECK(fewer[n].lot == people[n].lot);
    CHECK(fewer[n].z2 == people[n].z2);
  }
  for (int i = 0; i < shown.scenario.num_types(); ++i) {
    double share = 0.0;
    for (const Person& person : people)
      share += type_of(shown.crowd, person) == i ? 1.0 / 20000 : 0;
    // four standard errors of a share
    CHECK(std::fabs(share - shown.scenario.types[static_cast<std::size_t>(i)].share) < 4 * 0.0036);
  }
}

// The person's profile is the type's plus sd z in every norm; projected on the plane by least
// squares that is what the crowd draws: same mean, same covariance.
TEST_CASE("crowd: wishes spread on the plane as profiles do, projected") {
  const double sd = 0.2;
  const Shown shown = show(sd);
  const int count = 20000;
  const std::vector<Person> people = make_people(3, count);
  Rng rng(5, 0, Purpose::test);
  double drawn[5] = {}, projected[5] = {};
  const auto add = [](double(&sum)[5], double b, double c) {
    sum[0] += b, sum[1] += c, sum[2] += b * b, sum[3] += c * c, sum[4] += b * c;
  };
  int counted = 0;
  for (const Person& person : people) {
    if (type_of(shown.crowd, person) != 0) continue;
    ++counted;
    const ImVec2 at = place_of(shown.crowd, person);
    add(drawn, at.x, at.y);
    std::vector<double> own = shown.scenario.types[0].weights;
    for (double& weight : own) weight += sd * rng.normal();
    const Mixture mixture = mixture_of(shown.plane.corners, own).at;
    add(projected, mixture[1], mixture[2]);
  }
  REQUIRE(counted > 4000);
  const double spread = (projected[2] + projected[3]) / counted;
  for (int m = 0; m < 5; ++m) {
    CAPTURE(m);
    // means within five standard errors, second moments within a tenth of the whole
    const double tolerance = m < 2 ? 5.0 * std::sqrt(spread / counted) : 0.1 * spread;
    CHECK(std::fabs(drawn[m] - projected[m]) / counted < tolerance);
  }
}

TEST_CASE("crowd: everybody picks as the core says, and goes to the disc of that pick") {
  for (const double spread : {0.0, 0.15}) {
    CAPTURE(spread);
    Shown shown = show(spread);
    Crowd& crowd = shown.crowd;
    for (int j = 0; j < crowd.picks; ++j)
      crowd.disc[static_cast<std::size_t>(j)] = {100.0f * static_cast<float>(j), 50.0f, 20.0f};
    int differ = 0;
    for (const Person& person : make_people(11, 500)) {
      crowd.flow = 0.0f;
      const ImVec2 at = place_of(crowd, person);
      const Mixture wishes{1.0 - at.x - at.y, at.x, at.y};
      const Pick pick =
          pick_as(shown.exact, mixture_reward(shown.plane.corners, shown.scenario, wishes));
      const int expected =
          spread > 0.0
              ? pick.contract
              : shown.exact.design.menu.assigned[static_cast<std::size_t>(type_of(crowd, person))];
      const int own = pick_of(crowd, person);
      if (own != (expected < 0 ? crowd.picks - 1 : expected)) ++differ;  // a tie, within rounding
      crowd.flow = 1.0f;
      const ImVec2 there = place_of(crowd, person);
      const Disc& disc = crowd.disc[static_cast<std::size_t>(own)];
      CHECK(std::hypot(there.x - disc.x, there.y - disc.y) <= disc.radius + 1e-3f);
    }
    CHECK(differ <= 2);
    double sum = 0.0;
    for (const double share : pick_shares(crowd, make_people(11, 5000))) sum += share;
    CHECK(sum == doctest::Approx(1.0));
  }
}

}  // namespace covenant
