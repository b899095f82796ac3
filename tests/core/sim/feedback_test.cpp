// Unlabelled feedback and elicited norms through whole runs.
#include <doctest/doctest.h>
#include <cmath>

#include "tests/support/runs.hpp"

using namespace covenant;
using namespace covenant::test;

namespace {

// What a scenario's field is refused with.
std::string refused(const Scenario& scenario, const char* field, const char* value) {
  const Result<Scenario> next = with_field(scenario, field, value);
  REQUIRE_FALSE(next);
  return next.error().message;
}

Scenario asked(const char* per_person) {
  return with(preset("three-groups").value(), {{"feedback.noise", "[]"},
                                               {"feedback.comparisons", "12000"},
                                               {"feedback.per_person", per_person},
                                               {"replicates", "2"},
                                               {"methods", R"(["menu", "rlhf", "oracle"])"}});
}

}  // namespace

// Twenty answers each: the mixture's menu comes close to the one designed with labels.
TEST_CASE("feedback: without labels, people who answer often reveal their groups, others do not") {
  const Scenario often = asked("20");
  const double labelled = mean(run(often), "menu", "objective");
  const Scenario hidden = with(often, {{"feedback.labelled", "false"}});
  const double mixed = mean(run(hidden), "menu", "objective");
  const double once =
      mean(run(with(asked("1"), {{"feedback.labelled", "false"}})), "menu", "objective");
  CHECK(mixed > labelled - 0.1);
  CHECK(once < mixed);
  // pooled methods never look at labels
  CHECK(mean(run(hidden), "rlhf", "utility") ==
        doctest::Approx(mean(run(often), "rlhf", "utility")).epsilon(1e-6));
}

TEST_CASE("feedback: a run without labels repeats itself bit for bit") {
  const Scenario scenario =
      with(asked("5"), {{"feedback.labelled", "false"}, {"feedback.comparisons", "300"}});
  CHECK(run(scenario, 1).fingerprint == run(scenario, 2).fingerprint);
}

TEST_CASE("feedback: what cannot be asked is refused by name") {
  const Scenario scenario = preset("three-groups").value();
  CHECK(refused(exact("three-groups"), "feedback.labelled", "false")
            .find("feedback.labelled: unlabelled feedback needs a number of comparisons") == 0);
  const Scenario many = with(scenario, {{"comparisons", "100001"}});
  CHECK(refused(many, "feedback.labelled", "false").find("at most 100000") != std::string::npos);
  CHECK(refused(with(scenario, {{"spread", "0.1"}}), "feedback.per_person", "2")
            .find("feedback.per_person: more than one") == 0);
  CHECK(refused(scenario, "designer.norm", "elicited").find("designer.community: one row") == 0);
  CHECK(refused(scenario, "designer.community", "[[1, 2]]").find("designer.community[0]") == 0);
  CHECK(refused(scenario, "designer.elicitation", "vote").find("allowed are mean") !=
        std::string::npos);
  CHECK(refused(scenario, "designer.trim", "0.5").find("designer.trim") == 0);
  CHECK(refused(preset("condorcet").value(), "designer.community", "[[1]]").find("no norms") !=
        std::string::npos);
}

// Three respondents who want (0, 1, 0, 0), (0, 3, 0, 0) and (0, 2, 0, 3).
TEST_CASE(
    "feedback: an elicited norm is the designer's, with interval, influence and the informed "
    "norm") {
  const Scenario scenario =
      with(with(exact("three-groups"),
                {{"designer.community", "[[0, 1, 0, 0], [0, 3, 0, 0], [0, 2, 0, 3]]"}}),
           {{"designer.norm", "elicited"}});
  CHECK(scenario.designer.norm == std::vector<double>{0.0, 2.0, 0.0, 1.0});
  CHECK(scenario_from_json(scenario_json(scenario)).value() == scenario);
  const Report report = run(scenario);
  REQUIRE(report.norm);
  CHECK(report.norm->respondents == 3);
  CHECK(report.norm->norm[1].mean == 2.0);
  // sd 1, t(2) 4.302653, sqrt 3
  CHECK(report.norm->norm[1].hi - 2.0 == doctest::Approx(4.302653 / std::sqrt(3.0)));
  CHECK(report.norm->influence[3] == doctest::Approx(1.0));
  CHECK(report.norm->most_influential == 2);
  // .25 * 1 + .45 * .5 + .3 * .1
  CHECK(report.norm->informed[0] == doctest::Approx(0.505));
  const Result<Report> again = parse_report(write_json(report_json(report)));
  REQUIRE(again);
  CHECK(report_json(again.value()) == report_json(report));
  // the same norm stated outright gives the same design
  const Report stated = run(with(exact("three-groups"), {{"designer.norm", "[0, 2, 0, 1]"}}));
  CHECK(mean(stated, "menu", "objective") == mean(report, "menu", "objective"));
  CHECK_FALSE(stated.norm);
}
