// Pareto-optimal preference learning (Boldi et al. 2024): a population of reward functions evolves
// under lexicase selection on single comparisons, so that what survives is right on as many as
// possible for some order of importance: Pareto-optimal on the comparisons, one candidate after the
// other serving another hidden group. No labels are used. Selection: comparisons in random order,
// each keeps the candidates that get it right (all, if none does), until one is left. Children
// differ from their parent in one response. The final selections, without repeats, become policies
// and are offered as a free menu.
// Right or wrong knows no scale: that is fitted, one for all, as the likeliest mixture of the
// survivors. Norm and KL then as in rlhf. Labelled estimates say only whom a contract is meant for.
#include <algorithm>
#include <cmath>
#include <cstdint>

#include "core/base/rng.hpp"
#include "core/base/special.hpp"
#include "core/mech/methods/formulas.hpp"
#include "core/mech/methods/method.hpp"

namespace covenant {
namespace {

constexpr int kMaxCases = 512;  // comparisons looked at in one selection

// Comparisons at random, with replacement: seen again they change nothing, so this is an order.
class Cases {
 public:
  explicit Cases(const Evidence& evidence) : evidence_(evidence) {
    if (!evidence.answers.empty()) return;
    const auto [wins, losses] = pooled_counts(evidence);
    for (Index p = 0; p < wins.size(); ++p) {
      bounds_.push_back(total_ += wins(p));
      bounds_.push_back(total_ += losses(p));
    }
  }
  [[nodiscard]] bool empty() const { return evidence_.answers.empty() && total_ == 0.0; }
  // pair * 2, plus 1 if the second response won
  [[nodiscard]] std::size_t draw(Rng& rng) const {
    if (!evidence_.answers.empty()) {
      const auto count = static_cast<std::uint32_t>(evidence_.answers.size());
      return static_cast<std::size_t>(evidence_.answers[rng.below(count)]);
    }
    const double u = rng.uniform() * total_;
    const auto it = std::upper_bound(bounds_.begin(), bounds_.end(), u);
    return std::min(static_cast<std::size_t>(it - bounds_.begin()), bounds_.size() - 1);
  }

