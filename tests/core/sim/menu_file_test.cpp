#include "core/sim/menu_file.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "core/base/rng.hpp"

using namespace covenant;

namespace {

const std::string kGood = R"({ "schema": 1, "kind": "menu",
  "types": [ {"name": "low", "share": 2, "value": [1, 0], "outside": [0.5, 0.5]},
             {"share": 1, "value": [0, 3], "outside": -1} ],
  "allocation": {"set": "simplex", "blocks": [2]},
  "cost": {"linear": [0.1, 0], "kl": 0.5, "reference": [0.25, 0.75]},
  "objective": {"utility": 1, "transfer": 0, "allocation": [[0, 0], [0, -1]]},
  "transfers": {"lower": 0, "upper": null, "budget": null},
  "max_contracts": null, "robust_radius": 0 })";

std::string replaced(const std::string& from, const std::string& to) {
  std::string text = kGood;
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

std::string complaint(const std::string& text) {
  const Result<MenuProblem> result = parse_menu_problem(text);
  return result.ok() ? std::string() : result.error().message;
}

bool starts_with(const std::string& text, const std::string& start) {
  return text.compare(0, start.size(), start) == 0;
}

}  // namespace

TEST_CASE("menu file: every field arrives") {
  const Result<MenuProblem> result = parse_menu_problem(kGood);
  REQUIRE(result.ok());
  const MenuProblem& p = result.value();
  CHECK(p.names == std::vector<std::string>{"low", "1"});
  CHECK(p.share(0) == 2.0);
  CHECK(p.value(1, 1) == 3.0);
  CHECK(p.outside(0) == 0.5);  // theta . policy
  CHECK(p.outside(1) == -1.0);
  CHECK(p.outside_policy(0, 1) == 0.5);
  CHECK(std::isnan(p.outside_policy(1, 0)));
  CHECK(p.set == AllocationSet::simplex);
  CHECK(p.cost.linear(0) == 0.1);
  CHECK(p.cost.kl(0) == 0.5);
  CHECK(p.cost.reference(1) == 0.75);
  CHECK(p.weight_utility == 1.0);
  CHECK(p.weight_transfer == 0.0);
  CHECK(p.objective_allocation(1, 1) == -1.0);
  CHECK(p.transfer_lower == 0.0);
  CHECK(std::isinf(p.transfer_upper));
  CHECK(!p.budget.has_value());
  CHECK(p.max_contracts == 0);
}

