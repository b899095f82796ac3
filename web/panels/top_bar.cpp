// The top bar: name, preset chooser, fingerprint, undo and redo, theme, export, copy link.
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

#include "core/base/json.hpp"
#include "core/sim/presets.hpp"
#include "web/panels/panels.hpp"
#include "web/platform/items.hpp"
#include "web/platform/platform.hpp"
#include "web/widgets.hpp"

namespace covenant {
namespace {

void draw_preset_choice(Lab& lab, const PresetInfo& info, float width) {
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const ImVec2 pos = ImGui::GetCursorScreenPos();
  const float height = look().touch ? 56.0f : 46.0f;
  const ImRect rect(pos, ImVec2(pos.x + width, pos.y + height));
  const Hit hit = hit_area(("preset: " + std::string(info.title)).c_str(), rect);
  explain(std::string(info.shows).c_str());
  if (hit.hovered || hit.focused) draw->AddRectFilled(rect.Min, rect.Max, theme().track, 7.0f);
  const float y = pos.y + 0.5f * (height - 32.0f);
  text_at(draw, fonts().bold, ImVec2(pos.x + 10, y), theme().ink,
          fit_text(fonts().bold, info.title, width - 20));
  text_at(draw, fonts().small, ImVec2(pos.x + 10, y + 18), theme().muted,
          fit_text(fonts().small, info.shows, width - 20));
  ImGui::Dummy(ImVec2(width, height));
  if (!hit.pressed) return;
  const Result<Scenario> scenario = preset(info.id);
  if (scenario.ok()) replace_draft(lab, scenario.value());
  ImGui::CloseCurrentPopup();
}

void draw_preset_popup(Lab& lab) {
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(8, 8));
  if (ImGui::BeginPopup("presets")) {
    const float width = std::min(400.0f, ImGui::GetIO().DisplaySize.x - 40.0f);
    for (const PresetInfo& info : preset_list()) draw_preset_choice(lab, info, width);
    ImGui::Indent(10.0f);
    if (button("All scenarios, with their sources \u2192", ButtonKind::link)) {
      platform::open_sheet("presets");
      ImGui::CloseCurrentPopup();
    }
    ImGui::Unindent(10.0f);
    ImGui::EndPopup();
  }
  ImGui::PopStyleVar();
}

// Returns its right end.
float draw_preset_chooser(Lab& lab, float width) {
  const ImVec2 pos = ImGui::GetCursorScreenPos();
  const std::string& full = lab.draft.title.empty() ? lab.draft.id : lab.draft.title;
  const std::string title = fit_text(fonts().body, full, width - 46.0f);
  const float w = text_width(fonts().body, title) + 42.0f;
  const Theme& t = theme();
  const ImRect rect(pos, ImVec2(pos.x + w, pos.y + ImGui::GetFrameHeight()));
  const Hit hit = hit_area("Choose a scenario", rect);
  explain(full.c_str());
  items::add("Choose a scenario", rect, items::Kind::button, full);
  ImDrawList* draw = ImGui::GetWindowDrawList();
  draw->AddRectFilled(rect.Min, rect.Max, hit.hovered ? t.track : t.card, 7.0f);
  draw->AddRect(rect.Min, rect.Max, t.hairline, 7.0f);
  const float mid = 0.5f * (rect.Min.y + rect.Max.y);
  text_at(draw, fonts().body, ImVec2(pos.x + 12, mid - 0.5f * font_px(fonts().body)), t.ink, title);
  draw_icon(draw, Icon::down, ImVec2(rect.Max.x - 15, mid), 3.5f, t.muted);
  if (hit.pressed && !is_locked("Scenario")) ImGui::OpenPopup("presets");
  ImGui::SetNextWindowPos(ImVec2(pos.x, rect.Max.y + 6));
  draw_preset_popup(lab);
  return rect.Max.x;
}

std::string csv_header(const Lab& lab) {
  const Provenance source = provenance_of(lab);
  return "# Covenant, " + source.link + "\n# fingerprint " + source.fingerprint + ", seed " +
         source.seed + "\n";
}

struct NamedPlot {
  const char* id;
  const char* name;
};

// What can be exported while a tab is open.
std::vector<NamedPlot> plots_on(Tab tab) {
  const NamedPlot types{"types", "type space"};
  switch (tab) {
    case Tab::inference:
      return {{"inference", "accuracy by picks"}, {"confusion", "who is taken for whom"}, types};
    case Tab::slacks:
      return {{"slacks", "slacks"}, {"binding", "graph of what binds"}, types};
    case Tab::pareto:
      return {{"pareto", "Pareto"}, types};
    case Tab::pressure:
      return {{"pressure", "pressure"}, types};
    case Tab::noise:
    case Tab::claims:
      break;
  }
  return {{"noise", "noise robustness"}, {"posterior", "after each pick"}, types};
}

// Which plot is meant; the menu stays open meanwhile.
std::string choose_plot(View& view, const Lab& lab) {
  const std::vector<NamedPlot> plots = plots_on(view.tab);
  if (view.exported >= static_cast<int>(plots.size())) view.exported = 0;
  text_line(fonts().small, theme().muted, "Export");
  ImGui::PushItemFlag(ImGuiItemFlags_SelectableDontClosePopup, true);
  for (int i = 0; i < static_cast<int>(plots.size()); ++i) {
    const std::string label = std::string("Plot: ") + plots[static_cast<std::size_t>(i)].name;
    if (ImGui::MenuItem(label.c_str(), nullptr, i == view.exported)) view.exported = i;
  }
  ImGui::PopItemFlag();
  ImGui::Separator();
  const char* id = plots[static_cast<std::size_t>(view.exported)].id;
  if (std::string(id) == "types") view.plots["types"] = type_space_list(view, lab);
  return id;
}

void draw_export_items(View& view, const Lab& lab) {
  const std::string name = "covenant-" + lab.draft.id;
  const std::string plot = choose_plot(view, lab);
  const auto list = view.plots.find(plot);
  const auto table = view.tables.find(plot);
  const bool results = lab.state == ReportState::final;
  const auto item = [](const char* label, bool enabled) {
    return ImGui::MenuItem(label, nullptr, false, enabled);
  };
  if (item("This plot, SVG", list != view.plots.end()))
    platform::download(name + "-" + plot + ".svg", "image/svg+xml",
                       to_svg(list->second, theme().card, provenance_of(lab)));
  if (item("This plot, PNG", list != view.plots.end()))
    platform::download(name + "-" + plot + ".png", "image/png",
                       to_svg(list->second, theme().card, provenance_of(lab)));
  if (item("This plot's numbers, as a table", table != view.tables.end()))
    platform::open_sheet("table:" + plot);
  if (item("This plot's numbers, CSV", table != view.tables.end()))
    platform::download(name + "-" + plot + ".csv", "text/csv", csv_header(lab) + table->second);
  if (item("All results, JSON", results)) platform::download_results(name + "-results.json");
  if (item("All results, CSV", results))
    platform::download(name + "-results.csv", "text/csv", csv_header(lab) + report_csv(lab.report));
  if (item("Compare with another link", true)) platform::open_sheet("compare");
  if (item("Scenario, JSON", true))
    platform::download(name + ".json", "application/json", write_json(scenario_json(lab.draft)));
}

void draw_export_popup(View& view, const Lab& lab) {
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(12, 10));
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(8, look().touch ? 16.0f : 9.0f));
  if (ImGui::BeginPopup("export")) {
    draw_export_items(view, lab);
    ImGui::EndPopup();
  }
  ImGui::PopStyleVar(2);
}