 private:
  const Evidence& evidence_;
  std::vector<double> bounds_;  // of shares, when there are infinitely many
  double total_ = 0.0;
};

// What a candidate prefers of each pair: 0 the first, 1 the second, 2 neither.
using Answers = std::vector<std::uint8_t>;
Answers answers_of(const PairTable& pairs, const Row& reward) {
  Answers out;
  for (const PairTable::Pair& pair : pairs.pairs) {
    const double a = reward(pair.first), b = reward(pair.second);
    out.push_back(a > b ? 0 : (b > a ? 1 : 2));
  }
  return out;
}

std::vector<std::size_t> everybody(std::size_t count) {
  std::vector<std::size_t> all(count);
  for (std::size_t i = 0; i < count; ++i) all[i] = i;
  return all;
}

bool alike(const std::vector<Answers>& answers, const std::vector<std::size_t>& candidates) {
  return std::all_of(candidates.begin(), candidates.end(), [&](std::size_t candidate) {
    return answers[candidate] == answers[candidates.front()];
  });
}

std::size_t select(const std::vector<Answers>& answers, const Cases& cases, Rng& rng) {
  std::vector<std::size_t> left = everybody(answers.size()), right;
  int idle = 0;  // comparisons since anybody dropped out
  for (int n = 0; n < kMaxCases && left.size() > 1; ++n, ++idle) {
    if (idle == 8 && alike(answers, left)) break;  // no comparison can tell them apart
    const std::size_t label = cases.draw(rng);
    right.clear();
    for (const std::size_t candidate : left) {
      if (answers[candidate][label / 2] == label % 2) right.push_back(candidate);
    }
    if (right.empty() || right.size() == left.size()) continue;
    std::swap(left, right);
    idle = -1;
  }
  return left[rng.below(static_cast<std::uint32_t>(left.size()))];
}

std::vector<Row> evolve(const TypeSpace& space, const Evidence& evidence, const Cases& cases,
                        const Parameters& parameters, Rng& rng) {
  const auto policies = static_cast<std::size_t>(parameters[0]);
  const auto size = static_cast<std::size_t>(parameters[1]);
  const auto responses = static_cast<std::uint32_t>(space.num_responses());
  std::vector<Row> population(size, Row(space.num_responses()));
  std::vector<Answers> answers(size);
  for (Row& reward : population)
    for (double& entry : reward) entry = rng.normal();
  for (int generation = 0;; ++generation) {
    for (std::size_t i = 0; i < size; ++i) answers[i] = answers_of(evidence.pairs, population[i]);
    if (generation == static_cast<int>(parameters[2])) break;
    std::vector<Row> children;
    for (std::size_t i = 0; i < size; ++i) {
      Row child = population[select(answers, cases, rng)];
      child(static_cast<Index>(rng.below(responses))) += rng.normal();
      children.push_back(std::move(child));
    }
    population = std::move(children);
  }
  std::vector<Row> chosen;
  std::vector<Answers> seen;
  for (std::size_t i = 0; i < policies; ++i) {
    const std::size_t pick = select(answers, cases, rng);
    if (std::find(seen.begin(), seen.end(), answers[pick]) != seen.end()) continue;
    seen.push_back(answers[pick]);
    chosen.push_back(population[pick]);
  }
  return chosen;
}

}  // namespace

double likeliest_scale(const std::vector<Row>& rewards, const PairTable& pairs, const Row& wins,
                       const Row& losses) {
  const auto loss = [&](double scale) {
    double sum = 0.0;
    for (std::size_t p = 0; p < pairs.pairs.size(); ++p) {
      double first = 0.0;
      for (const Row& reward : rewards)
        first += sigmoid(scale * (reward(pairs.pairs[p].first) - reward(pairs.pairs[p].second)));
      first /= static_cast<double>(rewards.size());
      const auto at = static_cast<Index>(p);
      if (wins(at) > 0.0) sum -= wins(at) * log_(std::max(first, 1e-300));
      if (losses(at) > 0.0) sum -= losses(at) * log_(std::max(1.0 - first, 1e-300));
    }
    return sum;
  };
  // golden section on the logarithm, from 1/1000 to 100
  constexpr double kGolden = 0.618033988749894848;
  double low = log_(1e-3), high = log_(100.0);
  double a = high - kGolden * (high - low), b = low + kGolden * (high - low);
  double at_a = loss(exp_(a)), at_b = loss(exp_(b));
  while (high - low > 1e-6) {
    if (at_a <= at_b) {
      high = b;
      b = a;
      at_b = at_a;
      at_a = loss(exp_(a = high - kGolden * (high - low)));
    } else {
      low = a;
      a = b;
      at_a = at_b;
      at_b = loss(exp_(b = low + kGolden * (high - low)));
    }
  }
  return exp_(0.5 * (low + high));
}

DeployedPolicies deploy_popl(const TypeSpace& space, const DesignRules& rules,
                             const Evidence& evidence, const Parameters& parameters) {
  const Cases cases(evidence);
  Rng rng(evidence.seed, evidence.replicate, Purpose::hypotheses);
  std::vector<Row> rewards = {Row::Zero(space.num_responses())};
  double scale = 0.0;
  if (!cases.empty()) {
    rewards = evolve(space, evidence, cases, parameters, rng);
    const auto [wins, losses] = pooled_counts(evidence);
    scale = likeliest_scale(rewards, evidence.pairs, wins, losses) / evidence.unit;
  }
  DeployedPolicies out;
  out.kind = DeploymentKind::menu;
  out.policy.resize(static_cast<Index>(rewards.size()), space.num_responses());
  out.transfer = Vector::Zero(out.policy.rows());
  const Row norm = pooled_norm_factor(space) * space.norm.transpose();
  for (Index j = 0; j < out.policy.rows(); ++j)
    out.policy.row(j) = optimal_policy(space, scale * rewards[static_cast<std::size_t>(j)] + norm);
  out.estimate = evidence.labelled;
  out.error = evidence.labelled_error;
  for (Index k = 0; k < space.num_types(); ++k) {
    Index own = 0;
    for (Index j = 1; j < out.policy.rows(); ++j) {
      if (policy_value(space, out.estimate.row(k), out.policy.row(j)) >
          policy_value(space, out.estimate.row(k), out.policy.row(own)))
        own = j;
    }
    out.assigned.push_back(static_cast<int>(own));
    const Row worth = out.estimate.row(k) + space.norm_factor(k) * space.norm.transpose();
    out.proxy += space.share(k) * net_value(space, worth, out.policy.row(own));
  }
  out.proxy_reference = proxy_at_reference(space, evidence.labelled);
  out.violation = menu_violation(space, rules, out);
  return out;
}

}  // namespace covenant
