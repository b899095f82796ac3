// What each group wants: norm weights (or rewards per response) and how much the designer's norm
// counts.
#include <algorithm>

#include "web/panels/panels.hpp"
#include "web/slider.hpp"
#include "web/widgets.hpp"

namespace covenant {
namespace {

constexpr std::size_t kRewardRows = 24;  // more are edited in a file

struct ValueRow {
  std::string label, caption, path;
  const char* help = "";
  ImU32 color = 0;
  double lower = 0.0, upper = 1.0;
  bool may_be_negative = true;
};

void draw_value(const ValueRow& row, double& value) {
  SliderSpec spec;
  spec.label = row.label;
  spec.caption = row.caption;
  spec.lower = std::min(row.lower, value);
  spec.upper = std::max(row.upper, value);
  spec.typed_upper = kScenarioLimits.magnitude;
  if (row.may_be_negative) spec.typed_lower = -kScenarioLimits.magnitude;
  spec.step = 0.05;
  spec.color = row.color;
  spec.help = row.help;
  spec.path = row.path;
  slider(spec, value);
}

void draw_rewards(const Scenario& draft, TypeSpec& type, const std::string& path, ImU32 color) {
  if (type.rewards.size() > kRewardRows) {
    text_wrapped(fonts().small, theme().muted,
                 std::to_string(type.rewards.size()) + " rewards: edit them in a scenario file.");
    return;
  }
  std::size_t at = 0;
  for (const ContextSpec& context : draft.contexts)
    for (const ResponseSpec& response : context.responses) {
      draw_value({.label = type.name + " wants " + response.name + " in " + context.name,
                  .caption = response.name,
                  .path = path + ".rewards." + std::to_string(at),
                  .help = "Reward of this response for this group, in utils.",
                  .color = color,
                  .lower = -3.0,
                  .upper = 3.0},
                 type.rewards[at]);
      ++at;
    }
}

void draw_editor(Scenario& draft, std::size_t index) {
  TypeSpec& type = draft.types[index];
  const ImU32 color = group_color(theme(), static_cast<int>(index));
  const std::string path = "types." + std::to_string(index);
  gap(4.0f);
  text_line(fonts().small_bold, color, type.name);
  if (type.weights.empty()) draw_rewards(draft, type, path, color);
  for (std::size_t d = 0; d < type.weights.size(); ++d)
    draw_value({.label = "weight of " + draft.norms[d] + ": " + type.name,
                .caption = draft.norms[d],
                .path = path + ".weights." + std::to_string(d),
                .help = "How much this norm counts for this group.",
                .color = color,
                .lower = -1.0,
                .upper = 2.0},
               type.weights[d]);
  draw_value({.label = "norm factor: " + type.name,
              .caption = "norm factor",
              .path = path + ".norm_factor",
              .help = "How much the designer's norm counts for what this group receives.",
              .color = color,
              .lower = 0.0,
              .upper = 3.0,
              .may_be_negative = false},
             type.norm_factor);
}

}  // namespace

void draw_type_editors(View& view, Lab& lab) {
  bool& open = view.scenario.editors_open;
  disclosure("What each group wants", "what each group wants", open);
  if (!open) return;
  for (std::size_t i = 0; i < lab.draft.types.size(); ++i) draw_editor(lab.draft, i);
}

}  // namespace covenant
