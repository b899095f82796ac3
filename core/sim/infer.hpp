// core/sim/infer.hpp: which type is a person, judged by what they chose? And what would the menu,
// one policy for all, or their own group's policy have given them on choices that no fit has seen?
//
// With groups (cross-validated by respondent). Per fold, on the other folds' respondents:
//   beta_k = argmax sum_rows log P(chosen | beta) - ridge |beta|^2 / 2,   weights_k = beta_k /
//   rationality P(a | context, beta) = exp(beta . scores_a) / sum_b exp(beta . scores_b),  b over
//   the context's responses (two of them: logistic on the score difference), or over the two
//   compared.
// No intercept. ridge = scenario.feedback.ridge, in Bradley-Terry units, on beta, whatever the
// sample size. Where some type is given by rewards instead of weights, beta is one number per
// response. A held-out respondent with at least min_choices choices has P(k) ~ prior_k prod
// P(choice | beta_k), prior = share of training respondents (half a respondent added to each type,
// so that none is impossible). Without groups: the posterior under the scenario's own weights and
// shares; nothing is fitted.
#pragma once

#include <string>
#include <vector>

#include "core/base/json.hpp"
#include "core/base/result.hpp"
#include "core/base/types.hpp"
#include "core/sim/choices.hpp"
#include "core/sim/report.hpp"
#include "core/sim/scenario.hpp"
#include "core/sim/simulation.hpp"

namespace covenant {

enum class ChoiceClassifier {
  weights,  // the fitted weights above
  majority  // naive Bayes: smoothed share of each response in the group, (n + 1) / (N + responses)
};

struct InferSettings {
  int folds = 5;         // 2..50, at most the respondents
  int min_choices = 10;  // fewer: fitted on, but not judged; >= 1
  ChoiceClassifier classifier = ChoiceClassifier::weights;
  std::vector<std::string> types = {};  // restricts the scenario's types; empty = all
};

struct FittedType {
  std::string name;
  int respondents = 0;
  long long choices = 0;
  double share = 0.0;           // of the respondents used
  std::vector<double> weights;  // per norm (or per response): beta / rationality
  double gradient_norm = 0.0;   // largest |entry| of the penalised gradient at the end
  bool converged = false;
};

struct RespondentPosterior {
  std::string respondent;
  int type = -1;  // index into types, -1 = unknown
  int fold = -1;
  int choices = 0;
  std::vector<double> posterior = {};  // per type
  int inferred = 0;                    // its argmax, ties to the lower index
  double log_posterior = 0.0;          // natural log, of the known type (does not underflow)
};

// Two types alone: the same posteriors, renormalised to these two, for the respondents of these
// two.
struct PairAccuracy {
  int first = 0, second = 0;
  int respondents = 0;
  Interval accuracy = {};
  double majority = 0.0;  // share of the larger of the two among them
};

// Share of a group's held-out choices that a policy agrees with, over choices; the interval treats
// respondents as the sampling unit (ratio estimator, Student t). `probability` is what the policy
// puts on the chosen response (comparisons: of the two), `argmax` whether its likeliest response is
// the chosen one (ties split).
struct Agreement {
  std::string
      policy;  // "pooled", "menu", "menu_inferred", "own_group", "pooled_majority", "own_majority"
  Interval probability, argmax;
  Interval probability_vs_pooled, argmax_vs_pooled;  // paired difference to the pooled policy
};
struct GroupAgreement {
  std::string type;  // "" = everyone
  int respondents = 0;
  long long choices = 0;
  std::vector<Agreement> policies = {};
};

struct ChoiceInference {
  std::string scenario;
  bool cross_validated = false;  // false: no groups in the file, nothing fitted, no accuracy
  InferSettings settings;
  std::uint64_t seed = 1;
  double ridge = 0.0;
  std::string unit;                   // "weights" or "rewards"
  int respondents = 0;                // used
  long long choices = 0;              // used
  std::vector<std::string> left_out;  // sentences: whom, how many, why
  std::vector<FittedType> types;      // fitted on everyone used (or the scenario's own)
  FittedType pooled;                  // everyone as one type; empty without groups

  int judged = 0;              // held-out respondents with enough choices
  Interval accuracy;           // Wilson's interval, as for every share of respondents
  Interval log_loss;           // nats; Student t over respondents, as the next ones
  Interval brier;              // sum over types, 0..2
  Interval entropy_bits;       // of the posterior
  Interval bits_gained;        // log2 posterior(true) - log2 prior(true)
  Interval calibration_error;  // expected, ten bins of the confidence (statistics.hpp)
  double majority = 0.0;       // share of the largest type among them: what always guessing it gets
  std::vector<std::vector<double>> confusion;  // row = true type, column = share inferred as
  std::vector<int> judged_by_type;
  std::vector<Interval> recovered;  // per type: share inferred right
  std::vector<PairAccuracy> pairs;  // more than two types only

  int failed_designs = 0;  // folds whose menu could not be designed (the reference stood in)
  std::vector<GroupAgreement> agreement;  // per type, then everyone
  ExactDesign design;                     // the menu for the types fitted on everyone
  std::vector<RespondentPosterior> posteriors;
};

// Errors: settings outside their ranges, unknown type names, too few respondents, nothing left to
// judge.
[[nodiscard]] Result<ChoiceInference> infer_choices(const Scenario& scenario,
                                                    const ChoiceData& data,
                                                    const InferSettings& settings = {});

// With a fingerprint over everything but `version` and `seconds`; `seconds` is added by the caller.
[[nodiscard]] Json choice_inference_json(const ChoiceInference& inference);
// Long form, as report_csv: scenario,method,level,type,metric,mean,lo,hi (level empty).
[[nodiscard]] std::string choice_inference_csv(const ChoiceInference& inference);

}  // namespace covenant
