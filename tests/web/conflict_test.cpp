// Conflict as one number: known answers, and what turning it must keep.
#include "web/conflict.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "core/sim/presets.hpp"

namespace covenant {
namespace {

// Two groups of 1 and 3 parts that want 2 and 0 of the only norm: 0.5 on average, so
// sqrt(0.25 * 1.5^2 + 0.75 * 0.5^2) = sqrt(0.75).
Scenario two_groups() {
  Scenario scenario = preset("three-groups").value();
  scenario.norms = {"care"};
  scenario.types.resize(2);
  scenario.types[0].share = 1.0;
  scenario.types[0].weights = {2.0};
  scenario.types[1].share = 3.0;
  scenario.types[1].weights = {0.0};
  return scenario;
}

}  // namespace

TEST_CASE("conflict: the typical distance from the average wish") {
  CHECK(*conflict_of(two_groups()) == doctest::Approx(std::sqrt(0.75)).epsilon(1e-12));
}

TEST_CASE("conflict: turning it keeps the average wish and the directions") {
  const Scenario before = two_groups();
  Scenario after = before;
  set_conflict(after, before, 2.0 * std::sqrt(0.75));
  CHECK(after.types[0].weights[0] == doctest::Approx(3.5).epsilon(1e-12));
  CHECK(after.types[1].weights[0] == doctest::Approx(-0.5).epsilon(1e-12));
}

// Near 1e6: the first group stands 15 above the average, which is 25 below the limit.
TEST_CASE("conflict: the most is 100, what it is, or where the first wish meets its limit") {
  CHECK(most_conflict(two_groups()) == 100.0);
  Scenario large = two_groups();
  large.types[0].weights = {8e5};
  CHECK(most_conflict(large) == *conflict_of(large));
  for (const double sign : {1.0, -1.0}) {
    large.types[0].weights = {sign * 999990.0};
    large.types[1].weights = {sign * 999970.0};
    const double most = std::sqrt(75.0) * 25.0 / 15.0;
    CHECK(most_conflict(large) == doctest::Approx(most).epsilon(1e-9));
    Scenario after = large;
    set_conflict(after, large, most_conflict(large));
    CHECK(after.types[0].weights[0] == doctest::Approx(sign * 1e6).epsilon(1e-12));
    CHECK(*conflict_of(after) == doctest::Approx(most).epsilon(1e-4));
  }
}

TEST_CASE("conflict: every preset reaches what is asked, and comes back") {
  for (const PresetInfo& info : preset_list()) {
    CAPTURE(std::string(info.id));
    const Scenario before = preset(info.id).value();
    const auto now = conflict_of(before);
    if (!now) continue;
    Scenario after = before;
    set_conflict(after, before, 0.7);
    CHECK(*conflict_of(after) == doctest::Approx(0.7).epsilon(2e-4));
    // back from what was rounded: that error grows by the ratio, and is rounded once more
    const double most = 0.51e-4 * (1.0 + *now / 0.7);
    Scenario back = after;
    set_conflict(back, after, *now);
    for (std::size_t k = 0; k < before.types.size(); ++k) {
      const TypeSpec &there = back.types[k], &here = before.types[k];
      for (std::size_t d = 0; d < here.weights.size(); ++d)
        CHECK(std::fabs(there.weights[d] - here.weights[d]) <= 2.0 * most);
      for (std::size_t a = 0; a < here.rewards.size(); ++a)
        CHECK(std::fabs(there.rewards[a] - here.rewards[a]) <= 2.0 * most);
    }
  }
}

TEST_CASE("conflict: it cannot be turned where there is none, or for types described in two ways") {
  Scenario same = two_groups();
  same.types[1].weights = same.types[0].weights;
  CHECK_FALSE(conflict_of(same));
  for (const double weight : {0.1, 0.8}) {  // whose mean over five is not exact
    same.types.assign(5, same.types[0]);
    for (TypeSpec& type : same.types) type.share = 0.2, type.weights = {weight};
    CHECK_FALSE(conflict_of(same));
  }
  CHECK(most_conflict(same) == 0.0);
  Scenario alone = two_groups();
  alone.types.resize(1);
  CHECK_FALSE(conflict_of(alone));
  Scenario mixed = two_groups();
  mixed.types[1].weights.clear();
  mixed.types[1].rewards = {1.0, 2.0};
  CHECK_FALSE(conflict_of(mixed));
  Scenario other = two_groups();  // an edit that is under way may have changed the kind of wishes
  for (TypeSpec& type : other.types) type.rewards.swap(type.weights);
  const Scenario kept = other;
  other.types[0].rewards.push_back(1.0);
  CHECK_FALSE(conflict_of(other));
  other = kept;
  other.types.pop_back();
  const Scenario fewer = other;
  set_conflict(other, two_groups(), 3.0);
  CHECK(other == fewer);
  Scenario untouched = same;
  set_conflict(untouched, same, 3.0);
  CHECK(untouched == same);
}

}  // namespace covenant
