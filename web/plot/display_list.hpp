// web/plot/display_list.hpp: what a plot consists of, once: drawn on an ImDrawList and written as
// SVG. Coordinates are CSS pixels from the plot's top left corner; colours are ImGui's packed sRGB.
#pragma once

#include <imgui.h>

#include <string>
#include <string_view>
#include <vector>

namespace covenant {

enum class Face { body, small, bold, small_bold };
enum class Anchor { left, middle, right };

struct Shape {
  enum class Kind { line, dashed, dotted, band, polygon, rect, circle, heat, text };
  Kind kind = Kind::line;
  std::vector<ImVec2> points;  // band: the upper edge left to right, then the lower edge likewise;
                               // rect, heat: two corners; circle, text: one (text: its top)
  ImU32 color = 0;
  float size = 1.0f;  // stroke width, corner or circle radius
  std::string text;   // of text shapes; else a title for the reader of the SVG
  Face face = Face::body;
  Anchor anchor = Anchor::left;
  bool clipped = false;        // to `clip` of the list
  int columns = 0;             // heat: cells in a row
  std::vector<ImU32> cells{};  // heat: row by row from the top
  std::vector<bool> ringed{};  // heat: cells with a border of the shape's colour
};

struct DisplayList {
  std::string id, title;
  float width = 0.0f, height = 0.0f;
  ImVec2 clip_min{0, 0}, clip_max{0, 0};
  std::vector<Shape> shapes;

  Shape& add(Shape::Kind kind, ImU32 color);
  void line(ImVec2 a, ImVec2 b, ImU32 color, float width = 1.0f);
  void rect(ImVec2 a, ImVec2 b, ImU32 color, float rounding = 0.0f, std::string_view title = "");
  void circle(ImVec2 center, float radius, ImU32 color, std::string_view title = "");
  // A grid between two corners, to be filled cell by cell.
  Shape& heat(ImVec2 a, ImVec2 b, int columns, ImU32 ring);
  void text(ImVec2 top, Face face, ImU32 color, std::string_view text,
            Anchor anchor = Anchor::left);
};

// Corners of a cell's fill, as x, y, z, w; and of its ring.
[[nodiscard]] ImVec4 heat_cell(const Shape& heat, std::size_t index);
inline constexpr float kHeatRadius = 5.0f, kHeatRing = 2.0f;  // as in shaders/heat_map.frag

[[nodiscard]] ImFont* face_font(Face face);
[[nodiscard]] float face_px(Face face);  // em, CSS pixels
void draw(const DisplayList& list, ImDrawList* target, ImVec2 origin);

// Where the numbers came from; written into every export.
struct Provenance {
  std::string link, fingerprint, seed;
};
// A standalone document; text in Inter, or what the reader has.
[[nodiscard]] std::string to_svg(const DisplayList& list, ImU32 background,
                                 const Provenance& source);
[[nodiscard]] std::string xml_escaped(std::string_view text);

}  // namespace covenant
