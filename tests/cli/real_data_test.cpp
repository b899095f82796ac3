// The documented command on the moral-issues data, against figures computed elsewhere on the same
// data (5 folds by respondent, at least 10 choices): liberal v. conservative 80.3 %, three
// groups 57.8 %, moderates 14 %; majorities 50.5 % of 188 and 37.8 % of 251. Other folds move these
// by about 3 points (one standard error), so 5 points are allowed. The data are not part of the
// project: without them this says that it skips.
#include <doctest/doctest.h>

#include <cmath>
#include <cstdlib>

#include "tests/cli/command.hpp"

using namespace covenant;
using test::Output;
using test::run_cli;

namespace {

constexpr double kPoints = 0.05;

// "" if absent
std::string data_folder() {
  const char* told = std::getenv("COVENANT_DATA");
  const std::string folder =
      (told ? std::string(told) : std::string(COVENANT_SOURCE_DIR "/../shared/data")) +
      "/moral_issues";
  if (std::ifstream(folder + "/choices.csv")) return folder;
  MESSAGE("skipped: no moral_issues data at " << folder << " (set COVENANT_DATA)");
  return "";
}

double mean_of(const Json& interval) { return interval.at("mean").get<double>(); }

Json infer(const std::string& folder, const std::string& scenario, const std::string& more) {
  const Output output =
      run_cli("infer '" + scenario + "' --choices '" + folder +
              "/choices.csv' --columns respondent=respondent,group=group,context=issue,"
              "response=chose_pro --folds 5 " +
              more);
  REQUIRE(output.code == 0);
  CHECK(output.err.empty());
  const Json json = output.json();
  REQUIRE(json.is_object());
  return json;
}

}  // namespace

TEST_CASE("real data: groups are recovered about as well as elsewhere, moderates hardly ever") {
  const std::string folder = data_folder();
  if (folder.empty()) return;
  const test::Scratch scratch;
  const Output made = run_cli("import moral-issues '" + folder + "'");
  REQUIRE(made.code == 0);
  const std::string scenario = scratch.write("moral-issues.json", made.out);
  CHECK(made.json().at("contexts").size() == 74);

  const Json three = infer(folder, scenario, "");
  const Json& figures = three.at("inference");
  CHECK(figures.at("respondents") == 251);
  CHECK(std::fabs(figures.at("majority").get<double>() - 0.378) < 0.001);
  CHECK(std::fabs(mean_of(figures.at("accuracy")) - 0.578) < kPoints);
  CHECK(figures.at("by_type")[1].at("type") == "moderate");
  CHECK(std::fabs(mean_of(figures.at("by_type")[1].at("recovered")) - 0.14) <
        0.10);  // 63 people: se 4 points

  const Json two = infer(folder, scenario, "--types liberal,conservative");
  CHECK(two.at("inference").at("respondents") == 188);
  CHECK(std::fabs(two.at("inference").at("majority").get<double>() - 0.505) < 0.001);
  CHECK(std::fabs(mean_of(two.at("inference").at("accuracy")) - 0.803) < kPoints);
}

// The reference fit on the same rows (ridge 1, no intercept), to its six digits.
TEST_CASE("real data: weights fitted on everyone equal the reference fit") {
  const std::string folder = data_folder();
  if (folder.empty()) return;
  const test::Scratch scratch;
  const Output made = run_cli("import moral-issues '" + folder + "'");
  const std::string scenario = scratch.write("moral-issues.json", made.out);
  const Json types = infer(folder, scenario, "").at("types"), reference = made.json().at("types");
  REQUIRE(types.size() == 3);
  for (std::size_t k = 0; k < 3; ++k)
    for (std::size_t d = 0; d < 6; ++d) {
      CAPTURE(k);
      CAPTURE(d);
      CHECK(std::fabs(types[k].at("weights")[d].get<double>() -
                      reference[k].at("weights")[d].get<double>()) < 2e-6);
    }
}

// Share of held-out choices agreed with, by counting majorities: pooled .830, .812, .745; own
// group's .837, .803, .768.
TEST_CASE(
    "real data: held-out agreement of majorities is near the reference, and the menu reports its "
    "own") {
  const std::string folder = data_folder();
  if (folder.empty()) return;
  const test::Scratch scratch;
  const std::string scenario =
      scratch.write("moral-issues.json", run_cli("import moral-issues '" + folder + "'").out);
  const Json json = infer(folder, scenario, "");
  const double pooled[] = {0.830, 0.812, 0.745}, own[] = {0.837, 0.803, 0.768};
  for (std::size_t k = 0; k < 3; ++k) {
    CAPTURE(k);
    const Json& policies = json.at("agreement")[k].at("policies");
    CHECK(std::fabs(mean_of(policies.at("pooled_majority").at("argmax")) - pooled[k]) < 0.03);
    CHECK(std::fabs(mean_of(policies.at("own_majority").at("argmax")) - own[k]) < 0.03);
    for (const char* policy : {"pooled", "menu", "menu_inferred", "own_group"}) {
      const Json& agreed = policies.at(policy).at("probability");
      CHECK(agreed.at("lo").get<double>() < mean_of(agreed));
      CHECK(mean_of(agreed) < agreed.at("hi").get<double>());
    }
  }
  CHECK(json.at("failed_designs") == 0);
  CHECK(json.at("design").at("status") == "optimal");
}
