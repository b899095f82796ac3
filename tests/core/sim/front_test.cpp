// The report's front: known distances where nothing is random, and its text and table.
#include "core/sim/front.hpp"

#include <doctest/doctest.h>
#include <algorithm>
#include <cmath>

#include "core/sim/presets.hpp"
#include "core/sim/simulation.hpp"

using namespace covenant;

namespace {

constexpr double kExact = 1e-9;
constexpr double kSolver = 1e-8;  // what the search for the best single policy leaves open, utils

// Shares (.6, .3, .1), rewards of (a, b, c): (10,3,2), (0,3,2), (0,1,2); exact labels, kl 0.
Report condorcet() {
  const Result<Scenario> scenario = parse_scenario(R"json({
    "id": "condorcet", "norms": [],
    "contexts": [{"name": "c", "responses": [{"name": "a"}, {"name": "b"}, {"name": "c"}]}],
    "types": [{"name": "1", "share": 0.6, "rewards": [10, 3, 2]}, {"name": "2", "share": 0.3, "rewards": [0, 3, 2]},
              {"name": "3", "share": 0.1, "rewards": [0, 1, 2]}],
    "designer": {"kl": 0, "transfers": "none"},
    "feedback": {"comparisons": "infinite", "rationality": "infinite"}})json");
  REQUIRE(scenario);
  return run(scenario.value());
}

double distance(const Report& report, const char* method, double level = 0.0) {
  const FrontOutcome* outcome = report.front.outcome(method, level);
  REQUIRE(outcome != nullptr);
  return outcome->distance.mean;
}

}  // namespace

// Favourites for all, (10, 3, 2): the best single policy against them is a with .7 and b with .3,
// worth (7.9, .9, .3), 2.1 less for the first two. Everybody a, or everybody b, is on the front.
TEST_CASE("front: the menu of favourites lies 2.1 beyond the front, single policies on it") {
  const Report report = condorcet();
  CHECK(std::fabs(distance(report, "naive_menu") - 2.1) < kExact);
  CHECK(std::fabs(distance(report, "menu") - 2.1) < kExact);
  CHECK(std::fabs(distance(report, "average")) < kExact);
  CHECK(std::fabs(distance(report, "rlhf")) < kExact);
  CHECK(report.front.vertices);
  CHECK(report.front.single.points.size() == 3);
  const FrontOutcome* menu = report.front.outcome("menu", 0.0);
  CHECK(menu->distance.lo == menu->distance.hi);
  CHECK(std::fabs(menu->weight[0] - 0.3) < kExact);
  // above the nadir (2, 0, 0): a reaches (8, 0, 0), b (1, 3, 1), c (0, 2, 2): only b has volume
  CHECK(report.front.reference_point == std::vector<double>{2.0, 0.0, 0.0});
  CHECK(std::fabs(report.front.single.hypervolume - 3.0) < kExact);
}

TEST_CASE("front: no single policy ever lies beyond it, at any noise, in any preset") {
  for (const PresetInfo& info : preset_list()) {
    CAPTURE(std::string(info.id));
    Scenario scenario = preset(info.id).value();
    scenario.run.replicates = 3;
    scenario.run.noise_levels = {0.0, 0.5};
    const Report report = run(scenario);
    for (const FrontMethodOutcomes& method : report.front.outcomes) {
      CAPTURE(method.method);
      REQUIRE(method.levels.size() == report.noise_levels.size());
      const MethodReport* deployed = report.method(method.method);
      for (std::size_t l = 0; l < method.levels.size(); ++l) {
        const FrontOutcome& at = method.levels[l];
        CHECK(at.distance.lo <= at.distance.mean);
        CHECK(at.distance.mean <= at.distance.hi);
        if (deployed->levels[l].deployment.policies.size() == 1) CHECK(at.distance.mean <= kSolver);
      }
    }
  }
}

TEST_CASE("front: outcomes wait for the last replicate, and survive the report's text") {
  Scenario scenario = preset("dual-use").value();
  scenario.run.replicates = 3;
  Simulation simulation(scenario);
  simulation.advance(2);
  CHECK(simulation.report().front.outcomes.empty());
  simulation.advance(1);
  const Report report = simulation.report();
  REQUIRE(report.front.outcomes.size() == scenario.methods.size());
  const Result<Report> again = parse_report(write_json(report_json(report)));
  REQUIRE(again);
  CHECK(front_json(again.value().front) == front_json(report.front));
  const std::string rows = report_csv(report);
  CHECK(rows.find("dual-use,menu,0.2,,front_distance,") != std::string::npos);
  const std::string points = front_csv(report.front, report.scenario, report.types);
  CHECK(points.find(
            "scenario,set,point,type,weight,utility,value\ndual-use,single,0,Professional,") == 0);
  CHECK(points.find("\ndual-use,method:menu,0,Harmful,,") != std::string::npos);
}
