// The ledger's verdicts follow from its intervals, and claims a scenario cannot show are not
// tested.
#include "core/sim/claims.hpp"

#include <doctest/doctest.h>

#include "core/sim/presets.hpp"
#include "core/sim/simulation.hpp"

using namespace covenant;

namespace {

// One replicate with the given regrets [method][level] and misreport gain of the menu.
ReplicateResult replicate_with(double menu_quiet, double menu_noisy, double rlhf_quiet,
                               double rlhf_noisy, double gain) {
  ReplicateResult out;
  out.samples.assign(2, std::vector<MethodSample>(2));
  const auto set = [&](std::size_t m, std::size_t l, Metric metric, double value) {
    out.samples[m][l].outcome.metric[static_cast<std::size_t>(metric)] = value;
  };
  set(0, 0, Metric::regret, menu_quiet);
  set(0, 1, Metric::regret, menu_noisy);
  set(1, 0, Metric::regret, rlhf_quiet);
  set(1, 1, Metric::regret, rlhf_noisy);
  set(0, 1, Metric::misreport_gain, gain);
  set(0, 1, Metric::below_leaving, gain);
  set(0, 1, Metric::design_violation, gain > 0.0 ? gain : 1e-12);
  return out;
}

std::vector<Claim> ledger_of(double sign) {
  Scenario scenario = preset("dual-use").value();
  scenario.methods = {{"menu", "menu", {}}, {"rlhf", "rlhf", {}}};
  scenario.run.noise_levels = {0.0, 0.2};
  ClaimLedger ledger(scenario, make_environment(scenario));
  for (int r = 0; r < 20; ++r) {
    const double jitter = 0.01 * (r % 5);
    // sign = 1: the menu does what is claimed; -1: the opposite
    if (sign > 0) {
      ledger.add(replicate_with(0.2, 0.21 + jitter * 0.1, 0.5, 0.7 + jitter, 0.0));
    } else {
      ledger.add(replicate_with(0.5, 0.8 + jitter, 0.2, 0.21, 0.1 + jitter));
    }
  }
  PressureReport pressure;
  pressure.level = 0.2;
  pressure.replicates = 20;
  PressureCurveReport curve;
  curve.method = "menu";
  curve.deployed = 1;
  if (sign < 0) curve.hacking = curve.fall = {0.2, 0.1, 0.3};
  pressure.curves = {curve};
  Front front;
  front.outcomes = {{"menu", {{0.2, {0.1 * sign, 0.1 * sign - 0.05, 0.1 * sign + 0.05}, {}}}}};
  return ledger.claims(pressure, front);
}

}  // namespace

TEST_CASE("claims: the same rules support and contradict") {
  const std::vector<Claim> good = ledger_of(1.0), bad = ledger_of(-1.0);
  REQUIRE(good.size() == 11);
  for (const std::size_t i : {0u, 1u, 2u, 3u, 4u, 5u, 6u, 7u, 10u}) {
    CAPTURE(good[i].id);
    CHECK(good[i].verdict == "supported");
    CHECK(bad[i].verdict == "contradicted");
    CHECK(bad[i].lo <= bad[i].statistic);
    CHECK(bad[i].statistic <= bad[i].hi);
  }
  CHECK(good[8].verdict == "not tested here");  // no picks were inferred
  CHECK(good[9].verdict == "not tested here");
}

TEST_CASE("claims: without the claimed level or without RLHF nothing is claimed") {
  Scenario scenario = preset("dual-use").value();
  scenario.run.replicates = 2;
  scenario.run.noise_levels = {0.1};
  for (const Claim& claim : run(scenario).claims) CHECK(claim.verdict == "not tested here");
  scenario.run.noise_levels = {0.2};
  scenario.methods = {{"menu", "menu", {}}};
  CHECK(run(scenario).claims[0].verdict == "not tested here");
}
