// A metric against the noise level, one curve and band per method; beside it, what picks reveal.
#include <imgui_internal.h>

#include <algorithm>
#include <cfloat>
#include <cmath>

#include "web/panels/panels.hpp"
#include "web/platform/items.hpp"
#include "web/widgets.hpp"

namespace covenant {
namespace {

struct MetricWords {
  const char* id;
  const char* title;  // with its unit
};
// In the order of the chooser; a metric that the report does not hold is left out.
constexpr MetricWords kMetrics[] = {
    {"regret", "Regret against one's own ideal policy, utils"},
    {"worst_regret", "Regret of the type that regrets most, utils"},
    {"utility", "Utility of what people receive, utils"},
    {"worst_utility", "Utility of the worst-off type, utils"},
    {"objective", "The designer's objective, utils"},
    {"policy_tv", "Distance to one's own ideal policy, total variation"},
    {"policy_l2", "Distance to one's own ideal policy, Euclidean"},
    {"policy_kl", "KL divergence from one's own ideal policy, nats"},
    {"reward_loss", "Reward lost against one's own ideal, utils"},
    {"coherence", "Coherence: same policy with noise on and off"},
    {"truthful", "People who pick the contract meant for them"},
    {"misreport_gain", "Most that a type gains by misreporting, utils"},
    {"distortion", "Distortion: best single policy over achieved"},
    {"proxy", "Proxy: the objective as estimated, utils"},
    {"gold", "Gold: the objective in truth, utils"},
    {"overestimation", "Overestimation, proxy minus gold, utils"},
    {"hacking", "Hacking: gold lost to more pressure, utils"},
    {"norm", "The designer's norm term, utils"},
    {"transfer", "Transfer paid, utils"},
    {"kl", "KL divergence from the base policy, nats"},
    {"model_objective", "The objective as modelled, utils"},
    {"leaving", "People who leave"},
    {"below_leaving", "People whose contract is worth less than leaving"},
    {"design_violation", "Largest IC or IR violation of the design, of the scale"},
};

std::string metric_title(const std::string& id) {
  for (const MetricWords& words : kMetrics)
    if (id == words.id) return words.title;
  std::string plain = capitalised(id);
  std::replace(plain.begin(), plain.end(), '_', ' ');
  return plain;
}

std::vector<std::string> metrics_of(const Report& report) {
  std::vector<std::string> out;
  const auto add = [&out](const std::string& name) {
    if (std::find(out.begin(), out.end(), name) == out.end()) out.push_back(name);
  };
  const auto held = [&report](std::string_view name) {
    for (const MethodReport& method : report.methods)
      if (!method.levels.empty() && method.levels[0].metric(name) != nullptr) return true;
    return false;
  };
  for (const MetricWords& words : kMetrics)
    if (held(words.id)) add(words.id);
  for (const MethodReport& method : report.methods)
    if (!method.levels.empty())
      for (const MetricValue& metric : method.levels[0].metrics) add(metric.name);
  return out;
}

void add_curves(LinePlot& plot, const Report& report, const std::string& metric, bool ghost,
                bool faded) {
  int index = 0;
  const bool few = report.replicates_done < std::min(10, report.replicates);
  for (const MethodReport& method : report.methods) {
    Series series;
    series.label = method_name(method);
    series.color = method_color(theme(), method.id, index++);
    if (faded) series.color = mix(theme().card, series.color, 0.45f);
    series.dashed = method.id == "naive_menu";
    series.ghost = ghost;
    // few replicates: their intervals would be the whole picture
    series.band = !few;
    for (const LevelReport& level : method.levels) {
      const MetricValue* value = level.metric(metric);
      if (value == nullptr) continue;
      series.x.push_back(level.level);
      series.mean.push_back(value->value.mean);
      series.lo.push_back(value->value.lo);
      series.hi.push_back(value->value.hi);
    }
    if (!series.x.empty()) plot.series.push_back(series);
  }
}

std::string state_words(const Lab& lab) {
  if (lab.state == ReportState::partial && is_preview(lab))
    return "preview, " + std::to_string(lab.report.replicates_done) +
           (lab.report.replicates_done == 1 ? " replicate" : " replicates");
  if (lab.state == ReportState::partial)
    return grouped(lab.report.replicates_done) + " of " + grouped(lab.report.replicates) +
           " replicates";
  return lab.state == ReportState::stale ? "of a moment ago" : "";
}

// The metric, and what the bands are where there is room for it.
std::string plot_title(const View& view, const Lab& lab, float room) {
  const std::string title = metric_title(view.metric);
  if (lab.report.replicates <= 1) return title;
  for (const char* bands : {" \u2014 mean and 95 % interval", ", mean and 95 % interval"})
    if (text_width(fonts().small_bold, title + bands) <= room) return title + bands;
  return title;
}

LinePlot make_plot(const View& view, const Lab& lab, float width) {
  LinePlot plot;
  plot.id = "noise";
  const float words = text_width(fonts().small, state_words(lab));
  plot.title = plot_title(view, lab, width - 130.0f - words);
  plot.x_label = width < 420.0f
                     ? "Gaussian noise, as a share of the rewards\u2019 spread"
                     : "Gaussian noise on the rewards behind the feedback (share of their spread)";
  plot.y_label = view.metric;
  plot.percent_x = true;
  plot.title_room = 66.0f;  // the chooser of the metric
  plot.percent_y = view.metric == "truthful";
  plot.mark_x = 0.2;
  plot.mark_label = "claimed limit, 20 %";
  if (!lab.draft.feedback.noise.empty()) {
    plot.own_x = lab.draft.feedback.noise[0].level;
    plot.own_label = "this scenario, " + percent(plot.own_x);
  }
  if (lab.ghost && lab.state != ReportState::final)
    add_curves(plot, *lab.ghost, view.metric, true, false);
  add_curves(plot, lab.report, view.metric, false, lab.state == ReportState::stale);
  return plot;
}

void draw_metric_chooser(View& view, const Lab& lab, ImVec2 right) {
  const std::vector<std::string> metrics = metrics_of(lab.report);
  if (metrics.empty()) return;
  if (std::find(metrics.begin(), metrics.end(), view.metric) == metrics.end())
    view.metric = metrics[0];
  const char* label = "Choose the metric";
  const std::string words = "metric";
  const float width = text_width(fonts().small, words) + 16.0f;
  const float reach = look().touch ? 12.0f : 4.0f;
  const ImRect rect(ImVec2(right.x - width - 4, right.y - reach),
                    ImVec2(right.x, right.y + 14 + reach));
  const Hit hit = hit_area(label, rect);
  items::add(label, rect, items::Kind::button, view.metric);
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const ImU32 color = hit.hovered ? theme().ink : theme().muted;
  text_at(draw, fonts().small, ImVec2(right.x - width, right.y), color, words);
  draw_icon(draw, Icon::down, ImVec2(right.x - 6, right.y + 7), 3.0f, color);
  if (hit.pressed) ImGui::OpenPopup("metrics");
  // on the side of the button that has more room, and no taller than that
  const float below = ImGui::GetIO().DisplaySize.y - rect.Max.y - 12.0f, above = rect.Min.y - 12.0f;
  const bool up = above > below;
  ImGui::SetNextWindowPos(ImVec2(right.x, up ? rect.Min.y - 4 : rect.Max.y + 4), ImGuiCond_Always,
                          ImVec2(1, up ? 1.0f : 0.0f));
  ImGui::SetNextWindowSizeConstraints(ImVec2(0, 0), ImVec2(FLT_MAX, std::max(above, below)));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(12, 10));
  if (ImGui::BeginPopup("metrics")) {
    for (const std::string& metric : metrics) {
      const std::string item = metric_title(metric) + "##metric " + metric;
      if (ImGui::MenuItem(item.c_str(), nullptr, metric == view.metric)) view.metric = metric;
    }
    ImGui::EndPopup();
  }
  ImGui::PopStyleVar();
}

void draw_curves(View& view, Lab& lab, float width, float height) {
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  constexpr const char* label = "Noise robustness plot";
  LinePlot plot = make_plot(view, lab, width);
  plot.window = window_of(view, label);
  const LaidOutPlot laid = lay_out(plot, width, height);
  const bool settled = lab.state == ReportState::final || lab.state == ReportState::partial;
  show_plot(view, laid.list, settled ? plot_csv(plot) : "");
  move_plot(view, laid, origin, label);
  draw_read_out(plot, laid, origin, "noise");
  const float title = text_width(fonts().small_bold, laid.list.title);
  draw_metric_chooser(view, lab, ImVec2(origin.x + width, origin.y));
  const std::string words = state_words(lab);
  if (!words.empty() && laid.axes.min.x + title + text_width(fonts().small, words) + 90 < width)
    text_right(ImGui::GetWindowDrawList(), fonts().small,
               ImVec2(origin.x + width - 76.0f, origin.y), theme().accent, words);
}

}  // namespace

void draw_noise_tab(View& view, Lab& lab, float height) {
  const float width = ImGui::GetContentRegionAvail().x;
  if (lab.state == ReportState::none) {
    text_line(fonts().small, theme().muted, "The first numbers are being computed\u2026");
    return;
  }
  if (width < 640.0f) {
    draw_curves(view, lab, width, std::max(260.0f, std::min(height, 320.0f)));
    gap(14.0f);
    draw_posterior_bars(view, lab);
    return;
  }
  const float bars = std::clamp(0.34f * width, 280.0f, 360.0f);
  const ImVec2 pos = ImGui::GetCursorScreenPos();
  draw_curves(view, lab, width - bars - 32.0f, height);
  const float x = std::floor(pos.x + width - bars - 12.0f) + 0.5f;
  ImGui::GetWindowDrawList()->AddLine(ImVec2(x, pos.y - 4), ImVec2(x, pos.y + height - 2),
                                      theme().hairline);
  ImGui::SetCursorScreenPos(ImVec2(x + 18.0f, pos.y));
  ImGui::BeginGroup();
  draw_posterior_bars(view, lab);
  ImGui::EndGroup();
}

}  // namespace covenant
