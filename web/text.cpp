// Text and numbers as text (widgets.hpp).
#include <imgui_internal.h>

#include <cmath>
#include <cstdio>

#include "web/platform/items.hpp"
#include "web/widgets.hpp"

namespace covenant {
namespace {

const char* end_of(std::string_view text) { return text.data() + text.size(); }

std::string printed(const char* format, int decimals, double value) {
  char buffer[400];
  std::snprintf(buffer, sizeof buffer, format, decimals, value);
  std::string out = buffer;
  if (!out.empty() && out[0] == '-') {
    const bool zero = out.find_first_of("123456789") == std::string::npos;
    out.replace(0, 1, zero ? "" : "\u2212");
  }
  return out;
}

}  // namespace

float font_px(const ImFont* font) { return font->FontSize * ImGui::GetIO().FontGlobalScale; }

float text_width(ImFont* font, std::string_view text) {
  return font->CalcTextSizeA(font_px(font), FLT_MAX, 0.0f, text.data(), end_of(text)).x;
}

void text_at(ImDrawList* draw, ImFont* font, ImVec2 pos, ImU32 color, std::string_view text) {
  draw->AddText(font, font_px(font), pos, color, text.data(), end_of(text));
}

void text_right(ImDrawList* draw, ImFont* font, ImVec2 pos, ImU32 color, std::string_view text) {
  text_at(draw, font, ImVec2(pos.x - text_width(font, text), pos.y), color, text);
}

void text_middle(ImDrawList* draw, ImFont* font, ImVec2 pos, ImU32 color, std::string_view text) {
  text_at(draw, font, ImVec2(pos.x - 0.5f * text_width(font, text), pos.y), color, text);
}

void word_ground(ImDrawList* draw, ImVec2 min, ImVec2 max) {
  draw->AddRectFilled(ImVec2(min.x - 4.0f, min.y - 1.0f), ImVec2(max.x + 4.0f, max.y + 1.0f),
                      with_alpha(theme().card, 0.82f), 4.0f);
}

std::string fit_text(ImFont* font, std::string_view text, float width) {
  if (text_width(font, text) <= width) return std::string(text);
  std::string cut(text);
  while (!cut.empty()) {
    // a whole UTF-8 character at a time
    while (!cut.empty() && (static_cast<unsigned char>(cut.back()) & 0xc0u) == 0x80u)
      cut.pop_back();
    if (!cut.empty()) cut.pop_back();
    while (!cut.empty() && cut.back() == ' ') cut.pop_back();
    if (text_width(font, cut + "\u2026") <= width) return cut + "\u2026";
  }
  return cut;
}

void text_line(ImFont* font, ImU32 color, std::string_view text) {
  ImGui::PushFont(font);
  ImGui::PushStyleColor(ImGuiCol_Text, color);
  ImGui::TextUnformatted(text.data(), end_of(text));
  ImGui::PopStyleColor();
  ImGui::PopFont();
}

float text_wrapped_at(ImDrawList* draw, ImFont* font, ImVec2 pos, ImU32 color,
                      std::string_view text, float width) {
  const float px = font_px(font), line = std::floor(1.17f * px), scale = px / font->FontSize;
  float y = pos.y;
  const char* from = text.data();
  while (from < end_of(text)) {
    const char* to = font->CalcWordWrapPositionA(scale, from, end_of(text), width);
    if (to == from) ++to;  // not even one character fits
    // ImGui also breaks after points and commas, which would part a number; nor does its unit stand
    // alone
    const bool unit = to + 1 < end_of(text) && *to == ' ' && to[1] == '%';
    if (to < end_of(text) && ((*to != ' ' && *to != '\n') || unit)) {
      const char* space = to;
      while (space > from && *(space - 1) != ' ') --space;
      if (space > from) to = space;
    }
    if (draw != nullptr)
      text_at(draw, font, ImVec2(pos.x, y), color,
              std::string_view(from, static_cast<std::size_t>(to - from)));
    y += line;
    for (from = to; from < end_of(text) && (*from == ' ' || *from == '\n');) ++from;
  }
  return y - pos.y;
}

void text_wrapped(ImFont* font, ImU32 color, std::string_view text) {
  const float width = ImGui::GetContentRegionAvail().x;
  const float height = text_wrapped_at(ImGui::GetWindowDrawList(), font,
                                       ImGui::GetCursorScreenPos(), color, text, width);
  ImGui::Dummy(ImVec2(width, height));
}

void section_label(std::string_view text) {
  gap(7.0f);
  std::string capitals(text);
  for (char& c : capitals)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  text_line(fonts().section, theme().muted, capitals);
  items::add(text, ImRect(ImGui::GetItemRectMin(), ImGui::GetItemRectMax()), items::Kind::heading);
}

void gap(float height) { ImGui::Dummy(ImVec2(0.0f, height - ImGui::GetStyle().ItemSpacing.y)); }

std::string fixed(double value, int decimals) {
  if (std::isnan(value)) return "\u2013";
  if (std::isinf(value)) return value > 0 ? "\u221e" : "\u2212\u221e";
  return printed("%.*f", decimals, value);
}

std::string percent(double share, int decimals) {
  if (!std::isfinite(share)) return "\u2013";
  return fixed(100.0 * share, decimals) + " %";
}

std::string grouped(double whole) {
  std::string digits = fixed(std::floor(whole + 0.5), 0);
  for (int at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3)
    digits.insert(static_cast<std::size_t>(at), ",");
  return digits;
}

std::string compact(double value) {
  const double size = std::fabs(value);
  if (!std::isfinite(value)) return fixed(value, 0);
  if (size == 0.0) return "0";
  if (size < 1e-4 || size >= 1e5) return printed("%.*e", 1, value);
  if (size < 1e-3) return fixed(value, 5);
  if (size >= 100.0) return fixed(value, 0);
  return fixed(value, size >= 10.0 ? 1 : (size >= 0.1 ? 2 : 4));
}

std::string spaced_fingerprint(std::string_view hex) {
  std::string out(hex.substr(0, 8));
  if (out.size() > 4) out.insert(4, " ");
  return out;
}

std::string capitalised(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z')
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

}  // namespace covenant
