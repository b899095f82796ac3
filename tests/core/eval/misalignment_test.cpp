// What a deployment does to people, by hand: two opposed groups, two responses, contracts that tell
// all metrics apart.
#include "core/eval/misalignment.hpp"

#include <doctest/doctest.h>
#include <cmath>

#include "core/eval/inference.hpp"
#include "tests/support/societies.hpp"

using namespace covenant;

namespace {

constexpr double kRounding = 1e-12;

// Shares 3/4 and 1/4, rewards (1, 0) and (0, 2), uniform reference; the norm gives the second
// response 1 (half of that for the second group).
TypeSpace opposed(double kl) {
  Matrix reward(2, 2);
  reward << 1, 0, 0, 2;
  TypeSpace space = test::one_context_space(reward, kl);
  space.share << 0.75, 0.25;
  space.norm << 0.0, 1.0;
  space.norm_factor << 1.0, 0.5;
  return space;
}

std::vector<Agent> everybody(const TypeSpace& space) {
  Rng rng(1, 0, Purpose::test);
  return draw_population(space, 1, true, rng);
}

// Two contracts for the two groups.
DeployedPolicies two_contracts(double first, double second, double t_first, double t_second) {
  DeployedPolicies menu;
  menu.kind = DeploymentKind::menu;
  menu.policy.resize(2, 2);
  menu.policy << first, 1.0 - first, second, 1.0 - second;
  menu.transfer.resize(2);
  menu.transfer << t_first, t_second;
  menu.assigned = {0, 1};
  menu.estimate = Matrix::Zero(2, 2);
  return menu;
}

double metric(const Outcome& outcome, Metric which) {
  return outcome.metric[static_cast<std::size_t>(which)];
}

}  // namespace

// Contract 0: (.8, .2) at .1; contract 1: (.3, .7) at .2. Group 1 has .8 - .1 = .7 from its own,
// .1 from the other, .5 from leaving; group 2 has .4 - .1 = .3, 1.4 - .2 = 1.2 and 1.
TEST_CASE("misalignment: a menu's metrics by hand, without KL") {
  const TypeSpace space = opposed(0.0);
  for (const double weight_transfer : {0.0, 1.0}) {  // burnt, paid
    DesignRules rules;
    rules.weight_transfer = weight_transfer;
    DeployedPolicies menu = two_contracts(0.8, 0.3, 0.1, 0.2);
    menu.proxy = 2.0;
    menu.proxy_reference = 0.4;
    const Outcome outcome = evaluate({space, rules, {}}, menu, everybody(space));
    const double utility = 0.75 * 0.7 + 0.25 * 1.2, norm = 0.75 * 0.2 + 0.25 * 0.5 * 0.7;
    const double transfer = 0.75 * 0.1 + 0.25 * 0.2, gold = utility + norm;
    CHECK(std::fabs(metric(outcome, Metric::utility) - utility) < kRounding);
    CHECK(std::fabs(metric(outcome, Metric::worst_utility) - 0.7) < kRounding);
    CHECK(std::fabs(metric(outcome, Metric::transfer) - transfer) < kRounding);
    CHECK(std::fabs(metric(outcome, Metric::norm) - norm) < kRounding);
    CHECK(std::fabs(metric(outcome, Metric::objective) - (gold + weight_transfer * transfer)) <
          kRounding);
    // ideals: response 1 for the first group (1), response 2 for the second (2)
    CHECK(std::fabs(metric(outcome, Metric::regret) - (0.75 * 0.3 + 0.25 * 0.8)) < kRounding);
    CHECK(std::fabs(metric(outcome, Metric::worst_regret) - 0.8) < kRounding);
    CHECK(metric(outcome, Metric::reward_loss) == metric(outcome, Metric::regret));
    CHECK(std::fabs(metric(outcome, Metric::policy_tv) - (0.75 * 0.2 + 0.25 * 0.3)) < kRounding);
    CHECK(std::fabs(metric(outcome, Metric::policy_l2) -
                    std::sqrt(2.0) * (0.75 * 0.2 + 0.25 * 0.3)) < kRounding);
    CHECK(std::isinf(metric(outcome, Metric::policy_kl)));  // the ideals are pure
    // everybody takes their own: nothing to gain, nobody leaves
    CHECK(metric(outcome, Metric::truthful) == 1.0);
    CHECK(metric(outcome, Metric::leaving) == 0.0);
    CHECK(metric(outcome, Metric::misreport_gain) == 0.0);
    CHECK(metric(outcome, Metric::below_leaving) == 0.0);
    // at the reference: .75 * .5 + .25 * 1 and the norm .75 * .5 + .25 * .25
    const double reference = 0.625 + 0.4375;
    CHECK(std::fabs(outcome.gold_reference - reference) < kRounding);
    CHECK(std::fabs(metric(outcome, Metric::overestimation) -
                    ((2.0 - 0.4) - (gold + weight_transfer * transfer - reference))) < kRounding);
    // rescaled utilities .7 and .6, against the best single policy: response 1 for all, .75
    CHECK(std::fabs(metric(outcome, Metric::distortion) - 0.75 / (0.75 * 0.7 + 0.25 * 0.6)) <
          kRounding);
  }
}

