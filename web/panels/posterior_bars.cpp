// "After each pick: who is this?": the posterior over types as a person of one type keeps picking.
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

#include "core/mech/posterior.hpp"
#include "web/panels/inference_shared.hpp"
#include "web/panels/panels.hpp"
#include "web/platform/items.hpp"
#include "web/platform/platform.hpp"
#include "web/widgets.hpp"

namespace covenant {
namespace {

struct BarRow {
  std::string name;
  std::vector<double> posterior;
};

// One stacked bar; shares that are wide enough say their number.
void draw_bar(DisplayList& list, const BarRow& row, const Lab& lab, float y, float left,
              float width) {
  list.text(ImVec2(0, y + 5.0f), Face::small, theme().muted, row.name);
  float x = left;
  for (std::size_t k = 0; k < row.posterior.size(); ++k) {
    const float w = width * static_cast<float>(row.posterior[k]);
    const ImU32 color = group_color(theme(), static_cast<int>(k));
    const std::string words = percent(row.posterior[k]);
    if (w > 1.5f)
      list.rect(ImVec2(x, y), ImVec2(x + w - 1.5f, y + 23.0f), color, 3.0f,
                lab.report.types[k] + " " + words);
    if (w > text_width(fonts().small, words) + 8.0f)
      list.text(ImVec2(x + 0.5f * w, y + 5.0f), Face::small, text_on(color), words, Anchor::middle);
    x += w;
  }
}

void draw_example_chooser(View& view, const Lab& lab, ImVec2 at) {
  const int types = static_cast<int>(lab.report.types.size());
  int& example = view.inference.example;
  example = std::clamp(example, 0, types - 1);
  const std::string words = lab.report.types[static_cast<std::size_t>(example)];
  const std::string before = "someone of ";
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const float w0 = text_width(fonts().small, before), w1 = text_width(fonts().small_bold, words);
  const ImRect rect(ImVec2(at.x, at.y - 4), ImVec2(at.x + w0 + w1 + 18, at.y + 18));
  const Hit hit = hit_area("Whose picks", rect);
  items::add("Whose picks", rect, items::Kind::button, words);
  text_at(draw, fonts().small, at, theme().muted, before);
  text_at(draw, fonts().small_bold, ImVec2(at.x + w0, at.y),
          readable(group_color(theme(), example), theme().card), words);
  draw_icon(draw, Icon::down, ImVec2(at.x + w0 + w1 + 10, at.y + 7), 3.0f,
            hit.hovered ? theme().ink : theme().muted);
  if (hit.pressed) ImGui::OpenPopup("example");
  ImGui::SetNextWindowPos(ImVec2(at.x, rect.Max.y + 4));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(12, 10));
  if (ImGui::BeginPopup("example")) {
    for (int k = 0; k < types; ++k)
      if (ImGui::MenuItem(("picks of " + lab.report.types[static_cast<std::size_t>(k)]).c_str(),
                          nullptr, k == example))
        example = k;
    ImGui::EndPopup();
  }
  ImGui::PopStyleVar();
}

std::vector<BarRow> rows_of(const Lab& lab, const MethodReport& method, int level, int example) {
  const Deployment& deployment = method.levels[static_cast<std::size_t>(level)].deployment;
  const InferenceLevel& inferred = lab.report.inference[0].levels[static_cast<std::size_t>(level)];
  std::vector<BarRow> rows;
  Vector belief = prior_of(lab.applied);
  rows.push_back({"prior", {belief.data(), belief.data() + belief.size()}});
  const Matrix likelihood = likelihood_of(inferred, belief);
  if (likelihood.size() == 0) return rows;
  const std::vector<double>& picks = deployment.picks[static_cast<std::size_t>(example)];
  const Index pick = std::max_element(picks.begin(), picks.end()) - picks.begin();
  const int rounds = std::max(1, std::min(lab.applied.choice.rounds, 5));
  for (int n = 1; n <= rounds; ++n) {
    belief = update(belief, likelihood, pick);
    rows.push_back({std::to_string(n) + (n == 1 ? " pick" : " picks"),
                    {belief.data(), belief.data() + belief.size()}});
  }
  return rows;
}

void draw_accuracy(const Lab& lab, int level) {
  const InferenceLevel& inferred = lab.report.inference[0].levels[static_cast<std::size_t>(level)];
  if (inferred.rounds.size() < 2) return;
  const InferenceRound& prior = inferred.rounds[0];
  const InferenceRound& one = inferred.rounds[1];
  const auto with_interval = [](const Interval& value) {
    const double half = 0.5 * (value.hi - value.lo);
    return fixed(value.mean, 2) + (half > 0.0 ? " \u00b1 " + fixed(half, 2) : "");
  };
  text_wrapped(fonts().small, theme().ink,
               "Accuracy after one pick " + with_interval(one.accuracy) + ", prior alone " +
                   fixed(prior.accuracy.mean, 2));
  text_wrapped(fonts().small, theme().muted,
               "calibration error " + fixed(one.calibration_error.mean, 2) + " \u00b7 " +
                   fixed(one.bits_gained.mean, 2) + " bits per pick \u00b7 at " +
                   percent(inferred.level) + " noise");
}

}  // namespace

