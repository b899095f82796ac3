// No GL in headless tests: callers fall back to ImGui's own shapes.
#include "web/render/render.hpp"

namespace covenant::render {

bool draw_type_field(ImDrawList*, const TypeField&) { return false; }
bool draw_crowd(ImDrawList*, const Crowd&, const std::vector<Person>&) { return false; }
bool draw_heat_map(ImDrawList*, HeatMap) { return false; }
void forget() {}
std::string objects() { return ""; }

}  // namespace covenant::render
