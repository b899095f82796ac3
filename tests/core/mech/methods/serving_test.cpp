// Methods that learn something of the person served, or offer a choice: personalised, popl; and
// soup, whose closed form is checked by search.
#include <doctest/doctest.h>
#include <algorithm>
#include <cmath>

#include "core/mech/methods/formulas.hpp"
#include "core/opt/pareto.hpp"
#include "tests/support/societies.hpp"

using namespace covenant;

namespace {

constexpr double kRounding = 1e-12;

TypeSpace random_space(Index types, Index responses, double kl, std::uint64_t seed) {
  Rng rng(seed, 0, Purpose::test);
  Matrix reward(types, responses);
  for (Index k = 0; k < types; ++k)
    for (Index a = 0; a < responses; ++a) reward(k, a) = rng.normal();
  return test::one_context_space(reward, kl);
}

double sigma(double x) { return 1.0 / (1.0 + std::exp(-x)); }

}  // namespace

// Two equal types, gaps of +2 and -2, rationality 1, kl 1. After "first" the first type has
// probability sigma(2); the mean gap is 2 (2 sigma(2) - 1), the policy its sigma.
TEST_CASE("personalised: one answer from two opposed types, by hand") {
  Matrix reward(2, 2);
  reward << 2, 0, 0, 2;
  const TypeSpace space = test::one_context_space(reward, 1.0);
  const Evidence evidence = test::exact_evidence(space, 1.0);
  const DeployedPolicies deployed = deploy_personalised(space, {}, evidence, {1.0});
  REQUIRE(deployed.policy.rows() == 2);
  const double right = sigma(2.0), kept = sigma(2.0 * (2.0 * right - 1.0));
  CHECK(std::fabs(deployed.policy(0, 0) - kept) < kRounding);
  CHECK(std::fabs(deployed.policy(1, 1) - kept) < kRounding);
  std::vector<double> chance;
  leaf_chances(deployed.interview, space.reward.row(0), chance);
  REQUIRE(chance.size() == 2);
  CHECK(std::fabs(chance[0] - right) < kRounding);
  CHECK(std::fabs(chance[1] - (1.0 - right)) < kRounding);
}

TEST_CASE("personalised: no question is the average, each further one helps, none beats knowing") {
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    for (const double kl : {0.0, 0.3}) {
      CAPTURE(seed);
      CAPTURE(kl);
      const TypeSpace space = random_space(3, 4, kl, seed);
      const Evidence evidence = test::exact_evidence(space, 1.5);
      const DeployedPolicies known = deploy_oracle(space, {}, evidence, {});
      double before = deploy_average(space, {}, evidence, {}).proxy;
      for (int q = 0; q <= 5; ++q) {
        CAPTURE(q);
        const DeployedPolicies asked =
            deploy_personalised(space, {}, evidence, {static_cast<double>(q)});
        CHECK(asked.policy.rows() == 1 << q);
        if (q == 0) CHECK(std::fabs(asked.proxy - before) < kRounding);
        CHECK(asked.proxy >= before - kRounding);
        CHECK(asked.proxy <= known.proxy + kRounding);
        before = asked.proxy;
        // what the designer expects is what happens where its estimates are true
        double happened = 0.0;
        std::vector<double> chance;
        for (Index k = 0; k < 3; ++k) {
          leaf_chances(asked.interview, space.reward.row(k), chance);
          for (std::size_t leaf = 0; leaf < chance.size(); ++leaf)
            happened +=
                space.share(k) * chance[leaf] *
                net_value(space, space.reward.row(k), asked.policy.row(static_cast<Index>(leaf)));
        }
        CHECK(std::fabs(happened - asked.proxy) < kRounding);
      }
    }
  }
}

TEST_CASE("personalised: answers without error name every type that a question can tell apart") {
  const TypeSpace space = random_space(2, 4, 0.0, 3);
  const Evidence evidence = test::exact_evidence(space, 0.0);
  const DeployedPolicies asked = deploy_personalised(space, {}, evidence, {1.0});
  CHECK(std::fabs(asked.proxy - deploy_oracle(space, {}, evidence, {}).proxy) < kRounding);
}

TEST_CASE("popl: two groups of opposite mind are both offered their favourite") {
  Matrix reward(2, 2);
  reward << 1, 0, 0, 1;
  const TypeSpace space = test::one_context_space(reward, 0.0);
  for (const int count : {0, 200}) {
    const Evidence evidence = count == 0 ? test::exact_evidence(space, 0.0)
                                         : test::sampled_evidence(space, 0.0, count, 1);
    const DeployedPolicies offered = deploy_popl(space, {}, evidence, {8, 50, 20});
    REQUIRE(offered.policy.rows() == 2);
    for (Index k = 0; k < 2; ++k)
      CHECK(offered.policy(offered.assigned[static_cast<std::size_t>(k)], k) == 1.0);
  }
}

