// The menu: one card per contract, with its policy, its price and how safe its picks are.
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

#include "web/panels/panels.hpp"
#include "web/platform/items.hpp"
#include "web/widgets.hpp"

namespace covenant {
namespace {

constexpr float kPad = 12.0f;

std::string price_words(const Lab& lab) {
  switch (lab.applied.designer.transfers) {
    case TransferRegime::friction:
      return "friction";
    case TransferRegime::money:
      return "price";
    case TransferRegime::none:
      break;
  }
  return "";
}

std::string header_words(const MenuDesign& design) {
  const Index count = design.menu.num_contracts();
  const std::string contracts = std::to_string(count) + (count == 1 ? " contract" : " contracts");
  // to no more than every answer is checked to
  if (design.status == SolveStatus::optimal)
    return contracts + ", proven optimal to " +
           (design.gap <= 1e-9 ? std::string("1e-9") : compact(design.gap));
  const std::string gap = compact(std::max(0.0, design.gap));
  if (count > 0) return contracts + ", gap " + gap + " not closed";
  return status_name(design.status);
}

// Shades of one colour, pale to full, in the order of the responses.
ImU32 response_shade(ImU32 color, int response, int responses) {
  const float at =
      responses > 1 ? static_cast<float>(response) / static_cast<float>(responses - 1) : 1.0f;
  return mix(theme().card, color, 0.28f + 0.72f * at);
}

// The bar's pieces, left to right; slivers that nobody can see are left to their neighbours.
void draw_segments(const ContextSpec& context, const double* policy, ImU32 color,
                   const ImRect& rect) {
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const int n = static_cast<int>(context.responses.size());
  const float sliver = 1.6f;
  float from = rect.Min.x;
  double sum = 0.0;
  int last = n - 1;  // the last piece that is drawn
  while (last > 0 && policy[last] * rect.GetWidth() < sliver) --last;
  for (int a = 0; a <= last; ++a) {
    sum += policy[a];
    const float exact = rect.Min.x + rect.GetWidth() * static_cast<float>(std::min(1.0, sum));
    const float to = a == last ? rect.Max.x : exact;
    if (to - from < sliver) continue;
    ImDrawFlags corners = from == rect.Min.x ? ImDrawFlags_RoundCornersLeft : 0;
    if (a == last) corners |= ImDrawFlags_RoundCornersRight;
    draw->AddRectFilled(ImVec2(from, rect.Min.y), ImVec2(to, rect.Max.y),
                        response_shade(color, a, n), 3.0f,
                        corners != 0 ? corners : ImDrawFlags_RoundCornersNone);
    from = to;
  }
}

// One context's policy as a bar; hovering says the numbers.
void draw_policy_bar(const ContextSpec& context, const double* policy, ImU32 color, ImRect rect) {
  draw_segments(context, policy, color, rect);
  if (!ImGui::IsWindowHovered(ImGuiHoveredFlags_ChildWindows) ||
      !rect.Contains(ImGui::GetIO().MousePos) || !ImGui::BeginTooltip())
    return;
  text_line(fonts().small_bold, theme().ink, context.name);
  for (int a = 0; a < static_cast<int>(context.responses.size()); ++a)
    text_line(fonts().small, theme().muted,
              percent(policy[a], 1) + "  " + context.responses[static_cast<std::size_t>(a)].name);
  ImGui::EndTooltip();
}

std::string responses_of(const ContextSpec& context) {
  std::string out;
  for (const ResponseSpec& response : context.responses)
    out += (out.empty() ? "" : " \u00b7 ") + response.name;
  return out;
}

// Smallest slack of those it is meant for, and the noise that cannot change their pick.
struct Safety {
  double slack = std::numeric_limits<double>::infinity();
  double radius = std::numeric_limits<double>::infinity();
};

Safety safety_of(const Lab& lab, int contract) {
  Safety out;
  const MenuDesign& design = lab.exact.design;
  for (std::size_t k = 0; k < design.menu.assigned.size(); ++k) {
    if (design.menu.assigned[k] != contract) continue;
    const Index i = static_cast<Index>(k);
    for (Index j = 0; j < lab.slack.ic.cols(); ++j)
      if (j != contract) out.slack = std::min(out.slack, lab.slack.ic(i, j));
    out.slack = std::min(out.slack, lab.slack.ir(i));
    if (i < design.certified_radius.size())
      out.radius = std::min(out.radius, design.certified_radius(i));
  }
  return out;
}

// Some two digits that promise no more than `value` (> 5e-7) holds.
std::string rounded_down(double value) {
  int decimals = 2;
  while (decimals < 7 && value < std::pow(10.0, 1 - decimals)) ++decimals;
  const double unit = std::pow(10.0, -decimals);
  return fixed(std::floor(value / unit + 1e-6) * unit, decimals);
}

// The unit is left out where there is no room for it: it is that of everything on the card.
std::string safety_words(const Lab& lab, int contract, bool with_unit = true) {
  const Safety safety = safety_of(lab, contract);
  const bool binds = std::fabs(safety.slack) <= 1e-6 * std::max(1.0, lab.slack.scale);
  const std::string slack =
      binds ? "slack 0 (binds)"
            : "slack " +
                  (std::fabs(safety.slack) < 0.01 ? compact(safety.slack) : fixed(safety.slack, 2));
  const double radius = std::max(0.0, safety.radius);
  return slack + " \u00b7 safe to \u00b1" + (radius < 5e-7 ? "0" : rounded_down(radius)) +
         (with_unit ? " utils" : "");
}

constexpr std::size_t kMostContexts = 6;
constexpr float kContextRow = 17.0f, kRoomyRow = 34.0f;

// Roomy: each question's bar has a line of its own under the words, which then say the likeliest
// answer; else the question stands beside the bar.
float card_height(const Scenario& scenario, bool roomy) {
  const std::size_t contexts = std::min(scenario.contexts.size(), kMostContexts);
  if (contexts == 1) return 104.0f;
  return 55.0f + (roomy ? kRoomyRow : kContextRow) * static_cast<float>(contexts);
}

// Room for the questions' names beside their bars: as much as they need, up to two fifths.
float context_column(const std::vector<ContextSpec>& contexts, float width) {
  float widest = 0.0f;
  for (const ContextSpec& context : contexts)
    widest = std::max(widest, text_width(fonts().small, context.name));
  return std::min(widest + 9.0f, 0.42f * width);
}

// "full detail with risks 58 %"
std::string likeliest_words(const ContextSpec& context, const double* policy) {
  const auto n = static_cast<std::ptrdiff_t>(context.responses.size());
  const double* top = std::max_element(policy, policy + n);
  return context.responses[static_cast<std::size_t>(top - policy)].name + " " + percent(*top);
}

void draw_roomy_policy(const ContextSpec& context, const double* policy, ImU32 color, ImVec2 at,
                       float width) {
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const std::string answer =
      fit_text(fonts().small, likeliest_words(context, policy), 0.62f * width);
  const float room = width - text_width(fonts().small, answer) - 10.0f;
  text_at(draw, fonts().small, at, theme().muted, fit_text(fonts().small, context.name, room));
  text_right(draw, fonts().small, ImVec2(at.x + width, at.y), theme().ink, answer);
  draw_policy_bar(context, policy, color, ImRect(at.x, at.y + 16.0f, at.x + width, at.y + 28.0f));
}

void draw_policies(const Lab& lab, int contract, ImVec2 at, float width, bool roomy) {
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const ImU32 color = contract_color(lab, contract);
  const double* policy = lab.exact.design.menu.allocation.row(contract).data();
  const auto& contexts = lab.applied.contexts;
  if (contexts.size() == 1) {
    draw_policy_bar(contexts[0], policy, color, ImRect(at, ImVec2(at.x + width, at.y + 16)));
    text_at(draw, fonts().small, ImVec2(at.x, at.y + 21), theme().muted,
            fit_text(fonts().small, responses_of(contexts[0]), width));
    return;
  }
  const float names = context_column(contexts, width);
  for (std::size_t s = 0; s < std::min(contexts.size(), kMostContexts); ++s) {
    if (roomy) {
      draw_roomy_policy(contexts[s], policy, color, at, width);
      policy += contexts[s].responses.size();
      at.y += kRoomyRow;
      continue;
    }
    text_at(draw, fonts().small, ImVec2(at.x, at.y), theme().muted,
            fit_text(fonts().small, contexts[s].name, names - 8.0f));
    draw_policy_bar(contexts[s], policy, color,
                    ImRect(at.x + names, at.y + 1, at.x + width, at.y + 13));
    policy += contexts[s].responses.size();
    at.y += kContextRow;
  }
}

void draw_audience(const Lab& lab, int contract, float left, float right, float y) {
  const Theme& t = theme();
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const std::string audience = contract_audience(lab, contract);
  const float all = right - left - 28.0f, wanted = text_width(fonts().small_bold, audience);
  std::string safety = safety_words(lab, contract);
  if (wanted > all - text_width(fonts().small, safety)) safety = safety_words(lab, contract, false);
  text_right(draw, fonts().small, ImVec2(right, y), t.muted, safety);
  text_at(draw, fonts().small, ImVec2(left, y), t.muted, "for");
  text_at(draw, fonts().small_bold, ImVec2(left + 20.0f, y), t.ink,
          fit_text(fonts().small_bold, audience, all - text_width(fonts().small, safety)));
}

void draw_card_text(const Lab& lab, int contract, ImRect rect, bool roomy) {
  const Theme& t = theme();
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const ImU32 color = contract_color(lab, contract);
  const float left = rect.Min.x + kPad, right = rect.Max.x - kPad;
  float y = rect.Min.y + 10.0f;
  draw->AddCircleFilled(ImVec2(left + 4.5f, y + 8.0f), 4.5f, color, 20);
  const std::string number = fixed(lab.exact.design.menu.transfer(contract), 2);
  const std::string words = price_words(lab);
  const float price = words.empty() ? 0.0f : text_width(fonts().bold, number);
  if (!words.empty()) {
    text_right(draw, fonts().bold, ImVec2(right, y), t.ink, number);
    text_right(draw, fonts().body, ImVec2(right - price - 7.0f, y), t.muted, words);
  }
  const float room = right - left - 17.0f - price - text_width(fonts().body, words) - 16.0f;
  text_at(draw, fonts().bold, ImVec2(left + 17.0f, y), t.ink,
          fit_text(fonts().bold, contract_name(lab, contract), room));
  draw_policies(lab, contract, ImVec2(left, y + 21.0f), right - left, roomy);
  draw_audience(lab, contract, left, right, rect.Max.y - 22.0f);
}

void draw_contract(View& view, const Lab& lab, int contract, float width, bool roomy) {
  const Theme& t = theme();
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const ImVec2 pos = ImGui::GetCursorScreenPos();
  const ImRect rect(pos, ImVec2(pos.x + width, pos.y + card_height(lab.applied, roomy)));
  const std::string label = "contract: " + contract_name(lab, contract);
  const Hit hit = hit_area(label.c_str(), rect);
  explain(
      "Slack: what those it is meant for would lose, in utils, by taking the next best. Safe to: "
      "the largest error in the reward of every response, in utils, that cannot change their pick. "
      "Press to pick it as yourself: the tab Type inference then says which type you may be.");
  items::add(label, rect, items::Kind::card,
             price_words(lab) + " " + fixed(lab.exact.design.menu.transfer(contract), 2) +
                 ", for " + contract_audience(lab, contract) + ", " + safety_words(lab, contract));
  const bool pointed = view.type_space.hovered_contract == contract;
  draw->AddRectFilled(rect.Min, rect.Max, hit.hovered ? mix(t.card, t.track, 0.5f) : t.card, 8.0f);
  const ImU32 edge = pointed ? contract_color(lab, contract) : (hit.hovered ? t.muted : t.hairline);
  draw->AddRect(rect.Min, rect.Max, edge, 8.0f, 0, pointed ? 1.6f : 1.0f);
  draw_card_text(lab, contract, rect, roomy);
  if (hit.pressed) {
    view.inference.picked.push_back(contract);
    view.tab = Tab::inference;
  }
  ImGui::Dummy(ImVec2(width, rect.GetHeight() + 4.0f));
}

}  // namespace

void draw_menu_panel(View& view, Lab& lab, float height) {
  const Theme& t = theme();
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const ImVec2 pos = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const MenuDesign& design = lab.exact.design;
  text_at(draw, fonts().bold, pos, t.ink, "Menu");
  const std::string words = header_words(design);
  text_at(draw, fonts().small,
          ImVec2(pos.x + text_width(fonts().bold, "Menu") + 8.0f, pos.y + 1.0f), t.muted,
          fit_text(fonts().small, words, width - 48.0f));
  items::add("Menu", ImRect(pos, ImVec2(pos.x + width, pos.y + 18)), items::Kind::heading, words);
  ImGui::Dummy(ImVec2(width, 20));
  if (design.menu.num_contracts() == 0) {
    text_wrapped(fonts().body, t.ink, "There is no menu for this scenario.");
    text_wrapped(fonts().small, t.muted, design.reason);
    return;
  }
  const int contracts = static_cast<int>(design.menu.num_contracts());
  const float needed =
      20.0f + static_cast<float>(contracts) *
                  (card_height(lab.applied, true) + 4.0f + ImGui::GetStyle().ItemSpacing.y);
  const bool roomy = height <= 0.0f || needed <= height;
  for (int j = 0; j < contracts; ++j) draw_contract(view, lab, j, width, roomy);
}

}  // namespace covenant
