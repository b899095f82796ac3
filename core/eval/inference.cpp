#include "core/eval/inference.hpp"

#include <algorithm>
#include <cmath>

#include "core/base/special.hpp"
#include "core/mech/posterior.hpp"

namespace covenant {
namespace {

constexpr double kLn2 = 0.69314718055994530942;

class Scorer {
 public:
  Scorer(const World& world, const Matrix& likelihood, int num_rounds, InferenceOutcome& out)
      : prior_(world.space.share), likelihood_(likelihood), num_rounds_(num_rounds), out_(out) {
    repeats_ = world.choice.model == ChoiceModel::best;
  }

  void score(int round, int type, const Vector& posterior, double weight) {
    Index best = 0;
    for (Index k = 1; k < posterior.size(); ++k) {
      if (posterior(k) > posterior(best)) best = k;
    }
    const bool correct = best == type;
    InferenceScore& score = out_.rounds[static_cast<std::size_t>(round)];
    score.accuracy += correct ? weight : 0.0;
    score.log_loss -= weight * log_(posterior(type));
    score.bits_gained += weight * log_(posterior(type) / prior_(type)) / kLn2;
    for (Index k = 0; k < posterior.size(); ++k) {
      const double miss = posterior(k) - (k == type ? 1.0 : 0.0);
      score.brier += weight * miss * miss;
      if (posterior(k) > 0.0)
        score.entropy_bits -= weight * posterior(k) * log_(posterior(k)) / kLn2;
    }
    score.excess[RunningCalibration::bin(posterior(best))] +=
        weight * (posterior(best) - (correct ? 1.0 : 0.0));
    if (round == num_rounds_) out_.confusion(type, best) += weight;
  }

  // All continuations of a sequence of picks.
  void enumerate(int round, const Agent& agent, const std::vector<double>& chance,
                 const Vector& posterior, double weight) {
    score(round, agent.type, posterior, weight);
    if (round == num_rounds_) return;
    if (repeats_ && round > 0) return enumerate(round + 1, agent, chance, posterior, weight);
    for (std::size_t j = 0; j < chance.size(); ++j) {
      if (chance[j] == 0.0) continue;
      enumerate(round + 1, agent, chance, update(posterior, likelihood_, static_cast<Index>(j)),
                weight * chance[j]);
    }
  }

  void sample(const Agent& agent, const std::vector<double>& chance, double weight, Rng& rng) {
    Vector posterior = prior_;
    score(0, agent.type, posterior, weight);
    for (int round = 1; round <= num_rounds_; ++round) {
      double u = rng.uniform();
      std::size_t pick = 0;
      while (pick + 1 < chance.size() && u >= chance[pick]) u -= chance[pick++];
      if (!repeats_ || round == 1)
        posterior = update(posterior, likelihood_, static_cast<Index>(pick));
      score(round, agent.type, posterior, weight);
    }
  }

  [[nodiscard]] const Vector& prior() const { return prior_; }

 private:
  const Vector& prior_;
  const Matrix& likelihood_;
  int num_rounds_;
  InferenceOutcome& out_;
  bool repeats_ = false;
};

// How uncertain the designer is of differences between two options' utilities to type k
// (options x options).
Matrix utility_sd(const World& world, const DeployedPolicies& deployed, Index k) {
  const TypeSpace& space = world.space;
  const Index options = deployed.policy.rows() + 1;
  Matrix option(options, space.num_responses());
  option.topRows(options - 1) = deployed.policy;
  option.row(options - 1) = space.reference.transpose();
  Matrix sd = Matrix::Zero(options, options);
  for (Index i = 0; i < options; ++i) {
    for (Index j = i + 1; j < options; ++j) {
      double variance = 0.0;
      Index start = 0;
      for (const Eigen::MatrixXd& error : deployed.error[static_cast<std::size_t>(k)]) {
        const Index size = error.rows();
        const Vector difference = (option.row(i) - option.row(j)).segment(start, size).transpose();
        const double weight = space.response_weight(start);
        variance += weight * weight * difference.dot(error * difference);
        start += size;
      }
      sd(i, j) = sd(j, i) = std::sqrt(std::max(0.0, variance));
    }
  }
  return sd;
}

// What the designer expects of each type, from its estimates. Under `best` it allows for their
// error, or it would be certain of picks that hang on a tie; logit choice blurs more than that
// error does.
Matrix expected_picks(const World& world, const DeployedPolicies& deployed) {
  Matrix chance(world.space.num_types(), deployed.policy.rows() + 1);
  const bool uncertain = world.choice.model == ChoiceModel::best && !deployed.error.empty();
  std::vector<double> utility, row;
  for (Index k = 0; k < chance.rows(); ++k) {
    pick_chances(world, deployed, deployed.estimate.row(k), static_cast<int>(k), utility, row);
    if (uncertain) uncertain_picks(utility, utility_sd(world, deployed, k), row);
    for (std::size_t j = 0; j < row.size(); ++j) chance(k, static_cast<Index>(j)) = row[j];
  }
  return chance;
}

bool few_sequences(std::size_t options, int num_rounds, bool repeats) {
  if (repeats) return true;
  double count = 1.0;
  for (int m = 0; m < num_rounds; ++m) count *= static_cast<double>(options);
  return count <= kMaxSequences;
}

}  // namespace

InferenceOutcome infer_types(const World& world, const DeployedPolicies& deployed,
                             const std::vector<Agent>& people, int num_rounds, Rng& rng) {
  const Index num_types = world.space.num_types();
  const Matrix likelihood = pick_likelihood(expected_picks(world, deployed));
  InferenceOutcome out;
  out.rounds.resize(static_cast<std::size_t>(num_rounds) + 1);
  out.confusion = Matrix::Zero(num_types, num_types);
  out.posterior.resize(likelihood.cols(), num_types);
  for (Index j = 0; j < likelihood.cols(); ++j) {
    out.posterior.row(j) = update(world.space.share, likelihood, j).transpose();
  }
  Scorer scorer(world, likelihood, num_rounds, out);
  const auto options = static_cast<std::size_t>(likelihood.cols());
  const bool exact = few_sequences(options, num_rounds, world.choice.model == ChoiceModel::best);
  std::vector<double> utility, chance;
  for (std::size_t n = 0; n < people.size(); ++n) {
    const Agent& agent = people[n];
    if (agent.weight == 0.0) continue;
    pick_chances(world, deployed, agent.reward, agent.type, utility, chance);
    if (exact) {
      scorer.enumerate(0, agent, chance, scorer.prior(), agent.weight);
      continue;
    }
    const int copies = people.size() > kSampledPeople
                           ? 1
                           : std::max(1, kSampledPeople / static_cast<int>(people.size()));
    for (int copy = 0; copy < copies; ++copy)
      scorer.sample(agent, chance, agent.weight / copies, rng);
  }
  return out;
}

}  // namespace covenant
