#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "tests/web/headless.hpp"
#include "web/plot/line_plot.hpp"
#include "web/slider.hpp"
#include "web/theme.hpp"
#include "web/widgets.hpp"

namespace covenant {
namespace {

const double kNan = std::nan("");

LinePlot small_plot() {
  LinePlot plot;
  plot.id = "test";
  plot.title = "A < B & \"C\"";
  plot.x_label = "noise, share";
  plot.percent_x = true;
  Series series;
  series.label = "say \"hi\"";
  series.color = IM_COL32(1, 2, 3, 255);
  series.x = {0.0, 0.1, 0.2, 0.3};
  series.mean = {1.0, kNan, 1.2, 1.4};
  series.lo = {0.9, kNan, 1.1, 1.3};
  series.hi = {1.1, kNan, 1.3, 1.5};
  plot.series = {series};
  return plot;
}

// Every opened tag is closed, in order.
bool balanced(const std::string& svg) {
  std::vector<std::string> open;
  for (std::size_t at = svg.find('<'); at != std::string::npos; at = svg.find('<', at + 1)) {
    const std::size_t end = svg.find('>', at);
    if (end == std::string::npos) return false;
    const std::string tag = svg.substr(at + 1, end - at - 1);
    if (tag[0] == '/') {
      if (open.empty() || open.back() != tag.substr(1)) return false;
      open.pop_back();
    } else if (tag.back() != '/') {
      open.push_back(tag.substr(0, tag.find(' ')));
    }
  }
  return open.empty();
}

struct WithLook {
  WithLook() { page.frames(1); }
  Headless page;
};

}  // namespace

TEST_CASE("plot: the SVG is well formed, escaped and says where its numbers come from") {
  const WithLook look;
  const LaidOutPlot laid = lay_out(small_plot(), 600.0f, 300.0f);
  const std::string svg =
      to_svg(laid.list, IM_COL32_WHITE, Provenance{"https://x/#kl=0.2&seed=7", "7c1e09fa", "7"});
  CHECK(balanced(svg));
  CHECK(svg.find("A &lt; B &amp; &quot;C&quot;") != std::string::npos);
  CHECK(svg.find("7c1e09fa") != std::string::npos);
  CHECK(svg.find("seed=7") != std::string::npos);
  for (const char* hole : {"\"nan", ",nan", " nan", "inf"})
    CHECK(svg.find(hole) == std::string::npos);
}

TEST_CASE("plot: a hole in the data is a hole in the curve") {
  const WithLook look;
  const LaidOutPlot laid = lay_out(small_plot(), 600.0f, 300.0f);
  int bands = 0, dots = 0;
  for (const Shape& shape : laid.list.shapes) {
    if (shape.kind == Shape::Kind::band) ++bands;
    if (shape.kind == Shape::Kind::circle) ++dots;
    for (const ImVec2& p : shape.points) CHECK(std::isfinite(p.x + p.y));
  }
  CHECK(bands == 2);
  CHECK(dots == 1);  // the lone value before the hole
}

TEST_CASE("plot: data land where the axes say, inside the plot area") {
  const WithLook look;
  const Axes axes = lay_out(small_plot(), 600.0f, 300.0f).axes;
  CHECK(axes.px(0.0) == doctest::Approx(axes.min.x));
  CHECK(axes.px(0.3) == doctest::Approx(axes.max.x));
  CHECK(axes.py(1.5) >= axes.min.y - 0.01f);
  CHECK(axes.py(0.9) <= axes.max.y + 0.01f);
}

TEST_CASE("plot: an empty plot and one of a single level still lay out") {
  const WithLook look;
  LinePlot plot = small_plot();
  plot.series[0] =
      Series{.label = "one", .color = 0, .x = {0.2}, .mean = {3.0}, .lo = {3.0}, .hi = {3.0}};
  CHECK(!lay_out(plot, 400.0f, 200.0f).list.shapes.empty());
  plot.series.clear();
  CHECK(!lay_out(plot, 400.0f, 200.0f).list.shapes.empty());
}

TEST_CASE("plot: the CSV holds every number and leaves holes empty") {
  const std::string csv = plot_csv(small_plot());
  CHECK(csv.rfind("\"noise, share\",\"say \"\"hi\"\" mean\"", 0) == 0);
  CHECK(std::count(csv.begin(), csv.end(), '\n') == 5);
  CHECK(csv.find("0.10000000000000001,,,\n") != std::string::npos);
}

// A 2 x 3 grid of 60 x 40 px cells with 3 px around each: the second cell of the second row fills
// (63, 43) to (117, 77).
TEST_CASE("plot: a heat map's cells tile its rectangle, and the SVG has one per cell") {
  DisplayList list;
  list.width = 180.0f, list.height = 80.0f;
  Shape& heat = list.heat(ImVec2(0, 0), ImVec2(180, 80), 3, IM_COL32_BLACK);
  for (unsigned i = 0; i < 6; ++i) {
    heat.cells.push_back(IM_COL32(40 * i, 7, 9, 255));
    heat.ringed.push_back(i == 4);
  }
  const ImVec4 cell = heat_cell(heat, 4);
  CHECK(cell.x == 63.0f);
  CHECK(cell.y == 43.0f);
  CHECK(cell.z == 117.0f);
  CHECK(cell.w == 77.0f);
  const std::string svg = to_svg(list, IM_COL32_WHITE, Provenance{});
  CHECK(balanced(svg));
  for (const char* fill : {"#000709", "#280709", "#500709", "#780709", "#a00709", "#c80709"})
    CHECK(svg.find(fill) != std::string::npos);
  const std::size_t ring = svg.find("stroke=\"#000000\"");
  CHECK(ring != std::string::npos);
  CHECK(svg.find("stroke=", ring + 1) > svg.find("#c80709"));  // no other cell has one
}

// Two bands with room between them and above: a line of words touches neither.
TEST_CASE("plot: the words of a mark stand where no curve runs") {
  const WithLook look;
  LinePlot plot;
  plot.series = {Series{.label = "high",
                        .color = 1,
                        .x = {0.0, 0.5},
                        .mean = {1.0, 1.0},
                        .lo = {0.9, 0.9},
                        .hi = {1.1, 1.1}},
                 Series{.label = "low",
                        .color = 2,
                        .x = {0.0, 0.5},
                        .mean = {0.1, 0.1},
                        .lo = {0.0, 0.0},
                        .hi = {0.2, 0.2}}};
  plot.mark_x = 0.2;
  plot.mark_label = "claimed limit";
  const LaidOutPlot laid = lay_out(plot, 600.0f, 300.0f);
  int found = 0;
  for (const Shape& shape : laid.list.shapes) {
    if (shape.text != "claimed limit") continue;
    const float top = shape.points[0].y, bottom = top + 14.0f;
    CHECK((bottom <= laid.axes.py(1.1) || top >= laid.axes.py(0.9)));
    CHECK(bottom <= laid.axes.py(0.2));
    ++found;
  }
  CHECK(found == 1);
}

TEST_CASE("numbers: as a person writes and reads them") {
  CHECK(grouped(1234567.0) == "1,234,567");
  CHECK(fixed(-0.004, 2) == "0.00");
  CHECK(fixed(-1.5, 1) == "\u22121.5");
  CHECK(percent(0.25) == "25 %");
  CHECK(compact(0.00091) == "0.00091");
  CHECK(spaced_fingerprint("7c1e09fa12345678") == "7c1e 09fa");
  double value = 0.0;
  CHECK(read_value("25 %", Show::percent, value));
  CHECK(value == 0.25);
  CHECK(read_value("2,000", Show::whole, value));
  CHECK(value == 2000.0);
  CHECK_FALSE(read_value("", Show::number, value));
  CHECK_FALSE(read_value("1.2.3", Show::number, value));
  CHECK_FALSE(read_value("inf", Show::number, value));
  CHECK(value == 2000.0);
}

TEST_CASE("text: cut to a width with an ellipsis, never inside a character") {
  const WithLook look;
  const std::string text = "\u00e4\u00f6\u00fc \u00e4\u00f6\u00fc \u00e4\u00f6\u00fc";
  for (float width = 5.0f; width < 120.0f; width += 5.0f) {
    const std::string cut = fit_text(fonts().body, text, width);
    // a cut character would leave a lone lead or continuation byte before the ellipsis
    const std::string kept = cut.substr(0, cut.find("\u2026"));
    CHECK(text.rfind(kept, 0) == 0);
    std::size_t bytes = 0;
    while (bytes < kept.size()) bytes += static_cast<unsigned char>(kept[bytes]) >= 0xc0u ? 2u : 1u;
    CHECK(bytes == kept.size());
  }
}

}  // namespace covenant
