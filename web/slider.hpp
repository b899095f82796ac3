// web/slider.hpp: one row of the scenario column: caption, thin track with a round knob, value.
// Drag, arrow keys when focused (Shift: ten times), Home and End; double click, Ctrl+click, Enter
// or a click on the value to type it.
#pragma once

#include <imgui.h>

#include <optional>
#include <string>

namespace covenant {

enum class Show { number, whole, percent };  // how the value is written and read

struct SliderSpec {
  std::string label;    // unique and human: "share: Parents"
  std::string caption;  // what stands before the track
  double lower = 0.0, upper = 1.0;
  // Typing may go beyond the track, to here; not set: it may not.
  std::optional<double> typed_lower = std::nullopt, typed_upper = std::nullopt;
  double step = 0.01;  // what a drag rounds to, and an arrow key moves; log: ignored
  bool log = false;    // equal ratios, two significant digits
  Show show = Show::number;
  int decimals = 2;
  ImU32 color = 0;   // 0: accent
  bool dot = false;  // a dot of that colour before the caption
  std::string help;  // one sentence
  std::string path;  // the scenario field behind it, for screen readers ("designer.kl")
};

// True while the value changes. With `infinite`, the track's right end means "infinite", and the
// word may be typed; `value` then keeps its last finite one.
bool slider(const SliderSpec& spec, double& value, bool* infinite = nullptr);

// What was typed last and could not be taken as it stands, in words ("Norm: 2000 is above 1000, the
// most that this slider takes; it is now 1000"); empty once it has been asked for.
std::string take_typing_complaint();

// The number in text such as "25 %", "2,000", "-0.2" in the value's own units; false: no number.
bool read_value(const std::string& text, Show show, double& value);

}  // namespace covenant
