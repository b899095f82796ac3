#include "web/plot/name_place.hpp"

#include <algorithm>
#include <cmath>

namespace covenant {
namespace {

constexpr float kOutside = 100.0f, kName = 20.0f, kDot = 10.0f, kSmallDot = 1.0f, kLine = 4.0f;
constexpr float kBigDot = 3.0f;     // px, radius from which a dot is one of its own
constexpr float kPerPixel = 0.01f;  // a place farther off is worse by this
constexpr float kGaps[] = {8.0f, 13.0f, 18.0f, 24.0f, 30.0f, 38.0f, 48.0f, 60.0f, 75.0f};
constexpr ImVec2 kSides[] = {{1, -1}, {1, 1},     {1, 0},      {-1, -1}, {-1, 1},   {-1, 0},
                             {0, -1}, {0.5f, -1}, {-0.5f, -1}, {0, 1},   {0.5f, 1}, {-0.5f, 1}};

bool overlap(const Place& a, const Place& b) {
  constexpr float kApart = 5.0f;  // px between two names in a row
  return a.min.x < b.max.x + kApart && b.min.x < a.max.x + kApart && a.min.y < b.max.y &&
         b.min.y < a.max.y;
}

// Liang and Barsky: does any part of the segment lie in the rectangle?
bool crosses(ImVec2 a, ImVec2 b, const Place& place) {
  const float dx = b.x - a.x, dy = b.y - a.y;
  const float along[4] = {-dx, dx, -dy, dy};
  const float room[4] = {a.x - place.min.x, place.max.x - a.x, a.y - place.min.y,
                         place.max.y - a.y};
  float from = 0.0f, to = 1.0f;
  for (int side = 0; side < 4; ++side) {
    if (along[side] == 0.0f) {
      if (room[side] < 0.0f) return false;
      continue;
    }
    const float at = room[side] / along[side];
    if (along[side] < 0.0f)
      from = std::max(from, at);
    else
      to = std::min(to, at);
  }
  return from <= to;
}

float weight_of(const Shape& shape) {
  if (shape.kind == Shape::Kind::circle) return shape.size > kBigDot ? kDot : kSmallDot;
  return kLine;
}

float cost_of(const Place& place, const DisplayList& list, const Place& area,
              const std::vector<Place>& taken) {
  const bool outside = place.min.x < area.min.x || place.max.x > area.max.x ||
                       place.min.y < area.min.y || place.max.y > area.max.y;
  float cost = outside ? kOutside : 0.0f;
  for (const Shape& shape : list.shapes)
    if (shape.clipped && touches(shape, place)) cost += weight_of(shape);
  for (const Place& other : taken)
    if (overlap(place, other)) cost += kName;
  return cost;
}

}  // namespace

bool touches(const Shape& shape, const Place& place) {
  if (shape.kind == Shape::Kind::circle) {
    const ImVec2 c = shape.points[0];
    const float dx = c.x - std::clamp(c.x, place.min.x, place.max.x);
    const float dy = c.y - std::clamp(c.y, place.min.y, place.max.y);
    return std::hypot(dx, dy) < shape.size + kNameMargin;
  }
  if (shape.kind != Shape::Kind::line && shape.kind != Shape::Kind::dashed) return false;
  const Place wide{{place.min.x - kNameMargin, place.min.y - kNameMargin},
                   {place.max.x + kNameMargin, place.max.y + kNameMargin}};
  for (std::size_t i = 1; i < shape.points.size(); ++i)
    if (crosses(shape.points[i - 1], shape.points[i], wide)) return true;
  return false;
}

Place place_name(ImVec2 at, ImVec2 size, const DisplayList& list, const Place& area,
                 std::vector<Place>& taken) {
  Place best{};
  float least = 1e9f;
  for (const float gap : kGaps) {
    for (const ImVec2 side : kSides) {
      const float up = side.x == 0.0f || std::fabs(side.x) < 1.0f ? gap + 6.0f : gap;
      const ImVec2 middle(at.x + side.x * (gap + 0.5f * size.x), at.y + side.y * up);
      const Place place{{middle.x - 0.5f * size.x, middle.y - 0.5f * size.y},
                        {middle.x + 0.5f * size.x, middle.y + 0.5f * size.y}};
      const float cost = cost_of(place, list, area, taken) + kPerPixel * gap;
      if (cost < least) best = place, least = cost;
    }
  }
  taken.push_back(best);
  return best;
}

}  // namespace covenant
