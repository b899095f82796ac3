#include "core/sim/environment.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/check.hpp"
#include "core/model/mixture.hpp"

namespace covenant {
namespace {

void fill_contexts(const Scenario& scenario, TypeSpace& space) {
  const Index num_responses = scenario.num_responses(), num_norms = scenario.num_norms();
  double total = 0.0;
  for (const ContextSpec& context : scenario.contexts) total += context.weight;
  space.context_weight.resize(scenario.num_contexts());
  space.response_weight.resize(num_responses);
  space.reference.resize(num_responses);
  space.score.resize(num_responses, num_norms);
  Index a = 0;
  for (Index s = 0; s < scenario.num_contexts(); ++s) {
    const ContextSpec& context = scenario.contexts[static_cast<std::size_t>(s)];
    space.blocks.push_back(static_cast<int>(context.responses.size()));
    space.context_weight(s) = context.weight / total;
    for (const ResponseSpec& response : context.responses) {
      COVENANT_CHECK(static_cast<Index>(response.scores.size()) == num_norms);
      for (Index d = 0; d < num_norms; ++d)
        space.score(a, d) = response.scores[static_cast<std::size_t>(d)];
      space.response_weight(a) = space.context_weight(s);
      space.reference(a) = scenario.reference.empty()
                               ? 1.0 / static_cast<double>(context.responses.size())
                               : scenario.reference[static_cast<std::size_t>(a)];
      ++a;
    }
  }
}

void fill_types(const Scenario& scenario, TypeSpace& space) {
  const Index num_types = scenario.num_types();
  space.share.resize(num_types);
  space.norm_factor.resize(num_types);
  space.reward.resize(num_types, scenario.num_responses());
  bool by_reward = false;
  for (Index k = 0; k < num_types; ++k) {
    const TypeSpec& type = scenario.types[static_cast<std::size_t>(k)];
    space.share(k) = type.share;
    space.norm_factor(k) = type.norm_factor;
    by_reward = by_reward || !type.rewards.empty();
    for (Index a = 0; a < space.reward.cols(); ++a) {
      double reward = 0.0;
      if (type.rewards.empty()) {
        for (Index d = 0; d < space.score.cols(); ++d) {
          reward += type.weights[static_cast<std::size_t>(d)] * space.score(a, d);
        }
      } else {
        reward = type.rewards[static_cast<std::size_t>(a)];
      }
      space.reward(k, a) = reward;
    }
  }
  space.share /= space.share.sum();
  space.norm = Vector::Zero(space.score.rows());
  for (Index d = 0; d < space.score.cols(); ++d) {
    space.norm += scenario.designer.norm_strength *
                  scenario.designer.norm[static_cast<std::size_t>(d)] * space.score.col(d);
  }
  if (by_reward)
    space.score.resize(scenario.num_responses(),
                       0);  // people then stray in rewards, not in weights
}

DesignRules design_rules(const Scenario& scenario) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  DesignRules rules;
  switch (scenario.designer.transfers) {
    case TransferRegime::none:
      break;
    case TransferRegime::friction:
      rules.transfer_upper = kInfinity;
      break;
    case TransferRegime::money:
      rules.weight_transfer = 1.0;
      rules.transfer_lower = -kInfinity;
      rules.transfer_upper = kInfinity;
      rules.budget = 0.0;
      break;
  }
  rules.max_contracts = scenario.designer.max_contracts;
  rules.robust_radius = scenario.designer.robust_radius;
  rules.discount = scenario.designer.discount;
  rules.outside_is_reference = scenario.outside == OutsideKind::reference;
  rules.outside = Vector::Zero(scenario.num_types());
  for (Index k = 0; k < rules.outside.size() && !rules.outside_is_reference; ++k) {
    rules.outside(k) =
        scenario
            .outside_values[scenario.outside == OutsideKind::number ? 0
                                                                    : static_cast<std::size_t>(k)];
  }
  return rules;
}

// One curve per method, on its own path; where rlhf stands without best_of_n, also best of n on its
// reward.
void plan_pressure(const Scenario& scenario, Environment& env) {
  for (std::size_t l = 1; l < env.levels.size(); ++l) {
    const double nearest = env.levels[static_cast<std::size_t>(env.pressure_level)];
    if (std::fabs(env.levels[l] - kPressureNoise) < std::fabs(nearest - kPressureNoise))
      env.pressure_level = static_cast<int>(l);
  }
  int rlhf = -1;
  bool samples = false;
  for (std::size_t m = 0; m < scenario.methods.size(); ++m) {
    const MethodSpec& spec = scenario.methods[m];
    const bool best_of_n = spec.id == "best_of_n";
    samples = samples || best_of_n;
    if (rlhf < 0 && spec.id == "rlhf") rlhf = static_cast<int>(m);
    env.curves.push_back(
        {static_cast<int>(m), spec.id, spec.parameters,
         best_of_n ? samples_grid(spec.parameters[0]) : kl_grid(env.space.kl, env.scale)});
  }
  if (rlhf >= 0 && !samples)
    env.curves.push_back({rlhf, "best_of_n", Parameters(1), samples_grid()});
}

}  // namespace

