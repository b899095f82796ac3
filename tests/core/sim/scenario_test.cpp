// Scenarios: presets are valid, writing and reading are inverse, and every refusal names the field.
#include "core/sim/scenario.hpp"

#include <doctest/doctest.h>

#include "core/sim/presets.hpp"

using namespace covenant;

namespace {

// A small valid scenario with one field replaced.
std::string error_of(const char* path, const char* value) {
  const Result<Scenario> base = preset("dual-use");
  const Result<Scenario> result = with_field(base.value(), path, value);
  return result ? "" : result.error().message;
}

}  // namespace

TEST_CASE("scenario: every preset reads, and writing it reads back the same") {
  CHECK(preset_list().size() == 13);
  for (const PresetInfo& info : preset_list()) {
    CAPTURE(std::string(info.id));
    const Result<Scenario> scenario = preset(info.id);
    REQUIRE(scenario);
    CHECK(scenario.value().id == info.id);
    CHECK(!scenario.value().title.empty());
    CHECK(!scenario.value().description.empty());
    CHECK(!scenario.value().citation.empty());
    const Result<Scenario> again = parse_scenario(write_json(scenario_json(scenario.value())));
    REQUIRE(again);
    CHECK(again.value() == scenario.value());
  }
  CHECK(preset("nope").error().message.find(
            "preset \"nope\" is not known; known are three-groups, dual-use, moral-foundations") ==
        0);
}

TEST_CASE("scenario: errors name the field and what is allowed") {
  CHECK(error_of("types[1].share", "-0.2") ==
        "types[1].share: -0.2 is negative; allowed is a number above 0 and up to 1000000");
  CHECK(error_of("types.1.share", "0") != "");
  CHECK(error_of("designer.kl", "-1") != "");
  CHECK(error_of("designer.kl", "\"a\"") == "designer.kl: a number from 0 to 1000000 is expected");
  CHECK(error_of("transfers", "gold").find("allowed are none, friction, money") !=
        std::string::npos);
  CHECK(error_of("run.replicates", "2.5") == "run.replicates: 2.5 is not a whole number");
  CHECK(error_of("reference", "[0.5,0.5,0.5,0.5]").find("must sum to 1") != std::string::npos);
  CHECK(error_of("types", "[]").find("types: 0 entries") != std::string::npos);
  CHECK(error_of("types.0.rewards", "[1,2]").find("types[0].rewards: 2 entries; expected 4") !=
        std::string::npos);
  CHECK(error_of("methods", "[\"menu\",\"menu\"]").find("stands twice") != std::string::npos);
  CHECK(error_of("methods", "[\"magic\"]").find("allowed are menu") != std::string::npos);
  CHECK(error_of("run.noise_levels", "[0.2,0.1]").find("must increase") != std::string::npos);
  CHECK(error_of("nonsense", "1").find("no such field") != std::string::npos);
  CHECK(error_of("types.9.share", "1").find("no such field") != std::string::npos);
  CHECK(error_of("types.0.name", "\"Casual\"").find("stands twice") != std::string::npos);
  CHECK(error_of("designer.norm", "elicited").find("designer.community") != std::string::npos);
}

TEST_CASE("scenario: unknown keys are errors and missing ones are named") {
  const std::string text =
      "{\"contexts\": [{\"name\": \"c\", \"responses\": [{\"name\": \"r\"}]}], \"tpyes\": []}";
  CHECK(parse_scenario(text).error().message == "types: is missing");
  Json json = scenario_json(preset("dual-use").value());
  json["tpyes"] = 1;
  CHECK(scenario_from_json(json).error().message.find("tpyes: is not known; known are schema") ==
        0);
}

TEST_CASE("scenario: fields by path, by alias and as bare words") {
  const Scenario base = preset("three-groups").value();
  CHECK(with_field(base, "kl", "0.25").value().designer.kl == 0.25);
  CHECK(with_field(base, "types[2].weights[1]", "0.5").value().types[2].weights[1] == 0.5);
  CHECK(with_field(base, "transfers", "money").value().designer.transfers == TransferRegime::money);
  CHECK(with_field(base, "comparisons", "infinite").value().feedback.infinite_comparisons);
  CHECK(with_field(base, "noise", "0.3").value().feedback.noise[0].level == 0.3);
  CHECK(with_field(base, "title", "\xff\xfe").error().message == "title: is not valid UTF-8 text");
}
