// web/panels/panels.hpp: the regions of the page. Each draws itself into the current window or
// card, shows numbers of the lab and edits its draft; none computes economics.
#pragma once

#include <imgui.h>

#include <string>
#include <string_view>

#include "web/lab.hpp"
#include "web/plot/line_plot.hpp"
#include "web/view.hpp"

namespace covenant {

void draw_top_bar(View& view, Lab& lab);
void draw_question(const std::string& text);  // the teacher's, from the link; "" draws nothing
void draw_notices(Lab& lab);                  // calm banners under the top bar
void draw_help(View& view);                   // the keys, over everything
void handle_keys(View& view, Lab& lab);

void draw_scenario_panel(View& view, Lab& lab);
void draw_type_editors(View& view, Lab& lab);  // weights or rewards, norm factors
void draw_run_section(View& view, Lab& lab);   // sample sizes, progress, claims

void refresh_type_space(TypeSpaceView& panel, const Lab& lab);
void draw_type_space_panel(View& view, Lab& lab, float height);
// `height`: px there are, for room to say more on each card; 0: as much as it likes.
void draw_menu_panel(View& view, Lab& lab, float height);

void draw_results(View& view, Lab& lab, float height);  // the card with the tabs
void draw_noise_tab(View& view, Lab& lab, float height);
void draw_posterior_bars(View& view, Lab& lab);
void draw_inference_tab(View& view, Lab& lab, float height);
void draw_pareto_tab(View& view, Lab& lab, float height);
void draw_pressure_tab(View& view, Lab& lab, float height);
void draw_slacks_tab(View& view, Lab& lab, float height);
void draw_claims_tab(const Lab& lab, float height);
// The tab that a link names; nothing for other words.
void choose_tab(View& view, std::string_view key);

// ---- shared by the panels ----
[[nodiscard]] std::string method_name(const MethodReport& method);
// A contract's name: its most telling response, or "Leave" for -1.
[[nodiscard]] std::string contract_name(const Lab& lab, int contract);
// The type that lends a contract its colour: the largest it is meant for; -1 for leaving.
[[nodiscard]] int contract_type(const Lab& lab, int contract);
[[nodiscard]] ImU32 contract_color(const Lab& lab, int contract);
// "Professional, Casual": whom it is meant for.
[[nodiscard]] std::string contract_audience(const Lab& lab, int contract);
// Index into report.noise_levels of the level that the inference views show: nearest the
// scenario's.
[[nodiscard]] int shown_level(const Lab& lab);
// Draws at the cursor, remembers for svg(), publishes the data table when it changed.
void show_plot(View& view, const DisplayList& list, const std::string& csv);
// The type space as a plot of its own: its picture, without people, and its numbers.
[[nodiscard]] DisplayList type_space_list(const View& view, const Lab& lab);
void publish_type_space(View& view, const Lab& lab);
// Wheel, drag, double click and keys on a plot area that was just drawn at `origin`; also reports
// it as the item `label`.
void move_plot(View& view, const LaidOutPlot& laid, ImVec2 origin, const char* label);
// A hairline at the value nearest to the pointer, with every curve's value there; `unit` of x.
void draw_read_out(const LinePlot& plot, const LaidOutPlot& laid, ImVec2 origin, const char* unit);
// The part of the plot that was zoomed to, or nothing.
[[nodiscard]] const PlotWindow* window_of(const View& view, const char* label);
[[nodiscard]] Provenance provenance_of(const Lab& lab);
[[nodiscard]] ImU32 verdict_color(const std::string& verdict);

}  // namespace covenant
