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
  enum class Under { page, slider, handle };

  Actions down(float x, float y, double time, Under under);
  Actions move(float x, float y);
  Actions up();
  // A finger that rests on a slider becomes a press; to be called while waiting() is true.
  Actions tick(double time);
  [[nodiscard]] bool waiting() const { return phase_ == Phase::waiting && under_ == Under::slider; }

 private:
  enum class Phase { none, waiting, dragging, scrolling };
  void press(Actions& out);

  Phase phase_ = Phase::none;
  Under under_ = Under::page;
  float start_x_ = 0.0f, start_y_ = 0.0f, last_y_ = 0.0f;
  double since_ = 0.0;
};

}  // namespace covenant
