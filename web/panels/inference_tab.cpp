// Type inference: who is taken for whom, accuracy pick by pick, and "which type are you?".
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/mech/choice.hpp"
#include "core/mech/posterior.hpp"
#include "web/panels/heat_table.hpp"
#include "web/panels/inference_shared.hpp"
#include "web/panels/panels.hpp"
#include "web/platform/items.hpp"
#include "web/widgets.hpp"

namespace covenant {
namespace {

const InferenceLevel& level_of(const Lab& lab) {
  return lab.report.inference[0].levels[static_cast<std::size_t>(shown_level(lab))];
}

void draw_confusion(View& view, const Lab& lab, float width, float height) {
  const InferenceLevel& level = level_of(lab);
  HeatTable table;
  table.id = "confusion";
  table.title = "Who is taken for whom, at " + percent(level.level) + " noise";
  table.corner = "is \u2193  seems \u2192";
  for (std::size_t k = 0; k < level.confusion.size(); ++k) {
    HeatRow row;
    row.name = lab.report.types[k];
    row.color = group_color(theme(), static_cast<int>(k));
    double all = 0.0;
    for (const double share : level.confusion[k]) all += share;
    for (std::size_t i = 0; i < level.confusion[k].size(); ++i) {
      const double share = all > 0.0 ? level.confusion[k][i] / all : 0.0;
      row.cells.push_back({.text = percent(share),
                           .value = share,
                           .fill = group_color(theme(), static_cast<int>(i)),
                           .strength = static_cast<float>(std::clamp(share, 0.0, 1.0))});
    }
    table.rows.push_back(row);
    table.columns.push_back(lab.report.types[k]);
  }
  draw_heat_table(view, table, width, height, lab.state == ReportState::final);
}

void draw_accuracy_curve(View& view, const Lab& lab, float width, float height) {
  const InferenceLevel& level = level_of(lab);
  LinePlot plot;
  plot.id = "inference";
  plot.title = "Accuracy by number of picks";
  plot.x_label = "picks seen";
  plot.percent_y = true;
  plot.whole_x = true;
  Series accuracy, prior;
  accuracy.label = "inferred";
  accuracy.color = theme().accent;
  prior.label = "prior";
  prior.color = theme().muted;
  prior.dashed = true;
  prior.band = false;
  for (const InferenceRound& round : level.rounds) {
    accuracy.x.push_back(round.picks);
    accuracy.mean.push_back(round.accuracy.mean);
    accuracy.lo.push_back(round.accuracy.lo);
    accuracy.hi.push_back(round.accuracy.hi);
    prior.x.push_back(round.picks);
    for (auto* edge : {&prior.mean, &prior.lo, &prior.hi})
      edge->push_back(level.rounds[0].accuracy.mean);
  }
  plot.series = {prior, accuracy};
  constexpr const char* label = "Accuracy plot";
  plot.window = window_of(view, label);
  const LaidOutPlot laid = lay_out(plot, width, height);
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  show_plot(view, laid.list, lab.state == ReportState::final ? plot_csv(plot) : "");
  move_plot(view, laid, origin, label);
  draw_read_out(plot, laid, origin, "picks");
}

// P(pick | type) under the scenario's choice model, on the menu that is on the page; leaving last.
Matrix chance_of_picks(const Lab& lab) {
  const MenuProblem& problem = lab.exact.problem;
  const Menu& menu = lab.exact.design.menu;
  const Index options = menu.num_contracts() + 1;
  Matrix chance(problem.num_types(), options);
  const ChoiceRule rule{.model = lab.applied.choice.model,
                        .precision = lab.applied.choice.precision,
                        .tolerance = 1e-9 * lab.exact.design.scale};
  for (Index k = 0; k < problem.num_types(); ++k) {
    const int meant = menu.assigned[static_cast<std::size_t>(k)];
    const double own = lab.exact.design.utility(k);
    std::vector<double> utility, favour(static_cast<std::size_t>(options), 0.0);
    for (Index j = 0; j + 1 < options; ++j) utility.push_back(own - lab.slack.ic(k, j));
    utility.push_back(own - lab.slack.ir(k));
    std::vector<double> out(utility.size());
    pick_probabilities(utility, favour, meant, rule, out);
    for (Index j = 0; j < options; ++j) chance(k, j) = out[static_cast<std::size_t>(j)];
  }
  return chance;
}

void draw_belief(const Lab& lab, const Vector& belief, float width) {
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const ImVec2 start = ImGui::GetCursorScreenPos();
  std::string words;
  for (Index k = 0; k < belief.size(); ++k) {
    const ImVec2 pos = ImGui::GetCursorScreenPos();
    const ImU32 color = group_color(theme(), static_cast<int>(k));
    const float left = 110.0f, full = width - left - 48.0f;
    text_at(
        draw, fonts().small, pos, theme().ink,
        fit_text(fonts().small, lab.applied.types[static_cast<std::size_t>(k)].name, left - 10));
    const ImVec2 bar(pos.x + left, pos.y + 2.0f);
    draw->AddRectFilled(bar, ImVec2(bar.x + full, bar.y + 10), theme().track, 3.0f);
    const float filled = full * static_cast<float>(belief(k));
    if (filled > 0.5f) draw->AddRectFilled(bar, ImVec2(bar.x + filled, bar.y + 10), color, 3.0f);
    text_right(draw, fonts().small, ImVec2(pos.x + width, pos.y), theme().ink, percent(belief(k)));
    words += (k > 0 ? ", " : "") + lab.applied.types[static_cast<std::size_t>(k)].name + " " +
             percent(belief(k), 1);
    ImGui::Dummy(ImVec2(width, 15));
  }
  items::add("Belief", ImRect(start, ImVec2(start.x + width, ImGui::GetCursorScreenPos().y)),
             items::Kind::other, words);
}

const ResponseSpec& response_at(const Scenario& scenario, int index, std::string& context) {
  for (const ContextSpec& each : scenario.contexts) {
    const int size = static_cast<int>(each.responses.size());
    context = each.name;
    if (index < size) return each.responses[static_cast<std::size_t>(index)];
    index -= size;
  }
  return scenario.contexts.back().responses.back();
}

// The reader may also compare two answers, as the people of the feedback do.
void draw_comparison(const Lab& lab, const Vector& belief, std::vector<OwnAnswer>& answered,
                     float width) {
  const std::optional<Comparison> pair = next_comparison(lab, belief, answered);
  if (!pair) return;
  std::string context;
  const std::string first = response_at(lab.applied, pair->first, context).name;
  const std::string second = response_at(lab.applied, pair->second, context).name;
  text_wrapped(fonts().small, theme().muted, "Or: which answer to \u201c" + context + "\u201d?");
  // two short lines, so that the column ends where its neighbours do
  const float padding = look().touch ? ImGui::GetStyle().FramePadding.y : 1.0f;
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(0.0f, padding));
  const auto ask = [&](const std::string& name, int better, int worse) {
    const std::string label = "Rather: " + name;
    const std::string shown = fit_text(fonts().small_bold, label, width - 30.0f) + "##" + label;
    if (button(shown.c_str(), ButtonKind::link)) answered.push_back({better, worse});
  };
  ask(first, pair->first, pair->second);
  ask(second, pair->second, pair->first);
  ImGui::PopStyleVar();
}

std::string evidence_words(const InferenceView& view) {
  const auto counted = [](std::size_t n, const char* one, const char* many) {
    return std::to_string(n) + (n == 1 ? one : many);
  };
  std::string words = view.picked.empty() ? "" : counted(view.picked.size(), " pick", " picks");
  if (!view.answered.empty())
    words +=
        (words.empty() ? "" : ", ") + counted(view.answered.size(), " comparison", " comparisons");
  return words.empty() ? "Pick what you would take; pick again to be surer." : words + " so far:";
}

void draw_own_picks(View& view, const Lab& lab, float width) {
  text_line(fonts().small_bold, theme().ink, "Which type are you?");
  const int contracts = static_cast<int>(lab.exact.design.menu.num_contracts());
  if (contracts == 0) {
    text_wrapped(fonts().small, theme().muted, "There is no menu to pick from.");
    return;
  }
  std::vector<int>& picked = view.inference.picked;
  // of an earlier, longer menu
  if (std::any_of(picked.begin(), picked.end(), [&](int pick) { return pick > contracts; }))
    picked.clear();
  std::vector<OwnAnswer>& answered = view.inference.answered;
  const bool outdated =
      std::any_of(answered.begin(), answered.end(), [&lab](const OwnAnswer& each) {
        return std::max(each.better, each.worse) >= lab.exact.reward.cols();
      });
  if (outdated) answered.clear();
  text_wrapped(fonts().small, theme().muted, evidence_words(view.inference));
  Vector belief = prior_of(lab.applied);
  const Matrix likelihood = pick_likelihood(chance_of_picks(lab));
  for (const int pick : picked) belief = update(belief, likelihood, pick);
  for (const OwnAnswer& each : answered) belief = update_by_answer(lab, belief, each);
  draw_belief(lab, belief, width);
  gap(5.0f);
  float used = 0.0f;
  for (int j = 0; j <= contracts; ++j) {
    const std::string name = j < contracts ? contract_name(lab, j) : "Leave";
    const std::string label = "I take: " + name;
    const float needed = text_width(fonts().body, label) + 26.0f;
    if (j > 0 && used + needed + 6.0f <= width)
      ImGui::SameLine(0.0f, 6.0f);
    else
      used = 0.0f;
    used += needed + 6.0f;
    if (button(label.c_str())) picked.push_back(j);
  }
  draw_comparison(lab, belief, answered, width);
  if ((!picked.empty() || !answered.empty()) && button("Start again", ButtonKind::link)) {
    picked.clear();
    answered.clear();
  }
}

}  // namespace

void draw_inference_tab(View& view, Lab& lab, float height) {
  const float width = ImGui::GetContentRegionAvail().x;
  if (!has_inference(lab)) {
    text_wrapped(fonts().small, theme().muted, "No method here offers a menu: nobody picks.");
    return;
  }
  if (width < 760.0f) {
    draw_own_picks(view, lab, width);
    gap(16.0f);
    draw_confusion(view, lab, width, 230.0f);
    gap(16.0f);
    draw_accuracy_curve(view, lab, width, 240.0f);
    return;
  }
  const float column = std::floor((width - 48.0f) / 3.0f);
  const ImVec2 pos = ImGui::GetCursorScreenPos();
  draw_confusion(view, lab, column, height);
  ImGui::SetCursorScreenPos(ImVec2(pos.x + column + 24.0f, pos.y));
  draw_accuracy_curve(view, lab, column, height);
  ImGui::SetCursorScreenPos(ImVec2(pos.x + 2 * (column + 24.0f), pos.y));
  ImGui::BeginGroup();
  ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + column);
  draw_own_picks(view, lab, column);
  ImGui::PopTextWrapPos();
  ImGui::EndGroup();
}

}  // namespace covenant