Environment make_environment(const Scenario& scenario) {
  Environment env;
  fill_contexts(scenario, env.space);
  env.score = env.space.score;
  fill_types(scenario, env.space);
  env.weight = Matrix::Zero(scenario.num_types(), scenario.num_norms());
  for (Index k = 0; k < env.weight.rows(); ++k) {
    const std::vector<double>& weights = scenario.types[static_cast<std::size_t>(k)].weights;
    for (std::size_t d = 0; d < weights.size(); ++d)
      env.weight(k, static_cast<Index>(d)) = weights[d];
  }
  env.space.kl = scenario.designer.kl;
  env.space.spread = scenario.spread;
  env.rules = design_rules(scenario);
  env.choice.model = scenario.choice.model;
  env.choice.precision = scenario.choice.precision;
  env.pairs = pair_table(env.space);
  env.annotation.infinite_rationality = scenario.feedback.infinite_rationality;
  env.annotation.rationality = scenario.feedback.rationality;
  env.scale = reward_scale(env.space);
  const std::vector<NoiseSpec>& noise = scenario.feedback.noise;
  if (noise.empty()) {
    env.levels = {0.0};
  } else if (scenario.run.noise_levels.empty()) {
    env.levels = {noise.front().level};
  } else {
    env.levels = scenario.run.noise_levels;
  }
  plan_pressure(scenario, env);
  return env;
}

