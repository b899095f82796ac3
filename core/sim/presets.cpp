#include "core/sim/presets.hpp"

#include <array>

#include "core/sim/preset_texts.hpp"

namespace covenant {
namespace {

using namespace preset_texts;

struct Entry {
  PresetInfo info;
  const char* text;
  void (*grow)(Json&) = nullptr;  // fills in what would be long to write down
};

// 100 responses a = 0, 1/99, .., 1, scored (a, a where a >= 0.8).
void add_grid(Json& json) {
  for (int i = 0; i < 100; ++i) {
    const double a = i / 99.0;
    json["contexts"][0]["responses"].push_back(
        {{"name", std::to_string(i) + "/99"}, {"scores", {a, a < 0.8 ? 0.0 : a}}});
  }
}

// One dilemma per norm: to spare by it, or not.
void add_dilemmas(Json& json) {
  const std::size_t count = json["norms"].size();
  for (std::size_t d = 0; d < count; ++d) {
    std::vector<double> scores(count, 0.0);
    scores[d] = 1.0;
    json["contexts"].push_back(
        {{"name", json["norms"][d]},
         {"responses", {{{"name", "spare"}, {"scores", scores}}, "do not"}}});
  }
}

const std::array<Entry, 13>& entries() {
  static const std::array<Entry, 13> list = {{
      {{"three-groups", "Three groups, one assistant",
        "Conflicting wishes, a designer with a norm of its own: when must a menu distort?"},
       kThreeGroups},
      {{"dual-use", "Dual use",
        "Friction as verification: detail for those who need it, kept from those who harm."},
       kDualUse},
      {{"moral-foundations", "Moral foundations",
        "Published weights of four political groups: types that hardly differ."},
       kMoralFoundations},
      {{"condorcet", "Condorcet",
        "Six in ten love a, everybody can live with b: what comparisons without intensity favour."},
       kCondorcet},
      {{"hidden-context", "Hidden context",
        "More is better up to 0.8, then half of the people are harmed: one fitted reward stops "
        "short of the best mean."},
       kHiddenContext,
       add_grid},
      {{"distortion", "Distortion",
        "A lukewarm response with even cooler ones beside it: winning comparisons is not being "
        "liked."},
       kDistortion},
      {{"goodhart", "Goodhart",
        "Heavy-tailed errors and a bait: gold and proxy part as the reward is optimised harder."},
       kGoodhart},
      {{"flips", "Flipped labels",
        "Only the majority's labels are reversed at times: when does the decision turn?"},
       kFlips},
      {{"imbalance", "Ten to one",
        "One reward for two opposed groups: what is left of the smaller?"},
       kImbalance},
      {{"misreport", "A strategic group",
        "One group reports what serves it best against the method at hand."},
       kMisreport},
      {{"moral-machine", "Moral Machine",
        "Published effects of nine attributes in three clusters of countries."},
       kMoralMachine,
       add_dilemmas},
      {{"moral-issues", "Moral issues",
        "Arguments that raters see in five public questions, weights fitted to real choices."},
       kMoralIssues},
      {{"consensus", "Consensus", "A control: three groups that want almost the same."},
       kConsensus},
  }};
  return list;
}

// A preset's own text over what all presets share; without words of its own it takes the list's.
Result<Scenario> expand(const Entry& entry) {
  Json json = parse_json(kCommon).value();
  json["id"] = std::string(entry.info.id);
  json["title"] = std::string(entry.info.title);
  json["description"] = std::string(entry.info.shows);
  json.merge_patch(parse_json(entry.text).value());
  if (entry.grow != nullptr) entry.grow(json);
  return scenario_from_json(json);
}

}  // namespace

const std::vector<PresetInfo>& preset_list() {
  static const std::vector<PresetInfo> list = [] {
    std::vector<PresetInfo> out;
    for (const Entry& entry : entries()) out.push_back(entry.info);
    return out;
  }();
  return list;
}

Result<Scenario> preset(std::string_view id) {
  std::string known;
  for (const Entry& entry : entries()) {
    if (entry.info.id == id) return expand(entry);
    known += (known.empty() ? "" : ", ") + std::string(entry.info.id);
  }
  return Error{ErrorCode::not_found,
               "preset \"" + std::string(id.substr(0, 60)) + "\" is not known; known are " + known};
}

}  // namespace covenant
