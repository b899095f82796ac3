#include "web/app.hpp"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "core/base/json.hpp"
#include "web/conflict.hpp"
#include "web/lab.hpp"
#include "web/panels/panels.hpp"
#include "web/platform/platform.hpp"
#include "web/render/render.hpp"
#include "web/slider.hpp"
#include "web/view.hpp"
#include "web/widgets.hpp"

namespace covenant {

struct AppState {
  Lab lab;
  View view;
  Fonts fonts;
  bool started = false;  // a link was opened, or the first frame drawn
  float styled_scale = 0.0f;
  bool styled_dark = false, styled_touch = false;
};

namespace {

constexpr float kGap = 12.0f;

// The side columns on a page of this width.
float scenario_width(float page) { return std::floor(std::clamp(0.17f * page, 258.0f, 320.0f)); }
float menu_width(float page) { return std::floor(std::clamp(0.21f * page, 306.0f, 400.0f)); }

void style_for(AppState& state) {
  const bool touch = state.view.width < 700.0f;
  const Theme& theme = theme_of(state.view.dark, state.view.contrast);
  apply_style(theme, touch);
  set_look(
      Look{.theme = &theme, .fonts = state.fonts, .touch = touch, .rights = &state.view.rights});
}

// A card with a region in it, at a place on the page.
template <class Draw>
void card_at(const char* id, ImVec2 pos, ImVec2 size, Draw draw_contents) {
  ImGui::SetCursorPos(pos);
  begin_card(id, size);
  draw_contents();
  end_card();
}

void draw_bar(AppState& state) {
  const float height = state.view.width < 700.0f ? 104.0f : 50.0f;
  ImGui::PushStyleColor(ImGuiCol_ChildBg, theme().card);
  ImGui::PushStyleVar(ImGuiStyleVar_ChildRounding, 0.0f);
  ImGui::SetCursorPos(ImVec2(0, 0));
  ImGui::BeginChild("top bar", ImVec2(state.view.width, height), ImGuiChildFlags_None,
                    ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse |
                        ImGuiWindowFlags_NavFlattened);
  draw_top_bar(state.view, state.lab);
  const ImVec2 pos = ImGui::GetWindowPos();
  ImGui::GetWindowDrawList()->AddLine(ImVec2(pos.x, pos.y + height - 0.5f),
                                      ImVec2(pos.x + state.view.width, pos.y + height - 0.5f),
                                      theme().hairline);
  ImGui::EndChild();
  ImGui::PopStyleVar();
  ImGui::PopStyleColor();
}

// Returns the y below the banners.
float draw_banners(AppState& state, float y) {
  const std::string question = page_value(state.lab, "ask");
  if (state.lab.notices.empty() && question.empty()) return y;
  ImGui::SetCursorPos(ImVec2(kGap, y));
  ImGui::BeginGroup();
  ImGui::PushItemWidth(-kGap);
  ImGui::PushClipRect(ImVec2(0, 0), ImVec2(state.view.width, state.view.height), false);
  draw_question(question);
  draw_notices(state.lab);
  ImGui::PopClipRect();
  ImGui::PopItemWidth();
  ImGui::EndGroup();
  return ImGui::GetCursorPosY() + kGap - ImGui::GetStyle().ItemSpacing.y;
}

void draw_wide(AppState& state, float top) {
  View& view = state.view;
  Lab& lab = state.lab;
  const float height = std::max(560.0f, view.height - top - kGap);
  const float scenario = scenario_width(view.width), menu = menu_width(view.width);
  const float left = kGap + scenario + kGap, right = view.width - kGap;
  card_at("scenario", ImVec2(kGap, top), ImVec2(scenario, height),
          [&] { draw_scenario_panel(view, lab); });
  const float upper = std::floor(std::clamp(0.545f * height, 330.0f, 620.0f));
  const float middle = right - menu - kGap - left;
  card_at("type space", ImVec2(left, top), ImVec2(middle, upper),
          [&] { draw_type_space_panel(view, lab, upper - 28.0f); });
  card_at("menu", ImVec2(right - menu, top), ImVec2(menu, upper),
          [&] { draw_menu_panel(view, lab, upper - 28.0f); });
  const float lower = height - upper - kGap;
  ImGui::SetCursorPos(ImVec2(left, top + upper + kGap));
  begin_card("results", ImVec2(right - left, lower), ImVec2(16, 4));
  draw_results(view, lab, lower - 22.0f);
  end_card();
}

void draw_two_columns(AppState& state, float top) {
  View& view = state.view;
  Lab& lab = state.lab;
  const float height = view.height - top - kGap;
  const float scenario = scenario_width(view.width);
  card_at("scenario", ImVec2(kGap, top), ImVec2(scenario, height),
          [&] { draw_scenario_panel(view, lab); });
  ImGui::SetCursorPos(ImVec2(kGap + scenario + kGap, top));
  const float width = view.width - scenario - 3 * kGap;
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(8, kGap));
  ImGui::BeginChild("right column", ImVec2(width, height), ImGuiChildFlags_None,
                    ImGuiWindowFlags_NavFlattened);
  ImGui::PopStyleVar();
  const auto stacked = [&](const char* id, float card_height, ImVec2 padding, auto draw_contents) {
    begin_card(id, ImVec2(ImGui::GetContentRegionAvail().x, card_height), padding);
    draw_contents();
    end_card();
    gap(kGap);
  };
  stacked("type space", 390.0f, ImVec2(16, 14), [&] { draw_type_space_panel(view, lab, 362.0f); });
  stacked("menu", 0.0f, ImVec2(16, 14), [&] { draw_menu_panel(view, lab, 0.0f); });
  stacked("results", 0.0f, ImVec2(16, 4), [&] { draw_results(view, lab, 380.0f); });
  ImGui::EndChild();
}

void draw_one_column(AppState& state, float top) {
  View& view = state.view;
  Lab& lab = state.lab;
  ImGui::SetCursorPos(ImVec2(0, top));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(10, 0));
  ImGui::BeginChild("page", ImVec2(view.width, view.height - top),
                    ImGuiChildFlags_AlwaysUseWindowPadding,
                    ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NavFlattened);
  ImGui::PopStyleVar();
  const float width = ImGui::GetContentRegionAvail().x;
  const auto stacked = [&](const char* id, float card_height, ImVec2 padding, auto draw_contents) {
    begin_card(id, ImVec2(width, card_height), padding);
    draw_contents();
    end_card();
    gap(kGap);
  };
  const float square = std::min(400.0f, width);
  stacked("type space", square, ImVec2(14, 12),
          [&] { draw_type_space_panel(view, lab, square - 24.0f); });
  stacked("menu", 0.0f, ImVec2(14, 12), [&] { draw_menu_panel(view, lab, 0.0f); });
  stacked("results", 0.0f, ImVec2(14, 2), [&] { draw_results(view, lab, 380.0f); });
  stacked("scenario", 0.0f, ImVec2(14, 12), [&] { draw_scenario_panel(view, lab); });
  ImGui::EndChild();
}

