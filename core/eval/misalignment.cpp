#include "core/eval/misalignment.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/check.hpp"

namespace covenant {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kTieTolerance = 1e-9;  // of the scale, model.md section 2

// What a contract costs and brings the designer, whoever picks it. The last entry is leaving.
struct ContractTerms {
  std::vector<double> kl, price, norm, transfer;  // nats; kl in utils; the rest utils
};

double norm_of(const TypeSpace& space, const ConstRow& policy) {
  return policy_value(space, space.norm.transpose(), policy);
}

ContractTerms contract_terms(const World& world, const DeployedPolicies& deployed) {
  ContractTerms terms;
  for (Index j = 0; j < deployed.policy.rows(); ++j) {
    const Row policy = deployed.policy.row(j);
    terms.kl.push_back(policy_kl(world.space, policy));
    terms.price.push_back(world.space.kl > 0.0 ? world.space.kl * terms.kl.back() : 0.0);
    terms.norm.push_back(norm_of(world.space, policy));
    terms.transfer.push_back(deployed.transfer(j));
  }
  terms.kl.push_back(0.0);
  terms.price.push_back(0.0);
  // who leaves for a numeric outside option is beyond the norm's reach
  const bool reference = world.rules.outside_is_reference;
  terms.norm.push_back(reference ? norm_of(world.space, world.space.reference.transpose()) : 0.0);
  terms.transfer.push_back(0.0);
  return terms;
}

// Chances of what happens to one agent: picks for menus, certainty otherwise. Leaving is last.
void chances_of(const World& world, const DeployedPolicies& deployed, const Agent& agent,
                std::vector<double>& utility, std::vector<double>& chance) {
  if (deployed.kind == DeploymentKind::menu) {
    pick_chances(world, deployed, agent.reward, agent.type, utility, chance);
    return;
  }
  if (deployed.kind == DeploymentKind::asked) {
    leaf_chances(deployed.interview, agent.reward, chance);
    utility.clear();
    for (Index leaf = 0; leaf < deployed.policy.rows(); ++leaf)
      utility.push_back(policy_value(world.space, agent.reward, deployed.policy.row(leaf)));
    utility.push_back(0.0);  // nobody leaves
    chance.push_back(0.0);
    return;
  }
  const std::size_t own =
      deployed.kind == DeploymentKind::by_type ? static_cast<std::size_t>(agent.type) : 0;
  utility.assign(static_cast<std::size_t>(deployed.policy.rows()) + 1, 0.0);
  chance.assign(utility.size(), 0.0);
  const auto row = static_cast<Index>(own);
  utility[own] =
      policy_value(world.space, agent.reward, deployed.policy.row(row)) - deployed.transfer(row);
  chance[own] = 1.0;
}

using Measures = std::array<double, kNumMetrics>;

double& at(Measures& measures, Metric metric) { return measures[static_cast<std::size_t>(metric)]; }
void set(Outcome& outcome, Metric metric, double value) { at(outcome.metric, metric) = value; }

// What one agent may expect: each metric that is a mean over people, and its policy.
Measures measure_agent(const World& world, const DeployedPolicies& deployed,
                       const ContractTerms& terms, const Agent& agent,
                       const std::vector<double>& utility, const std::vector<double>& chance,
                       Row& policy) {
  const TypeSpace& space = world.space;
  const double factor = space.norm_factor(agent.type);
  Measures own{};
  policy.setZero();
  for (std::size_t j = 0; j < chance.size(); ++j) {
    const double p = chance[j];
    if (p == 0.0) continue;
    const bool leaves = j + 1 == chance.size();
    const Row row =
        leaves ? Row(space.reference.transpose()) : Row(deployed.policy.row(static_cast<Index>(j)));
    policy += p * row;
    at(own, Metric::regret) += p * (agent.ideal_value - (utility[j] - terms.price[j]));
    at(own, Metric::reward_loss) += p * (agent.ideal_reward - utility[j]);
    at(own, Metric::policy_tv) += p * distance_tv(space, row, agent.ideal);
    at(own, Metric::policy_l2) += p * distance_l2(space, row, agent.ideal);
    at(own, Metric::policy_kl) += p * distance_kl(space, row, agent.ideal);
    at(own, Metric::utility) += p * utility[j];
    at(own, Metric::transfer) += p * terms.transfer[j];
    at(own, Metric::norm) += p * factor * terms.norm[j];
    at(own, Metric::objective) +=
        p * (utility[j] + world.rules.weight_transfer * terms.transfer[j] + factor * terms.norm[j] -
             terms.price[j]);
    at(own, Metric::kl) += p * terms.kl[j];
    if (agent.range > 0.0)
      at(own, Metric::distortion) += p * (utility[j] - agent.lowest) / agent.range;
    if (leaves) at(own, Metric::leaving) += p;
  }
  return own;
}

// Of a menu: whether the agent takes what was meant for its type, and what it would gain elsewhere.
void measure_pick(const DeployedPolicies& deployed, const Agent& agent,
                  const std::vector<double>& utility, const std::vector<double>& chance,
                  Measures& own) {
  const auto meant =
      static_cast<std::size_t>(deployed.assigned[static_cast<std::size_t>(agent.type)]);
  const double best = *std::max_element(utility.begin(), utility.end());
  at(own, Metric::truthful) = chance[meant];
  at(own, Metric::misreport_gain) = best - utility[meant];
  // ties within the tolerance of picks are not worse
  const double leaving = utility.back(), scale = std::max(std::fabs(leaving), std::fabs(best));
  if (utility[meant] < leaving - kTieTolerance * scale) at(own, Metric::below_leaving) = 1.0;
}

// Adds one agent to the means over everybody.
void add_agent(const Measures& own, double weight, Outcome& outcome) {
  if (weight == 0.0) return;  // of a type that nobody drawn has
  double& gain = at(outcome.metric, Metric::misreport_gain);
  const double most = std::max(gain, own[static_cast<std::size_t>(Metric::misreport_gain)]);
  for (std::size_t i = 0; i < kNumMetrics; ++i) outcome.metric[i] += weight * own[i];
  gain = most;
}

// Means over each type's people, while they are added up. A type whose only agent has weight 0 is
// still shown as it would fare.
struct TypeSums {
  Vector weight, value;
  Matrix metric;

