// Golden scenarios: tests/golden/run/NAME.json, and beside it in NAME.expected.json what is known
// of the report (closed forms, or computed apart from this project): a path into it, the number,
// and how far off it may be.
#include <doctest/doctest.h>

#include <cmath>
#include <fstream>
#include <sstream>
#include <string>

#include "core/sim/simulation.hpp"

using namespace covenant;

namespace {

std::string read(const std::string& name) {
  std::ifstream file(std::string(COVENANT_SOURCE_DIR) + "/tests/golden/run/" + name);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace

TEST_CASE("golden runs: methods do what is known of them") {
  for (const char* name :
       {"condorcet", "condorcet-below", "condorcet-above", "flips-uniform", "flips-majority",
        "flips-bradley-terry", "opposed-groups", "affine-maximiser", "power-mean"}) {
    CAPTURE(std::string(name));
    const Result<Scenario> scenario = parse_scenario(read(std::string(name) + ".json"));
    REQUIRE(scenario.ok());
    const Result<Json> expected = parse_json(read(std::string(name) + ".expected.json"));
    REQUIRE(expected.ok());
    const Json report = report_json(run(scenario.value()));
    REQUIRE(expected.value().size() > 0);
    for (auto it = expected.value().begin(); it != expected.value().end(); ++it) {
      CAPTURE(it.key());
      const Json::json_pointer path(it.key());
      REQUIRE(report.contains(path));
      CHECK(std::fabs(report.at(path).get<double>() - it->at(0).get<double>()) <=
            it->at(1).get<double>());
    }
  }
}
