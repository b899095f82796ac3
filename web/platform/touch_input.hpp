// web/platform/touch_input.hpp: between touch.hpp, which knows no ImGui, and ImGui's own input.
#pragma once

#include "web/platform/touch.hpp"

namespace covenant {

// Hands the actions to ImGui, in order.
void play_touch(const Touch::Actions& actions);
// What of the last frame lies under a finger there.
[[nodiscard]] Touch::Under under_finger(float x, float y);

}  // namespace covenant