// Contract 0 now costs .45: the first group has .35 from it, .3 - .2 = .1 from the other and .5
// from leaving. Contract 1 at .6 leaves the second group .8, less than leaving (1) and than
// contract 0 for nothing (1.2 if it were free).
TEST_CASE(
    "misalignment: who would rather leave, or have another contract, is counted with the gain") {
  const TypeSpace space = opposed(0.0);
  const DesignRules rules;
  const Outcome gone =
      evaluate({space, rules, {}}, two_contracts(0.8, 0.3, 0.45, 0.2), everybody(space));
  CHECK(metric(gone, Metric::leaving) == 0.75);
  CHECK(metric(gone, Metric::below_leaving) == 0.75);
  CHECK(metric(gone, Metric::truthful) == 0.25);
  CHECK(std::fabs(metric(gone, Metric::misreport_gain) - 0.15) < kRounding);  // .5 - .35
  CHECK(std::fabs(type_column(gone, Metric::utility)(0) - 0.5) < kRounding);
  // who leaves pays nothing and gets the reference
  CHECK(type_column(gone, Metric::transfer)(0) == 0.0);
  CHECK(type_column(gone, Metric::policy_tv)(0) == 0.5);

  // the second group takes the first's contract: (.2, .8) for nothing instead of (.3, .7) at .2
  const Outcome other =
      evaluate({space, rules, {}}, two_contracts(0.2, 0.3, 0.0, 0.2), everybody(space));
  CHECK(std::fabs(type_column(other, Metric::misreport_gain)(1) - (1.6 - 1.2)) < kRounding);
  CHECK(type_column(other, Metric::truthful)(1) == 0.0);
  CHECK(other.picks(1, 0) == 1.0);
}

// V = r - kl KL: both get (.5, .5), which costs nothing; ideals are exp(r / kl) / Z.
TEST_CASE("misalignment: with KL regret counts its price, reward_loss does not") {
  const TypeSpace space = opposed(0.5);
  const DesignRules rules;
  const DeployedPolicies same =
      deploy_policy(space, Row(space.reference.transpose()), Row::Zero(2));
  const Outcome outcome = evaluate({space, rules, {}}, same, everybody(space));
  // max V = kl log mean exp(r / kl); r at the ideal: r sigma(r / kl)
  const double first = 0.5 * std::log(0.5 * (std::exp(2.0) + 1.0)),
               second = 0.5 * std::log(0.5 * (std::exp(4.0) + 1.0));
  CHECK(std::fabs(type_column(outcome, Metric::regret)(0) - (first - 0.5)) < kRounding);
  CHECK(std::fabs(type_column(outcome, Metric::regret)(1) - (second - 1.0)) < kRounding);
  const double p = 1.0 / (1.0 + std::exp(-2.0));
  CHECK(std::fabs(type_column(outcome, Metric::reward_loss)(0) - (p - 0.5)) < kRounding);
  // KL((.5, .5) || (p, 1 - p))
  CHECK(std::fabs(type_column(outcome, Metric::policy_kl)(0) -
                  (-std::log(2.0) - 0.5 * std::log(p * (1.0 - p)))) < kRounding);
  CHECK(std::isnan(type_column(outcome, Metric::truthful)(0)));  // no menu
}

TEST_CASE("misalignment: intervals end where the metric does, and nowhere else") {
  const Interval wide{0.5, -0.2, 1.3};
  CHECK(possible(Metric::truthful, wide) == Interval{0.5, 0.0, 1.0});
  CHECK(possible(Metric::misreport_gain, wide) == Interval{0.5, 0.0, 1.3});
  CHECK(possible(Metric::regret, wide) == wide);  // negative where people are paid
  CHECK(possible(Metric::coherence, {1.0 + 1e-16, 0.9, 1.1}).hi >= 1.0);
  CHECK(std::isnan(possible(Metric::policy_kl, {NAN, NAN, NAN}).lo));
}

// The first group's policy moves from (.8, .2) to (.5, .5), the second's stays.
TEST_CASE(
    "misalignment: coherence is one minus the mean distance between noisy and clean policies") {
  const TypeSpace space = opposed(0.0);
  const DesignRules rules;
  const std::vector<Agent> people = everybody(space);
  const Outcome clean = evaluate({space, rules, {}}, two_contracts(0.8, 0.3, 0.0, 0.0), people);
  const Outcome noisy = evaluate({space, rules, {}}, two_contracts(0.5, 0.3, 0.0, 0.0), people);
  CHECK(std::fabs(coherence(space, people, noisy, clean) - (1.0 - 0.75 * 0.3)) < kRounding);
  CHECK(coherence(space, people, clean, clean) == 1.0);
}

// Leaving is an option among three; six picks are 729 sequences (exact), seven are sampled.
TEST_CASE("misalignment: sampled picks come near to the expectation over all sequences") {
  const TypeSpace space = opposed(0.0);
  const DesignRules rules;
  const World world{space, rules, {ChoiceModel::logit, 2.0, 0.0}};
  DeployedPolicies menu = two_contracts(0.8, 0.3, 0.0, 0.0);
  menu.estimate = space.reward;
  Rng one(1, 0, Purpose::picks), two(1, 0, Purpose::picks);
  const std::vector<Agent> people = everybody(space);
  const InferenceOutcome exact = infer_types(world, menu, people, 6, one);
  const InferenceOutcome sampled = infer_types(world, menu, people, 7, two);
  REQUIRE(sampled.rounds.size() == 8);
  for (std::size_t r = 0; r <= 6; ++r) {
    CAPTURE(r);
    // 200 people of each type: standard error of an accuracy at most .035, of log loss about .05
    CHECK(std::fabs(sampled.rounds[r].accuracy - exact.rounds[r].accuracy) < 0.15);
    CHECK(std::fabs(sampled.rounds[r].log_loss - exact.rounds[r].log_loss) < 0.25);
  }
  CHECK(exact.rounds[6].log_loss < exact.rounds[0].log_loss);
}
