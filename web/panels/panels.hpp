// web/panels/panels.hpp: the regions of the page. Each draws itself into the current window or
// card, shows numbers of the lab and edits its draft; none computes economics.
#pragma once

#include <imgui.h>

#include <string>

#include "web/lab.hpp"
#include "web/plot/line_plot.hpp"
#include "web/view.hpp"

namespace covenant {

void draw_top_bar(View& view, Lab& lab);
void draw_notices(Lab& lab);  // calm banners under the top bar
void draw_help(View& view);   // the keys, over everything
void handle_keys(View& view, Lab& lab);

void draw_scenario_panel(View& view, Lab& lab);
void draw_type_editors(View& view, Lab& lab);  // weights or rewards, norm factors
void draw_run_section(View& view, Lab& lab);   // sample sizes, progress, claims

void refresh_type_space(TypeSpaceView& panel, const Lab& lab);
void draw_type_space_panel(View& view, Lab& lab, float height);
void draw_menu_panel(View& view, Lab& lab);

void draw_results(View& view, Lab& lab, float height);  // the card with the tabs
void draw_noise_tab(View& view, Lab& lab, float height);
void draw_posterior_bars(View& view, Lab& lab);
void draw_inference_tab(View& view, Lab& lab, float height);
void draw_slacks_tab(View& view, Lab& lab, float height);
void draw_claims_tab(const Lab& lab);
void draw_own_data_tab(const Lab& lab);

// ---- shared by the panels ----
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
[[nodiscard]] Provenance provenance_of(const Lab& lab);
[[nodiscard]] ImU32 verdict_color(const std::string& verdict);

}  // namespace covenant
