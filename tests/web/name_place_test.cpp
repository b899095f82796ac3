#include "web/plot/name_place.hpp"

#include <doctest/doctest.h>

#include <cmath>

namespace covenant {
namespace {

constexpr Place kArea{{0, 0}, {400, 200}};
constexpr ImVec2 kSize{90, 13};

void add_dot(DisplayList& list, ImVec2 at, float radius) {
  list.circle(at, radius, IM_COL32_WHITE);
  list.shapes.back().clipped = true;
}

bool free_of_marks(const Place& place, const DisplayList& list) {
  for (const Shape& shape : list.shapes)
    if (shape.clipped && touches(shape, place)) return false;
  return true;
}

// A dot of radius 4 whose rim is 1 px from a place touches it (the margin is 2), at 3 px it does
// not.
TEST_CASE("name places: a dot touches what comes nearer to its rim than the margin") {
  DisplayList list;
  add_dot(list, ImVec2(100, 100), 4.0f);
  CHECK(touches(list.shapes[0], {{105, 90}, {150, 110}}));
  CHECK(!touches(list.shapes[0], {{107, 90}, {150, 110}}));
}

// The line from (0, 0) to (100, 100) passes through (50, 50), and nowhere near (80, 20).
TEST_CASE("name places: a line touches what it passes through, not all of its bounding box") {
  DisplayList list;
  list.line(ImVec2(0, 0), ImVec2(100, 100), IM_COL32_WHITE);
  CHECK(touches(list.shapes[0], {{45, 45}, {55, 55}}));
  CHECK(!touches(list.shapes[0], {{75, 15}, {85, 25}}));
}

// An arc of 60 dots with 4 points on it: around each there is room off the arc, so no name needs to
// hide a dot, lie on another name or leave the plot.
TEST_CASE("name places: names beside a dense front hide nothing and not each other") {
  DisplayList list;
  for (int i = 0; i < 60; ++i) {
    const float angle = 3.14159f * static_cast<float>(i) / 59.0f;
    add_dot(list, ImVec2(200 + 150 * std::cos(angle), 170 - 110 * std::sin(angle)), 2.0f);
  }
  const ImVec2 named[] = {{200, 62}, {215, 63}, {100, 90}, {320, 100}};
  for (const ImVec2 at : named) add_dot(list, at, 4.5f);
  std::vector<Place> taken;
  for (const ImVec2 at : named) {
    const Place place = place_name(at, kSize, list, kArea, taken);
    CHECK(free_of_marks(place, list));
    CHECK(place.min.x >= kArea.min.x);
    CHECK(place.max.x <= kArea.max.x);
    CHECK(place.min.y >= kArea.min.y);
    CHECK(place.max.y <= kArea.max.y);
  }
  REQUIRE(taken.size() == 4);
  for (std::size_t a = 0; a < 4; ++a)
    for (std::size_t b = 0; b < a; ++b)
      CHECK((taken[a].max.x <= taken[b].min.x || taken[b].max.x <= taken[a].min.x ||
             taken[a].max.y <= taken[b].min.y || taken[b].max.y <= taken[a].min.y));
}

}  // namespace
}  // namespace covenant
