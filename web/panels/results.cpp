// The card with the tabs; and the tab that is a table of words: claims.
#include <imgui_internal.h>

#include <algorithm>

#include "web/panels/panels.hpp"
#include "web/platform/items.hpp"
#include "web/widgets.hpp"

namespace covenant {
namespace {

struct TabEntry {
  Tab tab;
  const char* label;
};

// A tab that has nothing real to show is left out.
std::vector<TabEntry> tabs_of(const Lab& lab) {
  std::vector<TabEntry> tabs{{Tab::noise, "Noise robustness"},
                             {Tab::inference, "Type inference"},
                             {Tab::slacks, "IC slacks"}};
  if (!lab.report.pressure.curves.empty())
    tabs.insert(tabs.begin() + 2, {Tab::pressure, "Pressure"});
  if (lab.report.types.size() > 1 && !lab.report.front.single.points.empty())
    tabs.insert(tabs.begin() + 2, {Tab::pareto, "Pareto"});
  if (!lab.report.claims.empty()) tabs.push_back({Tab::claims, "Claims"});
  return tabs;
}

void draw_tab_row(View& view, const std::vector<TabEntry>& tabs) {
  const float left = ImGui::GetWindowPos().x, width = ImGui::GetWindowWidth();
  const ImVec2 start = ImGui::GetCursorScreenPos();
  float bottom = start.y;
  for (const TabEntry& entry : tabs) {
    const float right = ImGui::GetCursorScreenPos().x + text_width(fonts().bold, entry.label);
    if (right > left + width - 12.0f) ImGui::SetCursorScreenPos(ImVec2(start.x, bottom));
    if (tab(entry.label, view.tab == entry.tab)) view.tab = entry.tab;
    bottom = ImGui::GetCursorScreenPos().y + (look().touch ? 44.0f : 38.0f);
  }
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const ImRect line(left + 1.0f, bottom, left + width - 1.0f, bottom + 1.0f);
  draw->PushClipRect(line.Min, line.Max);  // from edge to edge of the card, padding or not
  draw->AddRectFilled(line.Min, line.Max, theme().hairline);
  draw->PopClipRect();
  ImGui::SetCursorScreenPos(ImVec2(start.x, bottom));
  ImGui::Dummy(ImVec2(1, 8));
}

// The statement, wrapped beside its numbers where there is room, else above them.
void draw_claim(const Claim& claim, float width) {
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const ImVec2 pos = ImGui::GetCursorScreenPos();
  const std::string& words = claim.statement.empty() ? claim.id : claim.statement;
  const bool untested = claim.verdict == "not tested here";
  const std::string numbers = untested ? ""
                                       : compact(claim.statistic) + "  [" + compact(claim.lo) +
                                             ", " + compact(claim.hi) + "]";
  const bool wide = width > 560.0f;
  const float room = wide ? width - 320.0f : width;
  const float tall = text_wrapped_at(draw, fonts().body, pos, theme().ink, words, room);
  const float y = wide ? pos.y : pos.y + tall + 2.0f;
  if (wide)
    text_right(draw, fonts().body, ImVec2(pos.x + width - 130.0f, y), theme().muted, numbers);
  else
    text_at(draw, fonts().small, ImVec2(pos.x, y), theme().muted, numbers);
  text_right(draw, fonts().bold, ImVec2(pos.x + width, y), verdict_color(claim.verdict),
             claim.verdict);
  const float height = wide ? tall + 8.0f : tall + 24.0f;
  items::add("claim: " + claim.id, ImRect(pos, ImVec2(pos.x + width, pos.y + height)),
             items::Kind::heading, words + ": " + claim.verdict + ", " + numbers);
  ImGui::Dummy(ImVec2(width, height));
  hairline();
}

}  // namespace

void draw_claims_tab(const Lab& lab, float height) {
  const bool wide = ImGui::GetContentRegionAvail().x >= 640.0f;
  // on a wide page the claims scroll under the tabs; on a narrow one the page does
  if (wide)
    ImGui::BeginChild("claims", ImVec2(0.0f, height), ImGuiChildFlags_None,
                      ImGuiWindowFlags_NavFlattened);
  const float width = ImGui::GetContentRegionAvail().x - (wide ? 12.0f : 0.0f);
  for (const Claim& claim : lab.report.claims) draw_claim(claim, width);
  text_wrapped(
      fonts().small, theme().muted,
      "Statistic with its 95 % interval. Supported: the whole interval lies on the claimed side. "
      "Contradicted: it lies on the other. Else undecided; not tested here: this scenario cannot "
      "show it.");
  if (wide) ImGui::EndChild();
}

void choose_tab(View& view, std::string_view key) {
  constexpr std::pair<std::string_view, Tab> kTabs[] = {
      {"noise", Tab::noise},       {"inference", Tab::inference}, {"pareto", Tab::pareto},
      {"pressure", Tab::pressure}, {"slacks", Tab::slacks},       {"claims", Tab::claims}};
  for (const auto& [name, tab] : kTabs)
    if (name == key) view.tab = tab;
}

void draw_results(View& view, Lab& lab, float height) {
  const std::vector<TabEntry> tabs = tabs_of(lab);
  const bool present = std::any_of(tabs.begin(), tabs.end(),
                                   [&](const TabEntry& entry) { return entry.tab == view.tab; });
  const Tab wanted = view.tab;
  if (!present) view.tab = Tab::noise;  // until it has something to show
  const float before = ImGui::GetCursorPosY();
  draw_tab_row(view, tabs);
  const float room = std::max(170.0f, height - (ImGui::GetCursorPosY() - before));
  ImGui::BeginGroup();
  switch (view.tab) {
    case Tab::noise:
      draw_noise_tab(view, lab, room);
      break;
    case Tab::inference:
      draw_inference_tab(view, lab, room);
      break;
    case Tab::slacks:
      draw_slacks_tab(view, lab, room);
      break;
    case Tab::claims:
      draw_claims_tab(lab, room);
      break;
    case Tab::pareto:
      draw_pareto_tab(view, lab, room);
      break;
    case Tab::pressure:
      draw_pressure_tab(view, lab, room);
      break;
  }
  ImGui::Dummy(ImVec2(0.0f, 0.0f));  // ImGui wants an item where a tab last put the cursor
  ImGui::EndGroup();
  if (!present && view.tab == Tab::noise) view.tab = wanted;
}

}  // namespace covenant
