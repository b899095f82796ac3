// Every parser of text from outside, fed with damaged versions of good text: it answers with a
// value or with a message, and what it accepts survives being written and read again. Seeded and
// bounded; most useful under the sanitizers.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "core/base/rng.hpp"
#include "core/sim/choices.hpp"
#include "core/sim/link.hpp"
#include "core/sim/menu_file.hpp"
#include "core/sim/presets.hpp"
#include "core/sim/scenario.hpp"

using namespace covenant;

namespace {

constexpr int kRounds = 150;

std::size_t place(Rng& rng, std::size_t size) {
  return rng.below(static_cast<std::uint32_t>(size + 1));
}

// One to three of: a byte changed, a piece cut, a piece repeated, a token of trouble inserted.
std::string damage(std::string text, Rng& rng) {
  static const std::vector<std::string> kTrouble = {"\"",
                                                    ",",
                                                    "{",
                                                    "]",
                                                    "null",
                                                    "-1",
                                                    "1e999",
                                                    "-0",
                                                    "1e-320",
                                                    "99999999999999999999",
                                                    "\\u0000",
                                                    "\xff",
                                                    "\n",
                                                    "\r\n",
                                                    std::string(1, '\0'),
                                                    "%",
                                                    "%zz",
                                                    "=",
                                                    "&",
                                                    "#",
                                                    "true",
                                                    "[[[[",
                                                    "\"schema\": 2,",
                                                    "infinite",
                                                    ".",
                                                    "[0]",
                                                    "\\"};
  const std::uint32_t edits = 1 + rng.below(3);
  for (std::uint32_t i = 0; i < edits; ++i) {
    const std::size_t at = place(rng, text.size());
    const std::size_t length = std::min<std::size_t>(rng.below(40), text.size() - at);
    switch (rng.below(4)) {
      case 0:
        if (at < text.size()) text[at] = static_cast<char>(rng.below(256));
        break;
      case 1:
        text.erase(at, length);
        break;
      case 2:
        text.insert(place(rng, text.size()), text.substr(at, length));
        break;
      default:
        text.insert(at, kTrouble[rng.below(static_cast<std::uint32_t>(kTrouble.size()))]);
    }
  }
  return text;
}

template <class Try>
void fuzz(const std::vector<std::string>& good, const Try& attempt) {
  for (std::size_t g = 0; g < good.size(); ++g)
    for (int round = 0; round < kRounds; ++round) {
      const std::uint64_t seed = 1000 * g + static_cast<std::uint64_t>(round);
      CAPTURE(seed);
      Rng rng(seed, 0, Purpose::test);
      attempt(damage(good[g], rng));
    }
}

}  // namespace

TEST_CASE("fuzz: damaged scenarios are read back the same or refused with a message") {
  std::vector<std::string> good;
  for (const PresetInfo& info : preset_list())
    good.push_back(write_json(scenario_json(preset(info.id).value())));
  int accepted = 0, refused = 0;
  fuzz(good, [&](const std::string& text) {
    const Result<Scenario> scenario = parse_scenario(text);
    if (!scenario) {
      ++refused;
      CHECK_FALSE(scenario.error().message.empty());
      return;
    }
    ++accepted;
    const Result<Scenario> again = parse_scenario(write_json(scenario_json(scenario.value())));
    REQUIRE(again);
    CHECK(again.value() == scenario.value());
  });
  CHECK(accepted > 0);  // both kinds were met, so both branches were tested
  CHECK(refused > 0);
}

TEST_CASE("fuzz: damaged links open to a valid scenario or are refused with a message") {
  Scenario scenario = preset(kDefaultPreset).value();
  scenario.designer.kl = 0.25;
  scenario.types[0].share = 0.7;
  scenario.title = "a, b & c";
  fuzz({to_link(scenario), "#" + to_link(scenario, "0123456789abcdef"),
        "preset=dual-use&kl=0.2&seed=7&theme=dark"},
       [](const std::string& text) {
         const Result<OpenedLink> opened = from_link(text);
         if (!opened) {
           CHECK_FALSE(opened.error().message.empty());
           return;
         }
         CHECK(scenario_from_json(scenario_json(opened.value().scenario)).ok());
       });
}

TEST_CASE("fuzz: damaged menu problems are read or refused with a message") {
  fuzz(
      {R"({"schema": 1, "kind": "menu", "types": [{"name": "low", "share": 0.6, "value": [1, 2], "outside": 0},
            {"name": "high", "share": 0.4, "value": [2, 1], "outside": [0.5, 0.5]}],
            "allocation": {"set": "simplex", "blocks": [2]}, "cost": {"kl": 0.1, "reference": [0.5, 0.5]},
            "objective": {"utility": 1, "transfer": 0, "allocation": [[0, -1], [0, -2]]},
            "transfers": {"lower": 0, "upper": null, "budget": null}, "max_contracts": null, "robust_radius": 0})",
       R"({"schema": 1, "kind": "menu", "types": [{"share": 2, "value": [1]}, {"share": 1, "value": [2]}],
            "allocation": {"set": "box", "lower": [0], "upper": [null]}, "cost": {"quadratic": [1]}})"},
      [](const std::string& text) {
        const Result<MenuProblem> problem = parse_menu_problem(text);
        if (!problem) CHECK_FALSE(problem.error().message.empty());
        if (problem) CHECK(problem.value().num_types() >= 1);
      });
}

TEST_CASE("fuzz: damaged choices are read within the scenario's bounds or refused with a message") {
  const Scenario scenario = preset(kDefaultPreset).value();
  const std::string context = scenario.contexts[0].name;
  std::string choices = "respondent,context,response,group\n",
              pairs = "respondent,context,preferred,other\n";
  for (int i = 0; i < 6; ++i) {
    choices += std::to_string(i / 2) + ",\"" + context + "\"," + std::to_string(i % 3) + ",g" +
               std::to_string(i / 2 % 2) + "\r\n";
    pairs += std::to_string(i / 2) + ",\"" + context + "\",0,1\n";
  }
  fuzz({choices, pairs}, [&](const std::string& text) {
    const Result<ChoiceData> data = parse_choices(text, scenario);
    if (!data) {
      CHECK_FALSE(data.error().message.empty());
      return;
    }
    CHECK_FALSE(data.value().rows.empty());
    for (const ChoiceRow& row : data.value().rows) {
      const auto& responses = scenario.contexts.at(static_cast<std::size_t>(row.context)).responses;
      CHECK(row.chosen >= 0);
      CHECK(row.chosen < static_cast<int>(responses.size()));
      CHECK(row.other < static_cast<int>(responses.size()));
      CHECK(static_cast<std::size_t>(row.respondent) < data.value().respondents.size());
    }
  });
}