  explicit TypeSums(Index num_types)
      : weight(Vector::Zero(num_types)),
        value(weight),
        metric(Matrix::Zero(num_types, static_cast<Index>(kTypeMetrics.size()))) {}

  void add(const Agent& agent, double w, const Measures& own) {
    const Index k = agent.type;
    weight(k) += w;
    value(k) += w * (agent.ideal_value - own[static_cast<std::size_t>(Metric::regret)]);
    for (std::size_t i = 0; i < kTypeMetrics.size(); ++i) {
      const double measure = own[static_cast<std::size_t>(kTypeMetrics[i])];
      double& sum = metric(k, static_cast<Index>(i));
      sum = kTypeMetrics[i] == Metric::misreport_gain ? std::max(sum, measure) : sum + w * measure;
    }
  }
};

// The same objective when everybody is given the reference.
double gold_at_reference(const World& world, const std::vector<Agent>& people) {
  const Row reference = world.space.reference.transpose();
  const double norm = norm_of(world.space, reference);
  double sum = 0.0;
  for (const Agent& agent : people) {
    const double reward = policy_value(world.space, agent.reward, reference);
    sum += agent.weight * (reward + world.space.norm_factor(agent.type) * norm);
  }
  return sum;
}

// The highest mean rescaled utility that one policy for everybody reaches: context by context its
// best response.
double best_single(const TypeSpace& space, const std::vector<Agent>& people) {
  Row worth = Row::Zero(space.num_responses());
  double lowest = 0.0;
  for (const Agent& agent : people) {
    if (agent.range == 0.0) continue;
    const double weight = agent.weight / agent.range;
    worth += weight * agent.reward;
    lowest += weight * agent.lowest;
  }
  double best = -lowest;
  Index start = 0;
  for (std::size_t s = 0; s < space.blocks.size(); ++s) {
    best += space.context_weight(static_cast<Index>(s)) *
            worth.segment(start, space.blocks[s]).maxCoeff();
    start += space.blocks[s];
  }
  return best;
}

// Turns the mean rescaled utility that was added up into distortion.
void finish_distortion(double best, Outcome& outcome) {
  const double achieved = outcome.metric[static_cast<std::size_t>(Metric::distortion)];
  constexpr double kNothing = 1e-12;
  double distortion = achieved > kNothing ? best / achieved : kNan;
  if (best <= kNothing) distortion = 1.0;  // nobody cares
  set(outcome, Metric::distortion, distortion);
}

void finish_types(const TypeSums& sums, bool menu, Outcome& outcome) {
  outcome.by_type = Matrix::Constant(sums.metric.rows(), sums.metric.cols(), kNan);
  outcome.type_value = Vector::Constant(sums.weight.size(), kNan);
  double least = std::numeric_limits<double>::infinity(), most = -least;
  for (Index k = 0; k < sums.weight.size(); ++k) {
    if (sums.weight(k) == 0.0) continue;
    outcome.type_value(k) = sums.value(k) / sums.weight(k);
    for (std::size_t i = 0; i < kTypeMetrics.size(); ++i) {
      if (is_menu_metric(kTypeMetrics[i]) && !menu) continue;
      const double sum = sums.metric(k, static_cast<Index>(i));
      outcome.by_type(k, static_cast<Index>(i)) =
          kTypeMetrics[i] == Metric::misreport_gain ? sum : sum / sums.weight(k);
    }
    least = std::min(least, type_column(outcome, Metric::utility)(k));
    most = std::max(most, type_column(outcome, Metric::regret)(k));
  }
  set(outcome, Metric::worst_utility, least);
  set(outcome, Metric::worst_regret, most);
}

}  // namespace

