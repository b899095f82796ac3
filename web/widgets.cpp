#include "web/widgets.hpp"

#include <imgui_internal.h>

#include "web/platform/items.hpp"

namespace covenant {
namespace {

Look current_look;

void push_button_colors(ButtonKind kind) {
  const Theme& t = theme();
  const bool primary = kind == ButtonKind::primary, link = kind == ButtonKind::link;
  const ImU32 clear = IM_COL32_BLACK_TRANS;
  ImGui::PushStyleColor(ImGuiCol_Button, primary ? t.accent : (link ? clear : t.card));
  ImGui::PushStyleColor(ImGuiCol_ButtonHovered,
                        primary ? mix(t.accent, t.ink, 0.12f) : (link ? clear : t.track));
  ImGui::PushStyleColor(ImGuiCol_ButtonActive,
                        primary ? mix(t.accent, t.ink, 0.22f) : (link ? clear : t.hairline));
  ImGui::PushStyleColor(ImGuiCol_Border, primary || link ? clear : t.hairline);
}

}  // namespace

void set_look(const Look& look) { current_look = look; }
const Look& look() { return current_look; }

namespace {

bool same_words(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (lower(a[i]) != lower(b[i])) return false;
  return true;
}

bool is_among(const std::vector<std::string>& labels, std::string_view label) {
  for (const std::string& each : labels)
    if (same_words(each, label)) return true;
  return false;
}

}  // namespace

bool is_locked(std::string_view label) {
  const Rights* rights = current_look.rights;
  return rights != nullptr && (rights->read_only || is_among(rights->locked, label));
}

bool is_hidden(std::string_view label) {
  return current_look.rights != nullptr && is_among(current_look.rights->hidden, label);
}

// ---- surfaces ----

bool begin_card(const char* id, ImVec2 size, ImVec2 padding) {
  ImGui::PushStyleColor(ImGuiCol_ChildBg, theme().card);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, padding);
  ImGuiChildFlags flags = ImGuiChildFlags_Border;
  ImGuiWindowFlags window = ImGuiWindowFlags_NavFlattened;  // Tab passes from card to card
  if (size.y <= 0.0f) {
    flags |= ImGuiChildFlags_AutoResizeY;
    window |= ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse;
  }
  const bool open = ImGui::BeginChild(id, size, flags, window);
  // Scrolled out of view, a card still says what is in it: the list of controls for screen readers
  // has all of them. Nothing of it is drawn.
  ImGui::GetCurrentWindow()->SkipItems = false;
  ImGui::PopStyleVar();
  ImGui::PopStyleColor();
  return open;
}

void end_card() { ImGui::EndChild(); }

void hairline() {
  const ImVec2 from = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  ImGui::GetWindowDrawList()->AddLine(from, ImVec2(from.x + width, from.y), theme().hairline);
  ImGui::Dummy(ImVec2(0, 1));
}

// ---- things to press ----

// ImGui neither names nor presses what is out of view; the registry knows it all the same, and the
// list of controls may press it. True: that happened.
static bool pressed_unseen(const char* label) {
  ImGuiContext& g = *ImGui::GetCurrentContext();
  if (ImGui::GetCurrentWindow()->SkipItems || ImGui::IsItemVisible()) return false;
  IMGUI_TEST_ENGINE_ITEM_INFO(ImGui::GetItemID(), label, g.LastItemData.StatusFlags);
  return ImGui::GetItemID() != 0 && g.NavActivateId == ImGui::GetItemID();
}

bool button(const char* label, ButtonKind kind, ImVec2 size) {
  const Theme& t = theme();
  const bool link = kind == ButtonKind::link;
  push_button_colors(kind);
  ImGui::PushStyleColor(ImGuiCol_Text,
                        kind == ButtonKind::primary ? t.on_accent : (link ? t.accent : t.ink));
  if (link)
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(0, ImGui::GetStyle().FramePadding.y));
  ImGui::PushFont(link ? fonts().small_bold : fonts().body);
  bool pressed = ImGui::Button(label, size);
  pressed |= pressed_unseen(label);
  ImGui::PopFont();
  if (link) ImGui::PopStyleVar();
  ImGui::PopStyleColor(5);
  if (ImGui::IsItemHovered()) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  return pressed;
}

bool icon_button(const char* label, Icon icon, const char* help, bool enabled) {
  const ImVec2 size(ImGui::GetFrameHeight() + 4.0f, ImGui::GetFrameHeight());
  const ImVec2 pos = ImGui::GetCursorScreenPos();
  ImGui::BeginDisabled(!enabled);
  // the label is for tests and screen readers; the icon is what is drawn
  push_button_colors(ButtonKind::plain);
  ImGui::PushStyleColor(ImGuiCol_Text, IM_COL32_BLACK_TRANS);
  const bool pressed = ImGui::Button(label, size);
  ImGui::PopStyleColor(5);
  ImGui::EndDisabled();
  draw_icon(ImGui::GetWindowDrawList(), icon, ImVec2(pos.x + 0.5f * size.x, pos.y + 0.5f * size.y),
            5.0f, with_alpha(theme().ink, enabled ? 1.0f : 0.35f));
  if (enabled && ImGui::IsItemHovered()) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  explain(help);
  return pressed && enabled;
}

