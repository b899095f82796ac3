// The formulas inside methods against published or independently computed answers.
#include "core/mech/methods/formulas.hpp"

#include <doctest/doctest.h>
#include <cmath>
#include <set>

#include "core/base/rng.hpp"
#include "core/mech/methods/method.hpp"
#include "tests/support/societies.hpp"

using namespace covenant;

namespace {

constexpr double kDigitsGiven = 5e-7;

// One context of `n` responses, uniform reference, one group per share.
TypeSpace flat_space(Index n, const Vector& share, double kl) {
  TypeSpace space = test::condorcet_space();
  space.blocks = {static_cast<int>(n)};
  space.response_weight = Vector::Ones(n);
  space.reference = Vector::Constant(n, 1.0 / static_cast<double>(n));
  space.share = share;
  space.norm = Vector::Zero(n);
  space.norm_factor = Vector::Ones(share.size());
  space.reward = Matrix::Zero(share.size(), n);
  space.kl = kl;
  return space;
}

}  // namespace

// Names and deployments stand in two tables; a method copied into one of them only, or under two
// names, shows here.
TEST_CASE("methods: every listed method has a deployment of its own") {
  std::set<Deploy> seen;
  for (const MethodInfo& method : method_list()) {
    CAPTURE(method.id);
    CHECK(seen.insert(find_deploy(method.id)).second);
  }
}

TEST_CASE("methods: power mean of (1, .5, 0) in log-mean-exp form") {
  Vector share = Vector::Constant(3, 1.0 / 3.0), value(3);
  value << 1.0, 0.5, 0.0;
  CHECK(std::fabs(log_mean_exp(share, value, -10) - 0.109185) < kDigitsGiven);
  CHECK(std::fabs(log_mean_exp(share, value, 10) - 0.890815) < kDigitsGiven);
  CHECK(log_mean_exp(share, value, 0) == doctest::Approx(0.5).epsilon(1e-15));
  CHECK(std::fabs(log_mean_exp(share, value, 1e-7) - 0.5) < 1e-6);
}

TEST_CASE("methods: affine maximiser with rewards (1,.5,.1), (.2,.4,1), kl 1, weights (1,1)") {
  const Vector weight = Vector::Ones(2);
  const TypeSpace space = flat_space(3, weight, 1.0);
  Matrix reward(2, 3);
  reward << 1, 0.5, 0.1, 0.2, 0.4, 1;
  const Row worth = Row::Zero(3), all = weight.transpose() * reward;
  const Row policy = optimal_policy(space, all);
  constexpr double kFourDigits = 5e-5;
  CHECK(std::fabs(policy(0) - 0.3780) < kFourDigits);
  CHECK(std::fabs(policy(1) - 0.2800) < kFourDigits);
  CHECK(std::fabs(policy(2) - 0.3420) < kFourDigits);
  const Vector payment = vcg_payments(space, weight, reward, worth, policy);
  CHECK(std::fabs(payment(0) - 0.071484) < kDigitsGiven);
  const double net = policy_value(space, reward.row(0), policy) - payment(0);
  CHECK(std::fabs(net - 0.480702) < kDigitsGiven);

  // no misreport gains: the first group's true net under random reports
  Rng rng(4, 0, Purpose::test);
  for (int trial = 0; trial < 500; ++trial) {
    Matrix report = reward;
    for (Index a = 0; a < 3; ++a) report(0, a) += rng.normal();
    const Row changed = optimal_policy(space, weight.transpose() * report);
    const double paid = vcg_payments(space, weight, report, worth, changed)(0);
    CHECK(policy_value(space, reward.row(0), changed) - paid <= net + 1e-12);
  }
}

TEST_CASE("methods: best of n has the known divergence from its reference for distinct rewards") {
  // n samples from a fine uniform reference: KL = ln n - (n - 1) / n
  const TypeSpace space = flat_space(20000, Vector::Ones(1), 0.0);
  Row proxy(20000);
  for (Index a = 0; a < proxy.size(); ++a) proxy(a) = static_cast<double>((a * 7919) % 20000);
  const Row policy = best_of_n_policy(space, proxy, 16);
  CHECK(policy.sum() == doctest::Approx(1.0).epsilon(1e-12));
  CHECK(std::fabs(policy_kl(space, policy) - 1.835089) < 1e-5);
  CHECK(best_of_n_policy(space, proxy, 1).isApprox(space.reference.transpose(), 1e-9));
  const Row equal = best_of_n_policy(space, Row::Zero(20000), 16);
  CHECK(equal.isApprox(space.reference.transpose(), 1e-12));
}