const char* metric_name(Metric metric) {
  static constexpr std::array<const char*, kNumMetrics> names = {
      "regret",          "reward_loss",   "policy_tv",       "policy_l2",
      "policy_kl",       "utility",       "worst_utility",   "worst_regret",
      "transfer",        "norm",          "objective",       "kl",
      "model_objective", "coherence",     "proxy",           "gold",
      "overestimation",  "distortion",    "truthful",        "leaving",
      "misreport_gain",  "below_leaving", "design_violation"};
  return names[static_cast<std::size_t>(metric)];
}

bool is_menu_metric(Metric metric) {
  return metric == Metric::truthful || metric == Metric::leaving ||
         metric == Metric::misreport_gain || metric == Metric::below_leaving ||
         metric == Metric::design_violation;
}

Interval possible(Metric metric, const Interval& interval) {
  double low = -std::numeric_limits<double>::infinity(), high = -low;
  switch (metric) {
    case Metric::policy_tv:
    case Metric::coherence:
    case Metric::truthful:
    case Metric::leaving:
    case Metric::below_leaving:
      high = 1.0;
      low = 0.0;
      break;
    case Metric::policy_l2:
    case Metric::policy_kl:
    case Metric::kl:
    case Metric::misreport_gain:
    case Metric::design_violation:
      low = 0.0;
      break;
    default:
      break;
  }
  // the mean keeps its place, rounding included; NaN stays
  return {interval.mean, std::min(interval.mean, std::max(interval.lo, low)),
          std::max(interval.mean, std::min(interval.hi, high))};
}

