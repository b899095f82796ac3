// Banners under the top bar, the list of keys, and the keys themselves.
#include <imgui_internal.h>

#include <algorithm>

#include "web/panels/panels.hpp"
#include "web/platform/items.hpp"
#include "web/platform/platform.hpp"
#include "web/widgets.hpp"

namespace covenant {
namespace {

struct KeyWords {
  const char* keys;
  const char* meaning;
};
constexpr KeyWords kKeys[] = {
    {"Tab, Shift+Tab", "next and previous control"},
    {"Arrow keys", "move a focused slider, or the focus"},
    {"Shift + arrow", "move a slider ten steps"},
    {"Enter", "type a value, or press a button"},
    {"Ctrl+Z", "undo"},
    {"Ctrl+Shift+Z", "redo"},
    {"R", "run again"},
    {"T, C", "light or dark, high contrast"},
    {"E, S, D", "edit the scenario, open the story, compare with another link"},
    {"Arrow keys on a type", "move it in the type space"},
    {"+, \u2212, 0, arrows", "on a plot: zoom, whole, pan"},
    {"1 to 6", "noise, inference, Pareto, pressure, slacks, claims"},
    {"?", "this list"},
    {"Esc", "close; leave a value as it was"},
};

bool chord(ImGuiKey key, bool shift) {
  const ImGuiIO& io = ImGui::GetIO();
  return (io.KeyCtrl || io.KeySuper) && io.KeyShift == shift && ImGui::IsKeyPressed(key);
}

bool plain(ImGuiKey key) {
  const ImGuiIO& io = ImGui::GetIO();
  return !io.KeyCtrl && !io.KeySuper && !io.KeyAlt && ImGui::IsKeyPressed(key, false);
}

}  // namespace

void handle_keys(View& view, Lab& lab) {
  const ImGuiIO& io = ImGui::GetIO();
  if (io.WantTextInput) return;
  if (chord(ImGuiKey_Z, false)) undo_edit(lab);
  if (chord(ImGuiKey_Z, true) || chord(ImGuiKey_Y, false)) redo_edit(lab);
  if (plain(ImGuiKey_R)) request_run(lab, platform::now());
  if (plain(ImGuiKey_1)) view.tab = Tab::noise;
  if (plain(ImGuiKey_2)) view.tab = Tab::inference;
  if (plain(ImGuiKey_3)) view.tab = Tab::pareto;
  if (plain(ImGuiKey_4)) view.tab = Tab::pressure;
  if (plain(ImGuiKey_5)) view.tab = Tab::slacks;
  if (plain(ImGuiKey_6)) view.tab = Tab::claims;
  if (plain(ImGuiKey_C)) view.contrast = !view.contrast;
  if (plain(ImGuiKey_E)) platform::open_sheet("editor");
  if (plain(ImGuiKey_S)) platform::open_sheet("story");
  if (plain(ImGuiKey_D)) platform::open_sheet("compare");
  if (plain(ImGuiKey_T)) {
    view.dark = !view.dark;
    view.theme_chosen = true;
  }
  // whatever key it is on, '?' is what was typed
  for (const ImWchar typed : io.InputQueueCharacters)
    if (typed == '?') view.help_open = !view.help_open;
  if (view.help_open && ImGui::IsKeyPressed(ImGuiKey_Escape)) view.help_open = false;
}

void draw_question(const std::string& text) {
  if (text.empty()) return;
  begin_card("question", ImVec2(ImGui::GetContentRegionAvail().x - 12.0f, 0), ImVec2(18, 9));
  ImGui::PushTextWrapPos(ImGui::GetWindowWidth() - 24.0f);
  text_line(fonts().bold, theme().ink, text);
  ImGui::PopTextWrapPos();
  const ImVec2 pos = ImGui::GetWindowPos(), size = ImGui::GetWindowSize();
  items::add("Question", ImRect(pos, ImVec2(pos.x + size.x, pos.y + size.y)), items::Kind::heading,
             text);
  end_card();
}

void draw_notices(Lab& lab) {
  const Theme& t = theme();
  for (std::size_t i = 0; i < lab.notices.size(); ++i) {
    const Notice notice = lab.notices[i];
    const ImU32 color = notice.problem ? t.bad : t.accent;
    const std::string id = "notice " + std::to_string(i);
    begin_card(id.c_str(), ImVec2(ImGui::GetContentRegionAvail().x - 12.0f, 0), ImVec2(18, 9));
    const ImVec2 pos = ImGui::GetWindowPos(), size = ImGui::GetWindowSize();
    const ImVec2 bar_min(pos.x + 6, pos.y + 10), bar_max(pos.x + 9, pos.y + size.y - 10);
    ImGui::PushClipRect(bar_min, bar_max, false);
    ImGui::GetWindowDrawList()->AddRectFilled(bar_min, bar_max, color, 1.5f);
    ImGui::PopClipRect();
    ImGui::PushTextWrapPos(ImGui::GetWindowWidth() - 44.0f);
    text_line(fonts().body, t.ink, notice.text);
    ImGui::PopTextWrapPos();
    const ImVec2 mid(pos.x + size.x - 20.0f, pos.y + 17.0f);
    const std::string label = "Close: " + notice.text;
    const Hit hit = hit_area(label.c_str(), ImRect(mid.x - 12, mid.y - 12, mid.x + 12, mid.y + 12));
    draw_icon(ImGui::GetWindowDrawList(), Icon::close, mid, 5.0f, hit.hovered ? t.ink : t.muted);
    end_card();
    if (!hit.pressed) continue;
    lab.notices.erase(lab.notices.begin() + static_cast<std::ptrdiff_t>(i));
    --i;
  }
}

void draw_help(View& view) {
  if (!view.help_open) return;
  const Theme& t = theme();
  ImGui::SetNextWindowPos(ImVec2(0.5f * view.width, 0.45f * view.height), ImGuiCond_Always,
                          ImVec2(0.5f, 0.5f));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(24, 20));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 11.0f);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 1.0f);
  ImGui::PushStyleColor(ImGuiCol_WindowBg, t.card);
  ImGui::Begin("Keys##help", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_AlwaysAutoResize |
                   ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings);
  text_line(fonts().bold, t.ink, "Keys");
  gap(8.0f);
  const float width = std::min(480.0f, view.width - 80.0f), keys = std::min(150.0f, 0.42f * width);
  for (const KeyWords& row : kKeys) {
    const ImVec2 pos = ImGui::GetCursorScreenPos();
    text_at(ImGui::GetWindowDrawList(), fonts().small_bold, pos, t.ink, row.keys);
    ImGui::SetCursorScreenPos(ImVec2(pos.x + keys, pos.y));
    ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + width - keys);
    text_line(fonts().small, t.muted, row.meaning);
    ImGui::PopTextWrapPos();
    const float height = ImGui::GetItemRectSize().y;
    ImGui::SetCursorScreenPos(pos);
    ImGui::Dummy(ImVec2(width, std::max(20.0f, height + 5.0f)));
  }
  gap(6.0f);
  if (button("Take the guided tour", ButtonKind::primary)) {
    view.help_open = false;
    platform::open_sheet("tour");
  }
  ImGui::SameLine();
  if (button("Close the list of keys")) view.help_open = false;
  const bool away =
      ImGui::IsMouseClicked(0) && !ImGui::IsWindowAppearing() &&
      !ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem);  // by its buttons
  if (away) view.help_open = false;
  ImGui::End();
  ImGui::PopStyleColor();
  ImGui::PopStyleVar(3);
}

}  // namespace covenant
