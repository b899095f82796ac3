#include "web/plot/line_plot.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "web/plot/ticks.hpp"
#include "web/widgets.hpp"

namespace covenant {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

struct Extent {
  double lower = kInfinity, upper = -kInfinity;
  void cover(double value) {
    if (!std::isfinite(value)) return;
    lower = std::min(lower, value);
    upper = std::max(upper, value);
  }
};

Extent y_extent(const LinePlot& plot) {
  Extent extent;
  for (const Series& s : plot.series)
    for (std::size_t i = 0; i < s.mean.size(); ++i) {
      extent.cover(s.mean[i]);
      if (!s.band || s.ghost) continue;
      extent.cover(s.lo[i]);
      extent.cover(s.hi[i]);
    }
  if (extent.upper < extent.lower) return {0.0, 1.0};
  // an axis from zero where that costs little: lengths can then be compared
  const double size = extent.upper - extent.lower;
  if (extent.lower > 0.0 && extent.lower < 1.5 * size) extent.lower = 0.0;
  if (extent.upper < 0.0 && extent.upper > -1.5 * size) extent.upper = 0.0;
  // an interval that only just crosses zero does not cost a whole step of axis
  if (extent.lower < 0.0 && extent.lower > -0.04 * size) extent.lower = 0.0;
  if (size <= 1e-12) extent.cover(0.0);
  return extent;
}

Extent x_extent(const LinePlot& plot) {
  Extent extent;
  for (const Series& s : plot.series)
    for (const double x : s.x) extent.cover(x);
  if (extent.upper < extent.lower) return {0.0, 1.0};
  if (extent.upper == extent.lower) extent.upper = extent.lower + 0.1;
  return extent;
}

std::string tick_text(double value, int decimals, bool is_percent) {
  return is_percent ? percent(value, std::max(0, decimals - 2)) : fixed(value, decimals);
}

float label_column(const LinePlot& plot) {
  float width = 0.0f;
  for (const Series& s : plot.series)
    if (!s.ghost) width = std::max(width, text_width(fonts().small_bold, s.label));
  return std::min(width + 14.0f, 130.0f);
}

void draw_grid(const LinePlot& plot, const Axes& axes, const Ticks& xs, const Ticks& ys,
               DisplayList& list) {
  const Theme& t = theme();
  for (const double y : ys.at) {
    if (y < axes.y0 - 1e-12 || y > axes.y1 + 1e-12) continue;
    const float py = std::floor(axes.py(y)) + 0.5f;
    const bool base = y == ys.at.front();
    list.line(ImVec2(axes.min.x, py), ImVec2(axes.max.x, py),
              base ? mix(t.hairline, t.muted, 0.6f) : mix(t.card, t.hairline, t.grid),
              base ? 1.2f : 1.0f);
    list.text(ImVec2(axes.min.x - 8.0f, py - 6.5f), Face::small, t.muted,
              tick_text(y, ys.decimals, plot.percent_y), Anchor::right);
  }
  for (const double x : xs.at) {
    if (x < axes.x0 - 1e-9 || x > axes.x1 + 1e-9) continue;
    list.text(ImVec2(axes.px(x), axes.max.y + 8.0f), Face::small, t.muted,
              tick_text(x, xs.decimals, plot.percent_x), Anchor::middle);
  }
  // under the axis, or under the whole plot where it is longer than the axis
  const float label = text_width(fonts().small, plot.x_label);
  const bool fits = label <= axes.max.x - axes.min.x;
  list.text(ImVec2(fits ? 0.5f * (axes.min.x + axes.max.x) : 0.5f * list.width, axes.max.y + 26.0f),
            Face::small, t.muted, fit_text(fonts().small, plot.x_label, list.width - 4.0f),
            Anchor::middle);
}

// Pixels of a curve and its band between two x; nothing where it is not.
Extent covered(const Series& s, const Axes& axes, float from, float to) {
  Extent y;
  for (std::size_t i = 0; i < s.x.size(); ++i) {
    // a point counts as far as its neighbours
    const float left = axes.px(s.x[i > 0 ? i - 1 : 0]);
    const float right = axes.px(s.x[std::min(i + 1, s.x.size() - 1)]);
    if (right < from || left > to || s.ghost) continue;
    for (const double v : {s.mean[i], s.band ? s.lo[i] : s.mean[i], s.band ? s.hi[i] : s.mean[i]})
      if (std::isfinite(v)) y.cover(static_cast<double>(axes.py(v)));
  }
  return y;
}

// The top of a line of words between two x that the curves leave free, or nearly; highest first.
// `taken`: the top of other words there.
float free_line(const LinePlot& plot, const Axes& axes, float from, float to, float taken) {
  constexpr float kLine = 14.0f;
  float best = axes.min.y, least = 1e9f;
  for (float top = axes.min.y; top + kLine <= axes.max.y; top += 0.5f * kLine) {
    float cost = std::fabs(top - taken) < kLine ? 1e3f : 0.0f;
    for (const Series& s : plot.series) {
      const Extent y = covered(s, axes, from, to);
      const float over = std::min(top + kLine, static_cast<float>(y.upper) + 2.0f) -
                         std::max(top, static_cast<float>(y.lower) - 2.0f);
      if (y.lower <= y.upper) cost += std::max(0.0f, over);
    }
    if (cost >= least) continue;
    least = cost;
    best = top;
  }
  return best;
}

// Returns the top of its words, far away if there are none.
float draw_mark(const LinePlot& plot, double at, const std::string& label, const Axes& axes,
                float taken, DisplayList& list) {
  if (!(at > axes.x0 && at <= axes.x1)) return -1e3f;
  const float x = std::floor(axes.px(at)) + 0.5f;
  Shape& mark = list.add(Shape::Kind::dotted, mix(theme().hairline, theme().muted, 0.7f));
  mark.points = {ImVec2(x, axes.min.y), ImVec2(x, axes.max.y)};
  mark.size = 1.2f;
  const float width = text_width(fonts().small, label);
  const bool left = x + 6.0f + width > axes.max.x;
  const float start = left ? x - 6.0f : x + 6.0f;
  const float top =
      free_line(plot, axes, left ? start - width : start, left ? start : start + width, taken);
  list.text(ImVec2(start, top), Face::small, theme().muted, label,
            left ? Anchor::right : Anchor::left);
  return top;
}

// Runs of finite values, as separate pieces.
template <class Draw>
void for_each_run(const Series& s, Draw draw_run) {
  std::size_t from = 0;
  for (std::size_t i = 0; i <= s.x.size(); ++i) {
    if (i < s.x.size() && std::isfinite(s.mean[i])) continue;
    if (i > from) draw_run(from, i);
    from = i + 1;
  }
}

void draw_band_of(const Series& s, const Axes& axes, DisplayList& list) {
  for_each_run(s, [&](std::size_t from, std::size_t to) {
    Shape& band = list.add(Shape::Kind::band, with_alpha(s.color, 0.17f));
    band.clipped = true;
    for (const std::vector<double>* edge : {&s.hi, &s.lo})
      for (std::size_t i = from; i < to; ++i) {
        const double y = std::isfinite((*edge)[i]) ? (*edge)[i] : s.mean[i];
        band.points.emplace_back(axes.px(s.x[i]), axes.py(y));
      }
  });
}

void draw_line_of(const Series& s, const Axes& axes, DisplayList& list) {
  for_each_run(s, [&](std::size_t from, std::size_t to) {
    const ImU32 color = s.ghost ? with_alpha(s.color, 0.28f) : s.color;
    // a single level is a dot: a line needs two
    if (to - from == 1) {
      list.circle(ImVec2(axes.px(s.x[from]), axes.py(s.mean[from])), 3.5f, color);
      list.shapes.back().clipped = true;
    }
    Shape& line = list.add(s.dashed ? Shape::Kind::dashed : Shape::Kind::line, color);
    line.clipped = true;
    line.size = s.ghost ? 1.3f : 2.0f;
    line.text = s.label;
    for (std::size_t i = from; i < to; ++i)
      line.points.emplace_back(axes.px(s.x[i]), axes.py(s.mean[i]));
  });
}

void draw_names(const LinePlot& plot, const Axes& axes, DisplayList& list) {
  std::vector<float> wanted;
  std::vector<const Series*> named;
  for (const Series& s : plot.series) {
    if (s.ghost) continue;
    for (std::size_t i = s.mean.size(); i-- > 0;) {
      if (!std::isfinite(s.mean[i]) || (i > 0 && s.x[i] > axes.x1)) continue;
      wanted.push_back(std::clamp(axes.py(s.mean[i]), axes.min.y, axes.max.y));
      named.push_back(&s);
      break;
    }
  }
  const std::vector<float> y = spread_labels(wanted, 14.0f, axes.min.y, axes.max.y + 2.0f);
  for (std::size_t i = 0; i < named.size(); ++i) {
    const ImU32 color = readable(named[i]->color, theme().card);
    if (std::fabs(y[i] - wanted[i]) > 5.0f)  // a short leader where the name had to move
      list.line(ImVec2(axes.max.x + 1.0f, wanted[i]), ImVec2(axes.max.x + 7.0f, y[i]),
                with_alpha(color, 0.5f));
    list.text(ImVec2(axes.max.x + 9.0f, y[i] - 6.5f), Face::small_bold, color,
              fit_text(fonts().small_bold, named[i]->label, 126.0f));
  }
}

}  // namespace

