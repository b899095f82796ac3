#include "web/plot/display_list.hpp"

#include <algorithm>
#include <cmath>

#include "web/render/render.hpp"
#include "web/widgets.hpp"

namespace covenant {
namespace {

constexpr float kEdge = 0.12f;  // opacity of a band's edge

ImVec2 plus(ImVec2 a, ImVec2 b) { return ImVec2(a.x + b.x, a.y + b.y); }

// A strip of triangles: no anti-aliasing between neighbours, so no seams in a translucent band.
void draw_band(const Shape& shape, ImDrawList* target, ImVec2 origin) {
  const std::size_t n = shape.points.size() / 2;
  if (n < 2) return;
  const ImVec2 uv = ImGui::GetFontTexUvWhitePixel();
  target->PrimReserve(static_cast<int>(6 * (n - 1)), static_cast<int>(2 * n));
  const unsigned base = target->_VtxCurrentIdx;
  for (std::size_t i = 0; i + 1 < n; ++i) {
    const unsigned a = base + 2 * static_cast<unsigned>(i);
    for (const unsigned k : {0u, 1u, 2u, 2u, 1u, 3u})
      target->PrimWriteIdx(static_cast<ImDrawIdx>(a + k));
  }
  for (std::size_t i = 0; i < n; ++i) {
    target->PrimWriteVtx(plus(origin, shape.points[i]), uv, shape.color);
    target->PrimWriteVtx(plus(origin, shape.points[n + i]), uv, shape.color);
  }
  // both edges once more as smooth lines: bare triangles have stairs where they slope a little
  std::vector<ImVec2> edge(n);
  for (const std::size_t from : {std::size_t{0}, n}) {
    for (std::size_t i = 0; i < n; ++i) edge[i] = plus(origin, shape.points[from + i]);
    target->AddPolyline(edge.data(), static_cast<int>(n), with_alpha(shape.color, kEdge), 0, 1.2f);
  }
}

void draw_dashes(const Shape& shape, ImDrawList* target, ImVec2 origin, float on, float off) {
  float phase = 0.0f;  // how far into the pattern
  for (std::size_t i = 0; i + 1 < shape.points.size(); ++i) {
    const ImVec2 a = plus(origin, shape.points[i]), b = plus(origin, shape.points[i + 1]);
    const float length = std::hypot(b.x - a.x, b.y - a.y);
    float at = 0.0f;
    while (at < length) {
      const bool drawn = phase < on;
      const float run = std::max(0.01f, std::min(length - at, (drawn ? on : on + off) - phase));
      const float s = at / length, e = (at + run) / length;
      if (drawn)
        target->AddLine(ImVec2(a.x + s * (b.x - a.x), a.y + s * (b.y - a.y)),
                        ImVec2(a.x + e * (b.x - a.x), a.y + e * (b.y - a.y)), shape.color,
                        shape.size);
      at += run;
      phase += run;
      if (phase >= on + off - 1e-3f) phase = 0.0f;
    }
  }
}

void draw_text(const Shape& shape, ImDrawList* target, ImVec2 origin) {
  ImFont* font = face_font(shape.face);
  const ImVec2 at = plus(origin, shape.points[0]);
  switch (shape.anchor) {
    case Anchor::left:
      text_at(target, font, at, shape.color, shape.text);
      break;
    case Anchor::middle:
      text_middle(target, font, at, shape.color, shape.text);
      break;
    case Anchor::right:
      text_right(target, font, at, shape.color, shape.text);
      break;
  }
}

void draw_outline(const Shape& shape, ImDrawList* target, ImVec2 origin) {
  std::vector<ImVec2> moved;
  for (const ImVec2& p : shape.points) moved.push_back(plus(origin, p));
  const int count = static_cast<int>(moved.size());
  if (shape.kind == Shape::Kind::line)
    target->AddPolyline(moved.data(), count, shape.color, 0, shape.size);
  else
    target->AddConvexPolyFilled(moved.data(), count, shape.color);
}

// By shader; without GL cell by cell.
void draw_heat(const Shape& shape, ImDrawList* target, ImVec2 origin) {
  render::HeatMap map{.min = plus(origin, shape.points[0]),
                      .max = plus(origin, shape.points[1]),
                      .columns = shape.columns,
                      .cells = shape.cells,
                      .ring = shape.color};
  for (std::size_t i = 0; i < map.cells.size(); ++i)
    if (shape.ringed[i]) map.cells[i] &= ~IM_COL32_A_MASK;
  if (render::draw_heat_map(target, std::move(map))) return;
  for (std::size_t i = 0; i < shape.cells.size(); ++i) {
    const ImVec4 cell = heat_cell(shape, i);
    const ImVec2 a(origin.x + cell.x, origin.y + cell.y), b(origin.x + cell.z, origin.y + cell.w);
    if (shape.ringed[i])
      target->AddRectFilled(ImVec2(a.x - kHeatRing, a.y - kHeatRing),
                            ImVec2(b.x + kHeatRing, b.y + kHeatRing), shape.color,
                            kHeatRadius + kHeatRing);
    target->AddRectFilled(a, b, shape.cells[i], kHeatRadius);
  }
}

void draw_shape(const Shape& shape, ImDrawList* target, ImVec2 origin) {
  if (shape.points.empty()) return;
  const ImVec2 first = plus(origin, shape.points[0]);
  switch (shape.kind) {
    case Shape::Kind::line:
    case Shape::Kind::polygon:
      draw_outline(shape, target, origin);
      break;
    case Shape::Kind::dashed:
      draw_dashes(shape, target, origin, 5.0f, 4.0f);
      break;
    case Shape::Kind::dotted:
      draw_dashes(shape, target, origin, 2.0f, 3.0f);
      break;
    case Shape::Kind::band:
      draw_band(shape, target, origin);
      break;
    case Shape::Kind::rect:
      target->AddRectFilled(first, plus(origin, shape.points[1]), shape.color, shape.size);
      break;
    case Shape::Kind::circle:
      target->AddCircleFilled(first, shape.size, shape.color, 24);
      break;
    case Shape::Kind::heat:
      draw_heat(shape, target, origin);
      break;
    case Shape::Kind::text:
      draw_text(shape, target, origin);
      break;
  }
}

}  // namespace

Shape& DisplayList::add(Shape::Kind kind, ImU32 color) {
  shapes.emplace_back();
  shapes.back().kind = kind;
  shapes.back().color = color;
  return shapes.back();
}

void DisplayList::line(ImVec2 a, ImVec2 b, ImU32 color, float stroke) {
  Shape& shape = add(Shape::Kind::line, color);
  shape.points = {a, b};
  shape.size = stroke;
}

void DisplayList::rect(ImVec2 a, ImVec2 b, ImU32 color, float rounding, std::string_view name) {
  Shape& shape = add(Shape::Kind::rect, color);
  shape.points = {a, b};
  shape.size = rounding;
  shape.text = name;
}

void DisplayList::circle(ImVec2 center, float radius, ImU32 color, std::string_view name) {
  Shape& shape = add(Shape::Kind::circle, color);
  shape.points = {center};
  shape.size = radius;
  shape.text = name;
}

Shape& DisplayList::heat(ImVec2 a, ImVec2 b, int columns, ImU32 ring) {
  Shape& shape = add(Shape::Kind::heat, ring);
  shape.points = {a, b};
  shape.columns = columns;
  return shape;
}

ImVec4 heat_cell(const Shape& heat, std::size_t index) {
  constexpr float kGap = 3.0f;
  const auto columns = static_cast<std::size_t>(heat.columns);
  const auto rows = static_cast<float>(heat.cells.size() / columns);
  const ImVec2 a = heat.points[0], b = heat.points[1];
  const float w = (b.x - a.x) / static_cast<float>(columns), h = (b.y - a.y) / rows;
  const float x = a.x + w * static_cast<float>(index % columns);
  const float y = a.y + h * static_cast<float>(index / columns);
  return ImVec4(x + kGap, y + kGap, x + w - kGap, y + h - kGap);
}

void DisplayList::text(ImVec2 top, Face face, ImU32 color, std::string_view words, Anchor anchor) {
  Shape& shape = add(Shape::Kind::text, color);
  shape.points = {top};
  shape.face = face;
  shape.text = words;
  shape.anchor = anchor;
}

ImFont* face_font(Face face) {
  switch (face) {
    case Face::small:
      return fonts().small;
    case Face::bold:
      return fonts().bold;
    case Face::small_bold:
      return fonts().small_bold;
    case Face::body:
      break;
  }
  return fonts().body;
}

float face_px(Face face) {
  switch (face) {
    case Face::small:
      return 11.5f;
    case Face::small_bold:
      return 11.5f;
    case Face::bold:
    case Face::body:
      break;
  }
  return 13.0f;
}

void draw(const DisplayList& list, ImDrawList* target, ImVec2 origin) {
  for (const Shape& shape : list.shapes) {
    if (shape.clipped)
      target->PushClipRect(plus(origin, list.clip_min), plus(origin, list.clip_max), true);
    draw_shape(shape, target, origin);
    if (shape.clipped) target->PopClipRect();
  }
}

}  // namespace covenant