TEST_CASE(
    "methods: max-min of the Condorcet groups is c, worth 2, and with kl its duality gap closes") {
  TypeSpace space = test::condorcet_space();
  const MaxMin greedy = max_min_policy(space, space.reward);
  CHECK(greedy.policy(2) == doctest::Approx(1.0).epsilon(1e-9));
  CHECK(greedy.value == doctest::Approx(2.0).epsilon(1e-12));

  for (const double kl : {0.01, 0.1, 1.0, 10.0}) {
    CAPTURE(kl);
    TypeSpace many = test::three_context_space();
    many.kl = kl;
    const MaxMin soft = max_min_policy(many, many.reward);
    CHECK(soft.bound - soft.value >= -1e-10);
    CHECK(soft.bound - soft.value < 1e-8);
  }
}

TEST_CASE("methods: max-min beats every single policy on the worst group") {
  const TypeSpace space = test::three_context_space();
  const MaxMin best = max_min_policy(space, space.reward);
  Rng rng(8, 0, Purpose::test);
  for (int trial = 0; trial < 500; ++trial) {
    Row worth(space.num_responses());
    for (Index a = 0; a < worth.size(); ++a) worth(a) = rng.normal();
    const Row policy = optimal_policy(space, worth);
    const double least = std::min(policy_value(space, space.reward.row(0), policy),
                                  policy_value(space, space.reward.row(1), policy));
    CHECK(least - space.kl * policy_kl(space, policy) <= best.value + 1e-8);
  }
}

TEST_CASE(
    "methods: Nash is the Condorcet winner, the uniform lottery on a cycle, and unexploitable") {
  Matrix winner(3, 3), cycle(3, 3);
  winner << 0.5, 0.6, 0.6, 0.4, 0.5, 0.9, 0.4, 0.1, 0.5;
  cycle << 0.5, 0.7, 0.3, 0.3, 0.5, 0.7, 0.7, 0.3, 0.5;
  TypeSpace space = test::condorcet_space();
  CHECK(nash_policy(space, winner).policy(0) == doctest::Approx(1.0).epsilon(1e-9));
  const NashPolicy mixed = nash_policy(space, cycle);
  for (Index a = 0; a < 3; ++a) CHECK(mixed.policy(a) == doctest::Approx(1.0 / 3.0).epsilon(1e-9));
  CHECK(mixed.gap < 1e-10);
  for (const double kl : {0.01, 0.1, 1.0}) {
    CAPTURE(kl);
    space.kl = kl;
    const NashPolicy soft = nash_policy(space, winner);
    CHECK(soft.policy.sum() == doctest::Approx(1.0).epsilon(1e-12));
    CHECK(soft.gap < 1e-10);
    CHECK(soft.gap > -1e-10);
  }
}

TEST_CASE("methods: weighted medians") {
  Vector value(3), share(3);
  value << 5, 1, 3;
  share << 0.2, 0.3, 0.5;
  CHECK(weighted_median(share, value) == 3.0);
  share << 0.6, 0.2, 0.2;
  CHECK(weighted_median(share, value) == 5.0);
  share << 0.5, 0.25, 0.25;
  CHECK(weighted_median(share, value) == 4.0);
}

TEST_CASE(
    "methods: under flips of .2 a Bradley-Terry gap of 2 is seen as .986916, and rDPO recovers "
    "it") {
  const TypeSpace space = flat_space(2, Vector::Ones(1), 1.0);
  const PairTable pairs = pair_table(space);
  const double p = 1.0 / (1.0 + std::exp(-2.0)), e = 0.2;
  Evidence evidence;
  evidence.pairs = pairs;
  evidence.infinite = true;
  evidence.counts = {Matrix::Constant(1, 1, (1 - e) * p + e * (1 - p)),
                     Matrix::Constant(1, 1, e * p + (1 - e) * (1 - p))};
  const DeployedPolicies naive = deploy_dpo(space, {}, evidence, {});
  CHECK(std::fabs(naive.estimate(0, 0) - naive.estimate(0, 1) - 0.986916) < kDigitsGiven);
  const DeployedPolicies robust = deploy_rdpo(space, {}, evidence, {e});
  CHECK(robust.estimate(0, 0) - robust.estimate(0, 1) == doctest::Approx(2.0).epsilon(1e-9));
  // -1: told what share was flipped, and no flips are no reason to doubt the labels
  CHECK(deploy_rdpo(space, {}, evidence, {-1.0}).estimate == naive.estimate);
  evidence.flipped = e;
  CHECK(deploy_rdpo(space, {}, evidence, {-1.0}).estimate == robust.estimate);
  CHECK(deploy_cdpo(space, {}, evidence, {-1.0}).estimate ==
        deploy_cdpo(space, {}, evidence, {e}).estimate);
}
