#include "web/panels/type_field_shapes.hpp"

#include <algorithm>
#include <vector>

#include "web/theme.hpp"

namespace covenant {
namespace {

constexpr float kBandHalf = 34.0f;  // px; two types: a band instead of a triangle

using Weights = std::array<float, 3>;

struct Vertex {
  ImVec2 at;
  Weights b;
};
using Polygon = std::vector<Vertex>;

float value(const Weights& b, const Weights& utility) {
  return b[0] * utility[0] + b[1] * utility[1] + b[2] * utility[2];
}

Weights minus(const Weights& a, const Weights& b) {
  return {a[0] - b[0], a[1] - b[1], a[2] - b[2]};
}

// The part where slope . b + offset >= 0 (Sutherland-Hodgman, one side).
Polygon clip(const Polygon& in, const Weights& slope, float offset) {
  Polygon out;
  for (std::size_t i = 0; i < in.size(); ++i) {
    const Vertex &p = in[i], &q = in[(i + 1) % in.size()];
    const float f = value(p.b, slope) + offset, g = value(q.b, slope) + offset;
    if (f >= 0.0f) out.push_back(p);
    if ((f >= 0.0f) == (g >= 0.0f)) continue;
    const float s = f / (f - g);
    Vertex cut;
    cut.at = ImVec2(p.at.x + s * (q.at.x - p.at.x), p.at.y + s * (q.at.y - p.at.y));
    for (std::size_t d = 0; d < 3; ++d) cut.b[d] = p.b[d] + s * (q.b[d] - p.b[d]);
    out.push_back(cut);
  }
  return out;
}

Polygon whole(const render::TypeField& field) {
  const auto& c = field.corner;
  if (field.corners >= 3) return {{c[0], {1, 0, 0}}, {c[1], {0, 1, 0}}, {c[2], {0, 0, 1}}};
  return {{ImVec2(c[0].x, c[0].y - kBandHalf), {1, 0, 0}},
          {ImVec2(c[1].x, c[1].y - kBandHalf), {0, 1, 0}},
          {ImVec2(c[1].x, c[1].y + kBandHalf), {0, 1, 0}},
          {ImVec2(c[0].x, c[0].y + kBandHalf), {1, 0, 0}}};
}

void fill(DisplayList& list, const Polygon& polygon, ImU32 color) {
  if (polygon.size() < 3) return;
  Shape& shape = list.add(Shape::Kind::polygon, color);
  for (const Vertex& v : polygon) shape.points.push_back(v.at);
}

void outline(DisplayList& list, const Polygon& polygon, ImU32 color) {
  Shape& shape = list.add(Shape::Kind::line, color);
  shape.size = 2.0f;
  for (const Vertex& v : polygon) shape.points.push_back(v.at);
  shape.points.push_back(polygon.front().at);
}

// Rent in steps, darker with more of it.
void shade(DisplayList& list, const Polygon& region, const Weights& rent, ImU32 color,
           const render::TypeField& field) {
  const float step = field.contour_step;
  if (!(field.max_rent > 0.0f) || !(step > 0.0f)) {
    fill(list, region, mix(field.card, color, 0.26f));
    return;
  }
  const int steps = std::min(40, static_cast<int>(field.max_rent / step) + 1);
  fill(list, region, mix(field.card, color, 0.26f));
  for (int k = 0; k < steps; ++k) {
    const float from = step * static_cast<float>(k), middle = from + 0.5f * step;
    const float amount = 0.26f + 0.42f * std::min(1.0f, middle / field.max_rent);
    fill(list, k == 0 ? region : clip(region, rent, -from), mix(field.card, color, amount));
  }
}

Polygon region_of(const render::TypeField& field, int option) {
  const auto utility = [&](int j) -> const Weights& {
    return field.utility[static_cast<std::size_t>(j)];
  };
  Polygon region = whole(field);
  const int options = std::min(field.options, render::kMaxOptions);
  for (int m = 0; m < options && region.size() >= 3; ++m)
    if (m != option) region = clip(region, minus(utility(option), utility(m)), 0.0f);
  return region;
}

}  // namespace

float region_area(const render::TypeField& field, int option) {
  const Polygon region = region_of(field, option);
  float twice = 0.0f;
  for (std::size_t i = 0; i < region.size(); ++i) {
    const ImVec2 p = region[i].at, q = region[(i + 1) % region.size()].at;
    twice += p.x * q.y - q.x * p.y;
  }
  return 0.5f * (twice < 0.0f ? -twice : twice);
}

void add_type_field(DisplayList& list, const render::TypeField& field) {
  const int options = std::min(field.options, render::kMaxOptions);
  if (options < 1) return;
  const auto utility = [&](int j) -> const Weights& {
    return field.utility[static_cast<std::size_t>(j)];
  };
  std::vector<Polygon> regions;
  for (int j = 0; j < options; ++j) {
    const Polygon region = region_of(field, j);
    if (region.size() < 3) continue;
    shade(list, region, minus(utility(j), utility(options - 1)),
          field.color[static_cast<std::size_t>(j)], field);
    regions.push_back(region);
  }
  for (const Polygon& region : regions) outline(list, region, field.card);
}

}  // namespace covenant
