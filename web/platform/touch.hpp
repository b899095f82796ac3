// web/platform/touch.hpp: one finger on the canvas, as a mouse or as scrolling.
//   tap                                   a click
//   first goes sideways, or rests 0.25 s  press where it came down, then drag
//   first goes up or down                 scrolls; what lies under the finger is not pressed
//   comes down on a `direct` thing        press at once: handles and canvases are dragged in any
//   direction
// Pure: positions (CSS pixels) and times (seconds) in, mouse actions out, in order.
#pragma once

#include <vector>

namespace covenant {

struct MouseAction {
  enum class Kind { move, press, release, scroll, leave };
  Kind kind = Kind::move;
  float x = 0.0f, y = 0.0f;  // move: where; scroll: y = CSS pixels, positive towards the top
};

class Touch {
 public:
  using Actions = std::vector<MouseAction>;

  Actions down(float x, float y, double time, bool direct);
  Actions move(float x, float y);
  Actions up();
  // A finger that rests becomes a press; to be called while waiting() is true.
  Actions tick(double time);
  [[nodiscard]] bool waiting() const { return phase_ == Phase::waiting; }

 private:
  enum class Phase { none, waiting, dragging, scrolling };
  void press(Actions& out);

  Phase phase_ = Phase::none;
  float start_x_ = 0.0f, start_y_ = 0.0f, last_y_ = 0.0f;
  double since_ = 0.0;
};

}  // namespace covenant
