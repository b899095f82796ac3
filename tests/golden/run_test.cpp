// Golden scenarios: tests/golden/run/NAME.json, and beside it in NAME.expected.json what is known
// of the report (closed forms, or computed apart from this project): a path into it, the number,
// and how far off it may be.
#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "core/sim/simulation.hpp"
#include "tests/support/golden.hpp"

using namespace covenant;

TEST_CASE("golden runs: methods do what is known of them") {
  for (const char* name : {"condorcet", "condorcet-below", "condorcet-above", "flips-uniform",
                           "flips-majority", "flips-bradley-terry", "opposed-groups",
                           "hidden-context", "affine-maximiser", "power-mean"}) {
    CAPTURE(std::string(name));
    const test::Golden golden = test::golden("run", name);
    const Result<Scenario> scenario = parse_scenario(golden.text);
    REQUIRE(scenario.ok());
    const Json report = report_json(run(scenario.value()));
    for (auto it = golden.expected.begin(); it != golden.expected.end(); ++it) {
      CAPTURE(it.key());
      const Json::json_pointer path(it.key());
      REQUIRE(report.contains(path));
      CHECK(std::fabs(report.at(path).get<double>() - it->at(0).get<double>()) <=
            it->at(1).get<double>());
    }
  }
}