namespace {

// True if infinitely many labels of this type tell its rewards: the model of the fit is the truth.
bool identified(const TypeSpace& space, const Annotation& annotation, Index type) {
  const bool flipped = annotation.flip.size() > 0 && annotation.flip(type) > 0.0;
  const bool fresh = annotation.fresh_sd.size() > 0 && annotation.fresh_sd(type) > 0.0;
  return !flipped && !fresh && space.spread == 0.0;
}

// Labels known: one fit per type.
void fit_labelled(const TypeSpace& space, const Matrix& reward, const Annotation& annotation,
                  Evidence& evidence) {
  const ComparisonCounts& counts = evidence.counts;
  evidence.labelled = reward;
  for (Index k = 0; k < space.num_types(); ++k) {
    Row estimate = reward.row(k);
    if (!evidence.infinite || !identified(space, annotation, k)) {
      const Row won = counts.wins.row(k), lost = counts.losses.row(k);
      const BradleyTerryFit fit =
          fit_bradley_terry(space, evidence.pairs, won, lost, evidence.ridge);
      evidence.gradient_norm = std::max(evidence.gradient_norm, fit.gradient_norm);
      estimate = fit.estimate / evidence.unit;
      if (!evidence.infinite) {
        evidence.labelled_error.push_back(
            fit_covariance(space, evidence.pairs, won, lost, evidence.ridge, fit.estimate));
        for (Eigen::MatrixXd& error : evidence.labelled_error.back())
          error /= evidence.unit * evidence.unit;
      }
    }
    shift_to_reference(space, space.reward.row(k), estimate);
    evidence.labelled.row(k) = estimate;
  }
}

// Squared distance between each type's true rewards and each component's, contexts weighted, means
// left out because comparisons do not see them (num_types x num_components).
Matrix match_cost(const TypeSpace& space, const Matrix& component) {
  Matrix cost = Matrix::Zero(space.num_types(), component.rows());
  for (Index k = 0; k < cost.rows(); ++k) {
    for (Index c = 0; c < cost.cols(); ++c) {
      Row estimate = component.row(c);
      shift_to_reference(space, space.reward.row(k), estimate);
      const Row gap = estimate - space.reward.row(k);
      cost(k, c) = gap.cwiseAbs2().dot(space.response_weight.transpose());
    }
  }
  return cost;
}

// Labels unknown: a mixture's components stand for the types. Which stands for which is settled by
// the truth, so that results can be told by type. The types' shares are known either way; the
// mixture's own only serve its fit.
void fit_unlabelled(const TypeSpace& space, int per_person, const Annotation& annotation,
                    Evidence& evidence) {
  Rng rng(evidence.seed, evidence.replicate, Purpose::mixture);
  const MixtureFit fit = fit_mixture(space, evidence.pairs, evidence.answers, per_person,
                                     space.num_types(), evidence.ridge, rng);
  const Matrix component = fit.estimate / evidence.unit;
  const std::vector<int> stands_for = assign_least(match_cost(space, component));
  ComparisonCounts counts = fit.counts;
  for (Index k = 0; k < space.num_types(); ++k) {
    const Index c = stands_for[static_cast<std::size_t>(k)];
    counts.wins.row(k) = fit.counts.wins.row(c);
    counts.losses.row(k) = fit.counts.losses.row(c);
  }
  evidence.counts = counts;
  fit_labelled(space, space.reward, annotation, evidence);
}

// Share of all labels that were reversed.
double flipped_share(const TypeSpace& space, const Annotation& annotation) {
  return annotation.flip.size() == 0 ? 0.0 : space.share.dot(annotation.flip);
}

}  // namespace

Evidence gather_evidence(const Scenario& scenario, const Environment& env,
                         const Questions& questions, const Corruption& corruption, int replicate) {
  const FeedbackSpec& feedback = scenario.feedback;
  const TypeSpace& space = env.space;
  const bool infinite = feedback.infinite_comparisons;
  Evidence evidence;
  evidence.pairs = env.pairs;
  evidence.infinite = infinite;
  evidence.seed = scenario.run.seed;
  evidence.replicate = static_cast<std::uint32_t>(replicate);
  evidence.counts =
      infinite ? expected_labels(space, env.pairs, corruption.reward, corruption.annotation)
               : label_questions(env.pairs, questions, corruption.reward, corruption.annotation,
                                 &evidence.answers);
  // at infinite rationality there is no unit to convert to: estimates stay in Bradley-Terry units
  evidence.unit = feedback.infinite_rationality ? 1.0 : feedback.rationality;
  evidence.ridge = infinite ? 0.0 : feedback.ridge;
  evidence.answering = env.annotation;
  evidence.flipped = flipped_share(space, corruption.annotation);
  if (feedback.labelled || evidence.answers.empty()) {
    fit_labelled(space, corruption.reward, corruption.annotation, evidence);
  } else {
    fit_unlabelled(space, feedback.per_person, corruption.annotation, evidence);
  }
  const auto [wins, losses] = pooled_counts(evidence);
  const BradleyTerryFit pooled = fit_pooled(space, evidence, wins, losses, evidence.ridge);
  evidence.pooled = pooled.estimate;
  evidence.gradient_norm = std::max(evidence.gradient_norm, pooled.gradient_norm);
  return evidence;
}

}  // namespace covenant