TEST_CASE("menu file: bad input gets one line that names the field") {
  const std::pair<std::string, std::string> cases[] = {
      {"[1]", "an object"},
      {"{", "line 1"},
      {R"({"schema": 1, "kind": "menu"})", "allocation"},
      {replaced("\"schema\": 1", "\"schema\": 2"), "schema: "},
      {replaced("\"menu\"", "\"scenario\""), "kind: "},
      {replaced("\"share\": 2", "\"share\": -0.2"), "types[0].share: -0.2"},
      {replaced("\"share\": 1", "\"share\": 0"), "types[1].share: 0"},
      {replaced("[1, 0]", "[1]"), "types[0].value"},
      {replaced("[1, 0]", "[1, \"a\"]"), "types[0].value[1]"},
      {replaced("[1, 0]", "[1, 1e300]"), "types[0].value[1]"},
      {replaced("[1, 0]", "[1, NaN]"), "line 2"},
      {replaced("[0.5, 0.5]", "[0.5, 0.6]"), "types[0].outside: "},
      {replaced("[0.5, 0.5]", "[1.5, -0.5]"), "types[0].outside[1]"},
      {replaced("\"outside\": -1", "\"outside\": true"), "types[1].outside: "},
      {replaced("\"simplex\"", "\"sphere\""), "allocation.set: "},
      {replaced("\"blocks\": [2]", "\"blocks\": [0, 2]"), "allocation.blocks[0]"},
      {replaced("\"blocks\": [2]", "\"blocks\": [1.5]"), "allocation.blocks[0]"},
      {replaced("\"blocks\": [2]", "\"blocks\": [3000, 3000]"), "allocation.blocks: "},
      {replaced("\"blocks\": [2]", "\"bricks\": [2]"), "allocation.blocks"},
      {replaced("\"kl\": 0.5", "\"kl\": -1"), "cost.kl: "},
      {replaced("[0.25, 0.75]", "[0, 1]"), "cost.reference[0]"},
      {replaced("[0.25, 0.75]", "[0.25, 0.7]"), "cost.reference: "},
      {replaced(", \"reference\": [0.25, 0.75]", ""), "cost.reference: is missing"},
      {replaced("[[0, 0], [0, -1]]", "[[0, 0]]"), "objective.allocation"},
      {replaced("\"upper\": null", "\"upper\": -1"), "transfers.upper: -1"},
      {replaced("\"max_contracts\": null", "\"max_contracts\": 0"), "max_contracts: 0"},
      {replaced("\"robust_radius\": 0", "\"robust_radius\": -1"), "robust_radius: "},
      {replaced("\"robust_radius\": 0", "\"robustness\": 0"), "robustness"},
  };
  for (const auto& entry : cases) {  // clang cannot CAPTURE a structured binding
    const std::string text = entry.first, start = entry.second;
    CAPTURE(text);
    const std::string message = complaint(text);
    CAPTURE(message);
    CHECK(starts_with(message, start));
    CHECK(message.find('\n') == std::string::npos);
  }
}

TEST_CASE("menu file: sizes are bounded before anything is solved") {
  std::string types = "{\"share\": 1, \"value\": [1]}";
  for (int k = 1; k < 10001; ++k)
    types += ", {\"share\": 1, \"value\": [" + std::to_string(k) + "]}";
  const std::string text =
      "{\"types\": [" + types + R"(], "allocation": {"set": "box", "lower": [0]}})";
  CHECK(starts_with(complaint(text), "types: "));
}

// Bytes changed at random: an answer or one message, never a crash.
TEST_CASE("menu file: damaged text is read or refused") {
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    CAPTURE(seed);
    Rng rng(seed, 6, Purpose::test);
    std::string text = kGood;
    for (std::uint32_t i = 1 + rng.below(3); i > 0; --i) {
      const std::size_t at = rng.below(static_cast<std::uint32_t>(text.size()));
      if (rng.below(2) == 0) {
        text[at] = static_cast<char>(rng.below(96) + 32);
      } else {
        text.erase(at, 1 + rng.below(4));
      }
    }
    const Result<MenuProblem> result = parse_menu_problem(text);
    if (!result.ok()) {
      CHECK(!result.error().message.empty());
      continue;
    }
    const MenuDesign design = design_menu(result.value());
    CHECK((design.status == SolveStatus::optimal || design.status == SolveStatus::feasible ||
           !design.reason.empty()));
  }
}

TEST_CASE("menu file: the design as JSON has model.md's keys, infinite radii as null") {
  const Result<MenuProblem> problem = parse_menu_problem(kGood);
  REQUIRE(problem.ok());
  const MenuDesign design = design_menu(problem.value());
  REQUIRE(design.status == SolveStatus::optimal);
  const Json json = menu_design_json(problem.value(), design);
  for (const char* key :
       {"status", "objective", "bound", "gap", "ic_violation", "ir_violation", "contracts",
        "assignment", "utility", "rent", "binding_ic", "certified_radius", "iterations"}) {
    CAPTURE(std::string(key));
    CHECK(json.contains(key));
  }
  CHECK(json["contracts"][0]["types"][0] == "low");
  CHECK(json["contracts"][0]["allocation"].size() == 2);
  MenuDesign infinite = design;
  infinite.certified_radius.setConstant(std::numeric_limits<double>::infinity());
  CHECK(menu_design_json(problem.value(), infinite)["certified_radius"][0].is_null());
}
