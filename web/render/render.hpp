// web/render/render.hpp: our own GL programs, drawn inside the ImGui frame through callbacks.
// Without GL (headless tests, no WebGL2) every draw_ function returns false and the caller draws
// with ImGui's own shapes. Positions are CSS pixels of the canvas.
#pragma once

#include <imgui.h>

#include <array>
#include <string>
#include <vector>

#include "web/crowd.hpp"

namespace covenant::render {

inline constexpr int kMaxOptions = 26;  // contracts and leaving; more are drawn without GL

// The triangle (or segment) of types: which option each mixture of the corners picks.
struct TypeField {
  int corners = 3;
  std::array<ImVec2, 3> corner{};  // pixels; a segment's third lies below its middle, for the band
  int options = 0;                 // contracts, leaving last
  std::array<std::array<float, 3>, kMaxOptions> utility{};  // of each option at each corner, utils
  std::array<ImU32, kMaxOptions> color{};
  float max_rent = 1.0f;      // utils; where shading ends
  float contour_step = 0.1f;  // utils between lines of equal rent
  ImU32 card = 0;             // ground of the panel, and colour of borders
};
bool draw_type_field(ImDrawList* draw, const TypeField& field);

// People, instanced: at their wishes, or on the way to what they pick. `people` must outlive the
// frame.
bool draw_crowd(ImDrawList* draw, const Crowd& crowd, const std::vector<Person>& people);

// A grid of shaded cells, rounded, with a gap between them: shaders/heat_map.*.
struct HeatMap {
  ImVec2 min, max;  // pixels; the gap is inside, half of it at the border
  int columns = 1;
  std::vector<ImU32> cells;  // row by row from the top; alpha below one half: ringed
  ImU32 ring = 0;
};
bool draw_heat_map(ImDrawList* draw, HeatMap map);

// The context is gone, and every object in it: they are made again at their next use.
void forget();
// The labels of our GL objects that are there, one a line.
[[nodiscard]] std::string objects();

}  // namespace covenant::render
