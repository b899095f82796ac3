// The card with the tabs; and the tabs that are tables of words: claims, one's own data.
#include <imgui_internal.h>

#include <algorithm>

#include "web/panels/panels.hpp"
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
  if (!lab.report.claims.empty()) tabs.push_back({Tab::claims, "Claims"});
  if (lab.own.inference) tabs.push_back({Tab::own_data, "Your data"});
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

std::string interval_words(const Interval& value, bool as_percent) {
  const auto number = [as_percent](double v) { return as_percent ? percent(v, 1) : fixed(v, 2); };
  return number(value.mean) + " [" + number(value.lo) + ", " + number(value.hi) + "]";
}

void draw_agreement(const GroupAgreement& group, float width) {
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const ImVec2 pos = ImGui::GetCursorScreenPos();
  text_at(draw, fonts().small_bold, pos, theme().ink, group.type.empty() ? "Everyone" : group.type);
  float x = pos.x + 130.0f;
  for (const Agreement& policy : group.policies) {
    if (x > pos.x + width - 120.0f) break;
    std::string name = policy.policy;
    std::replace(name.begin(), name.end(), '_', ' ');
    text_at(draw, fonts().small, ImVec2(x, pos.y), theme().muted, name);
    text_at(draw, fonts().small, ImVec2(x, pos.y + 15.0f), theme().ink,
            percent(policy.argmax.mean, 1));
    x += 118.0f;
  }
  ImGui::Dummy(ImVec2(width, 38));
}

}  // namespace

void draw_claims_tab(const Lab& lab) {
  const float width = ImGui::GetContentRegionAvail().x;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  for (const Claim& claim : lab.report.claims) {
    const ImVec2 pos = ImGui::GetCursorScreenPos();
    const std::string& words = claim.statement.empty() ? claim.id : claim.statement;
    text_at(draw, fonts().body, pos, theme().ink, fit_text(fonts().body, words, width - 330.0f));
    const std::string numbers =
        compact(claim.statistic) + "  [" + compact(claim.lo) + ", " + compact(claim.hi) + "]";
    text_right(draw, fonts().body, ImVec2(pos.x + width - 130.0f, pos.y), theme().muted, numbers);
    text_right(draw, fonts().bold, ImVec2(pos.x + width, pos.y), verdict_color(claim.verdict),
               claim.verdict);
    ImGui::Dummy(ImVec2(width, 22));
    hairline();
  }
  text_wrapped(
      fonts().small, theme().muted,
      "Supported: the whole 95 % interval lies on the claimed side. Contradicted: it lies on "
      "the other. Else undecided.");
}

void draw_own_data_tab(const Lab& lab) {
  const ChoiceInference& own = *lab.own.inference;
  const float width = ImGui::GetContentRegionAvail().x;
  text_line(fonts().small_bold, theme().ink,
            lab.own.name + ": " + grouped(static_cast<double>(own.choices)) + " choices of " +
                grouped(own.respondents) + " people");
  for (const std::string& left_out : own.left_out)
    text_wrapped(fonts().small, theme().muted, left_out);
  gap(6.0f);
  if (own.cross_validated)
    text_wrapped(fonts().small, theme().ink,
                 "Group inferred right for " + interval_words(own.accuracy, true) +
                     " of people whom no fit has seen; always saying the largest group would be "
                     "right for " +
                     percent(own.majority, 1) + ". Bits gained per person " +
                     interval_words(own.bits_gained, false) + ".");
  else
    text_wrapped(fonts().small, theme().ink,
                 "The file names no groups, so nothing was fitted and accuracy is not known; each "
                 "person's posterior comes from this scenario's own weights.");
  gap(8.0f);
  if (!own.agreement.empty())
    text_line(fonts().small, theme().muted,
              "Held-out choices that each policy's likeliest response agrees with");
  for (const GroupAgreement& group : own.agreement) draw_agreement(group, width);
}

void draw_results(View& view, Lab& lab, float height) {
  const std::vector<TabEntry> tabs = tabs_of(lab);
  const bool present = std::any_of(tabs.begin(), tabs.end(),
                                   [&](const TabEntry& entry) { return entry.tab == view.tab; });
  if (!present) view.tab = Tab::noise;
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
      draw_claims_tab(lab);
      break;
    case Tab::own_data:
      draw_own_data_tab(lab);
      break;
  }
  ImGui::EndGroup();
}

}  // namespace covenant
