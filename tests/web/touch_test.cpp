// A finger as mouse or scrolling (web/platform/touch.hpp): the actions, in order.
#include "web/platform/touch.hpp"

#include <doctest/doctest.h>

#include <string>

using covenant::MouseAction;
using covenant::Touch;

namespace {

// "move press release": the kinds, which is what decides.
std::string kinds(const Touch::Actions& actions) {
  std::string out;
  for (const MouseAction& action : actions) {
    if (!out.empty()) out += ' ';
    switch (action.kind) {
      case MouseAction::Kind::move:
        out += "move";
        break;
      case MouseAction::Kind::press:
        out += "press";
        break;
      case MouseAction::Kind::release:
        out += "release";
        break;
      case MouseAction::Kind::scroll:
        out += "scroll";
        break;
      case MouseAction::Kind::leave:
        out += "leave";
        break;
    }
  }
  return out;
}

}  // namespace

TEST_CASE("touch: a tap clicks where it came down, and then hovers over nothing") {
  Touch touch;
  CHECK(kinds(touch.down(50, 60, 1.0, Touch::Under::page)) == "move");
  CHECK(touch.move(53, 58).empty());  // trembling
  const Touch::Actions up = touch.up();
  CHECK(kinds(up) == "move press release leave");
  CHECK(up[0].x == 50);
  CHECK(up[0].y == 60);
  CHECK(touch.up().empty());
}

TEST_CASE("touch: sideways drags from where the finger came down") {
  Touch touch;
  touch.down(50, 60, 1.0, Touch::Under::page);
  const Touch::Actions first = touch.move(62, 63);
  CHECK(kinds(first) == "move press move");
  CHECK(first[0].x == 50);
  CHECK(first[2].x == 62);
  CHECK(kinds(touch.move(80, 200)) == "move");  // once dragging, any direction
  CHECK(kinds(touch.up()) == "release leave");
}

TEST_CASE("touch: up and down scrolls by what the finger moved in all, and presses nothing") {
  Touch touch;
  touch.down(50, 60, 1.0, Touch::Under::page);
  float scrolled = 0;
  for (const float y : {64.0f, 72.0f, 90.0f, 85.0f}) {
    for (const MouseAction& action : touch.move(51, y)) {
      CHECK(action.kind == MouseAction::Kind::scroll);
      scrolled += action.y;
    }
  }
  CHECK(scrolled == 25.0f);  // 85 - 60: what trembling swallowed at first is made good
  CHECK(kinds(touch.move(90, 85)) == "scroll");
  CHECK(kinds(touch.up()) == "leave");
}

TEST_CASE(
    "touch: a finger that rests on a slider presses after a quarter of a second, on a handle at "
    "once") {
  Touch touch;
  touch.down(50, 60, 1.0, Touch::Under::slider);
  CHECK(touch.waiting());
  CHECK(touch.tick(1.2).empty());
  CHECK(kinds(touch.tick(1.25)) == "move press");
  CHECK_FALSE(touch.waiting());
  CHECK(kinds(touch.move(50, 90)) == "move");  // now a drag, even downwards
  CHECK(kinds(touch.up()) == "release leave");

  CHECK(kinds(touch.down(10, 10, 2.0, Touch::Under::handle)) == "move move press");
  CHECK(kinds(touch.move(10, 40)) == "move");
  CHECK(kinds(touch.up()) == "release leave");

  // elsewhere a rest is only a rest: it may still become scrolling
  touch.down(50, 60, 3.0, Touch::Under::page);
  CHECK_FALSE(touch.waiting());
  CHECK(touch.tick(9.0).empty());
  CHECK(kinds(touch.move(50, 90)) == "scroll");
  CHECK(kinds(touch.up()) == "leave");
}

TEST_CASE("touch: a second finger changes nothing") {
  Touch touch;
  touch.down(50, 60, 1.0, Touch::Under::page);
  CHECK(touch.down(200, 200, 1.1, Touch::Under::page).empty());
  CHECK(kinds(touch.up()) == "move press release leave");
}