// Everything that follows from what the widgets did in the last frame, before the next is drawn.
void settle(AppState& state) {
  Lab& lab = state.lab;
  const double now = platform::now();
  const std::string complaint = take_typing_complaint();
  if (!complaint.empty()) notify(lab, complaint, true);
  if (follow_draft(lab, now)) state.view.type_space.fresh = false;
  const ImGuiContext& context = *ImGui::GetCurrentContext();
  if (context.ActiveId == 0 && !lab.held) commit_draft(lab);
  start_due_run(lab, now);
}

// One region and nothing else, for other people's pages (embed=1, panel=...).
void draw_embedded(AppState& state) {
  View& view = state.view;
  Lab& lab = state.lab;
  const std::string panel = page_value(lab, "panel");
  const float foot = 26.0f, below = draw_banners(state, kGap);
  const float top = below > kGap ? below : 0.0f;  // without banners there is no room to lose
  const float height = std::max(120.0f, view.height - foot - top);
  card_at("embedded", ImVec2(0, top), ImVec2(view.width, height), [&] {
    if (panel == "menu")
      draw_menu_panel(view, lab, height - 28.0f);
    else if (panel == "results")
      draw_results(view, lab, height - 28.0f);
    else if (panel == "scenario")
      draw_scenario_panel(view, lab);
    else
      draw_type_space_panel(view, lab, height - 28.0f);
  });
  ImGui::SetCursorPos(ImVec2(4, top + height - 3.0f));
  if (button("Open in the lab \u2192", ButtonKind::link)) platform::open_sheet("lab");
}

void draw_regions(AppState& state) {
  draw_bar(state);
  const View& view = state.view;
  const float bar = view.width < 700.0f ? 104.0f : 50.0f;
  const float top = draw_banners(state, bar + kGap);
  if (view.width >= 1100.0f)
    draw_wide(state, top);
  else if (view.width >= 700.0f)
    draw_two_columns(state, top);
  else
    draw_one_column(state, top);
}

void draw_page(AppState& state) {
  const View& view = state.view;
  ImGui::SetNextWindowPos(ImVec2(0, 0));
  ImGui::SetNextWindowSize(ImVec2(view.width, view.height));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
  ImGui::Begin("Covenant", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                   ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBringToFrontOnFocus |
                   ImGuiWindowFlags_NoScrollWithMouse);
  ImGui::PopStyleVar();
  if (page_value(state.lab, "embed") == "1")
    draw_embedded(state);
  else
    draw_regions(state);
  ImGui::End();
}

// "KL to base, Norm" as labels.
std::vector<std::string> labels_of(const std::string& list) {
  std::vector<std::string> out;
  std::size_t from = 0;
  while (from < list.size()) {
    const std::size_t comma = std::min(list.find(',', from), list.size());
    const std::size_t first = list.find_first_not_of(' ', from);
    if (first < comma) out.push_back(list.substr(first, comma - first));
    from = comma + 1;
  }
  return out;
}

