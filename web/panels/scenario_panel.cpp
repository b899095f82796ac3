// The left column: who asks, what the designer wants, how they are heard.
#include <algorithm>
#include <cmath>

#include "web/conflict.hpp"
#include "web/panels/panels.hpp"
#include "web/platform/platform.hpp"
#include "web/slider.hpp"
#include "web/widgets.hpp"

namespace covenant {
namespace {

// One share moves, the others give way in proportion, and all sum to 1 again.
void set_share(Scenario& draft, std::size_t moved, double share) {
  double others = 0.0;
  for (std::size_t i = 0; i < draft.types.size(); ++i)
    if (i != moved) others += draft.types[i].share;
  for (std::size_t i = 0; i < draft.types.size(); ++i) {
    const double part = i == moved ? share : draft.types[i].share / others * (1.0 - share);
    draft.types[i].share = std::max(0.001, std::round(part * 10000.0) / 10000.0);
  }
}

void draw_shares(Scenario& draft) {
  section_label("Who asks");
  double total = 0.0;
  for (const TypeSpec& type : draft.types) total += type.share;
  const bool alone = draft.num_types() == 1;
  for (std::size_t i = 0; i < draft.types.size(); ++i) {
    SliderSpec spec;
    spec.label = "share: " + draft.types[i].name;
    spec.caption = draft.types[i].name;
    spec.lower = alone ? 0.0 : 0.01;
    spec.upper = alone ? 1.0 : 0.98;
    spec.show = Show::percent;
    spec.decimals = 0;
    spec.color = group_color(theme(), static_cast<int>(i));
    spec.dot = true;
    spec.help = "How many of the people who ask are of this group. The others give way.";
    spec.path = "types." + std::to_string(i) + ".share";
    double share = draft.types[i].share / total;
    if (slider(spec, share) && !alone) set_share(draft, i, share);
  }
}

void draw_spread(Scenario& draft) {
  SliderSpec spec;
  spec.label = spec.caption = "Spread";
  spec.upper = std::max(0.5, draft.spread);
  spec.typed_upper = 10.0;
  spec.help =
      "How far people of one group differ from each other: standard deviation of their wishes.";
  spec.path = "spread";
  slider(spec, draft.spread);
}

void draw_conflict(ScenarioView& view, Lab& lab) {
  const std::optional<double> now = conflict_of(lab.draft);
  const double most = most_conflict(lab.draft);
  if (!now || most <= kLeastConflict) return;
  SliderSpec spec;
  spec.label = spec.caption = "Conflict";
  spec.lower = kLeastConflict;
  spec.typed_upper = most;
  spec.upper = std::min(std::max(2.0, conflict_of(lab.committed).value_or(0.0)), most);
  spec.step = 0.05;
  spec.help =
      "How far the groups' wishes stand apart: their typical distance from what all want on "
      "average. Moving it moves the wishes of every group, and keeps the average.";
  spec.path = kConflictPath;
  double wanted = *now;
  // always from the wishes that somebody gave, so that moving to and fro does not wear them down
  if (view.conflict_made != lab.draft.types) view.conflict_from = lab.draft;
  ImGui::BeginDisabled(is_locked("types"));
  if (slider(spec, wanted)) set_conflict(lab.draft, view.conflict_from, wanted);
  ImGui::EndDisabled();
  view.conflict_made = lab.draft.types;
}

void draw_menu_size(Scenario& draft) {
  if (draft.num_types() < 2 || draft.num_types() > 8) return;
  SliderSpec spec;
  spec.label = spec.caption = "Menu size";
  spec.lower = 1.0;
  spec.upper = draft.num_types();
  spec.step = 1.0;
  spec.show = Show::whole;
  spec.help = "At most this many contracts on the menu; at the right end there is no limit.";
  spec.path = "designer.max_contracts";
  double size = draft.designer.max_contracts == 0 ? spec.upper : draft.designer.max_contracts;
  if (slider(spec, size))
    draft.designer.max_contracts = size >= spec.upper ? 0 : static_cast<int>(size);
}

void draw_designer(Scenario& draft) {
  section_label("Designer");
  SliderSpec norm;
  norm.label = norm.caption = "Norm";
  norm.upper = std::max(3.0, draft.designer.norm_strength);
  norm.typed_upper = 1000.0;
  norm.step = 0.05;
  norm.help = "How much the designer's own norm counts against what people want.";
  norm.path = "designer.norm_strength";
  slider(norm, draft.designer.norm_strength);
  SliderSpec kl;
  kl.label = kl.caption = "KL to base";
  kl.upper = std::max(1.0, draft.designer.kl);
  kl.typed_upper = 1000.0;
  kl.help = "The price of moving a policy away from the base model, per nat of KL divergence.";
  kl.path = "designer.kl";
  slider(kl, draft.designer.kl);
  draw_menu_size(draft);
  int regime = static_cast<int>(draft.designer.transfers);
  if (segmented("Transfers", "transfers: ", {"none", "friction", "money"}, regime,
                "What a contract may ask in return: nothing, effort that is lost to everyone "
                "(waiting, verification), or money that changes hands."))
    draft.designer.transfers = static_cast<TransferRegime>(regime);
}

void draw_comparisons(FeedbackSpec& feedback) {
  SliderSpec spec;
  spec.label = spec.caption = "Comparisons";
  spec.lower = 10.0;
  spec.typed_lower = 1.0;
  spec.upper = 100000.0;
  spec.typed_upper = kScenarioLimits.comparisons;
  spec.log = true;
  spec.show = Show::whole;
  spec.help =
      "How many pairwise answers the designer learns from; at the right end, infinitely many.";
  spec.path = "feedback.comparisons";
  double count = feedback.comparisons;
  if (slider(spec, count, &feedback.infinite_comparisons))
    feedback.comparisons = static_cast<int>(count);
}

// The sweep holds the level that was set, so that what is shown for it was computed at it and not
// at its neighbour. A level that the slider put in before, off the sweep's own grid, goes again.
void sweep_also(std::vector<double>& levels, double before, double level) {
  if (levels.size() < 2) return;
  const auto on_grid = [](double l) { return std::fabs(20.0 * l - std::round(20.0 * l)) < 1e-9; };
  if (!on_grid(before))
    levels.erase(std::remove(levels.begin(), levels.end(), before), levels.end());
  const auto at = std::lower_bound(levels.begin(), levels.end(), level);
  if (at != levels.end() && std::fabs(*at - level) < 1e-12) return;
  if (levels.size() < static_cast<std::size_t>(kScenarioLimits.noise_levels))
    levels.insert(at, level);
}

void draw_noise(FeedbackSpec& feedback, RunSpec& run) {
  SliderSpec spec;
  spec.label = spec.caption = "Reward noise";
  double level = feedback.noise.empty() ? 0.0 : feedback.noise[0].level;
  spec.upper = std::max(0.5, level);
  spec.typed_upper = 10.0;
  spec.step = 0.05;
  spec.show = Show::percent;
  spec.decimals = 0;
  spec.help =
      "Gaussian error in what the feedback says, as a share of the typical spread of rewards. The "
      "curves sweep over many levels and mark this one; who is taken for whom is shown at this "
      "one. "
      "The cards are the menu on exact feedback, without noise.";
  spec.path = "feedback.noise.0.level";
  if (!slider(spec, level)) return;
  if (feedback.noise.empty()) feedback.noise.emplace_back();
  const double before = feedback.noise[0].level;
  feedback.noise[0].level = level;
  sweep_also(run.noise_levels, before, level);
}

void draw_feedback(FeedbackSpec& feedback, RunSpec& run) {
  section_label("Feedback");
  draw_comparisons(feedback);
  draw_noise(feedback, run);
  SliderSpec spec;
  spec.label = spec.caption = "Rationality";
  spec.lower = 0.1;
  spec.typed_lower = 0.001;
  spec.upper = 20.0;
  spec.typed_upper = 1e6;
  spec.log = true;
  spec.decimals = 1;
  spec.help =
      "How reliably people's answers follow their wishes (inverse temperature); at the right end, "
      "without error.";
  spec.path = "feedback.rationality";
  slider(spec, feedback.rationality, &feedback.infinite_rationality);
}

}  // namespace

void draw_scenario_panel(View& view, Lab& lab) {
  const Theme& t = theme();
  text_line(fonts().bold, t.ink, "Scenario");
  gap(5.0f);
  if (!lab.draft.description.empty()) text_wrapped(fonts().small, t.muted, lab.draft.description);
  if (!lab.draft.citation.empty()) explain(lab.draft.citation.c_str());
  draw_shares(lab.draft);
  draw_conflict(view.scenario, lab);
  draw_spread(lab.draft);
  draw_type_editors(view, lab);
  draw_designer(lab.draft);
  draw_feedback(lab.draft.feedback, lab.draft.run);
  draw_run_section(view, lab);
  // the last buttons stand at the foot of the column where there is room
  const float room = ImGui::GetContentRegionAvail().y - ImGui::GetFrameHeight();
  gap(std::max(8.0f, look().touch ? 12.0f : room));
  const float width = std::floor(0.5f * (ImGui::GetContentRegionAvail().x - 8.0f));
  if (!is_locked("edit") && !is_hidden("edit")) {
    if (button("Edit scenario", ButtonKind::plain, ImVec2(width, 0)))
      platform::open_sheet("editor");
    explain(
        "Types, norms, questions and answers: add, remove, rename and reorder them, and set every "
        "number of the scenario, beside the lab.");
    ImGui::SameLine();
  }
  if (button("Your data", ButtonKind::plain, ImVec2(width, 0))) platform::open_file_dialog();
  explain(
      "Choices of real people, one per line: respondent, context, response, and group if known. "
      "A scenario file works too. Files can also be dropped on the page.");
}

}  // namespace covenant
