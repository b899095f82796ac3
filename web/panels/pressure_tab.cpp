// Gold and proxy as optimisation pressure rises: where the two part, pressure is spent on the error
// of the reward and not on the reward.
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

#include "web/panels/panels.hpp"
#include "web/platform/items.hpp"
#include "web/widgets.hpp"

namespace covenant {
namespace {

int chosen_curve(const View& view, const PressureReport& pressure) {
  const int count = static_cast<int>(pressure.curves.size());
  if (view.front.curve >= 0 && view.front.curve < count) return view.front.curve;
  for (int i = 0; i < count; ++i)
    if (pressure.curves[static_cast<std::size_t>(i)].method == "rlhf") return i;
  return 0;
}

// A method can be pressed in two ways.
std::string curve_name(const Report& report, const PressureCurveReport& curve) {
  std::string name = curve.method;
  for (const MethodReport& method : report.methods)
    if (method.label == curve.method) name = method_name(method);
  return curve.path == "samples" && name != "best of n" ? name + ", best of n" : name;
}

Series series_of(const PressureCurveReport& curve, bool gold) {
  std::vector<const PressurePointReport*> points;
  for (const PressurePointReport& point : curve.points) points.push_back(&point);
  std::stable_sort(points.begin(), points.end(),
                   [](const auto* a, const auto* b) { return a->kl.mean < b->kl.mean; });
  Series series;
  series.label = gold ? "gold" : "proxy";
  series.color = gold ? theme().group[4] : theme().accent;
  series.dashed = !gold;
  for (const PressurePointReport* point : points) {
    const Interval& value = gold ? point->gold : point->proxy;
    series.x.push_back(std::sqrt(std::max(0.0, point->kl.mean)));
    series.mean.push_back(value.mean);
    series.lo.push_back(value.lo);
    series.hi.push_back(value.hi);
  }
  return series;
}

void draw_curve(View& view, const Lab& lab, const PressureCurveReport& curve, float width,
                float height) {
  constexpr const char* label = "Pressure plot";
  LinePlot plot;
  plot.id = "pressure";
  plot.title = curve_name(lab.report, curve) + ": gain as pressure rises, utils, at " +
               percent(lab.report.pressure.level) + " noise";
  plot.x_label = curve.path == "samples" ? "\u221aKL of the policy, by sampling more (best of n)"
                                         : "\u221aKL of the policy, by a lower price of KL";
  plot.series = {series_of(curve, true), series_of(curve, false)};
  if (curve.deployed >= 0 && curve.deployed < static_cast<int>(curve.points.size())) {
    const double kl = curve.points[static_cast<std::size_t>(curve.deployed)].kl.mean;
    plot.mark_x = std::sqrt(std::max(0.0, kl));
    plot.mark_label = "as deployed";
  }
  plot.window = window_of(view, label);
  const LaidOutPlot laid = lay_out(plot, width, height);
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  show_plot(view, laid.list, lab.state == ReportState::final ? plot_csv(plot) : "");
  move_plot(view, laid, origin, label);
  draw_read_out(plot, laid, origin, "\u221aKL");
}

std::string interval_of(const Interval& value) {
  return compact(value.mean) + "  [" + compact(value.lo) + ", " + compact(value.hi) + "]";
}

// One line per method; pressing it shows its curve.
void draw_methods(View& view, const Report& report, int chosen, float width) {
  const PressureReport& pressure = report.pressure;
  text_line(fonts().small_bold, theme().ink, "Hacking: gold lost to more pressure, utils");
  gap(2.0f);
  ImDrawList* draw = ImGui::GetWindowDrawList();
  for (int i = 0; i < static_cast<int>(pressure.curves.size()); ++i) {
    const PressureCurveReport& curve = pressure.curves[static_cast<std::size_t>(i)];
    const ImVec2 pos = ImGui::GetCursorScreenPos();
    const float height = look().touch ? 38.0f : 17.0f;
    const ImRect rect(pos, ImVec2(pos.x + width, pos.y + height));
    const std::string name = curve_name(report, curve), label = "pressure on " + name;
    const Hit hit = hit_area(label.c_str(), rect);
    items::add(label, rect, items::Kind::button, i == chosen ? "selected" : "");
    if (i == chosen || hit.hovered) draw->AddRectFilled(rect.Min, rect.Max, theme().track, 5.0f);
    const float y = pos.y + 0.5f * (height - font_px(fonts().small));
    const std::string numbers = interval_of(curve.hacking);
    text_at(draw, i == chosen ? fonts().small_bold : fonts().small, ImVec2(pos.x + 6, y),
            theme().ink,
            fit_text(fonts().small, name, width - text_width(fonts().small, numbers) - 22));
    text_right(draw, fonts().small, ImVec2(pos.x + width - 6, y), theme().ink, numbers);
    if (hit.pressed) view.front.curve = i;
    ImGui::Dummy(rect.GetSize());
  }
}

std::string names_with(const Report& report, const char* goodhart) {
  std::string text;
  for (const PressureCurveReport& curve : report.pressure.curves)
    if (curve.goodhart == goodhart) text += (text.empty() ? "" : ", ") + curve_name(report, curve);
  return text;
}

// The report's own finding, with the names that the curves have here.
std::string finding_words(const Report& report) {
  const std::string strong = names_with(report, "strong"), weak = names_with(report, "weak");
  const std::string first =
      strong.empty()
          ? "No strong Goodhart: no method's mean gold is shown to fall as it is "
            "optimised harder. "
          : "Strong Goodhart, mean gold falls as it is optimised harder: " + strong + ". ";
  return first + (weak.empty() ? "No weak Goodhart."
                               : "Weak, the proxy promises more than gold gives: " + weak + ".");
}

void draw_words(const Report& report, const PressureCurveReport& curve) {
  gap(4.0f);
  text_wrapped(fonts().small, theme().muted,
               "At the strongest setting gold stands " + interval_of(curve.fall) +
                   " below its best; Goodhart: " + curve.goodhart + ".");
  gap(2.0f);
  text_wrapped(fonts().small, theme().ink, finding_words(report));
}

}  // namespace

void draw_pressure_tab(View& view, Lab& lab, float height) {
  const PressureReport& pressure = lab.report.pressure;
  const int chosen = chosen_curve(view, pressure);
  const PressureCurveReport& curve = pressure.curves[static_cast<std::size_t>(chosen)];
  const float width = ImGui::GetContentRegionAvail().x;
  if (width < 640.0f) {
    draw_curve(view, lab, curve, width, 280.0f);
    gap(12.0f);
    draw_methods(view, lab.report, chosen, width);
    draw_words(lab.report, curve);
    return;
  }
  const float side = std::clamp(0.34f * width, 280.0f, 360.0f);
  const ImVec2 pos = ImGui::GetCursorScreenPos();
  draw_curve(view, lab, curve, width - side - 32.0f, height);
  ImGui::SetCursorScreenPos(ImVec2(pos.x + width - side, pos.y));
  // of its own height: what is too long for it scrolls by itself, under the tabs
  ImGui::BeginChild("pressure side", ImVec2(side - 4.0f, height), ImGuiChildFlags_None,
                    ImGuiWindowFlags_NavFlattened);
  draw_methods(view, lab.report, chosen, side - 12.0f);
  draw_words(lab.report, curve);
  ImGui::EndChild();
}

}  // namespace covenant
