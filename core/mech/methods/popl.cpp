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
#include <bit>
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

// Reward functions, and who of them is right on what: a set of candidates (bits, in words of 64)
// for each label, pair * 2 plus 1 if the second response won. Whoever values both alike is right on
// neither.
using Set = std::vector<std::uint64_t>;
struct Population {
  Matrix reward;  // (responses x candidates)
  Set right;      // label after label, `words` each
  std::size_t words = 0;

  [[nodiscard]] std::size_t size() const { return static_cast<std::size_t>(reward.cols()); }

  void judge(const PairTable& pairs) {
    words = (size() + 63) / 64;
    right.assign(2 * pairs.pairs.size() * words, 0);
    for (std::size_t p = 0; p < pairs.pairs.size(); ++p) {
      const double* const a = reward.row(pairs.pairs[p].first).data();
      const double* const b = reward.row(pairs.pairs[p].second).data();
      for (std::size_t i = 0; i < size(); ++i) {
        const std::size_t word = 2 * p * words + i / 64;
        right[word] |= std::uint64_t{a[i] > b[i]} << (i % 64);
        right[word + words] |= std::uint64_t{b[i] > a[i]} << (i % 64);
      }
    }
  }

  // Whom of a set a label keeps: nobody, everybody, or some.
  enum class Kept { none, all, some };
  [[nodiscard]] Kept kept(const Set& set, std::size_t label) const {
    bool none = true, all = true;
    for (std::size_t w = 0; w < words; ++w) {
      const std::uint64_t agree = set[w] & right[label * words + w];
      none = none && agree == 0;
      all = all && agree == set[w];
    }
    return none ? Kept::none : (all ? Kept::all : Kept::some);
  }

  // True if no comparison tells any two of a set apart.
  [[nodiscard]] bool alike(const Set& set) const {
    for (std::size_t label = 0; label * words < right.size(); ++label) {
      if (kept(set, label) == Kept::some) return false;
    }
    return true;
  }

  // True if the same comparisons are right for both.
  [[nodiscard]] bool alike(std::size_t one, std::size_t other) const {
    Set both(words, 0);
    both[one / 64] |= std::uint64_t{1} << (one % 64);
    both[other / 64] |= std::uint64_t{1} << (other % 64);
    return alike(both);
  }

  [[nodiscard]] Set everybody() const {
    Set all(words, ~std::uint64_t{0});
    if (size() % 64 != 0) all.back() >>= 64 - size() % 64;
    return all;
  }
};

bool is_single(const Set& set) {
  int count = 0;
  for (const std::uint64_t word : set) {
    if (word == 0) continue;
    if ((word & (word - 1)) != 0) return false;
    ++count;
  }
  return count == 1;
}

// One member of a set.
std::size_t any_of(const Set& set, Rng& rng) {
  int count = 0;
  for (const std::uint64_t word : set) count += std::popcount(word);
  std::uint32_t n = rng.below(static_cast<std::uint32_t>(count));
  for (std::size_t w = 0;; ++w) {
    for (std::uint64_t rest = set[w]; rest != 0; rest &= rest - 1) {  // drops the lowest
      if (n-- == 0) return 64 * w + static_cast<std::size_t>(std::countr_zero(rest));
    }
  }
}

std::size_t select(const Population& population, const Cases& cases, Rng& rng) {
  Set left = population.everybody();
  bool settled = is_single(left);
  int idle = 0;  // comparisons since anybody dropped out
  for (int n = 0; n < kMaxCases && !settled; ++n, ++idle) {
    if (idle == 8 && population.alike(left)) break;  // nothing can tell them apart
    const std::size_t label = cases.draw(rng);
    if (population.kept(left, label) != Population::Kept::some) continue;
    for (std::size_t w = 0; w < population.words; ++w)
      left[w] &= population.right[label * population.words + w];
    settled = is_single(left);
    idle = -1;
  }
  return any_of(left, rng);
}

std::vector<Row> evolve(const TypeSpace& space, const Evidence& evidence, const Cases& cases,
                        const Parameters& parameters, Rng& rng) {
  const auto policies = static_cast<std::size_t>(parameters[0]);
  const auto responses = static_cast<std::uint32_t>(space.num_responses());
  Population population;
  population.reward.resize(space.num_responses(), static_cast<Index>(parameters[1]));
  for (Index i = 0; i < population.reward.cols(); ++i)
    for (Index a = 0; a < population.reward.rows(); ++a) population.reward(a, i) = rng.normal();
  Matrix children = population.reward;
  for (int generation = 0;; ++generation) {
    population.judge(evidence.pairs);
    if (generation == static_cast<int>(parameters[2])) break;
    for (Index i = 0; i < children.cols(); ++i) {
      children.col(i) = population.reward.col(static_cast<Index>(select(population, cases, rng)));
      const double change = rng.normal();
      children(static_cast<Index>(rng.below(responses)), i) += change;
    }
    population.reward = children;
  }
  std::vector<Row> chosen;
  std::vector<std::size_t> picked;
  for (std::size_t i = 0; i < policies; ++i) {
    const std::size_t pick = select(population, cases, rng);
    if (std::any_of(picked.begin(), picked.end(),
                    [&](std::size_t other) { return population.alike(pick, other); }))
      continue;
    picked.push_back(pick);
    chosen.push_back(population.reward.col(static_cast<Index>(pick)).transpose());
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