constexpr float kStoryWidth = 70.0f;

void draw_story_button(float x, float y) {
  ImGui::SetCursorScreenPos(ImVec2(x, y));
  if (button("Story")) platform::open_sheet("story");
  explain("Seven short chapters, each a scenario and one thing to try.");
}

void copy_link(Lab& lab) {
  platform::copy_text(platform::share_base() + "#" + link_of(lab));
  notify(lab, "Link copied: it holds this scenario and a fingerprint of its numbers.", false);
}

// Laid out from the right edge; returns the x where it begins.
float draw_actions(View& view, Lab& lab, float right, float y) {
  const float pad = 2 * ImGui::GetStyle().FramePadding.x, space = 8.0f;
  const float icon = ImGui::GetFrameHeight() + 4.0f;
  const float copy = text_width(fonts().body, "Copy link") + pad;
  const float save = text_width(fonts().body, "Export") + pad;
  const float start = right - copy - save - 4 * icon - 5 * space;
  float x = start;
  const auto at = [&](float width) {
    ImGui::SetCursorScreenPos(ImVec2(x, y));
    x += width + space;
  };
  at(icon);
  if (icon_button("Undo", Icon::undo, "Undo (Ctrl+Z)", !lab.done.empty())) undo_edit(lab);
  at(icon);
  if (icon_button("Redo", Icon::redo, "Redo (Ctrl+Shift+Z)", !lab.undone.empty())) redo_edit(lab);
  at(icon);
  const char* other = view.dark ? "Light theme" : "Dark theme";
  if (icon_button(other, view.dark ? Icon::sun : Icon::moon, other)) {
    view.dark = !view.dark;
    view.theme_chosen = true;
  }
  at(icon);
  if (icon_button("Keys", Icon::help, "The keys (?)")) view.help_open = !view.help_open;
  // ends with the page, however long its lines are
  const ImVec2 below(ImGui::GetIO().DisplaySize.x - 12.0f, y + ImGui::GetFrameHeight() + 6);
  at(save);
  if (button("Export")) ImGui::OpenPopup("export");
  ImGui::SetNextWindowPos(below, ImGuiCond_Always, ImVec2(1, 0));
  draw_export_popup(view, lab);
  at(copy);
  if (button("Copy link", ButtonKind::primary)) copy_link(lab);
  return start;
}

