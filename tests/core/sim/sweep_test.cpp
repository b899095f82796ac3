// Grids over a scenario's fields.
#include "core/sim/sweep.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "core/sim/presets.hpp"
#include "core/sim/simulation.hpp"

using namespace covenant;

namespace {

Scenario base() { return preset(kDefaultPreset).value(); }

SweepAxis axis(std::string_view text) {
  const Result<SweepAxis> parsed = parse_sweep_axis(text);
  REQUIRE(parsed);
  return parsed.value();
}

std::string error_of(const std::vector<SweepAxis>& axes) {
  const Result<std::vector<SweepCell>> cells = sweep_cells(base(), axes);
  return cells ? "" : cells.error().message;
}

}  // namespace

TEST_CASE("sweep: commas separate values, but not inside brackets or quotes") {
  CHECK(axis("designer.kl=0.1,0.2").values == std::vector<std::string>{"0.1", "0.2"});
  CHECK(axis("run.noise_levels=[0,0.1],[0]").values == std::vector<std::string>{"[0,0.1]", "[0]"});
  CHECK(axis("title=\"a, b\",c").values == std::vector<std::string>{"\"a, b\"", "c"});
}

TEST_CASE("sweep: a grid has every combination, the last axis fastest") {
  const auto cells = sweep_cells(base(), {axis("designer.kl=0.1,0.2"), axis("seed=1,2,3")});
  REQUIRE(cells);
  REQUIRE(cells.value().size() == 6);
  CHECK(cells.value()[1].scenario.designer.kl == 0.1);
  CHECK(cells.value()[1].scenario.run.seed == 2);
  CHECK(cells.value()[5].scenario.designer.kl == 0.2);
  CHECK(cells.value()[5].scenario.run.seed == 3);
  CHECK(cells.value()[3].set[0].second == "0.2");
}

TEST_CASE("sweep: a cell's report is the one that run gives for the same scenario") {
  Scenario scenario = base();
  scenario.run.replicates = 2;
  scenario.run.noise_levels = {0.1};
  const auto cells = sweep_cells(scenario, {axis("designer.kl=0.3")});
  REQUIRE(cells);
  scenario.designer.kl = 0.3;
  const Report report = run(cells.value()[0].scenario);
  CHECK(report.fingerprint == run(scenario).fingerprint);
  const Json json = sweep_cell_json(cells.value()[0], report);
  CHECK(json.at("set").at("designer.kl") == 0.3);
  CHECK(json.at("report").at("fingerprint") == report.fingerprint);

  const std::string plain = report_csv(report), csv = sweep_csv(cells.value()[0], report, true);
  CHECK(csv.substr(0, 12) == "designer.kl,");
  CHECK(csv.substr(csv.find('\n') + 1, 4) == "0.3,");
  const auto lines = [](const std::string& text) {
    return std::count(text.begin(), text.end(), '\n');
  };
  CHECK(lines(csv) == lines(plain));
  CHECK(lines(sweep_csv(cells.value()[0], report, false)) == lines(plain) - 1);
}

TEST_CASE("sweep: refusals name the field and what is allowed") {
  CHECK(parse_sweep_axis("designer.kl").error().message ==
        "'designer.kl' is not FIELD=a,b,c, such as designer.kl=0.05,0.1");
  CHECK(parse_sweep_axis("kl=1,,2").error().message ==
        "kl: a value is empty; FIELD=a,b,c is expected");
  CHECK(parse_sweep_axis("kl=1,1").error().message == "kl: value 1 is given twice");
  CHECK(error_of({axis("designer.kl=1"), axis("kl=2")}) ==
        "kl: varied twice; give all its values at once");
  CHECK(error_of({axis("designer.kl=0.1,-1")}).find("designer.kl=-1: designer.kl: ") == 0);
  CHECK(error_of({axis("designer.nope=1")}) != "");
  std::string many = "seed=0";
  for (int i = 1; i < 200; ++i) many += "," + std::to_string(i);
  CHECK(error_of({axis(many), axis("run.users" + many.substr(4))}) ==
        "more than 10000 cells; no more are allowed");
}
