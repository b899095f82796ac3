// What makes incentive constraints bind: scenarios with one known cause each.
#include "core/sim/incentives.hpp"

#include <doctest/doctest.h>
#include <cmath>

#include "tests/support/runs.hpp"

using namespace covenant;
using namespace covenant::test;

namespace {

Incentives of(const Scenario& scenario) {
  return find_incentives(scenario, make_environment(scenario));
}

double without(const Incentives& found, const char* cause) {
  for (const IncentiveCause& entry : found.causes) {
    if (entry.cause == cause) return entry.cost_without;
  }
  FAIL("no such cause");
  return 0.0;
}

}  // namespace

// Known objectives: .97 if types were seen, .685 with friction, .655 without transfers, .97 with
// money. Without the norm everybody gets full detail.
TEST_CASE("incentives: dual use costs what is known, and only because of the norm") {
  const std::pair<const char*, double> regimes[] = {
      {"friction", 0.97 - 0.685}, {"none", 0.97 - 0.655}, {"money", 0.0}};
  for (const auto& regime : regimes) {
    CAPTURE(std::string(regime.first));
    const Incentives found = of(with(exact("dual-use"), {{"transfers", regime.first}}));
    CHECK(std::fabs(found.cost - regime.second) < 1e-7);
    CHECK(std::fabs(without(found, "norm")) < 1e-7);
    CHECK(found.causes.size() == 1);
    CHECK((found.finding.find("nothing") != std::string::npos) == (regime.second == 0.0));
  }
  const Incentives friction = of(exact("dual-use"));
  CHECK(friction.finding.find("0.285 utils") != std::string::npos);
  CHECK(friction.finding.find("would not without the designer's norm.") != std::string::npos);
  bool tempted = false;
  for (const BindingPair& pair : friction.binding)
    tempted = tempted || (pair.type == "Harmful" && pair.over == "Professional");
  CHECK(tempted);  // who means harm would as gladly take what professionals get
}

// A keen and a lukewarm person who want the same response: with KL priced, the lukewarm one likes
// the keen one's policy better than its own; without, both get the response itself.
TEST_CASE("incentives: a price of KL alone makes them bind, and so does scarcity") {
  const Scenario keen = parse_scenario(R"json({"id": "keen", "norms": [],
      "contexts": [{"name": "c", "responses": ["a", "b"]}],
      "types": [{"name": "keen", "share": 1, "rewards": [2, 0]},
                {"name": "lukewarm", "share": 1, "rewards": [0.5, 0]}],
      "designer": {"kl": 1, "transfers": "none"}, "feedback": {"comparisons": "infinite"}})json")
                            .value();
  const Incentives found = of(keen);
  CHECK(found.cost > 1e-3);
  CHECK(std::fabs(without(found, "kl")) < 1e-7);
  bool tempted = false;
  for (const BindingPair& pair : found.binding) tempted = tempted || pair.type == "lukewarm";
  CHECK(tempted);

  // three opposed wishes, two contracts: somebody does without
  const Incentives scarce = of(with(exact("condorcet"), {{"max_contracts", "2"}}));
  CHECK(std::fabs(scarce.cost - (7.1 - 7.0)) < 1e-7);  // 6 + .9 for b, or .8 with c for both
  CHECK(std::fabs(without(scarce, "max_contracts")) < 1e-7);
}

TEST_CASE(
    "incentives: the section survives the report's text, also where nothing can be designed") {
  const Scenario impossible =
      with(exact("dual-use"), {{"outside", "[0, 50, 0]"}, {"replicates", "1"}});
  const Report report = run(impossible);
  CHECK(std::isnan(report.incentives.cost));
  CHECK(report.incentives.finding.find("No menu can be designed") == 0);
  const Result<Report> again = parse_report(write_json(report_json(report)));
  REQUIRE(again);
  CHECK(report_json(again.value()) == report_json(report));
}