bool set_conflict_field(Lab& lab, const std::string& value, std::string& error) {
  const double most = most_conflict(lab.draft);
  double wanted = 0.0;
  if (most <= kLeastConflict) {
    error = "conflict: it can be set where groups differ and are described in the same way";
  } else if (!read_value(value, Show::number, wanted) || wanted < kLeastConflict || wanted > most) {
    char words[64];
    std::snprintf(words, sizeof words, "conflict: a number from %g to %.10g", kLeastConflict, most);
    error = words;
  } else {
    Scenario edited = lab.draft;
    set_conflict(edited, lab.draft, wanted);
    replace_draft(lab, edited);
  }
  return error.empty();
}

// What the address asks of the page, as against of the scenario.
void follow_page_keys(AppState& state) {
  View& view = state.view;
  const std::string theme = page_value(state.lab, "theme");
  if (!theme.empty()) {
    view.dark = theme == "dark";
    view.theme_chosen = true;
  }
  if (page_value(state.lab, "contrast") == "1") view.contrast = true;
  view.rights = Rights{.read_only = page_value(state.lab, "readonly") == "1",
                       .locked = labels_of(page_value(state.lab, "lock")),
                       .hidden = labels_of(page_value(state.lab, "hide"))};
  choose_tab(view, page_value(state.lab, "tab"));
}

}  // namespace

App::App() : state_(std::make_unique<AppState>()) {
  start_lab(state_->lab);
  state_->view.dark = platform::prefers_dark();
}

App::~App() = default;

void App::open_link(const std::string& hash) {
  open_hash(state_->lab, hash, !state_->started);
  state_->started = true;
  follow_page_keys(*state_);
}

void App::on_report(int run_id, std::string_view packed, bool finished) {
  take_report(state_->lab, run_id, packed, finished, platform::now());
}

void App::on_progress(int done, int total) { take_progress(state_->lab, done, total); }

void App::on_run_failed(int run_id, const std::string& message) {
  take_failure(state_->lab, run_id, message, platform::now());
}

void App::on_file(const std::string& name, const std::string& text) {
  open_text(state_->lab, name, text);
}

void App::on_paste(const std::string& text) {
  const bool link = text.find('=') != std::string::npos && text.find('{') == std::string::npos &&
                    text.find('\n') == std::string::npos;
  if (link)
    open_hash(state_->lab, text, false);
  else
    open_text(state_->lab, "Pasted text", text);
}

void App::on_theme(bool dark) {
  if (!state_->view.theme_chosen) state_->view.dark = dark;
}

void App::on_contrast(bool more) { state_->view.contrast = more; }

int App::look() const { return (state_->view.dark ? 1 : 0) + (state_->view.contrast ? 2 : 0); }

void App::on_context_lost() { render::forget(); }
void App::on_context_restored() { render::forget(); }

bool App::set_field(const std::string& path, const std::string& value, std::string& error) {
  if (path == kPeopleShownPath) {
    double count = 0.0;
    const bool good = read_value(value, Show::whole, count) && count >= 1.0 && count <= kMostPeople;
    if (good) state_->view.type_space.crowd.count = static_cast<int>(count);
    if (!good) error = path + ": a whole number from 1 to " + std::to_string(kMostPeople);
    return good;
  }
  if (path == kConflictPath) return set_conflict_field(state_->lab, value, error);
  return edit_field(state_->lab, path, value, error);
}

std::string App::edit(const std::string& scenario_json, bool finished) {
  return edit_scenario(state_->lab, scenario_json, finished);
}

std::string App::scenario_text() const { return write_json(scenario_json(state_->lab.draft)); }
std::string App::link() const { return link_of(state_->lab); }

std::string App::svg(const std::string& plot_id) const {
  if (plot_id == "types") state_->view.plots["types"] = type_space_list(state_->view, state_->lab);
  const auto found = state_->view.plots.find(plot_id);
  if (found == state_->view.plots.end()) return "";
  return to_svg(found->second, theme_of(state_->view.dark, state_->view.contrast).card,
                provenance_of(state_->lab));
}

void App::undo() { undo_edit(state_->lab); }
void App::redo() { redo_edit(state_->lab); }

void App::set_size(float width, float height, float scale) {
  state_->view.width = width;
  state_->view.height = height;
  state_->view.scale = scale;
}

void App::rebuild_fonts(float scale) { state_->fonts = build_fonts(scale); }

void App::frame() {
  state_->started = true;
  style_for(*state_);
  handle_keys(state_->view, state_->lab);
  settle(*state_);
  draw_page(*state_);
  draw_help(state_->view);
}

bool App::wants_frame() const {
  const Lab& lab = state_->lab;
  return state_->view.type_space.crowd.moving() || lab.run.due || !lab.has_exact ||
         lab.draft != lab.applied || (lab.draft != lab.committed && !lab.held);
}

bool App::busy() const {
  const Lab& lab = state_->lab;
  return lab.run.due || lab.run.running || !lab.has_exact || lab.draft != lab.applied;
}

}  // namespace covenant
