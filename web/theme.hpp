// web/theme.hpp: the page's colours and typefaces, light and dark. Colours are ImGui's packed sRGB
// (IM_COL32). One accent; groups (types) and methods never share a colour, and a group keeps its
// colour wherever it appears.
#pragma once

#include <imgui.h>

#include <string_view>

namespace covenant {

inline constexpr int kGroupColors = 8;  // the Okabe-Ito set; further types repeat it

struct Theme {
  bool dark = false;
  float grid = 1.0f;  // how much of the hairline grid lines take: less where hairlines are strong
  ImU32 ground = 0, card = 0, hairline = 0, ink = 0, muted = 0, track = 0;
  ImU32 accent = 0, on_accent = 0;
  ImU32 good = 0, bad = 0;  // verdicts in words, never the only sign
  ImU32 group[kGroupColors] = {};
  ImU32 rlhf = 0, average = 0, oracle = 0, naive_menu = 0;
};

// Sizes of the em in CSS pixels, as in CSS; baked at size x devicePixelRatio. Never null once
// build_fonts has run.
struct Fonts {
  ImFont* body = nullptr;        // 13
  ImFont* small = nullptr;       // 11.5
  ImFont* bold = nullptr;        // 13, 600
  ImFont* small_bold = nullptr;  // 11.5, 600: captions, curve names
  ImFont* section = nullptr;     // 11, 600: section labels
  ImFont* title = nullptr;       // 15, 600
};

// `contrast`: the same with black or white grounds, strong lines and no greys, on request.
[[nodiscard]] const Theme& theme_of(bool dark, bool contrast = false);
// WCAG 2: (lighter + 0.05) / (darker + 0.05) of the relative luminances, 1 to 21.
[[nodiscard]] double contrast_ratio(ImU32 a, ImU32 b);
// The colour as text on that ground: moved towards black or white until the ratio is 4.5.
[[nodiscard]] ImU32 readable(ImU32 color, ImU32 ground);
[[nodiscard]] ImU32 group_color(const Theme& theme, int type);
// `index` keeps methods that have no colour of their own apart.
[[nodiscard]] ImU32 method_color(const Theme& theme, std::string_view method_id, int index);
// Text on a filled colour: white or near-black, whichever reads better.
[[nodiscard]] ImU32 text_on(ImU32 fill);

[[nodiscard]] ImU32 with_alpha(ImU32 color, float alpha);     // alpha replaced, 0..1
[[nodiscard]] ImU32 mix(ImU32 from, ImU32 to, float amount);  // sRGB, opaque

// Sets ImGui's style (spacing, rounding, colours). `touch`: larger targets.
void apply_style(const Theme& theme, bool touch);
// Clears ImGui's atlas and adds the faces for this device pixel ratio.
[[nodiscard]] Fonts build_fonts(float scale);

}  // namespace covenant
