// Zoom and pan of plots: wheel about the pointer, drag, double click for the whole; + - 0 and the
// arrow keys when the plot has the focus.
#include <imgui_internal.h>

#include <cmath>

#include "web/panels/panels.hpp"
#include "web/platform/items.hpp"
#include "web/widgets.hpp"

namespace covenant {
namespace {

constexpr double kStep = 0.8;        // of the window that is left by one step of zoom
constexpr double kPan = 0.1;         // of the window, per press of an arrow key
constexpr double kNarrowest = 1e-6;  // of the magnitudes shown; below it doubles run out

// `factor` of the window is left; the point at (fx, fy) of it, from 0 to 1, stays where it is.
PlotWindow zoomed(const PlotWindow& w, double factor, double fx, double fy) {
  const double x = w.x0 + fx * (w.x1 - w.x0), y = w.y0 + fy * (w.y1 - w.y0);
  return {x - factor * (x - w.x0), x + factor * (w.x1 - x), y - factor * (y - w.y0),
          y + factor * (w.y1 - y)};
}

PlotWindow moved(const PlotWindow& w, double fx, double fy) {
  const double dx = fx * (w.x1 - w.x0), dy = fy * (w.y1 - w.y0);
  return {w.x0 + dx, w.x1 + dx, w.y0 + dy, w.y1 + dy};
}

bool is_sane(const PlotWindow& w) {
  const double size = std::fabs(w.x0) + std::fabs(w.x1), height = std::fabs(w.y0) + std::fabs(w.y1);
  return w.x1 - w.x0 > kNarrowest * size && w.y1 - w.y0 > kNarrowest * height && size < 1e9 &&
         height < 1e12;
}

// True if a key asked for something; `whole` if for everything.
bool keys(ImGuiID id, PlotWindow& w, bool& whole) {
  const auto pressed = [id](ImGuiKey key) {
    ImGui::SetKeyOwner(key, id);
    return ImGui::IsKeyPressed(key, id, ImGuiInputFlags_Repeat);
  };
  const PlotWindow before = w;
  if (pressed(ImGuiKey_LeftArrow)) w = moved(w, -kPan, 0);
  if (pressed(ImGuiKey_RightArrow)) w = moved(w, kPan, 0);
  if (pressed(ImGuiKey_UpArrow)) w = moved(w, 0, kPan);
  if (pressed(ImGuiKey_DownArrow)) w = moved(w, 0, -kPan);
  if (pressed(ImGuiKey_Equal) || pressed(ImGuiKey_KeypadAdd)) w = zoomed(w, kStep, 0.5, 0.5);
  if (pressed(ImGuiKey_Minus) || pressed(ImGuiKey_KeypadSubtract))
    w = zoomed(w, 1.0 / kStep, 0.5, 0.5);
  whole = pressed(ImGuiKey_0) || pressed(ImGuiKey_Keypad0);
  return whole || w.x0 != before.x0 || w.x1 != before.x1 || w.y0 != before.y0;
}

// The wheel zooms where it would not scroll anything, else with Ctrl.
bool wheel_is_ours(const View& view) {
  const ImGuiIO& io = ImGui::GetIO();
  return io.MouseWheel != 0.0f && io.MouseSource != ImGuiMouseSource_TouchScreen &&
         (io.KeyCtrl || view.width >= 1100.0f);
}

void draw_whole_button(View& view, const ImRect& area, const char* label) {
  const char* words = "Show the whole plot";
  const float width = text_width(fonts().small_bold, words);
  const ImVec2 at(area.Max.x - width - 8.0f, area.Max.y - 22.0f);
  const Hit hit = hit_area(words, ImRect(at.x - 6, at.y - 4, at.x + width + 6, at.y + 17));
  ImDrawList* draw = ImGui::GetWindowDrawList();
  draw->AddRectFilled(ImVec2(at.x - 6, at.y - 4), ImVec2(at.x + width + 6, at.y + 17), theme().card,
                      5.0f);
  text_at(draw, fonts().small_bold, at, theme().accent, words);
  if (hit.pressed) view.windows.erase(label);
}

}  // namespace

const PlotWindow* window_of(const View& view, const char* label) {
  const auto found = view.windows.find(label);
  return found == view.windows.end() ? nullptr : &found->second;
}

void draw_read_out(const LinePlot& plot, const LaidOutPlot& laid, ImVec2 origin, const char* unit) {
  const Axes& axes = laid.axes;
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const ImRect area(origin.x + axes.min.x - 6, origin.y + axes.min.y, origin.x + axes.max.x + 6,
                    origin.y + axes.max.y + 20);
  if (!ImGui::IsWindowHovered() || !area.Contains(mouse) || plot.series.empty()) return;
  std::size_t at = 0;
  const std::vector<double>& xs = plot.series.back().x;
  for (std::size_t i = 1; i < xs.size(); ++i)
    if (std::fabs(axes.px(xs[i]) + origin.x - mouse.x) <
        std::fabs(axes.px(xs[at]) + origin.x - mouse.x))
      at = i;
  if (xs.empty() || xs[at] < axes.x0 || xs[at] > axes.x1) return;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const float x = std::floor(origin.x + axes.px(xs[at])) + 0.5f;
  draw->AddLine(ImVec2(x, origin.y + axes.min.y), ImVec2(x, origin.y + axes.max.y),
                with_alpha(theme().muted, 0.5f));
  if (!ImGui::BeginTooltip()) return;
  text_line(fonts().small_bold, theme().ink,
            (plot.percent_x ? percent(xs[at]) : compact(xs[at])) + " " + unit);
  for (const Series& s : plot.series) {
    if (s.ghost || at >= s.x.size()) continue;
    const double y = s.mean[at];
    if (y >= axes.y0 && y <= axes.y1)
      draw->AddCircleFilled(ImVec2(x, origin.y + axes.py(y)), 3.5f, s.color, 16);
    std::string words = s.label + "  " + compact(y);
    if (s.hi[at] > s.lo[at]) words += "  [" + compact(s.lo[at]) + ", " + compact(s.hi[at]) + "]";
    text_line(fonts().small, readable(s.color, theme().card), words);
  }
  ImGui::EndTooltip();
}

void move_plot(View& view, const LaidOutPlot& laid, ImVec2 origin, const char* label) {
  const Axes& axes = laid.axes;
  const ImRect area(origin.x + axes.min.x, origin.y + axes.min.y, origin.x + axes.max.x,
                    origin.y + axes.max.y);
  if (area.GetWidth() < 20.0f || area.GetHeight() < 20.0f) return;
  const ImVec2 after = ImGui::GetCursorScreenPos();
  const bool is_zoomed = view.windows.count(label) > 0;
  if (is_zoomed) draw_whole_button(view, area, label);
  ImGui::SetNextItemAllowOverlap();
  const Hit hit = hit_area(label, area);
  const ImGuiID id = ImGui::GetItemID();
  items::add(label, area, items::Kind::plot, laid.list.title);
  if (hit.hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Arrow);

  PlotWindow window{axes.x0, axes.x1, axes.y0, axes.y1};
  const ImGuiIO& io = ImGui::GetIO();
  bool changed = false, whole = false;
  if (hit.hovered && wheel_is_ours(view)) {
    ImGui::SetItemKeyOwner(ImGuiKey_MouseWheelY);
    const double fx = (io.MousePos.x - area.Min.x) / area.GetWidth();
    const double fy = (area.Max.y - io.MousePos.y) / area.GetHeight();
    window = zoomed(window, std::pow(kStep, static_cast<double>(io.MouseWheel)), fx, fy);
    changed = true;
  }
  if (hit.held && ImGui::IsMouseDragging(0, 3.0f) &&
      (io.MouseDelta.x != 0 || io.MouseDelta.y != 0)) {
    window = moved(window, -io.MouseDelta.x / area.GetWidth(), io.MouseDelta.y / area.GetHeight());
    changed = true;
  }
  if (hit.focused) changed |= keys(id, window, whole);
  whole |= hit.hovered && ImGui::IsMouseDoubleClicked(0);
  if (whole)
    view.windows.erase(label);
  else if (changed && is_sane(window))
    view.windows[label] = window;
  ImGui::SetCursorScreenPos(after);
}

}  // namespace covenant