float Axes::px(double x) const {
  return min.x + static_cast<float>((x - x0) / (x1 - x0)) * (max.x - min.x);
}
float Axes::py(double y) const {
  const double at = std::clamp((y - y0) / (y1 - y0), -50.0, 50.0);
  return max.y - static_cast<float>(at) * (max.y - min.y);
}

Axes plot_frame(const LinePlot& plot, const PlotWindow& data, float right, DisplayList& list) {
  const PlotWindow& shown = plot.window != nullptr ? *plot.window : data;
  const Ticks ys = nice_ticks(shown.y0, shown.y1, list.height > 230.0f ? 6 : 4);
  int columns = list.width > 420.0f ? 5 : 3;
  if (plot.whole_x) columns = std::min(columns, std::max(1, static_cast<int>(shown.x1 - shown.x0)));
  const Ticks xs = nice_ticks(shown.x0, shown.x1, columns);
  float left = 0.0f;
  for (const double y : ys.at)
    left = std::max(left, text_width(fonts().small, tick_text(y, ys.decimals, plot.percent_y)));
  const bool zoomed = plot.window != nullptr;
  const Axes axes{.x0 = shown.x0,
                  .x1 = shown.x1,
                  .y0 = zoomed ? shown.y0 : ys.at.front(),
                  .y1 = zoomed ? shown.y1 : ys.at.back(),
                  .min = ImVec2(left + 12.0f, 24.0f),
                  .max = ImVec2(list.width - right, list.height - 44.0f)};
  list.id = plot.id;
  list.title = plot.title;
  list.clip_min = ImVec2(axes.min.x, axes.min.y - 1.5f);
  list.clip_max = ImVec2(axes.max.x + 1.5f, axes.max.y + 1.5f);
  list.text(ImVec2(axes.min.x, 0.0f), Face::small_bold, theme().ink,
            fit_text(fonts().small_bold, plot.title, list.width - axes.min.x - plot.title_room));
  draw_grid(plot, axes, xs, ys, list);
  return axes;
}