Vector prior_of(const Scenario& scenario) {
  Vector prior(static_cast<Index>(scenario.types.size()));
  for (std::size_t k = 0; k < scenario.types.size(); ++k)
    prior(static_cast<Index>(k)) = scenario.types[k].share;
  return prior / prior.sum();
}

Matrix likelihood_of(const InferenceLevel& level, const Vector& prior) {
  const Index contracts = static_cast<Index>(level.posterior.size());
  Matrix out(prior.size(), contracts);
  // P(pick | type) is proportional to P(type | pick) / P(type); what is lost, a factor per pick,
  // cancels in every further step of Bayes' rule
  for (Index j = 0; j < contracts; ++j)
    for (Index k = 0; k < prior.size(); ++k)
      out(k, j) =
          level.posterior[static_cast<std::size_t>(j)][static_cast<std::size_t>(k)] / prior(k);
  return out;
}

bool has_inference(const Lab& lab) {
  if (lab.report.inference.empty() || lab.state == ReportState::none) return false;
  const MethodReport* method = lab.report.method(lab.report.inference[0].method);
  const auto level = static_cast<std::size_t>(shown_level(lab));
  return method != nullptr && level < method->levels.size() &&
         level < lab.report.inference[0].levels.size() &&
         lab.report.types.size() == lab.applied.types.size() &&
         method->levels[level].deployment.picks.size() == lab.report.types.size();
}

void draw_posterior_bars(View& view, Lab& lab) {
  const ImVec2 pos = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  text_at(draw, fonts().small_bold, pos, theme().ink, "After each pick: who is this?");
  if (!has_inference(lab)) {
    ImGui::Dummy(ImVec2(width, 20));
    text_wrapped(fonts().small, theme().muted, "No method here offers a menu: nobody picks.");
    return;
  }
  draw_example_chooser(view, lab, ImVec2(pos.x, pos.y + 19.0f));
  const int level = shown_level(lab);
  const MethodReport& method = *lab.report.method(lab.report.inference[0].method);
  const std::vector<BarRow> rows = rows_of(lab, method, level, view.inference.example);
  DisplayList list;
  list.id = "posterior";
  list.title = "Posterior over types after each pick";
  list.width = width;
  const float step = rows.size() > 3 ? 30.0f : 36.0f;
  list.height = step * static_cast<float>(rows.size());
  list.clip_max = ImVec2(width, list.height);
  std::string csv = "after";
  for (const std::string& type : lab.report.types) csv += "," + csv_text(type);
  csv += "\n";
  for (std::size_t i = 0; i < rows.size(); ++i) {
    draw_bar(list, rows[i], lab, step * static_cast<float>(i), 54.0f, width - 56.0f);
    csv += csv_text(rows[i].name);
    for (const double share : rows[i].posterior) csv += "," + csv_cell(share);
    csv += "\n";
  }
  ImGui::SetCursorScreenPos(ImVec2(pos.x, pos.y + 44.0f));
  const bool settled = lab.state == ReportState::final;
  show_plot(view, list, settled ? csv : "");
  gap(6.0f);
  draw_accuracy(lab, level);
  if (button("Which type are you? Pick for yourself \u2192", ButtonKind::link))
    view.tab = Tab::inference;
}

}  // namespace covenant
