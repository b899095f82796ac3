// Group-robust preference optimisation against closed forms, its own bound, and random rivals.
#include <doctest/doctest.h>
#include <algorithm>
#include <cmath>

#include "core/base/special.hpp"
#include "core/mech/methods/formulas.hpp"
#include "tests/support/societies.hpp"

using namespace covenant;

namespace {

constexpr double kGap = 1e-8;  // nats

double worst_loss(const PairTable& pairs, const ComparisonCounts& counts, const Row& x) {
  double worst = 0.0;
  for (Index k = 0; k < counts.wins.rows(); ++k) {
    double sum = 0.0, total = 0.0;
    for (Index p = 0; p < counts.wins.cols(); ++p) {
      const PairTable::Pair& pair = pairs.pairs[static_cast<std::size_t>(p)];
      const double chance = 1.0 / (1.0 + std::exp(x(pair.second) - x(pair.first)));
      sum -= counts.wins(k, p) * std::log(chance) + counts.losses(k, p) * std::log(1.0 - chance);
      total += counts.wins(k, p) + counts.losses(k, p);
    }
    worst = std::max(worst, sum / total);
  }
  return worst;
}

}  // namespace

// Gaps of +2 and -2: whatever helps one group hurts the other more, so x = 0 at a loss of ln 2,
// however large the majority.
TEST_CASE("group_dro: two opposed groups leave the policy where it was, whatever their shares") {
  Matrix reward(2, 2);
  reward << 2, 0, 0, 2;
  TypeSpace space = test::one_context_space(reward, 1.0);
  space.share << 0.9, 0.1;
  const Evidence evidence = test::exact_evidence(space, 0.0);
  const GroupDro fit = group_dro_fit(space, evidence.pairs, evidence.counts, 1e-9);
  CHECK(std::fabs(fit.loss - std::log(2.0)) < kGap);
  CHECK(fit.estimate.cwiseAbs().maxCoeff() < 1e-6);
  const DeployedPolicies deployed = deploy_group_dro(space, {}, evidence, {});
  CHECK(std::fabs(deployed.policy(0, 0) - 0.5) < 1e-6);
}

TEST_CASE("group_dro: its bound meets its loss, and no other estimate has a lower worst loss") {
  for (const double rationality : {1.0, 3.0}) {
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
      CAPTURE(rationality);
      CAPTURE(seed);
      const TypeSpace space = test::three_context_space();
      const Evidence evidence = test::sampled_evidence(space, rationality, 500, seed);
      const double ridge = 1e-4;
      const GroupDro fit = group_dro_fit(space, evidence.pairs, evidence.counts, ridge);
      CHECK(fit.loss - fit.bound < kGap);
      CHECK(fit.loss - fit.bound > -1e-12);
      const double penalty = 0.5 * ridge * fit.estimate.squaredNorm();
      CHECK(std::fabs(worst_loss(evidence.pairs, evidence.counts, fit.estimate) + penalty -
                      fit.loss) < 1e-10);
      Rng rng(seed, 0, Purpose::test);
      for (int trial = 0; trial < 200; ++trial) {
        Row x = fit.estimate;
        for (double& entry : x) entry += 0.2 * rng.normal();
        CHECK(worst_loss(evidence.pairs, evidence.counts, x) + 0.5 * ridge * x.squaredNorm() >=
              fit.bound - 1e-12);
      }
    }
  }
}

TEST_CASE("group_dro: one group is a Bradley-Terry fit, and absent groups do not count") {
  const TypeSpace space = test::three_context_space();
  Evidence evidence = test::sampled_evidence(space, 1.0, 400, 7);
  evidence.counts.wins.row(1).setZero();
  evidence.counts.losses.row(1).setZero();
  const double total = evidence.counts.wins.sum() + evidence.counts.losses.sum();
  const GroupDro fit = group_dro_fit(space, evidence.pairs, evidence.counts, 0.01 / total);
  const Row wins = evidence.counts.wins.row(0), losses = evidence.counts.losses.row(0);
  const Row alone = fit_bradley_terry(space, evidence.pairs, wins, losses, 0.01).estimate;
  CHECK((fit.estimate - alone).cwiseAbs().maxCoeff() < 1e-8);
}

TEST_CASE("group_dro: growing samples come ever closer to the exact limit") {
  const TypeSpace space = test::three_context_space();
  const Row limit = deploy_group_dro(space, {}, test::exact_evidence(space, 1.0), {}).policy.row(0);
  const auto error = [&](int count) {
    double sum = 0.0;
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
      const Evidence sampled = test::sampled_evidence(space, 1.0, count, seed);
      sum += distance_tv(space, deploy_group_dro(space, {}, sampled, {}).policy.row(0), limit);
    }
    return sum / 4.0;
  };
  const double few = error(1000), many = error(400000);
  CHECK(many < 0.25 * few);
  CHECK(many < 0.03);
}
