#include "web/theme.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "generated/assets.hpp"

namespace covenant {
namespace {

constexpr ImU32 rgb(unsigned hex) {
  return IM_COL32((hex >> 16) & 255u, (hex >> 8) & 255u, hex & 255u, 255u);
}

constexpr Theme kLight{.dark = false,
                       .ground = rgb(0xf6f6f3),
                       .card = rgb(0xffffff),
                       .hairline = rgb(0xe4e3dd),
                       .ink = rgb(0x1d1f23),
                       .muted = rgb(0x666a72),
                       .track = rgb(0xf0efea),
                       .accent = rgb(0x3b5bdb),
                       .on_accent = rgb(0xffffff),
                       .good = rgb(0x007a59),
                       .bad = rgb(0xb84a00),
                       .group = {rgb(0x0072b2), rgb(0x009e73), rgb(0xd55e00), rgb(0xcc79a7),
                                 rgb(0xe69f00), rgb(0x56b4e9), rgb(0xc9b900), rgb(0x7f5539)},
                       .rlhf = rgb(0x1d1f23),
                       .average = rgb(0x8a5cc2),
                       .oracle = rgb(0x9a9a94),
                       .naive_menu = rgb(0x94a3ec)};

constexpr Theme kDark{.dark = true,
                      .ground = rgb(0x15171b),
                      .card = rgb(0x1d2026),
                      .hairline = rgb(0x2c3038),
                      .ink = rgb(0xe9eaed),
                      .muted = rgb(0x9599a3),
                      .track = rgb(0x262a32),
                      .accent = rgb(0x8aa2ff),
                      .on_accent = rgb(0x15171b),
                      .good = rgb(0x3cc29a),
                      .bad = rgb(0xf08a4b),
                      .group = {rgb(0x4aa8e0), rgb(0x3cc29a), rgb(0xf08a4b), rgb(0xe2a1c5),
                                rgb(0xf2bd4b), rgb(0x8fcdf4), rgb(0xf4ea72), rgb(0xb78e72)},
                      .rlhf = rgb(0xe9eaed),
                      .average = rgb(0xb491e6),
                      .oracle = rgb(0x7d818a),
                      .naive_menu = rgb(0x5b6ba8)};

ImVec4 vec(ImU32 color) { return ImGui::ColorConvertU32ToFloat4(color); }

// What the page writes: Latin, the typographic signs of the captions, arrows and relations.
constexpr ImWchar kGlyphs[] = {0x0020, 0x007e, 0x00a0, 0x017f, 0x0391, 0x03c9, 0x2010,
                               0x2027, 0x2030, 0x203a, 0x2190, 0x2194, 0x2212, 0x2212,
                               0x221a, 0x221e, 0x2248, 0x2265, 0};

// Faces for our own English words only, so that a page opens sooner.
constexpr ImWchar kPlainGlyphs[] = {0x0020, 0x007e, 0};

// ImGui sizes a face by ascent plus descent; Inter's are this many em.
constexpr float kLinePerEm = 1.21f;

ImFont* add_face(std::span<const unsigned char> data, float size, float scale,
                 const ImWchar* glyphs = kGlyphs) {
  ImFontConfig config;
  config.FontDataOwnedByAtlas = false;
  config.OversampleH = scale >= 1.75f ? 1 : 3;
  config.OversampleV = 1;
  // ImGui takes a pointer to non-const but only reads what it does not own.
  auto* bytes = const_cast<unsigned char*>(data.data());
  return ImGui::GetIO().Fonts->AddFontFromMemoryTTF(bytes, static_cast<int>(data.size()),
                                                    size * kLinePerEm * scale, &config, glyphs);
}

void set_colors(const Theme& t) {
  ImVec4* c = ImGui::GetStyle().Colors;
  const ImVec4 clear(0, 0, 0, 0);
  std::fill(c, c + ImGuiCol_COUNT, clear);
  c[ImGuiCol_Text] = vec(t.ink);
  c[ImGuiCol_TextDisabled] = vec(t.muted);
  c[ImGuiCol_WindowBg] = vec(t.ground);
  c[ImGuiCol_PopupBg] = vec(t.card);
  c[ImGuiCol_Border] = vec(t.hairline);
  c[ImGuiCol_FrameBg] = vec(t.track);
  c[ImGuiCol_FrameBgHovered] = vec(t.track);
  c[ImGuiCol_FrameBgActive] = vec(t.track);
  c[ImGuiCol_Button] = vec(t.card);
  c[ImGuiCol_ButtonHovered] = vec(t.track);
  c[ImGuiCol_ButtonActive] = vec(t.hairline);
  c[ImGuiCol_Header] = vec(t.track);
  c[ImGuiCol_HeaderHovered] = vec(t.track);
  c[ImGuiCol_HeaderActive] = vec(t.hairline);
  c[ImGuiCol_Separator] = vec(t.hairline);
  c[ImGuiCol_ScrollbarGrab] = vec(t.hairline);
  c[ImGuiCol_ScrollbarGrabHovered] = vec(mix(t.hairline, t.muted, 0.35f));
  c[ImGuiCol_ScrollbarGrabActive] = vec(mix(t.hairline, t.muted, 0.6f));
  c[ImGuiCol_CheckMark] = vec(t.accent);
  c[ImGuiCol_TextSelectedBg] = vec(with_alpha(t.accent, 0.3f));
  c[ImGuiCol_NavHighlight] = vec(t.accent);
  c[ImGuiCol_ModalWindowDimBg] = ImVec4(0, 0, 0, 0.35f);
}

}  // namespace

namespace {

Theme contrasted(Theme theme) {
  theme.grid = 0.3f;
  const bool dark = theme.dark;
  theme.ground = theme.card = theme.on_accent = dark ? rgb(0x000000) : rgb(0xffffff);
  theme.ink = theme.rlhf = dark ? rgb(0xffffff) : rgb(0x000000);
  theme.muted = dark ? rgb(0xd6d9df) : rgb(0x36393f);
  theme.hairline = dark ? rgb(0x9a9fa9) : rgb(0x6a6a66);
  theme.track = dark ? rgb(0x33373f) : rgb(0xdedcd5);
  theme.accent = dark ? rgb(0xa9bbff) : rgb(0x1d38a8);
  theme.oracle = dark ? rgb(0xb9bcc4) : rgb(0x5f5f5a);
  return theme;
}

double luminance(ImU32 color) {
  const ImVec4 c = vec(color);
  const auto linear = [](double s) {
    return s <= 0.04045 ? s / 12.92 : std::pow((s + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * linear(c.x) + 0.7152 * linear(c.y) + 0.0722 * linear(c.z);
}

constexpr double kReadable = 4.5;

}  // namespace

const Theme& theme_of(bool dark, bool contrast) {
  static const Theme strong_light = contrasted(kLight), strong_dark = contrasted(kDark);
  if (contrast) return dark ? strong_dark : strong_light;
  return dark ? kDark : kLight;
}

double contrast_ratio(ImU32 a, ImU32 b) {
  const double first = luminance(a), second = luminance(b);
  return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

ImU32 readable(ImU32 color, ImU32 ground) {
  const ImU32 end = text_on(ground);
  for (int step = 0; step <= 20; ++step) {
    const ImU32 moved = mix(color, end, 0.05f * static_cast<float>(step));
    if (contrast_ratio(moved, ground) >= kReadable) return moved;
  }
  return end;
}

ImU32 group_color(const Theme& theme, int type) {
  return theme.group[static_cast<unsigned>(std::max(type, 0)) % kGroupColors];
}

ImU32 method_color(const Theme& theme, std::string_view method_id, int index) {
  if (method_id == "menu") return theme.accent;
  if (method_id == "rlhf") return theme.rlhf;
  if (method_id == "average") return theme.average;
  if (method_id == "oracle") return theme.oracle;
  if (method_id == "naive_menu") return theme.naive_menu;
  const float step = 0.25f + 0.2f * static_cast<float>(index % 4);
  return mix(theme.average, theme.rlhf, step);
}

ImU32 text_on(ImU32 fill) {
  constexpr ImU32 dark = rgb(0x0b0c0e), light = rgb(0xffffff);
  return contrast_ratio(fill, dark) > contrast_ratio(fill, light) ? dark : light;
}

ImU32 with_alpha(ImU32 color, float alpha) {
  const auto a = static_cast<ImU32>(std::clamp(alpha, 0.0f, 1.0f) * 255.0f + 0.5f);
  return (color & ~IM_COL32_A_MASK) | (a << IM_COL32_A_SHIFT);
}

ImU32 mix(ImU32 from, ImU32 to, float amount) {
  const ImVec4 a = vec(from), b = vec(to);
  const float s = std::clamp(amount, 0.0f, 1.0f);
  return ImGui::ColorConvertFloat4ToU32(
      ImVec4(a.x + s * (b.x - a.x), a.y + s * (b.y - a.y), a.z + s * (b.z - a.z), 1.0f));
}

void apply_style(const Theme& theme, bool touch) {
  ImGuiStyle style;
  style.WindowPadding = ImVec2(16, 14);
  style.FramePadding = ImVec2(12, touch ? 11.0f : 7.0f);
  style.ItemSpacing = ImVec2(8, touch ? 6.0f : 4.0f);
  style.ItemInnerSpacing = ImVec2(6, 4);
  style.TouchExtraPadding = ImVec2(touch ? 4.0f : 0.0f, touch ? 4.0f : 0.0f);
  style.ScrollbarSize = 9;
  style.ScrollbarRounding = 5;
  style.WindowRounding = 0;
  style.ChildRounding = 11;
  style.PopupRounding = 9;
  style.FrameRounding = 7;
  style.GrabRounding = 7;
  style.WindowBorderSize = 0;
  style.ChildBorderSize = 1;
  style.PopupBorderSize = 1;
  style.FrameBorderSize = 1;
  style.DisabledAlpha = 0.45f;
  style.HoverStationaryDelay = 0.25f;
  style.HoverDelayNormal = 0.4f;
  style.CircleTessellationMaxError = 0.15f;
  style.CurveTessellationTol = 0.8f;
  ImGui::GetStyle() = style;
  set_colors(theme);
}

Fonts build_fonts(float scale) {
  ImGuiIO& io = ImGui::GetIO();
  io.Fonts->Clear();
  io.FontGlobalScale = 1.0f / scale;
  const auto regular = assets::font_regular();
  const auto semibold = assets::font_semibold();
  Fonts fonts;
  fonts.body = add_face(regular, 13.0f, scale);
  fonts.small = add_face(regular, 11.5f, scale);
  fonts.bold = add_face(semibold, 13.0f, scale);
  fonts.small_bold = add_face(semibold, 11.5f, scale);
  fonts.section = add_face(semibold, 10.5f, scale, kPlainGlyphs);
  fonts.title = add_face(semibold, 15.0f, scale, kPlainGlyphs);
  io.FontDefault = fonts.body;
  io.Fonts->Build();
  return fonts;
}

}  // namespace covenant
