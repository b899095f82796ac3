// Sample sizes, the running sweep, and the claims as this scenario answers them.
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

#include "web/panels/panels.hpp"
#include "web/platform/items.hpp"
#include "web/platform/platform.hpp"
#include "web/slider.hpp"
#include "web/widgets.hpp"

namespace covenant {
namespace {

// A count on a logarithmic track.
bool count_slider(const char* label, const char* path, const char* help, double lower, double upper,
                  double typed_upper, int& count) {
  SliderSpec spec;
  spec.label = spec.caption = label;
  spec.lower = std::min<double>(lower, std::max(1, count));
  spec.upper = std::max<double>(upper, count);
  spec.typed_lower = 1.0;
  spec.typed_upper = typed_upper;
  spec.log = true;
  spec.show = Show::whole;
  spec.help = help;
  spec.path = path;
  double value = count;
  if (!slider(spec, value)) return false;
  count = std::max(1, static_cast<int>(value));
  return true;
}

void draw_seed(RunSpec& run) {
  SliderSpec spec;
  spec.label = spec.caption = "Seed";
  spec.upper = std::max(50.0, static_cast<double>(run.seed));
  spec.typed_upper = 9007199254740992.0;
  spec.step = 1.0;
  spec.show = Show::whole;
  spec.help = "Names the random draws: the same seed gives the same numbers everywhere.";
  spec.path = "run.seed";
  double seed = static_cast<double>(run.seed);
  if (slider(spec, seed)) run.seed = static_cast<std::uint64_t>(std::max(0.0, seed));
}

std::string status_words(const Lab& lab) {
  if (lab.run.running || lab.run.due) {
    if (!lab.run.running || lab.run.done == 0) return "computing\u2026";
    const double done = lab.run.done, all = lab.run.total;
    const double left = (platform::now() - lab.run.started) * (all - done) / done;
    const std::string rest = left >= 1.0 ? ", " + fixed(left, 0) + " s left" : "";
    return grouped(done) + " of " + grouped(all) + rest;
  }
  if (lab.run.failed) return "failed";
  if (lab.run.cancelled) return "stopped";
  if (lab.state == ReportState::final) return "done in " + fixed(lab.run.seconds, 1) + " s";
  return "";
}

double share_done(const Lab& lab) {
  if (lab.state == ReportState::final) return 1.0;
  if (!lab.run.running || lab.run.total <= 0) return 0.0;
  return static_cast<double>(lab.run.done) / lab.run.total;
}

void draw_run_action(Lab& lab, ImVec2 right, bool active) {
  const char* label = active ? "Cancel" : "Run again";
  const float width = text_width(fonts().small_bold, label);
  const float grow = look().touch ? 12.0f : 4.0f;
  const ImRect rect(ImVec2(right.x - width - grow, right.y - grow),
                    ImVec2(right.x + 4, right.y + 14 + grow));
  const Hit hit = hit_area(label, rect);
  text_at(ImGui::GetWindowDrawList(), fonts().small_bold, ImVec2(right.x - width, right.y),
          theme().accent, label);
  if (hit.pressed && active) stop_run(lab);
  if (hit.pressed && !active) request_run(lab, platform::now());
}

void draw_progress(Lab& lab) {
  const Theme& t = theme();
  gap(8.0f);
  const ImVec2 pos = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const float y = pos.y + 9.0f;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const bool active = lab.run.running || lab.run.due;
  const float filled = width * static_cast<float>(share_done(lab));
  draw->AddRectFilled(pos, ImVec2(pos.x + width, pos.y + 3), t.track, 1.5f);
  if (filled > 0.0f)
    draw->AddRectFilled(pos, ImVec2(pos.x + filled, pos.y + 3),
                        active ? t.accent : mix(t.card, t.accent, 0.4f), 1.5f);
  const std::string words = status_words(lab);
  text_at(draw, fonts().small, ImVec2(pos.x, y), active ? t.muted : t.ink, words);
  items::add("Run status", ImRect(pos, ImVec2(pos.x + width, pos.y + 24)), items::Kind::other,
             words);
  if (active || lab.run.cancelled || lab.run.failed)
    draw_run_action(lab, ImVec2(pos.x + width, y), active);
  else if (lab.state == ReportState::final)
    text_right(draw, fonts().small, ImVec2(pos.x + width, y), t.muted,
               grouped(lab.report.replicates) + " replicates");
  ImGui::Dummy(ImVec2(width, 24));
}

void draw_claims_here(const Lab& lab) {
  if (lab.report.claims.empty() || lab.state < ReportState::partial) return;
  // as many as there is room for above the last button; the tab Claims has them all
  const float foot = ImGui::GetFrameHeight() + 44.0f;
  const float room = look().touch ? 190.0f : ImGui::GetContentRegionAvail().y - foot;
  if (room < 52.0f) return;  // for a claim of three lines
  section_label("Claims here");
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const float width = ImGui::GetContentRegionAvail().x;
  float left = room;
  for (const Claim& claim : lab.report.claims) {
    const ImVec2 pos = ImGui::GetCursorScreenPos();
    const float verdict = text_width(fonts().small_bold, claim.verdict);
    const std::string& words = claim.statement.empty() ? claim.id : claim.statement;
    // without what stands in brackets: how it is measured is said on hovering
    const std::string claimed = words.substr(0, words.find(" ("));
    const float beside = width - verdict - 10.0f;
    const float height = text_wrapped_at(nullptr, fonts().small, pos, theme().ink, claimed, beside);
    left -= height + 6.0f;
    if (left < 0.0f) return;
    text_wrapped_at(draw, fonts().small, pos, theme().ink, claimed, beside);
    text_right(draw, fonts().small_bold, ImVec2(pos.x + width, pos.y), verdict_color(claim.verdict),
               claim.verdict);
    ImGui::Dummy(ImVec2(width, height + 2.0f));
    const std::string full = words + ": " + compact(claim.statistic) + ", 95 % interval " +
                             compact(claim.lo) + " to " + compact(claim.hi);
    explain(full.c_str());
  }
}

}  // namespace

ImU32 verdict_color(const std::string& verdict) {
  if (verdict == "supported") return theme().good;
  if (verdict == "contradicted") return theme().bad;
  return theme().muted;
}

void draw_run_section(View& view, Lab& lab) {
  section_label("Run");
  RunSpec& run = lab.draft.run;
  count_slider("People", "run.users", "Simulated people per replicate.", 100, 100000,
               kScenarioLimits.users, run.users);
  const std::string words =
      grouped(run.replicates) + " replicates \u00b7 seed " + std::to_string(run.seed);
  disclosure("Replicates and seed", words.c_str(), view.scenario.sampling_open);
  if (view.scenario.sampling_open) {
    count_slider("Replicates", "run.replicates",
                 "How often everything random is drawn again; intervals are over these.", 10, 1000,
                 kScenarioLimits.replicates, run.replicates);
    draw_seed(run);
    count_slider("People shown", kPeopleShownPath,
                 "Dots in the type space; nothing is computed from them.", 100, kMostPeople,
                 kMostPeople, view.type_space.crowd.count);
  }
  draw_progress(lab);
  draw_claims_here(lab);
}

}  // namespace covenant
