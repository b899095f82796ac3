// What each teaching preset shows, in its figures.
#include "core/sim/presets.hpp"

#include <doctest/doctest.h>
#include <cmath>

#include "tests/support/runs.hpp"

using namespace covenant;
using namespace covenant::test;

namespace {

constexpr double kExact = 1e-7;

Report quick(const char* id, const char* levels = "[0.2]", const char* replicates = "20") {
  return run(with(preset(id).value(), {{"run.noise_levels", levels}, {"replicates", replicates}}));
}

const PressureCurveReport& curve(const Report& report, std::string_view method) {
  for (const PressureCurveReport& found : report.pressure.curves) {
    if (found.method == method && found.deployed >= 0) return found;
  }
  FAIL("no such curve");
  return report.pressure.curves.front();
}

}  // namespace

// b wins most comparisons (Borda .5667, .6, .3333), a is worth most (means 6, 2.8, 2).
TEST_CASE("presets: condorcet, RLHF and Borda serve b, the average and Nash a, max-min c") {
  const Report report = run(preset("condorcet").value());
  CHECK(report.replicates == 1);
  CHECK(std::fabs(mean(report, "rlhf", "utility") - 2.8) < kExact);
  CHECK(std::fabs(mean(report, "borda", "utility") - 2.8) < kExact);
  CHECK(std::fabs(mean(report, "average", "utility") - 6.0) < kExact);
  CHECK(std::fabs(mean(report, "nash", "utility") - 6.0) < kExact);
  CHECK(std::fabs(mean(report, "maxmin", "utility") - 2.0) < kExact);
  CHECK(std::fabs(mean(report, "menu", "utility") - 7.1) < kExact);
  // harder optimisation of the fitted reward goes past what people like best
  CHECK(curve(report, "rlhf").goodhart == "strong");
  CHECK(curve(report, "oracle").goodhart == "none");
}

// Below .8 both get a; above it one gets 2 a, the other 0. Favourites are worth 2 and 79/99.
TEST_CASE("presets: hidden context, RLHF stops at 79/99 and loses .20202 of mean utility") {
  const Report report = run(preset("hidden-context").value());
  CHECK(std::fabs(mean(report, "rlhf", "utility") - 79.0 / 99.0) < kExact);
  CHECK(std::fabs(mean(report, "borda", "utility") - 79.0 / 99.0) < kExact);
  CHECK(std::fabs(mean(report, "average", "utility") - 1.0) < kExact);
  CHECK(std::fabs(mean(report, "menu", "utility") - (2.0 + 79.0 / 99.0) / 2.0) < kExact);
}

// The lukewarm response wins three of four comparisons, and is worth .02 to everybody; the best
// single response .55.
TEST_CASE("presets: distortion, RLHF and Borda are 27.5 times worse than the best single policy") {
  const Report report = run(preset("distortion").value());
  CHECK(std::fabs(mean(report, "rlhf", "distortion") - 27.5) < 1e-6);
  CHECK(std::fabs(mean(report, "borda", "distortion") - 27.5) < 1e-6);
  CHECK(std::fabs(mean(report, "nash", "distortion") - 1.0) < kExact);
  CHECK(std::fabs(mean(report, "average", "distortion") - 1.0) < kExact);
  CHECK(std::fabs(mean(report, "menu", "distortion") - 0.55) < kExact);
}

TEST_CASE("presets: goodhart, a bait bends gold down and heavy tails alone do not") {
  const Report bait = quick("goodhart", "[0.2]", "32");
  for (const char* method : {"rlhf", "best_of_n", "average"}) {
    CAPTURE(method);
    CHECK(curve(bait, method).goodhart == "strong");
    CHECK(interval(bait, method, "hacking").lo > 0.0);
  }
  CHECK(curve(bait, "oracle").goodhart == "none");
  CHECK(bait.pressure.finding.find("Strong Goodhart") == 0);

  const Scenario tails =
      with(preset("goodhart").value(),
           {{"feedback.noise", R"([{"kind": "student_t", "df": 2, "level": 0.5}])"},
            {"run.noise_levels", "[0.5]"},
            {"replicates", "32"}});
  const Report alone = run(tails);
  for (const PressureCurveReport& found : alone.pressure.curves) {
    CAPTURE(found.method);
    CHECK(found.goodhart != "strong");
  }
  CHECK(alone.pressure.finding.find("No strong Goodhart") == 0);
}