LaidOutPlot lay_out(const LinePlot& plot, float width, float height) {
  LaidOutPlot out;
  DisplayList& list = out.list;
  list.width = width;
  list.height = height;
  const Extent ye = y_extent(plot), xe = x_extent(plot);
  out.axes = plot_frame(plot, {xe.lower, xe.upper, ye.lower, ye.upper}, label_column(plot), list);
  const Axes& axes = out.axes;
  const float top = draw_mark(plot, plot.mark_x, plot.mark_label, axes, -1e3f, list);
  if (plot.own_x != plot.mark_x) draw_mark(plot, plot.own_x, plot.own_label, axes, top, list);
  for (const Series& s : plot.series)
    if (s.band && !s.ghost) draw_band_of(s, axes, list);
  for (const bool ghost : {true, false})
    for (const Series& s : plot.series)
      if (s.ghost == ghost) draw_line_of(s, axes, list);
  draw_names(plot, axes, list);
  return out;
}

std::string csv_cell(double value) {
  if (!std::isfinite(value)) return "";
  char text[40];
  std::snprintf(text, sizeof text, "%.17g", value);
  return text;
}

std::string csv_text(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? "\"\"" : std::string(1, c);
  return out + "\"";
}

std::string plot_csv(const LinePlot& plot) {
  const Series* first = nullptr;
  std::string out = csv_text(plot.x_label);
  for (const Series& s : plot.series) {
    if (s.ghost) continue;
    if (first == nullptr) first = &s;
    for (const char* part : {" mean", " lo", " hi"}) out += "," + csv_text(s.label + part);
  }
  out += "\n";
  for (std::size_t i = 0; first != nullptr && i < first->x.size(); ++i) {
    out += csv_cell(first->x[i]);
    for (const Series& s : plot.series)
      if (!s.ghost && i < s.x.size())
        out += "," + csv_cell(s.mean[i]) + "," + csv_cell(s.lo[i]) + "," + csv_cell(s.hi[i]);
    out += "\n";
  }
  return out;
}

}  // namespace covenant