void pick_chances(const World& world, const DeployedPolicies& deployed, const ConstRow& reward,
                  int type, std::vector<double>& utility, std::vector<double>& chance) {
  const TypeSpace& space = world.space;
  const Index num_contracts = deployed.policy.rows();
  utility.resize(static_cast<std::size_t>(num_contracts) + 1);
  chance.resize(utility.size());
  std::vector<double> favour(utility.size(), 0.0);
  double scale = 0.0;
  const auto own = static_cast<Index>(std::max(type, 0));
  for (Index j = 0; j <= num_contracts; ++j) {
    const auto at = static_cast<std::size_t>(j);
    const bool leaves = j == num_contracts;
    const Row policy = leaves ? Row(space.reference.transpose()) : Row(deployed.policy.row(j));
    const bool number = leaves && !world.rules.outside_is_reference;
    const double value = number ? world.rules.outside(own) : policy_value(space, reward, policy);
    const double transfer = leaves ? 0.0 : deployed.transfer(j);
    utility[at] = value - transfer;
    scale = std::max({scale, std::fabs(value), std::fabs(transfer)});
    if (world.choice.model != ChoiceModel::best) continue;  // favour only settles ties
    favour[at] = utility[at] + world.rules.weight_transfer * transfer;
    if (!number) favour[at] += space.norm_factor(own) * norm_of(space, policy);
    if (!leaves && space.kl > 0.0) favour[at] -= space.kl * policy_kl(space, policy);
  }
  ChoiceRule rule = world.choice;
  rule.tolerance = kTieTolerance * scale;
  const int meant = type < 0 ? -1 : deployed.assigned[static_cast<std::size_t>(type)];
  pick_probabilities(utility, favour, meant, rule, chance);
}

Outcome evaluate(const World& world, const DeployedPolicies& deployed,
                 const std::vector<Agent>& people) {
  const TypeSpace& space = world.space;
  const bool menu = deployed.kind == DeploymentKind::menu;
  const ContractTerms terms = contract_terms(world, deployed);
  Outcome outcome;
  outcome.policy.resize(static_cast<Index>(people.size()), space.num_responses());
  const bool several = menu || deployed.kind == DeploymentKind::asked;
  if (several) outcome.picks = Matrix::Zero(space.num_types(), deployed.policy.rows() + 1);
  TypeSums sums(space.num_types());
  std::vector<double> utility, chance;
  Row policy(space.num_responses());
  for (std::size_t n = 0; n < people.size(); ++n) {
    const Agent& agent = people[n];
    chances_of(world, deployed, agent, utility, chance);
    Measures own = measure_agent(world, deployed, terms, agent, utility, chance, policy);
    if (menu) measure_pick(deployed, agent, utility, chance, own);
    add_agent(own, agent.weight, outcome);
    outcome.policy.row(static_cast<Index>(n)) = policy;
    // without spread a type has one agent, shown even if nobody was drawn
    const double w = space.spread > 0.0 ? agent.weight : 1.0;
    sums.add(agent, w, own);
    for (std::size_t j = 0; several && j < chance.size(); ++j)
      outcome.picks(agent.type, static_cast<Index>(j)) += w * chance[j];
  }
  finish_types(sums, menu, outcome);
  finish_distortion(best_single(space, people), outcome);
  if (menu) set(outcome, Metric::design_violation, deployed.violation);
  for (Index k = 0; several && k < space.num_types(); ++k) {
    if (sums.weight(k) > 0.0) outcome.picks.row(k) /= sums.weight(k);
  }
  const double gold = outcome.metric[static_cast<std::size_t>(Metric::objective)];
  set(outcome, Metric::gold, gold);
  outcome.gold_reference = gold_at_reference(world, people);
  set(outcome, Metric::proxy, deployed.proxy);
  set(outcome, Metric::model_objective, deployed.proxy);
  set(outcome, Metric::overestimation,
      (deployed.proxy - deployed.proxy_reference) - (gold - outcome.gold_reference));
  set(outcome, Metric::coherence, 1.0);
  return outcome;
}

Vector type_column(const Outcome& outcome, Metric metric) {
  const auto* const place = std::find(kTypeMetrics.begin(), kTypeMetrics.end(), metric);
  COVENANT_CHECK(place != kTypeMetrics.end());
  return outcome.by_type.col(place - kTypeMetrics.begin());
}

double coherence(const TypeSpace& space, const std::vector<Agent>& people, const Outcome& noisy,
                 const Outcome& clean) {
  COVENANT_CHECK(noisy.policy.rows() == clean.policy.rows());
  double distance = 0.0;
  for (std::size_t n = 0; n < people.size(); ++n) {
    const auto row = static_cast<Index>(n);
    distance += people[n].weight * distance_tv(space, noisy.policy.row(row), clean.policy.row(row));
  }
  return 1.0 - distance;
}

}  // namespace covenant
