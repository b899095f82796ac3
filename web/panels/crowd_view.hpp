// People on the plane of types, and the way to what they pick.
#pragma once

#include <imgui_internal.h>

#include "web/lab.hpp"
#include "web/view.hpp"

namespace covenant {

// Follows scenario and setting; draws people, and, while they are at their picks, one disc per
// contract with its name and share.
void draw_crowd_layer(ImDrawList* draw, const ImRect& area, const std::array<ImVec2, 3>& corner,
                      CrowdView& view, const TypePlane& plane, const Lab& lab);
// The button that sends them there and back, at the foot of the panel: right of `free_from` (px)
// where there is room, else under the middle of the picture.
void draw_crowd_button(const ImRect& area, float free_from, CrowdView& view, const Lab& lab);

}  // namespace covenant
