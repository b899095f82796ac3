// web/platform/items.hpp: every widget of the last frame, by label.
// ImGui's item hooks fill it; custom widgets and canvas handles add themselves. One registry serves
// browser tests (click by label), the hidden-DOM mirror for screen readers, and later tour
// highlights. Labels are what a person reads: "##" and what follows is cut, unless nothing stands
// before it. Rectangles are in ImGui's units, which are CSS pixels here, from the canvas's top left
// corner.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct ImRect;

namespace covenant::items {

enum class Kind { other, button, checkbox, slider, text, tab, handle, card, plot, heading };

// A number that can be set without a pointer: a path of the scenario (App::set_field) and its
// range.
struct Field {
  std::string path;
  double value = 0.0, lower = 0.0, upper = 1.0;
};

struct Item {
  std::string label;
  unsigned id = 0;  // ImGui's; 0 when the widget added itself without one
  Kind kind = Kind::other;
  float x = 0, y = 0, w = 0,
        h = 0;  // what of it is visible; w or h is 0 when it is scrolled out of view
  bool visible = false;
  bool disabled = false, checkable = false, checked = false, opened = false, editable = false;
  bool focused = false;
  std::string value;  // as shown, e.g. "25 %"; empty when the widget did not say
  std::optional<Field> field;
};

// For the owner of the frame: before NewFrame (turns recording on), and after Render.
void begin_frame();
void end_frame();

// Custom widgets, between NewFrame and Render. The label must be unique within the frame. An item
// that ImGui recorded under the same label is completed (kind, value) rather than doubled.
void add(std::string_view label, const ImRect& rect, Kind kind, std::string_view value_text = "");
// The same, with the scenario field behind the widget: the mirror then offers a real number input.
void add(std::string_view label, const ImRect& rect, Kind kind, std::string_view value_text,
         const Field& field);

// The last finished frame's items, in drawing order, without those that have no label.
[[nodiscard]] const std::vector<Item>& all();
// The first with this label, or nullptr.
[[nodiscard]] const Item* find(std::string_view label);
// JSON array for window.covenant.items().
[[nodiscard]] std::string to_json();

// The label without ImGui's "##" part.
[[nodiscard]] std::string_view plain_label(std::string_view label);

}  // namespace covenant::items
