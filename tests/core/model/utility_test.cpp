// Closed form: max_pi r(pi) - kl KL(pi || ref) = kl sum_s weight_s log sum_a ref(a|s) exp(r(s,a) /
// kl).
#include "core/model/utility.hpp"

#include <doctest/doctest.h>
#include <cmath>

#include "core/base/rng.hpp"
#include "tests/support/societies.hpp"

using namespace covenant;

TEST_CASE("utility: the KL-optimal policy reaches the closed form and no random policy beats it") {
  const TypeSpace space = test::three_context_space();
  const Row reward = space.reward.row(0);
  const Row best = optimal_policy(space, reward);
  const double value = policy_value(space, reward, best) - space.kl * policy_kl(space, best);
  double closed = 0.0;
  Index start = 0;
  for (std::size_t s = 0; s < space.blocks.size(); ++s) {
    double sum = 0.0;
    for (Index a = start; a < start + space.blocks[s]; ++a)
      sum += space.reference(a) * std::exp(reward(a) / space.kl);
    closed += space.context_weight(static_cast<Index>(s)) * space.kl * std::log(sum);
    start += space.blocks[s];
  }
  CHECK(value == doctest::Approx(closed).epsilon(1e-14));

  Rng rng(3, 0, Purpose::test);
  for (int trial = 0; trial < 1000; ++trial) {
    Row policy(reward.size());
    start = 0;
    for (const int size : space.blocks) {
      for (Index a = start; a < start + size; ++a) policy(a) = rng.uniform();
      policy.segment(start, size) /= policy.segment(start, size).sum();
      start += size;
    }
    CHECK(policy_value(space, reward, policy) - space.kl * policy_kl(space, policy) <= value);
  }
}

TEST_CASE("utility: kl = 0 is greedy with ties to the lower index") {
  TypeSpace space = test::three_context_space();
  space.kl = 0.0;
  Row reward = Row::Zero(9);
  reward(6) = reward(7) = 1.0;
  const Row policy = optimal_policy(space, reward);
  CHECK(policy(0) == 1.0);
  CHECK(policy(2) == 1.0);
  CHECK(policy(6) == 1.0);
  CHECK(policy.sum() == 3.0);
}

TEST_CASE("utility: one reward for two opposed groups costs the minority what is known") {
  // gap +-2, majority .9, uniform reference, kl 1: pi(a) = .804638; the minority loses 1.370869 in
  // reward, 1.242299 with KL
  TypeSpace space = test::condorcet_space();
  space.blocks = {2};
  space.response_weight = Vector::Ones(2);
  space.reference = Vector::Constant(2, 0.5);
  space.kl = 1.0;
  Row majority(2), minority(2);
  majority << 2.0, 0.0;
  minority << 0.0, 2.0;
  // infinite comparisons at rationality 1: the log odds of the pooled choice probability
  const double a = 1.0 / (1.0 + std::exp(-2.0));
  const double pooled = 0.9 * a + 0.1 * (1.0 - a);
  Row fitted(2);
  fitted << std::log(pooled / (1.0 - pooled)), 0.0;
  const Row deployed = optimal_policy(space, fitted);
  constexpr double kDigitsGiven = 5e-7;
  CHECK(std::fabs(deployed(0) - 0.804638) < kDigitsGiven);
  const Row ideal = optimal_policy(space, minority);
  const double reward_loss =
      policy_value(space, minority, ideal) - policy_value(space, minority, deployed);
  CHECK(std::fabs(reward_loss - 1.370869) < 2e-6);
  const double regret = reward_loss - policy_kl(space, ideal) + policy_kl(space, deployed);
  CHECK(std::fabs(regret - 1.242299) < 2e-6);
}

TEST_CASE("utility: distances are zero at home, weighted, and infinite where they must be") {
  const TypeSpace space = test::three_context_space();
  Row p = space.reference.transpose(), q = p;
  CHECK(distance_tv(space, p, q) == 0.0);
  CHECK(distance_kl(space, p, q) == 0.0);
  p.segment(0, 2) << 1.0, 0.0;
  CHECK(distance_tv(space, p, q) == doctest::Approx(0.2 * 0.5).epsilon(1e-15));
  CHECK(distance_l2(space, p, q) == doctest::Approx(std::sqrt(0.2 * 0.5)).epsilon(1e-15));
  CHECK(std::isinf(distance_kl(space, q, p)));
}