// Right-aligned to x; returns its left end. Left out where there is no room.
float draw_fingerprint(const Lab& lab, float right, float from, ImVec2 line) {
  const std::string words = fingerprint_words(lab);
  const float width = text_width(fonts().small, words);
  if (words.empty() || right - width < from) return right;
  const ImVec2 at(right - width, line.x + 0.5f * (line.y - font_px(fonts().small)));
  text_at(ImGui::GetWindowDrawList(), fonts().small, at, theme().muted, words);
  items::add("Fingerprint", ImRect(at, ImVec2(right, at.y + 16)), items::Kind::other, words);
  return right - width;
}

}  // namespace

Provenance provenance_of(const Lab& lab) {
  Provenance source;
  source.link = platform::share_base() + "#" + link_of(lab);
  source.fingerprint = lab.state == ReportState::final ? lab.report.fingerprint : "not yet known";
  source.seed = std::to_string(lab.draft.run.seed);
  return source;
}

void draw_top_bar(View& view, Lab& lab) {
  const ImVec2 origin = ImGui::GetWindowPos();
  const bool narrow = view.width < 700.0f;
  const float edge = narrow ? 14.0f : 20.0f;
  const float line = ImGui::GetFrameHeight();
  const float y =
      origin.y + (narrow ? 10.0f : std::floor(0.5f * (ImGui::GetWindowHeight() - line)));
  const float right = origin.x + ImGui::GetWindowWidth() - edge;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  float x = origin.x + edge;
  const float title_y = std::floor(y + 0.5f * (line - font_px(fonts().title)));
  text_at(draw, fonts().title, ImVec2(x, title_y), theme().ink, "Covenant");
  x += text_width(fonts().title, "Covenant") + 14.0f;
  if (view.width >= 1000.0f) {
    const char* subtitle = "contract-menu alignment lab";
    text_at(draw, fonts().body, ImVec2(x, title_y + 1.0f), theme().muted, subtitle);
    x += text_width(fonts().body, subtitle) + 28.0f;
  }
  if (narrow) {
    ImGui::SetCursorScreenPos(ImVec2(x, y));
    (void)draw_preset_chooser(lab, right - x - kStoryWidth);
    draw_story_button(right - kStoryWidth + 8.0f, y);
    draw_actions(view, lab, right, y + line + 8.0f);
    return;
  }
  const float actions = draw_actions(view, lab, right, y);
  const float words = draw_fingerprint(lab, actions - 16.0f, x + 200.0f, ImVec2(y, line));
  ImGui::SetCursorScreenPos(ImVec2(x, y));
  const float end = draw_preset_chooser(lab, std::min(300.0f, words - 20.0f - x - kStoryWidth));
  draw_story_button(end + 8.0f, y);
}

}  // namespace covenant
