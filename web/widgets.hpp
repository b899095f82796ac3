// web/widgets.hpp: the page's own widgets: cards, captions, buttons, segmented choices. Every
// interactive one has a unique human label, which browser tests and screen readers see.
#pragma once

#include <imgui.h>

#include <string>
#include <string_view>
#include <vector>

#include "web/theme.hpp"

struct ImRect;

namespace covenant {

// What a teacher's link leaves to its reader: controls by their label or caption, whatever the
// case.
struct Rights {
  bool read_only = false;  // every control is locked
  std::vector<std::string> locked = {}, hidden = {};
};

// How everything is drawn in this frame; set once per frame by App.
struct Look {
  const Theme* theme = nullptr;
  Fonts fonts;
  bool touch = false;  // one column, large targets
  const Rights* rights = nullptr;
};
void set_look(const Look& look);
[[nodiscard]] const Look& look();
[[nodiscard]] bool is_locked(std::string_view label);
[[nodiscard]] bool is_hidden(std::string_view label);
[[nodiscard]] inline const Theme& theme() { return *look().theme; }
[[nodiscard]] inline const Fonts& fonts() { return look().fonts; }

// ---- text ----
[[nodiscard]] float font_px(const ImFont* font);  // height in CSS pixels
[[nodiscard]] float text_width(ImFont* font, std::string_view text);
void text_at(ImDrawList* draw, ImFont* font, ImVec2 pos, ImU32 color, std::string_view text);
// x is the right end, or the middle
void text_right(ImDrawList* draw, ImFont* font, ImVec2 pos, ImU32 color, std::string_view text);
void text_middle(ImDrawList* draw, ImFont* font, ImVec2 pos, ImU32 color, std::string_view text);
// A sheet of the card's own colour for words that stand on something; drawn before them.
void word_ground(ImDrawList* draw, ImVec2 min, ImVec2 max);
// Cut with an ellipsis to `width`.
[[nodiscard]] std::string fit_text(ImFont* font, std::string_view text, float width);
// In the layout's flow.
void text_line(ImFont* font, ImU32 color, std::string_view text);
void text_wrapped(ImFont* font, ImU32 color, std::string_view text);
// The same at a place, in `width`; returns the height. Draws nothing without a `draw`.
float text_wrapped_at(ImDrawList* draw, ImFont* font, ImVec2 pos, ImU32 color,
                      std::string_view text, float width);
void section_label(std::string_view text);  // "Who asks", in capitals; ASCII
void gap(float height);

// ---- numbers as text ----
[[nodiscard]] std::string fixed(double value, int decimals);        // "0.60"; minus sign U+2212
[[nodiscard]] std::string percent(double share, int decimals = 0);  // "25 %"
[[nodiscard]] std::string grouped(double whole);                    // "2,000"
[[nodiscard]] std::string compact(double value);  // about three digits: "0.0123", "1.2e-9"
[[nodiscard]] std::string spaced_fingerprint(std::string_view hex);  // "7c1e 09fa"
[[nodiscard]] std::string capitalised(std::string text);             // ASCII first letter

// ---- surfaces ----
// A card is a child window with a hairline border; end_card always follows begin_card.
// height 0: as tall as its contents.
bool begin_card(const char* id, ImVec2 size, ImVec2 padding = ImVec2(16, 14));
void end_card();
void hairline();  // across the content region

// ---- things to press ----
enum class ButtonKind { plain, primary, link };
bool button(const char* label, ButtonKind kind = ButtonKind::plain, ImVec2 size = ImVec2(0, 0));
enum class Icon { undo, redo, sun, moon, close, down, right, help };
void draw_icon(ImDrawList* draw, Icon icon, ImVec2 center, float radius, ImU32 color);
bool icon_button(const char* label, Icon icon, const char* help, bool enabled = true);
// "Transfers   none friction money": labels become "transfers: none", ...
bool segmented(const char* caption, const char* prefix, const std::vector<const char*>& options,
               int& selected, const char* help);
bool tab(const char* label, bool selected);
// One sentence about the last item, after a short rest of the pointer.
void explain(const char* text);
// A row that folds open: chevron and caption.
bool disclosure(const char* label, const char* caption, bool& open);

// A custom hit area: takes no room in the flow, reports itself to the item registry.
struct Hit {
  bool hovered = false, held = false, pressed = false, focused = false;
};
Hit hit_area(const char* label, const ImRect& rect);

}  // namespace covenant
