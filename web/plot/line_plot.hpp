// web/plot/line_plot.hpp: curves with bands over one horizontal axis, named at their ends.
#pragma once

#include <limits>
#include <string>
#include <vector>

#include "web/plot/display_list.hpp"

namespace covenant {

struct Series {
  std::string label;
  ImU32 color = 0;
  std::vector<double> x, mean, lo, hi;  // same length; NaN: a hole
  bool dashed = false;
  bool band = true;    // false: a line only
  bool ghost = false;  // of an earlier state: faint, without band or name
};

// The part of a plot that is looked at, in data.
struct PlotWindow {
  double x0 = 0.0, x1 = 1.0, y0 = 0.0, y1 = 1.0;
};

struct LinePlot {
  std::string id, title, x_label, y_label;
  std::vector<Series> series;
  bool percent_x = false;  // 0.2 is written "20 %"
  bool percent_y = false;
  bool whole_x = false;                // counts: no ticks between them
  float title_room = 0.0f;             // px at the right of the title that are taken
  const PlotWindow* window = nullptr;  // nullptr: everything
  double mark_x = std::numeric_limits<double>::quiet_NaN();  // a dotted vertical, with its words
  std::string mark_label;
  double own_x = std::numeric_limits<double>::quiet_NaN();  // a second one: where the reader stands
  std::string own_label;
};

// From data to pixels of the list.
struct Axes {
  double x0 = 0.0, x1 = 1.0, y0 = 0.0, y1 = 1.0;
  ImVec2 min, max;  // the plot area
  [[nodiscard]] float px(double x) const;
  [[nodiscard]] float py(double y) const;
};

struct LaidOutPlot {
  DisplayList list;
  Axes axes;
};
// Title, grid and labels around an empty plot area; `data` is what it has to cover, upwards widened
// to whole ticks unless the plot is zoomed. `right`: px left free beside the area.
[[nodiscard]] Axes plot_frame(const LinePlot& plot, const PlotWindow& data, float right,
                              DisplayList& list);
[[nodiscard]] LaidOutPlot lay_out(const LinePlot& plot, float width, float height);
// One row per x: x, then mean, lo, hi of each series. Columns in words; numbers to 17 digits.
[[nodiscard]] std::string plot_csv(const LinePlot& plot);
[[nodiscard]] std::string csv_cell(double value);             // empty if not finite
[[nodiscard]] std::string csv_text(const std::string& text);  // quoted

}  // namespace covenant