static bool segmented_row(const char* caption, const char* prefix,
                          const std::vector<const char*>& options, int& selected,
                          const char* help) {
  const Theme& t = theme();
  const float height = look().touch ? 38.0f : 23.0f;
  const ImVec2 start = ImGui::GetCursorScreenPos();
  const float right = start.x + ImGui::GetContentRegionAvail().x;
  const float y = start.y + 0.5f * (height - font_px(fonts().body));
  ImDrawList* draw = ImGui::GetWindowDrawList();
  text_at(draw, fonts().body, ImVec2(start.x, y), t.ink, caption);
  float x = right;  // options stand right-aligned; submitted left to right for the keyboard
  for (const char* option : options) x -= text_width(fonts().bold, option) + 11.0f;
  x += 11.0f;
  bool changed = false;
  for (int i = 0; i < static_cast<int>(options.size()); ++i) {
    const char* option = options[static_cast<std::size_t>(i)];
    const float width = text_width(fonts().bold, option);
    const ImRect rect(ImVec2(x - 5.0f, start.y), ImVec2(x + width + 5.0f, start.y + height));
    const std::string label = std::string(prefix) + option;
    const Hit hit = hit_area(label.c_str(), rect);
    explain(help);
    const bool on = selected == i;
    items::add(label, rect, items::Kind::button, on ? "selected" : "");
    const ImU32 color = on ? t.accent : (hit.hovered ? t.ink : t.muted);
    text_middle(draw, on ? fonts().bold : fonts().body, ImVec2(x + 0.5f * width, y), color, option);
    if (hit.pressed && !on) selected = i, changed = true;
    x += width + 11.0f;
  }
  ImGui::Dummy(ImVec2(right - start.x, height));
  return changed;
}

bool segmented(const char* caption, const char* prefix, const std::vector<const char*>& options,
               int& selected, const char* help) {
  if (is_hidden(caption)) return false;
  ImGui::BeginDisabled(is_locked(caption));
  const bool changed = segmented_row(caption, prefix, options, selected, help);
  ImGui::EndDisabled();
  return changed;
}

bool tab(const char* label, bool selected) {
  const Theme& t = theme();
  const ImVec2 pos = ImGui::GetCursorScreenPos();
  const float width = text_width(fonts().bold, label);
  const float height = look().touch ? 44.0f : 38.0f;
  const ImRect rect(pos, ImVec2(pos.x + width, pos.y + height));
  const Hit hit = hit_area(label, rect);
  items::add(label, rect, items::Kind::tab, selected ? "selected" : "");
  ImDrawList* draw = ImGui::GetWindowDrawList();
  ImFont* font = selected ? fonts().bold : fonts().body;
  const float y = pos.y + 0.5f * (height - font_px(font)) - 1.0f;
  text_at(draw, font, ImVec2(pos.x, y), selected || hit.hovered ? t.ink : t.muted, label);
  if (selected) draw->AddRectFilled(ImVec2(pos.x, rect.Max.y - 2.0f), rect.Max, t.accent, 1.0f);
  ImGui::SetCursorScreenPos(ImVec2(rect.Max.x + 20.0f, pos.y));
  return hit.pressed;
}

void explain(const char* text) {
  if (text == nullptr || *text == '\0') return;
  if (!ImGui::IsItemHovered(ImGuiHoveredFlags_Stationary | ImGuiHoveredFlags_DelayNormal |
                            ImGuiHoveredFlags_AllowWhenDisabled))
    return;
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(11, 9));
  if (ImGui::BeginTooltip()) {
    ImGui::PushTextWrapPos(280.0f);
    text_line(fonts().small, theme().ink, text);
    ImGui::PopTextWrapPos();
    ImGui::EndTooltip();
  }
  ImGui::PopStyleVar();
}

bool disclosure(const char* label, const char* caption, bool& open) {
  const float height = look().touch ? 36.0f : 20.0f;
  const ImVec2 pos = ImGui::GetCursorScreenPos();
  const ImRect rect(pos, ImVec2(pos.x + ImGui::GetContentRegionAvail().x, pos.y + height));
  const Hit hit = hit_area(label, rect);
  items::add(label, rect, items::Kind::button, open ? "open" : "closed");
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const ImU32 color = hit.hovered ? theme().ink : theme().muted;
  draw_icon(draw, open ? Icon::down : Icon::right, ImVec2(pos.x + 4.0f, pos.y + 0.5f * height),
            3.0f, color);
  text_at(draw, fonts().small,
          ImVec2(pos.x + 16.0f, pos.y + 0.5f * (height - font_px(fonts().small))), color, caption);
  if (hit.pressed) open = !open;
  ImGui::Dummy(rect.GetSize());
  return hit.pressed;
}

Hit hit_area(const char* label, const ImRect& rect) {
  ImGuiContext& g = *ImGui::GetCurrentContext();
  ImGuiWindow* window = ImGui::GetCurrentWindow();
  Hit hit;
  if (window->SkipItems) return hit;
  const ImGuiID id = window->GetID(label);
  if (!ImGui::ItemAdd(rect, id)) {
    hit.pressed = pressed_unseen(label);
    return hit;
  }
  hit.pressed = ImGui::ButtonBehavior(rect, id, &hit.hovered, &hit.held);
  hit.focused = g.NavId == id && !g.NavDisableHighlight;
  ImGui::RenderNavHighlight(rect, id);
  if (hit.hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  IMGUI_TEST_ENGINE_ITEM_INFO(id, label, g.LastItemData.StatusFlags);
  return hit;
}

}  // namespace covenant
