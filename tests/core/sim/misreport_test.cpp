// A strategic group: its search never serves it worse than the truth, finds the known gains, and
// finds none where there are none to be found.
#include "core/sim/misreport.hpp"

#include <doctest/doctest.h>
#include <cmath>

#include "tests/support/runs.hpp"

using namespace covenant;
using namespace covenant::test;

namespace {

Scenario reporting(const char* factor) {
  return with(preset("misreport").value(), {{"feedback.noise.0.factor", factor}});
}

}  // namespace

TEST_CASE("misreport: the best report serves the group at least as well as truth or exaggeration") {
  const Scenario scenario = with(
      preset("misreport").value(),
      {{"methods",
        R"(["menu", "naive_menu", "rlhf", "average", "maxmin", "median_of_mles", "affine_maximiser"])"}});
  const Report best = run(scenario);
  for (const char* factor : {"1", "4", "0"}) {
    CAPTURE(factor);
    const Report other = run(with(scenario, {{"feedback.noise.0.factor", factor}}));
    for (const MethodReport& method : best.methods) {
      CAPTURE(method.label);
      CHECK(type_mean(best, method.label.c_str(), 0, "utility") >=
            type_mean(other, method.label.c_str(), 0, "utility") - 1e-9);
    }
  }
}

// A mean of reports can be moved at will by exaggeration: the group of four in ten gets its
// favourite, worth 1, from the average of rewards.
TEST_CASE("misreport: averaging is moved all the way, a VCG mechanism with money not at all") {
  CHECK(type_mean(run(reporting("\"best\"")), "average", 0, "utility") > 0.99);
  CHECK(type_mean(run(reporting("1")), "average", 0, "utility") < 0.7);
  const Scenario money = with(preset("misreport").value(), {{"transfers", "money"}});
  const Report strategic = run(money);
  const Report honest = run(with(money, {{"feedback.noise.0.factor", "1"}}));
  CHECK(std::fabs(type_mean(strategic, "affine_maximiser", 0, "utility") -
                  type_mean(honest, "affine_maximiser", 0, "utility")) < 1e-9);
}

TEST_CASE("misreport: one type at most may be strategic, and only by a known word") {
  const Result<Scenario> two = with_field(preset("misreport").value(), "feedback.noise",
                                          R"([{"kind": "misreport", "type": 0, "factor": "best"},
                     {"kind": "misreport", "type": 1, "factor": "best"}])");
  REQUIRE_FALSE(two);
  CHECK(two.error().message.find("feedback.noise[1].factor: one type at most") == 0);
  const Result<Scenario> word =
      with_field(preset("misreport").value(), "feedback.noise.0.factor", "\"worst\"");
  REQUIRE_FALSE(word);
  CHECK(word.error().message.find("allowed are best") != std::string::npos);
  Scenario large = preset("hidden-context").value();  // 100 responses, twice more are too many
  large.contexts.push_back(large.contexts.front());
  large.contexts.push_back(large.contexts.front());
  large.contexts[1].name = "again";
  large.contexts[2].name = "and again";
  const Result<Scenario> wide = with_field(
      large, "feedback.noise", R"([{"kind": "misreport", "type": 0, "factor": "best"}])");
  REQUIRE_FALSE(wide);
  CHECK(wide.error().message.find("up to 200 responses") != std::string::npos);
  const Scenario scenario = preset("misreport").value();
  CHECK(scenario_from_json(scenario_json(scenario)).value() == scenario);
}