TEST_CASE("popl: people of one mind get their order, whatever the seed") {
  const TypeSpace space = random_space(1, 5, 0.0, 4);
  Index best = 0;
  space.reward.row(0).maxCoeff(&best);
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    CAPTURE(seed);
    const Evidence evidence = test::sampled_evidence(space, 0.0, 2000, seed);
    const DeployedPolicies offered = deploy_popl(space, {}, evidence, {8, 100, 50});
    CHECK(offered.policy.rows() == 1);
    CHECK(offered.policy(0, best) == 1.0);
  }
}

// Rewards in Bradley-Terry units divided by 2.5: the likeliest factor is 2.5 again.
TEST_CASE("popl: the scale of right-or-wrong rewards is found from the comparisons") {
  const TypeSpace space = random_space(1, 6, 0.2, 5);
  const Evidence evidence = test::exact_evidence(space, 1.0);
  const auto [wins, losses] = pooled_counts(evidence);
  const Row shrunk = space.reward.row(0) / 2.5;
  const double scale = likeliest_scale({shrunk}, evidence.pairs, wins, losses);
  CHECK(std::fabs(scale - 2.5) < 1e-4);
}

TEST_CASE("popl: nothing compared, nothing claimed: the reference with the norm for everybody") {
  const TypeSpace space = random_space(2, 3, 0.5, 6);
  Evidence evidence = test::exact_evidence(space, 1.0);
  evidence.counts.wins.setZero();
  evidence.counts.losses.setZero();
  const DeployedPolicies offered = deploy_popl(space, {}, evidence, {8, 50, 20});
  CHECK(offered.policy.rows() == 1);
  CHECK((offered.policy.row(0) - space.reference.transpose()).cwiseAbs().maxCoeff() < kRounding);
}

// Keen and lukewarm want the same, the keen one with a norm that weighs: contracts cost something.
TEST_CASE("menu: a discount pulls every published transfer towards what the contract costs") {
  Matrix reward(2, 3);
  reward << 0.0, 1.0, 3.0, 0.0, 1.0, 1.2;
  TypeSpace space = test::one_context_space(reward, 0.3);
  space.norm << 0.0, 0.0, -1.5;
  space.norm_factor << 0.0, 2.0;
  const Evidence evidence = test::exact_evidence(space, 1.0);
  DesignRules rules;
  rules.transfer_upper = std::numeric_limits<double>::infinity();
  const DeployedPolicies plain = deploy_menu(space, rules, evidence, {});
  REQUIRE(plain.transfer.maxCoeff() > 0.01);  // friction is used
  rules.discount = 0.25;
  const DeployedPolicies published = deploy_menu(space, rules, evidence, {});
  CHECK(published.policy == plain.policy);
  for (Index j = 0; j < plain.transfer.size(); ++j) {
    const double cost = 0.3 * policy_kl(space, plain.policy.row(j));
    CHECK(std::fabs(published.transfer(j) - (0.75 * plain.transfer(j) + 0.25 * cost)) < kRounding);
  }
}

TEST_CASE("soup: no weights on a grid serve the designer better than the shares it uses") {
  TypeSpace space = random_space(3, 5, 0.25, 7);
  space.share << 0.5, 0.3, 0.2;
  space.norm = Vector::LinSpaced(5, -0.4, 0.6);
  space.norm_factor << 2.0, 0.5, 1.0;
  const Evidence evidence = test::exact_evidence(space, 1.0);
  const DeployedPolicies soup = deploy_soup(space, {}, evidence, {});
  const Matrix worth = space.reward + space.norm_factor * space.norm.transpose();
  Matrix own(3, 5);
  for (Index k = 0; k < 3; ++k) own.row(k) = optimal_policy(space, worth.row(k)).array().log();
  const Row mean = space.share.transpose() * worth;
  const double reached = net_value(space, mean, soup.policy.row(0));
  CHECK(std::fabs(reached - soup.proxy) < kRounding);
  // a price of KL at which the types' own policies round to certainty, each of another response
  TypeSpace sharp = space;
  sharp.kl = 1e-4;
  CHECK(std::fabs(deploy_soup(sharp, {}, evidence, {}).policy.sum() - 1.0) < kRounding);
  const Matrix grid = simplex_grid(3, 50, 2000);
  for (Index i = 0; i < grid.rows(); ++i) {
    const Row mixed = soup_policy(space, own, grid.row(i).transpose());
    CHECK(net_value(space, mean, mixed) <= reached + kRounding);
  }
}
