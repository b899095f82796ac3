#include "web/platform/touch_input.hpp"

#include <imgui.h>

#include <cfloat>
#include <cmath>

#include "web/platform/items.hpp"

namespace covenant {

void play_touch(const Touch::Actions& actions) {
  ImGuiIO& io = ImGui::GetIO();
  if (!actions.empty()) io.AddMouseSourceEvent(ImGuiMouseSource_TouchScreen);
  for (const MouseAction& action : actions) {
    switch (action.kind) {
      case MouseAction::Kind::move:
        io.AddMousePosEvent(action.x, action.y);
        break;
      case MouseAction::Kind::press:
        io.AddMouseButtonEvent(0, true);
        break;
      case MouseAction::Kind::release:
        io.AddMouseButtonEvent(0, false);
        break;
      case MouseAction::Kind::leave:
        io.AddMousePosEvent(-FLT_MAX, -FLT_MAX);
        break;
      case MouseAction::Kind::scroll:
        // ImGui scrolls five lines per step of the wheel
        io.AddMouseWheelEvent(0.0f, action.y / std::floor(5.0f * ImGui::GetFontSize()));
        break;
    }
  }
}

Touch::Under under_finger(float x, float y) {
  Touch::Under under = Touch::Under::page;
  for (const items::Item& item : items::all()) {
    const bool inside = x >= item.x && x < item.x + item.w && y >= item.y && y < item.y + item.h;
    if (inside && item.kind == items::Kind::handle) return Touch::Under::handle;
    if (inside && item.kind == items::Kind::slider) under = Touch::Under::slider;
  }
  return under;
}

}  // namespace covenant