// P(a preferred) = .6 ((1 - e) p + e (1 - p)) + .4 (1 - p) crosses one half at e = 1 - 1 / 1.2.
TEST_CASE("presets: flips, RLHF turns against the majority beyond a sixth") {
  const Report report = quick("flips", "[0, 0.15, 0.2]");
  CHECK(std::fabs(mean(report, "rlhf", "utility", 0) - 0.6) < 0.02);
  CHECK(std::fabs(mean(report, "rlhf", "utility", 1) - 0.6) < 0.02);
  CHECK(std::fabs(mean(report, "rlhf", "utility", 2) - 0.4) < 0.02);
  CHECK(std::fabs(mean(report, "oracle", "utility", 2) - 1.0) < kExact);
}

// pi(a) = P(a preferred) = (10 sigma(2) + sigma(-2)) / 11 at kl 1.
TEST_CASE("presets: imbalance, one reward leaves the smaller of two groups the known loss") {
  const Report report = run(preset("imbalance").value());
  const double rare = 1.0 / (1.0 + std::exp(2.0)), p = (10.0 * (1.0 - rare) + rare) / 11.0;
  const double kl = std::log(2.0) + p * std::log(p) + (1.0 - p) * std::log(1.0 - p);
  CHECK(type_mean(report, "rlhf", 1, "utility") == doctest::Approx(1.0 - 2.0 * p));
  CHECK(type_mean(report, "rlhf", 1, "regret") ==
        doctest::Approx(std::log(std::cosh(1.0)) - (1.0 - 2.0 * p - kl)));
  CHECK(mean(report, "maxmin", "worst_utility") == doctest::Approx(0.0));
  // opposed wishes, no norm: the menu is everybody's favourite, and free
  CHECK(std::fabs(mean(report, "menu", "regret")) < 1e-6);
}

TEST_CASE("presets: misreport, averages are moved far, the menu a little, a median and VCG not") {
  const Scenario scenario = preset("misreport").value();
  const Report strategic = run(scenario);
  const Report honest = run(with(scenario, {{"feedback.noise.0.factor", "1"}}));
  const auto gain = [&](const char* method) {
    return type_mean(strategic, method, 0, "utility") - type_mean(honest, method, 0, "utility");
  };
  CHECK(gain("average") > 0.5);
  CHECK(gain("rlhf") > 0.3);
  CHECK(std::fabs(gain("median_of_mles")) < kExact);
  CHECK(std::fabs(gain("affine_maximiser")) < kExact);
  CHECK(std::fabs(gain("menu") - 0.0533) < 1e-3);  // its own ideal policy becomes pure
}

// Weights are published effects; the clusters' orders of attributes agree, so one policy does.
TEST_CASE("presets: Moral Machine clusters want nearly the same") {
  const Scenario scenario = preset("moral-machine").value();
  REQUIRE(scenario.contexts.size() == 9);
  CHECK(scenario.types[0].weights[8] == 0.594);
  const Report report = run(exact("moral-machine"));
  const double gain = mean(report, "menu", "objective") - mean(report, "average", "objective");
  CHECK(gain >= -1e-9);
  CHECK(gain < 0.005);
  // to spare humans over pets in one dilemma of nine, at kl .1
  const Deployment& oracle = report.method("oracle")->levels[0].deployment;
  CHECK(oracle.policies[0][16] == doctest::Approx(1.0 / (1.0 + std::exp(-5.94))));
}

// Groups that hardly differ: knowing everybody's is worth .0158, and picks at precision 10 between
// contracts that are nearly alike are nearly at random: the menu ends below one policy for all.
TEST_CASE("presets: moral foundations, careless picks cost more than a menu gains") {
  const Report report = run(exact("moral-foundations"));
  const double average = mean(report, "average", "objective");
  CHECK(std::fabs(mean(report, "oracle", "objective") - average - 0.015777) < 1e-6);
  CHECK(std::fabs(mean(report, "menu", "objective") - average + 0.004112) < 1e-5);
  CHECK(std::fabs(mean(report, "menu", "truthful") - 0.33) < 0.005);
  const Report careful = run(with(exact("moral-foundations"), {{"choice.model", "best"}}));
  CHECK(mean(careful, "menu", "objective") > mean(careful, "average", "objective") + 0.01);
}

TEST_CASE("presets: moral issues, liberals and conservatives part over purity") {
  const Report report = run(exact("moral-issues"));
  const Deployment& oracle = report.method("oracle")->levels[0].deployment;
  // for abortion, against the death penalty or for it, for same-sex marriage
  CHECK(oracle.policies[0][0] > 0.99);
  CHECK(oracle.policies[0][8] < 0.01);
  CHECK(oracle.policies[2][2] > oracle.policies[0][2]);
}

TEST_CASE("presets: in the consensus control a menu gains almost nothing") {
  const Report report = run(exact("consensus"));
  const double gain = mean(report, "menu", "objective") - mean(report, "average", "objective");
  CHECK(gain >= -1e-9);
  CHECK(gain < 0.001);
}
