// Links: what is written opens as the same scenario; what is damaged is said, never fatal.
#include "core/sim/link.hpp"

#include <doctest/doctest.h>

#include "core/base/rng.hpp"
#include "core/sim/presets.hpp"

using namespace covenant;

namespace {

Scenario edited(std::string_view id,
                const std::vector<std::pair<const char*, const char*>>& fields) {
  Scenario scenario = preset(id).value();
  for (const auto& [path, value] : fields) scenario = with_field(scenario, path, value).value();
  return scenario;
}

}  // namespace

TEST_CASE("link: an untouched preset is its name alone") {
  CHECK(to_link(preset("dual-use").value()) == "preset=dual-use");
  CHECK(to_link(preset("dual-use").value(), "0123456789abcdef") == "preset=dual-use&fp=01234567");
}

TEST_CASE("link: any edit survives the round trip bit for bit") {
  const std::vector<Scenario> scenarios = {
      edited("three-groups",
             {{"kl", "0.1234567890123456789"}, {"seed", "7"}, {"transfers", "money"}}),
      edited("three-groups", {{"title", "\"A & B = 100 % # \\u00e9 \\\"quoted\\\"\""},
                              {"types.0.name", "Jugend, ä"}}),
      edited("dual-use",
             {{"types.2.rewards", "[1e-300, 2, 3e5, -4]"}, {"outside", "[0, 0.1, 0.2]"}}),
      edited("dual-use", {{"id", "my-own"},
                          {"title", "\"123\""},
                          {"comparisons", "infinite"},
                          {"methods", "[\"menu\"]"}}),
      edited("moral-foundations", {{"run.noise_levels", "[]"}, {"description", ""}}),
  };
  for (const Scenario& scenario : scenarios) {
    const std::string link = to_link(scenario);
    CAPTURE(link);
    const Result<OpenedLink> opened = from_link("https://host/page#" + link);
    REQUIRE(opened);
    CHECK(opened.value().ignored.empty());
    CHECK(opened.value().scenario == scenario);
  }
}

TEST_CASE("link: a scenario with other shapes than any preset survives too") {
  Scenario scenario = preset("three-groups").value();
  scenario.id = "shapes";
  scenario.types.pop_back();
  scenario.norms.pop_back();
  scenario.designer.norm.pop_back();
  for (TypeSpec& type : scenario.types) type.weights.pop_back();
  for (ContextSpec& context : scenario.contexts) {
    for (ResponseSpec& response : context.responses) response.scores.pop_back();
  }
  const Result<OpenedLink> opened = from_link(to_link(scenario));
  REQUIRE(opened);
  CHECK(opened.value().ignored.empty());
  CHECK(opened.value().scenario == scenario);
}

TEST_CASE("link: hand-written links work, and what they get wrong is said") {
  const Result<OpenedLink> opened =
      from_link("#preset=three-groups&noise=0.25&seed=7&designer.kl=-3&bogus=1&theme=dark&fp=xyz");
  REQUIRE(opened);
  CHECK(opened.value().scenario.run.seed == 7);
  CHECK(opened.value().scenario.feedback.noise[0].level == 0.25);
  CHECK(opened.value().scenario.designer.kl == preset("three-groups").value().designer.kl);
  REQUIRE(opened.value().ignored.size() == 3);
  // why, once; whoever shows it says that it was ignored
  for (const std::string& reason : opened.value().ignored)
    CHECK(reason.find("ignored") == std::string::npos);
  REQUIRE(opened.value().page.size() == 1);
  CHECK(opened.value().page[0].second == "dark");
  CHECK(from_link("preset=nope").error().message.find("link: preset \"nope\" is not known") == 0);
  CHECK(from_link(std::string(kMaxLinkBytes + 1, 'a')).error().code == ErrorCode::too_large);
}

TEST_CASE("link: random damage never crashes and leaves a valid scenario") {
  const std::string good =
      to_link(edited("three-groups", {{"kl", "0.2"}, {"types.0.share", "0.9"}, {"title", "x y"}}));
  for (std::uint32_t seed = 0; seed < 300; ++seed) {
    CAPTURE(seed);
    Rng rng(seed, 0, Purpose::test);
    std::string bad = good;
    for (int edits = 0; edits < 4; ++edits) {
      bad[rng.below(static_cast<std::uint32_t>(bad.size()))] = static_cast<char>(rng.below(256));
    }
    const Result<OpenedLink> opened = from_link(bad);
    if (!opened) {
      CHECK(!opened.error().message.empty());
      continue;
    }
    const Result<Scenario> again = scenario_from_json(scenario_json(opened.value().scenario));
    REQUIRE(again);
    CHECK(again.value() == opened.value().scenario);
  }
}
