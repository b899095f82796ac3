// What single policies can give two of the types at best, and where each method's outcome stands.
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

#include "web/panels/panels.hpp"
#include "web/platform/items.hpp"
#include "web/plot/name_place.hpp"
#include "web/plot/ticks.hpp"
#include "web/widgets.hpp"

namespace covenant {
namespace {

std::size_t at_index(int i) { return static_cast<std::size_t>(i); }

// A method's mean value for one type at the shown level, with its interval.
struct Outcome {
  std::string name;
  ImU32 color = 0;
  Interval x, y;
};

const MetricValue* value_for(const LevelReport& level, const std::string& type) {
  for (const TypeMetrics& metrics : level.by_type)
    for (const MetricValue& metric : metrics.metrics)
      if (metrics.type == type && metric.name == "value") return &metric;
  return nullptr;
}

std::vector<Outcome> outcomes_of(const Lab& lab, const FrontView& axes) {
  std::vector<Outcome> out;
  const std::size_t level = at_index(shown_level(lab));
  int index = 0;
  for (const MethodReport& method : lab.report.methods) {
    const ImU32 color = method_color(theme(), method.id, index++);
    if (level >= method.levels.size()) continue;
    const MetricValue* x = value_for(method.levels[level], lab.report.types[at_index(axes.across)]);
    const MetricValue* y = value_for(method.levels[level], lab.report.types[at_index(axes.up)]);
    if (x != nullptr && y != nullptr)
      out.push_back({method_name(method), color, x->value, y->value});
  }
  return out;
}

// The type that the shade of the front's dots speaks of: the first on no axis; -1 if there is none.
int shaded_type(const Lab& lab, const FrontView& axes) {
  for (int k = 0; k < static_cast<int>(lab.report.types.size()); ++k)
    if (k != axes.across && k != axes.up) return k;
  return -1;
}

struct Range {
  double lower = 1e300, upper = -1e300;
  void cover(double v) {
    if (!std::isfinite(v)) return;
    lower = std::min(lower, v);
    upper = std::max(upper, v);
  }
  [[nodiscard]] bool holds(double v) const { return v >= lower && v <= upper; }
};

Range wider(Range range, double share) {
  if (range.upper < range.lower) range = {0.0, 1.0};
  const double by = std::max(share * (range.upper - range.lower), 1e-6);
  return {range.lower - by, range.upper + by};
}

PlotWindow extent_of(const Front& front, const std::vector<Outcome>& outcomes,
                     const FrontView& axes) {
  Range x, y;
  for (const FrontPoint& point : front.single.points) {
    x.cover(point.value[at_index(axes.across)]);
    y.cover(point.value[at_index(axes.up)]);
  }
  for (const Outcome& outcome : outcomes) {
    for (const double v : {outcome.x.lo, outcome.x.hi}) x.cover(v);
    for (const double v : {outcome.y.lo, outcome.y.hi}) y.cover(v);
  }
  // offers that few would take may lie far off: those leave the picture
  const Range near_x = wider(x, 0.35), near_y = wider(y, 0.35);
  for (const FrontMethodSet& offered : front.sets)
    for (const FrontPoint& point : offered.set.points) {
      const double px = point.value[at_index(axes.across)], py = point.value[at_index(axes.up)];
      if (offered.set.points.size() < 2 || !near_x.holds(px) || !near_y.holds(py)) continue;
      x.cover(px);
      y.cover(py);
    }
  x = wider(x, 0.05);
  y = wider(y, 0.02);
  return {x.lower, x.upper, y.lower, y.upper};
}

// With two types the points lie on a curve, left to right; with more they are a surface, seen from
// two of its sides.
void draw_front(const Front& front, const FrontView& view, int shaded, const Axes& axes,
                DisplayList& list) {
  std::vector<ImVec2> points;
  Range third;
  for (const FrontPoint& point : front.single.points) {
    points.emplace_back(axes.px(point.value[at_index(view.across)]),
                        axes.py(point.value[at_index(view.up)]));
    if (shaded >= 0) third.cover(point.value[at_index(shaded)]);
  }
  const ImU32 color = mix(theme().card, theme().muted, 0.75f);
  if (front.reference_point.size() == 2) {
    std::sort(points.begin(), points.end(),
              [](ImVec2 a, ImVec2 b) { return a.x < b.x || (a.x == b.x && a.y < b.y); });
    Shape& line = list.add(Shape::Kind::line, color);
    line.clipped = true;
    line.size = 1.6f;
    line.text = "front of single policies";
    line.points = points;
  }
  for (std::size_t i = 0; i < points.size(); ++i) {
    ImU32 dot = color;
    if (shaded >= 0) {
      const double value = front.single.points[i].value[at_index(shaded)];
      const double share = (value - third.lower) / std::max(third.upper - third.lower, 1e-12);
      dot = mix(theme().card, theme().ink, 0.5f + 0.45f * static_cast<float>(share));
    }
    list.circle(points[i], 2.2f, dot, "a policy on the front");
    list.shapes.back().clipped = true;
  }
}

// What each method offers, as everybody would see it: a ring per policy or contract.
void draw_offers(const Lab& lab, FrontView& view, const Axes& axes, DisplayList& list) {
  view.left_out = 0;
  for (const FrontMethodSet& offered : lab.report.front.sets) {
    if (offered.set.points.size() < 2) continue;  // one policy is where its outcome is
    int index = 0;
    for (const MethodReport& method : lab.report.methods) {
      const ImU32 color = method_color(theme(), method.id, index++);
      if (method.label != offered.method) continue;
      for (const FrontPoint& point : offered.set.points) {
        const ImVec2 at(axes.px(point.value[at_index(view.across)]),
                        axes.py(point.value[at_index(view.up)]));
        const bool inside = at.x >= axes.min.x && at.x <= axes.max.x && at.y >= axes.min.y - 2.0f &&
                            at.y <= axes.max.y + 2.0f;
        view.left_out += inside ? 0 : 1;
        list.circle(at, 4.0f, color, method_name(method) + ": one of what it offers");
        list.shapes.back().clipped = true;
        list.circle(at, 2.6f, theme().card);
        list.shapes.back().clipped = true;
      }
    }
  }
}

void draw_outcome_dots(const std::vector<Outcome>& outcomes, const Axes& axes, DisplayList& list) {
  for (const Outcome& o : outcomes) {
    const ImVec2 at(axes.px(o.x.mean), axes.py(o.y.mean));
    list.line(ImVec2(axes.px(o.x.lo), at.y), ImVec2(axes.px(o.x.hi), at.y), o.color, 1.4f);
    list.shapes.back().clipped = true;
    list.line(ImVec2(at.x, axes.py(o.y.lo)), ImVec2(at.x, axes.py(o.y.hi)), o.color, 1.4f);
    list.shapes.back().clipped = true;
    list.circle(at, 4.5f, o.color, o.name);
    list.shapes.back().clipped = true;
  }
}

void draw_outcome_names(const std::vector<Outcome>& outcomes, const Axes& axes, DisplayList& list) {
  std::vector<Place> taken;
  const Place area{{axes.min.x, 16.0f}, {list.width, axes.max.y}};
  const DisplayList marks =
      list;  // what no name may hide: other names' own lines are no such thing
  for (const Outcome& o : outcomes) {
    const ImVec2 at(axes.px(o.x.mean), axes.py(o.y.mean));
    if (at.x < axes.min.x || at.x > axes.max.x || at.y < axes.min.y - 2 || at.y > axes.max.y + 2)
      continue;
    const ImVec2 size(text_width(fonts().small_bold, o.name), 13.0f);
    const Place best = place_name(at, size, marks, area, taken);
    const ImU32 color = readable(o.color, theme().card);
    const ImVec2 end(std::clamp(at.x, best.min.x - 2.0f, best.max.x + 2.0f),
                     std::clamp(at.y, best.min.y, best.max.y));
    if (std::hypot(end.x - at.x, end.y - at.y) > 11.0f) list.line(at, end, with_alpha(color, 0.5f));
    list.text(best.min, Face::small_bold, color, o.name);
  }
}

// What the nearest outcome, or else offer or policy of the front, gives the two types.
void draw_point_words(const Lab& lab, const std::vector<Outcome>& outcomes, const FrontView& view,
                      int shaded, const Axes& axes, ImVec2 origin) {
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  if (!ImGui::IsWindowHovered()) return;
  std::string words;
  float least = 10.0f;
  const auto near = [&](double x, double y, float ahead) {
    const float away = std::hypot(origin.x + axes.px(x) - mouse.x, origin.y + axes.py(y) - mouse.y);
    const bool nearer = away - ahead < least && away < 10.0f;
    if (nearer) least = away - ahead;
    return nearer;
  };
  const std::string& across = lab.report.types[at_index(view.across)];
  const std::string& up = lab.report.types[at_index(view.up)];
  for (const FrontPoint& point : lab.report.front.single.points) {
    const double x = point.value[at_index(view.across)], y = point.value[at_index(view.up)];
    if (!near(x, y, 0.0f)) continue;
    words = "one policy for all\n" + across + "  " + compact(x) + "\n" + up + "  " + compact(y);
    if (shaded >= 0)
      words +=
          "\n" + lab.report.types[at_index(shaded)] + "  " + compact(point.value[at_index(shaded)]);
  }
  for (const FrontMethodSet& offered : lab.report.front.sets)
    for (const FrontPoint& point : offered.set.points) {
      const double x = point.value[at_index(view.across)], y = point.value[at_index(view.up)];
      if (offered.set.points.size() < 2 || !near(x, y, 3.0f)) continue;
      const MethodReport* method = lab.report.method(offered.method);
      const std::string name = method == nullptr ? offered.method : method_name(*method);
      words = "one of what " + name + " offers\n" + across + "  " + compact(x) + "\n" + up + "  " +
              compact(y);
    }
  const auto with_interval = [](const Interval& v) {
    return compact(v.mean) + "  [" + compact(v.lo) + ", " + compact(v.hi) + "]";
  };
  for (const Outcome& o : outcomes)
    if (near(o.x.mean, o.y.mean, 6.0f))
      words = o.name + "\n" + across + "  " + with_interval(o.x) + "\n" + up + "  " +
              with_interval(o.y);
  if (words.empty() || !ImGui::BeginTooltip()) return;
  text_line(fonts().small, theme().ink, words);
  ImGui::EndTooltip();
}

std::string points_csv(const Lab& lab, const std::vector<Outcome>& outcomes,
                       const FrontView& axes) {
  const std::string& across = lab.report.types[at_index(axes.across)];
  const std::string& up = lab.report.types[at_index(axes.up)];
  std::string out = "what," + csv_text(across + " mean") + "," + csv_text(across + " lo") + "," +
                    csv_text(across + " hi") + "," + csv_text(up + " mean") + "," +
                    csv_text(up + " lo") + "," + csv_text(up + " hi") + "\n";
  for (const Outcome& o : outcomes) {
    out += csv_text(o.name);
    for (const double v : {o.x.mean, o.x.lo, o.x.hi, o.y.mean, o.y.lo, o.y.hi})
      out += "," + csv_cell(v);
    out += "\n";
  }
  for (const FrontPoint& point : lab.report.front.single.points)
    out += "front of single policies," + csv_cell(point.value[at_index(axes.across)]) + ",,," +
           csv_cell(point.value[at_index(axes.up)]) + ",,\n";
  for (const FrontMethodSet& offered : lab.report.front.sets)
    for (const FrontPoint& point : offered.set.points)
      out += csv_text("offered by " + offered.method) + "," +
             csv_cell(point.value[at_index(axes.across)]) + ",,," +
             csv_cell(point.value[at_index(axes.up)]) + ",,\n";
  return out;
}

void draw_scatter(View& view, const Lab& lab, float width, float height) {
  constexpr const char* label = "Pareto plot";
  const std::vector<Outcome> outcomes = outcomes_of(lab, view.front);
  LinePlot plot;
  plot.id = "pareto";
  plot.title = "What " + lab.report.types[at_index(view.front.up)] + " get (up) and " +
               lab.report.types[at_index(view.front.across)] + " get (across), utils";
  plot.x_label = "value for " + lab.report.types[at_index(view.front.across)] +
                 ": reward minus transfer and the price of KL";
  plot.window = window_of(view, label);
  LaidOutPlot laid;
  laid.list.width = width;
  laid.list.height = height;
  laid.axes = plot_frame(plot, extent_of(lab.report.front, outcomes, view.front), 24.0f, laid.list);
  const int shaded = shaded_type(lab, view.front);
  draw_front(lab.report.front, view.front, shaded, laid.axes, laid.list);
  draw_offers(lab, view.front, laid.axes, laid.list);
  draw_outcome_dots(outcomes, laid.axes, laid.list);
  draw_outcome_names(outcomes, laid.axes, laid.list);
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  show_plot(view, laid.list,
            lab.state == ReportState::final ? points_csv(lab, outcomes, view.front) : "");
  move_plot(view, laid, origin, label);
  draw_point_words(lab, outcomes, view.front, shaded, laid.axes, origin);
}

// "across:  Teenagers  Adults  Elders"
void draw_axis_chooser(const Lab& lab, const char* caption, const char* prefix, int& chosen,
                       int other) {
  std::vector<const char*> names;
  for (const std::string& type : lab.report.types) names.push_back(type.c_str());
  int wanted = chosen;
  if (segmented(caption, prefix, names, wanted, "Whose value this axis shows.") && wanted != other)
    chosen = wanted;
}

// What the marks mean; the plot itself has no room for it.
std::string marks_words(const Lab& lab, const FrontView& axes) {
  const int shaded = shaded_type(lab, axes);
  std::string words = "Small dots: best single policies";
  if (shaded >= 0)
    words += std::string(theme().dark ? ", brighter" : ", darker") + " with more for " +
             lab.report.types[at_index(shaded)];
  const double volume = lab.report.front.single.hypervolume;
  if (std::isfinite(volume)) words += "; hypervolume above the nadir " + compact(volume);
  words += ".";
  bool rings = false;
  for (const FrontMethodSet& offered : lab.report.front.sets)
    rings = rings || offered.set.points.size() > 1;
  if (!rings) return words;
  words += " Rings: each contract or policy offered, if all took it (first replicate";
  if (axes.left_out > 0) words += "; " + std::to_string(axes.left_out) + " outside the picture";
  return words + ").";
}

void draw_distances(const Lab& lab, const FrontView& axes, float width) {
  const double level = lab.report.noise_levels[at_index(shown_level(lab))];
  text_line(fonts().small_bold, theme().ink,
            "Beyond the front, utils, at " + percent(level) + " noise");
  gap(2.0f);
  ImDrawList* draw = ImGui::GetWindowDrawList();
  bool any = false;
  for (const MethodReport& method : lab.report.methods) {
    const FrontOutcome* outcome = lab.report.front.outcome(method.label, level);
    if (outcome == nullptr) continue;
    any = true;
    const ImVec2 pos = ImGui::GetCursorScreenPos();
    const Interval& d = outcome->distance;
    const std::string numbers =
        compact(d.mean) + "  [" + compact(d.lo) + ", " + compact(d.hi) + "]";
    text_at(draw, fonts().small, pos, theme().ink,
            fit_text(fonts().small, method_name(method),
                     width - text_width(fonts().small, numbers) - 10.0f));
    text_right(draw, fonts().small, ImVec2(pos.x + width, pos.y), theme().ink, numbers);
    ImGui::Dummy(ImVec2(width, 13));
  }
  if (!any) text_line(fonts().small, theme().muted, "Computed when all replicates are done.");
  gap(4.0f);
  text_wrapped(fonts().small, theme().muted, marks_words(lab, axes));
  text_wrapped(fonts().small, theme().muted,
               "Above 0: every type could lose that much before one policy did as well by all; "
               "below: one policy gives every type that much more.");
}

// True if the names of all types stand beside each other, and beside what they are chosen for.
bool names_fit(const Lab& lab, float width) {
  float needed = text_width(fonts().body, "Across") + 12.0f;
  for (const std::string& type : lab.report.types) needed += text_width(fonts().bold, type) + 11.0f;
  return needed <= width;
}

void draw_side(View& view, const Lab& lab, float width) {
  const int types = static_cast<int>(lab.report.types.size());
  if (types > 2 && names_fit(lab, width)) {
    draw_axis_chooser(lab, "Across", "across: ", view.front.across, view.front.up);
    draw_axis_chooser(lab, "Up", "up: ", view.front.up, view.front.across);
    gap(3.0f);
  } else if (types > 2 && button("Next pair of types", ButtonKind::link)) {
    view.front.up = (view.front.up + 1) % types;
    if (view.front.up == view.front.across) view.front.across = (view.front.across + 1) % types;
    if (view.front.up == view.front.across) view.front.up = (view.front.up + 1) % types;
  }
  draw_distances(lab, view.front, width);
}

}  // namespace

void draw_pareto_tab(View& view, Lab& lab, float height) {
  const int types = static_cast<int>(lab.report.types.size());
  FrontView& axes = view.front;
  if (axes.across >= types || axes.up >= types || axes.across == axes.up)
    axes.across = 0, axes.up = 1;
  const float width = ImGui::GetContentRegionAvail().x;
  if (width < 640.0f) {
    draw_scatter(view, lab, width, 320.0f);
    gap(12.0f);
    draw_side(view, lab, width);
    return;
  }
  const float side = std::clamp(0.34f * width, 280.0f, 360.0f);
  const ImVec2 pos = ImGui::GetCursorScreenPos();
  draw_scatter(view, lab, width - side - 32.0f, height);
  ImGui::SetCursorScreenPos(ImVec2(pos.x + width - side, pos.y));
  // a group of its own width, so that what is laid out to the right ends where it should
  ImGui::BeginChild("pareto side", ImVec2(side - 4.0f, height), ImGuiChildFlags_None,
                    ImGuiWindowFlags_NavFlattened);
  draw_side(view, lab, side - 12.0f);
  ImGui::EndChild();
}

}  // namespace covenant
