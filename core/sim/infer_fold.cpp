#include "core/sim/infer_fold.hpp"

#include <algorithm>

#include "core/base/check.hpp"
#include "core/base/special.hpp"
#include "core/model/response_fit.hpp"
#include "core/model/utility.hpp"

namespace covenant::infer_detail {

namespace {

std::size_t at(int index) { return static_cast<std::size_t>(index); }

bool by_rewards(const Scenario& scenario) {
  return std::any_of(scenario.types.begin(), scenario.types.end(),
                     [](const TypeSpec& type) { return type.weights.empty(); });
}

// Scores of every response, contexts in order (num_responses x num_norms).
Matrix score_matrix(const Scenario& scenario) {
  Matrix scores(scenario.num_responses(), scenario.num_norms());
  Index row = 0;
  for (const ContextSpec& context : scenario.contexts)
    for (const ResponseSpec& response : context.responses) {
      for (Index d = 0; d < scores.cols(); ++d)
        scores(row, d) = response.scores[static_cast<std::size_t>(d)];
      ++row;
    }
  return scores;
}

// The cells somebody in `counts` faced, as choice sets; of one context, or of all (-1).
std::vector<ChoiceSet> choice_sets(const ChoiceTable& table, const std::vector<double>& counts,
                                   int context, int first_response) {
  std::vector<ChoiceSet> sets;
  for (const ChoiceCell& cell : table.cells) {
    if (context >= 0 && cell.context != context) continue;
    const auto begin = counts.begin() + cell.first_slot;
    const auto end = begin + static_cast<std::ptrdiff_t>(cell.options.size());
    if (std::all_of(begin, end, [](double count) { return count == 0.0; })) continue;
    ChoiceSet set{.options = cell.options, .counts = {begin, end}};
    for (int& option : set.options) option -= first_response;
    sets.push_back(std::move(set));
  }
  return sets;
}

// One number per norm.
void fit_weights(TypeFit& fit, const ChoiceTable& table, const Matrix& scores, double ridge) {
  const ResponseFit result = fit_responses(scores, choice_sets(table, fit.counts, -1, 0), ridge);
  fit.utility = scores * result.beta;
  fit.coefficients.assign(result.beta.begin(), result.beta.end());
  fit.gradient_norm = result.gradient_norm;
  fit.converged = result.converged;
}

// One number per response: contexts do not touch, so each is a fit of its own.
void fit_rewards(TypeFit& fit, const Scenario& scenario, const ChoiceTable& table, double ridge) {
  fit.utility = Vector::Zero(table.num_responses);
  for (int s = 0; s < scenario.num_contexts(); ++s) {
    const Index count = static_cast<Index>(scenario.contexts[at(s)].responses.size());
    const Matrix indicator = Matrix::Identity(count, count);
    const int first = table.first_response[at(s)];
    const ResponseFit result =
        fit_responses(indicator, choice_sets(table, fit.counts, s, first), ridge);
    fit.utility.segment(first, count) = result.beta;
    fit.gradient_norm = std::max(fit.gradient_norm, result.gradient_norm);
    fit.converged = fit.converged && result.converged;
  }
  fit.coefficients.assign(fit.utility.begin(), fit.utility.end());
}

TypeFit fit_members(const Scenario& scenario, const ChoiceTable& table,
                    const std::vector<int>& members) {
  TypeFit fit;
  fit.counts = count_choices(table, members);
  if (by_rewards(scenario))
    fit_rewards(fit, scenario, table, scenario.feedback.ridge);
  else
    fit_weights(fit, table, score_matrix(scenario), scenario.feedback.ridge);
  const double rationality =
      scenario.feedback.infinite_rationality ? 1.0 : scenario.feedback.rationality;
  for (double& coefficient : fit.coefficients) coefficient /= rationality;
  return fit;
}

// argmax_pi r(pi) - kl KL(pi), for a gain per response that is not weighted by context.
Vector kl_optimal(const Vector& gain, const Scenario& scenario, const ExactDesign& design) {
  TypeSpace space;  // all that optimal_policy looks at
  space.blocks = design.blocks;
  space.reference = design.reference;
  space.kl = scenario.designer.kl;
  return optimal_policy(space, gain.transpose()).transpose();
}

// All weight on the response chosen most often in each context; the reference where none was
// chosen.
Vector majority_policy(const ChoiceTable& table, const std::vector<double>& counts,
                       const ExactDesign& design) {
  Vector chosen = Vector::Zero(table.num_responses);
  for (const ChoiceCell& cell : table.cells)
    for (std::size_t i = 0; i < cell.options.size(); ++i)
      chosen(cell.options[i]) += counts[at(cell.first_slot) + i];
  Vector policy = design.reference;
  Index first = 0;
  for (const int count : design.blocks) {
    Index best = 0;
    if (chosen.segment(first, count).maxCoeff(&best) > 0.0) {
      policy.segment(first, count).setZero();
      policy(first + best) = 1.0;
    }
    first += count;
  }
  return policy;
}

// What a response is worth to the designer for type k: reward + norm, per response, utils.
Vector gain_of(const ExactDesign& design, Index type) {
  Vector gain = design.reward.row(type).transpose();
  if (design.problem.objective_allocation.size() != 0)
    gain += design.problem.objective_allocation.row(type).transpose().cwiseQuotient(
        design.context_weight);
  return gain;
}

// The same for everyone as one type: pooled reward, and the norm by share.
Vector pooled_gain(const FoldModel& model, const ExactDesign& design, double rationality) {
  Vector gain = model.pooled.utility / rationality;
  for (std::size_t k = 0; k < model.share.size(); ++k) {
    const Index type = static_cast<Index>(k);
    const Vector own_reward = design.reward.row(type).transpose();
    gain += model.share[k] * (gain_of(design, type) - own_reward);
  }
  return gain;
}

}  // namespace

FoldModel fit_fold(const Scenario& scenario, const ChoiceTable& table,
                   const std::vector<std::vector<int>>& members, ChoiceClassifier classifier) {
  FoldModel model;
  std::vector<int> everyone;
  for (const std::vector<int>& some : members)
    everyone.insert(everyone.end(), some.begin(), some.end());
  const double total =
      static_cast<double>(everyone.size()) + 0.5 * static_cast<double>(members.size());
  for (const std::vector<int>& some : members) {
    model.types.push_back(fit_members(scenario, table, some));
    model.share.push_back((static_cast<double>(some.size()) + 0.5) / total);
    const TypeFit& fit = model.types.back();
    model.log_likelihood.push_back(classifier == ChoiceClassifier::weights
                                       ? slot_log_likelihood(table, fit.utility)
                                       : slot_log_frequency(table, fit.counts));
  }
  model.pooled = fit_members(scenario, table, everyone);
  return model;
}

FoldModel own_model(const Scenario& scenario, const ChoiceTable& table) {
  FoldModel model;
  const Matrix scores = score_matrix(scenario);
  double total = 0.0;
  for (const TypeSpec& type : scenario.types) total += type.share;
  for (const TypeSpec& type : scenario.types) {
    TypeFit fit;
    fit.coefficients = type.weights.empty() ? type.rewards : type.weights;
    const Eigen::Map<const Vector> given(fit.coefficients.data(),
                                         static_cast<Index>(fit.coefficients.size()));
    fit.utility = type.weights.empty() ? Vector(given) : Vector(scores * given);
    fit.utility *= scenario.feedback.rationality;
    model.log_likelihood.push_back(slot_log_likelihood(table, fit.utility));
    model.share.push_back(type.share / total);
    model.types.push_back(std::move(fit));
  }
  return model;
}

std::vector<double> log_evidence(const FoldModel& model, const std::vector<int>& slots) {
  std::vector<double> evidence;
  for (std::size_t k = 0; k < model.types.size(); ++k) {
    double sum = log_(model.share[k]);
    for (const int slot : slots) sum += model.log_likelihood[k][at(slot)];
    evidence.push_back(sum);
  }
  return evidence;
}

std::vector<double> posterior_of(const std::vector<double>& log_evidence) {
  const double level = log_sum_exp(log_evidence);
  std::vector<double> posterior;
  for (const double value : log_evidence) posterior.push_back(exp_(value - level));
  return posterior;
}

int argmax_of(const std::vector<double>& values) {
  return static_cast<int>(std::max_element(values.begin(), values.end()) - values.begin());
}

Scenario fitted_scenario(const Scenario& scenario, const FoldModel& model) {
  Scenario fitted = scenario;
  for (std::size_t k = 0; k < model.types.size(); ++k) {
    TypeSpec& type = fitted.types[k];
    type.share = model.share[k];
    const bool rewards = by_rewards(scenario);
    (rewards ? type.rewards : type.weights) = model.types[k].coefficients;
    (rewards ? type.weights : type.rewards).clear();
  }
  return fitted;
}

FoldPolicies fold_policies(const Scenario& scenario, const ChoiceTable& table,
                           const FoldModel& model, const ExactDesign& design) {
  FoldPolicies policies;
  const SolveStatus status = design.design.status;
  policies.designed = status == SolveStatus::optimal || status == SolveStatus::feasible;
  const double rationality =
      scenario.feedback.infinite_rationality ? 1.0 : scenario.feedback.rationality;
  const auto add = [&](PolicyIndex index, const Vector& policy) {
    policies.table[index].push_back({slot_probability(table, policy), slot_argmax(table, policy)});
  };
  const Vector shared = kl_optimal(pooled_gain(model, design, rationality), scenario, design);
  const Vector shared_majority = majority_policy(table, model.pooled.counts, design);
  for (std::size_t k = 0; k < model.types.size(); ++k) {
    const Menu& offered = design.design.menu;
    add(pooled, shared);
    add(own_group, kl_optimal(gain_of(design, static_cast<Index>(k)), scenario, design));
    add(menu, policies.designed ? Vector(offered.allocation.row(offered.assigned[k]).transpose())
                                : design.reference);
    add(pooled_majority, shared_majority);
    add(own_majority, majority_policy(table, model.types[k].counts, design));
  }
  return policies;
}

}  // namespace covenant::infer_detail
