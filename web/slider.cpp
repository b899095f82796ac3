#include "web/slider.hpp"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "web/platform/items.hpp"
#include "web/widgets.hpp"

namespace covenant {
namespace {

constexpr double kFiniteEnd = 0.93;  // of the track, where its end means infinite

// The one value being typed, if any.
struct Typing {
  ImGuiID id = 0;
  bool fresh = false;
  char buffer[32] = {};
  std::string begun;  // the text before anything was typed
};
Typing typing;
std::string complaint;     // for take_typing_complaint()
float grab_offset = 0.0f;  // pointer minus knob when the knob was caught

struct Row {
  ImRect all, track, value;
  float mid = 0.0f;
};

Row layout_row() {
  const float height = look().touch ? 40.0f : 22.0f;
  const ImVec2 pos = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const float caption = std::clamp(0.43f * width, 96.0f, 140.0f);
  const float number = 50.0f;
  Row row;
  row.all = ImRect(pos, ImVec2(pos.x + width, pos.y + height));
  row.track = ImRect(pos.x + caption, pos.y, pos.x + width - number, pos.y + height);
  row.value = ImRect(row.track.Max.x + 8.0f, pos.y + 1.0f, row.all.Max.x, row.all.Max.y - 1.0f);
  row.mid = std::floor(pos.y + 0.5f * height) + 0.5f;
  return row;
}

double to_track(const SliderSpec& spec, double value, const bool* infinite) {
  if (infinite != nullptr && *infinite) return 1.0;
  const double v = std::clamp(value, spec.lower, spec.upper);
  const double share = spec.log ? std::log(v / spec.lower) / std::log(spec.upper / spec.lower)
                                : (v - spec.lower) / (spec.upper - spec.lower);
  return infinite != nullptr ? kFiniteEnd * share : share;
}

double rounded(const SliderSpec& spec, double value) {
  double step = spec.step;
  if (spec.log && value > 0.0) step = std::pow(10.0, std::floor(std::log10(value)) - 1.0);
  // dividing by a whole number keeps 0.35 at 0.35 where multiplying by 0.01 would not
  const double parts = std::round(1.0 / step);
  const double out =
      parts >= 1.0 ? std::round(value * parts) / parts : std::round(value / step) * step;
  return std::clamp(out, spec.lower, spec.upper);
}

double from_track(const SliderSpec& spec, double share, bool* infinite) {
  share = std::clamp(share, 0.0, 1.0);
  if (infinite != nullptr) {
    *infinite = share > 0.5 * (1.0 + kFiniteEnd);
    share = std::min(1.0, share / kFiniteEnd);
  }
  const double value = spec.log ? spec.lower * std::pow(spec.upper / spec.lower, share)
                                : spec.lower + share * (spec.upper - spec.lower);
  return rounded(spec, value);
}

std::string shown(const SliderSpec& spec, double value, const bool* infinite) {
  if (infinite != nullptr && *infinite) return "\u221e";
  switch (spec.show) {
    case Show::percent:
      return percent(value, spec.decimals);
    case Show::whole:
      return value < 1e7 ? grouped(value) : compact(value);
    case Show::number:
      break;
  }
  return std::fabs(value) < 1000.0 ? fixed(value, spec.decimals) : compact(value);
}

void start_typing(ImGuiID id, const SliderSpec& spec, double value, const bool* infinite) {
  typing.id = id;
  typing.fresh = true;
  if (infinite != nullptr && *infinite) {
    ImFormatString(typing.buffer, sizeof typing.buffer, "infinite");
  } else {
    const bool is_percent = spec.show == Show::percent;
    ImFormatString(typing.buffer, sizeof typing.buffer, "%.*g", 10,
                   is_percent ? 100.0 * value : value);
  }
  typing.begun = typing.buffer;
}

// With all its digits, unlike shown(): a bound must not be rounded to something else.
std::string in_full(const SliderSpec& spec, double value) {
  char text[40];
  const bool is_percent = spec.show == Show::percent;
  ImFormatString(text, sizeof text, is_percent ? "%.10g %%" : "%.10g",
                 is_percent ? 100.0 * value : value);
  return text;
}

// The nearest value that the slider takes; where it is another one, that is said.
double nearest(const SliderSpec& spec, double typed) {
  const double lower = std::min(spec.lower, spec.typed_lower.value_or(spec.lower));
  const double upper = std::max(spec.upper, spec.typed_upper.value_or(spec.upper));
  const double whole = spec.show == Show::whole ? std::round(typed) : typed;
  const double value = std::clamp(whole, lower, upper);
  if (in_full(spec, value) == in_full(spec, typed)) return value;
  std::string why = "no whole number";
  if (whole < lower) why = "below " + in_full(spec, lower) + ", the least that this slider takes";
  if (whole > upper) why = "above " + in_full(spec, upper) + ", the most that this slider takes";
  complaint = spec.label + ": " + in_full(spec, typed) + " is " + why + "; it is now " +
              in_full(spec, value);
  return value;
}

// Takes what was typed; text that is no number leaves the value alone.
bool accept_typed(const SliderSpec& spec, double& value, bool* infinite) {
  const std::string text = typing.buffer;
  if (text == typing.begun) return false;  // its digits may be fewer than the value's
  if (infinite != nullptr && (text.rfind("inf", 0) == 0 || text == "\u221e")) {
    const bool changed = !*infinite;
    *infinite = true;
    return changed;
  }
  double typed = 0.0;
  if (!read_value(text, spec.show, typed)) {
    complaint = spec.label + ": \"" + text + "\" is no number; it is still " +
                (infinite != nullptr && *infinite ? "infinite" : in_full(spec, value));
    return false;
  }
  typed = nearest(spec, typed);
  const bool changed = typed != value || (infinite != nullptr && *infinite);
  value = typed;
  if (infinite != nullptr) *infinite = false;
  return changed;
}

bool draw_typing(const SliderSpec& spec, const Row& row, double& value, bool* infinite) {
  ImGui::SetCursorScreenPos(ImVec2(row.value.Min.x - 12.0f, row.value.Min.y));
  const float pad = std::max(0.0f, 0.5f * (row.value.GetHeight() - font_px(fonts().body)));
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(5, pad));
  ImGui::SetNextItemWidth(row.value.GetWidth() + 12.0f);
  if (typing.fresh) ImGui::SetKeyboardFocusHere();
  const std::string label = "##typed " + spec.label;
  ImGui::InputText(label.c_str(), typing.buffer, sizeof typing.buffer,
                   ImGuiInputTextFlags_AutoSelectAll);
  ImGui::PopStyleVar();
  bool changed = false;
  if (!typing.fresh && !ImGui::IsItemActive()) {
    typing.id = 0;
    if (!ImGui::IsKeyPressed(ImGuiKey_Escape)) changed = accept_typed(spec, value, infinite);
  }
  typing.fresh = typing.fresh && !ImGui::IsItemActive();
  return changed;
}

bool drag(const SliderSpec& spec, const Row& row, ImGuiID id, double& value, bool* infinite) {
  ImGuiContext& g = *ImGui::GetCurrentContext();
  if (g.ActiveId != id || g.ActiveIdSource != ImGuiInputSource_Mouse) return false;
  const float width = row.track.GetWidth();
  const float x = ImGui::GetIO().MousePos.x;
  const float knob = row.track.Min.x + static_cast<float>(to_track(spec, value, infinite)) * width;
  if (g.ActiveIdIsJustActivated) {
    // a knob that is caught off its middle does not jump
    grab_offset = std::fabs(x - knob) <= 9.0f ? x - knob : 0.0f;
    if (std::fabs(x - knob) <= 9.0f) return false;
  }
  if (!g.ActiveIdIsJustActivated && ImGui::GetIO().MouseDelta.x == 0.0f) return false;
  const double before = value;
  const bool was_infinite = infinite != nullptr && *infinite;
  value = from_track(spec, (x - grab_offset - row.track.Min.x) / width, infinite);
  return value != before || (infinite != nullptr && *infinite != was_infinite);
}

bool keys(const SliderSpec& spec, ImGuiID id, double& value, bool* infinite) {
  ImGuiContext& g = *ImGui::GetCurrentContext();
  if (g.NavId != id || g.NavWindow != ImGui::GetCurrentWindow()) return false;
  // taken ahead of ImGui's own focus movement
  for (const ImGuiKey key : {ImGuiKey_LeftArrow, ImGuiKey_RightArrow, ImGuiKey_Home, ImGuiKey_End})
    ImGui::SetKeyOwner(key, id);
  const auto pressed = [id](ImGuiKey key) {
    return ImGui::IsKeyPressed(key, id, ImGuiInputFlags_Repeat);
  };
  const int by = (pressed(ImGuiKey_RightArrow) ? 1 : 0) - (pressed(ImGuiKey_LeftArrow) ? 1 : 0);
  const double before = value;
  const bool was_infinite = infinite != nullptr && *infinite;
  const double times = ImGui::GetIO().KeyShift ? 10.0 : 1.0;
  if (by != 0 && (spec.log || infinite != nullptr)) {
    const double from =
        was_infinite ? (by < 0 ? kFiniteEnd + 0.02 : 1.0) : to_track(spec, value, infinite);
    value = from_track(spec, from + 0.025 * times * by, infinite);
  } else if (by != 0) {
    value = rounded(spec, value + spec.step * times * by);
  }
  if (pressed(ImGuiKey_Home)) value = from_track(spec, 0.0, infinite);
  if (pressed(ImGuiKey_End)) value = from_track(spec, 1.0, infinite);
  return value != before || (infinite != nullptr && *infinite != was_infinite);
}

void draw_row(const SliderSpec& spec, const Row& row, double share, bool lively,
              const std::string& text) {
  const Theme& t = theme();
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const ImU32 color = spec.color != 0 ? spec.color : t.accent;
  const float y = std::floor(row.mid - 0.5f * font_px(fonts().body));
  float x = row.all.Min.x;
  if (spec.dot) {
    draw->AddCircleFilled(ImVec2(x + 4.5f, row.mid), 4.5f, color, 20);
    x += 16.0f;
  }
  const std::string caption = fit_text(fonts().body, spec.caption, row.track.Min.x - x - 8.0f);
  text_at(draw, fonts().body, ImVec2(x, y), t.ink, caption);
  const float knob = row.track.Min.x + static_cast<float>(share) * row.track.GetWidth();
  draw->AddRectFilled(ImVec2(row.track.Min.x, row.mid - 2), ImVec2(row.track.Max.x, row.mid + 2),
                      t.track, 2.0f);
  draw->AddRectFilled(ImVec2(row.track.Min.x, row.mid - 2), ImVec2(knob, row.mid + 2), color, 2.0f);
  const float radius = (look().touch ? 9.0f : 6.0f) + (lively ? 0.7f : 0.0f);
  draw->AddCircleFilled(ImVec2(knob, row.mid), radius + 1.0f, color, 32);
  draw->AddCircleFilled(ImVec2(knob, row.mid), radius - 1.0f, t.card, 32);
  if (!text.empty()) text_right(draw, fonts().body, ImVec2(row.all.Max.x, y), t.ink, text);
}

// The value is a place to click, too; not a stop of its own for the keyboard.
bool value_pressed(const SliderSpec& spec, const Row& row) {
  ImGui::PushItemFlag(ImGuiItemFlags_NoTabStop, true);
  ImGui::PushItemFlag(ImGuiItemFlags_NoNav, true);
  const Hit hit = hit_area((spec.label + " (type it)").c_str(), row.value);
  ImGui::PopItemFlag();
  ImGui::PopItemFlag();
  if (hit.hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_TextInput);
  return hit.pressed;
}

// The track as ImGui's item. True if the value is now to be typed.
bool grip_item(const SliderSpec& spec, const ImRect& grip, ImGuiID id, bool& lively) {
  ImGuiContext& g = *ImGui::GetCurrentContext();
  bool hovered = false, held = false;
  ImGui::ButtonBehavior(grip, id, &hovered, &held, ImGuiButtonFlags_PressedOnClick);
  ImGui::RenderNavHighlight(grip, id);
  if (hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  IMGUI_TEST_ENGINE_ITEM_INFO(id, spec.label.c_str(),
                              g.LastItemData.StatusFlags | ImGuiItemStatusFlags_Inputable);
  explain(held ? "" : spec.help.c_str());
  lively = hovered || held;
  const bool by_keyboard = g.NavActivateId == id;
  const bool by_mouse = hovered && (ImGui::IsMouseDoubleClicked(0) ||
                                    (ImGui::IsMouseClicked(0) && ImGui::GetIO().KeyCtrl));
  return by_keyboard || by_mouse;
}

}  // namespace

std::string take_typing_complaint() { return std::exchange(complaint, {}); }

bool read_value(const std::string& text, Show show, double& value) {
  std::string plain;
  for (const char c : text)
    if (c != ',' && c != ' ' && c != '%') plain += c;
  if (plain.empty()) return false;
  char* end = nullptr;
  const double number = std::strtod(plain.c_str(), &end);
  if (end != plain.c_str() + plain.size() || !std::isfinite(number)) return false;
  value = show == Show::percent ? number / 100.0 : number;
  return true;
}

static bool slider_row(const SliderSpec& spec, double& value, bool* infinite) {
  ImGuiWindow* window = ImGui::GetCurrentWindow();
  if (window->SkipItems) return false;
  const Row row = layout_row();
  const ImGuiID id = window->GetID(spec.label.c_str());
  ImGui::ItemSize(row.all.GetSize(), 0.0f);
  const ImVec2 after = ImGui::GetCursorScreenPos();

  // the track is the item; its ends stick out by the knob
  const ImRect grip(row.track.Min.x - 7.0f, row.track.Min.y, row.track.Max.x + 7.0f,
                    row.track.Max.y);
  const bool visible = ImGui::ItemAdd(grip, id);
  items::add(spec.label, grip, items::Kind::slider, shown(spec, value, infinite),
             items::Field{spec.path, value, spec.lower, spec.upper});
  if (!visible) return false;
  bool lively = false, changed = false;
  if (grip_item(spec, grip, id, lively) && typing.id != id) {
    start_typing(id, spec, value, infinite);
    ImGui::ClearActiveID();
  } else if (typing.id != id) {
    changed |= drag(spec, row, id, value, infinite);
    changed |= keys(spec, id, value, infinite);
  }
  draw_row(spec, row, to_track(spec, value, infinite), lively,
           typing.id == id ? "" : shown(spec, value, infinite));
  if (typing.id != id && value_pressed(spec, row)) start_typing(id, spec, value, infinite);
  if (typing.id == id) changed |= draw_typing(spec, row, value, infinite);
  ImGui::SetCursorScreenPos(after);
  return changed;
}

bool slider(const SliderSpec& spec, double& value, bool* infinite) {
  if (is_hidden(spec.label) || is_hidden(spec.caption)) return false;
  SliderSpec shown_spec = spec;
  const bool locked = is_locked(spec.label) || is_locked(spec.caption);
  if (locked) {
    shown_spec.help += " Locked by the link that you opened.";
    if (shown_spec.color == 0) shown_spec.color = mix(theme().card, theme().muted, 0.6f);
  }
  ImGui::BeginDisabled(locked);
  const bool changed = slider_row(shown_spec, value, infinite);
  ImGui::EndDisabled();
  return changed;
}

}  // namespace covenant
