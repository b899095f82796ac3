#include "web/platform/touch.hpp"

#include <cmath>

namespace covenant {
namespace {

using Kind = MouseAction::Kind;
constexpr float kSlop = 8.0f;          // CSS pixels a finger may tremble
constexpr double kRestSeconds = 0.25;  // until a resting finger presses

}  // namespace

void Touch::press(Actions& out) {
  out.push_back({Kind::move, start_x_, start_y_});
  out.push_back({Kind::press});
  phase_ = Phase::dragging;
}

Touch::Actions Touch::down(float x, float y, double time, Under under) {
  if (phase_ != Phase::none) return {};  // a second finger changes nothing
  start_x_ = x;
  start_y_ = last_y_ = y;
  since_ = time;
  under_ = under;
  phase_ = Phase::waiting;
  Actions out = {{Kind::move, x, y}};
  if (under == Under::handle) press(out);
  return out;
}

Touch::Actions Touch::move(float x, float y) {
  Actions out;
  if (phase_ == Phase::waiting) {
    const float dx = std::fabs(x - start_x_), dy = std::fabs(y - start_y_);
    if (dx < kSlop && dy < kSlop) return out;
    if (dy > dx) {
      phase_ = Phase::scrolling;
    } else {
      press(out);
    }
  }
  if (phase_ == Phase::dragging) out.push_back({Kind::move, x, y});
  if (phase_ == Phase::scrolling) {
    out.push_back({Kind::scroll, 0.0f, y - last_y_});
    last_y_ = y;
  }
  return out;
}

Touch::Actions Touch::up() {
  Actions out;
  if (phase_ == Phase::none) return out;
  if (phase_ == Phase::waiting) press(out);  // a tap
  if (phase_ == Phase::dragging) out.push_back({Kind::release});
  out.push_back({Kind::leave});  // a lifted finger hovers over nothing
  phase_ = Phase::none;
  return out;
}

Touch::Actions Touch::tick(double time) {
  Actions out;
  if (waiting() && time - since_ >= kRestSeconds) press(out);
  return out;
}

}  // namespace covenant
