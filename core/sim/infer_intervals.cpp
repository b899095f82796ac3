#include "core/sim/infer_intervals.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/special.hpp"
#include "core/eval/statistics.hpp"

namespace covenant::infer_detail {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kUpperTail = 0.975;

std::size_t at(int index) { return static_cast<std::size_t>(index); }

double bits(double natural) { return natural / log_(2.0); }

// The judged respondents with the prior that their fold had.
struct Judged {
  const RespondentPosterior* person;
  const std::vector<double>* prior;
};

std::vector<Judged> judged_respondents(const ChoiceInference& inference,
                                       const std::vector<std::vector<double>>& prior) {
  std::vector<Judged> judged;
  for (std::size_t i = 0; i < prior.size(); ++i)
    if (inference.posteriors[i].choices >= inference.settings.min_choices)
      judged.push_back({&inference.posteriors[i], &prior[i]});
  return judged;
}

void score(ChoiceInference& inference, const std::vector<Judged>& judged) {
  std::vector<double> log_loss, brier, entropy, gained;
  RunningCalibration calibration;
  int right = 0;
  for (const auto& [person, prior] : judged) {
    right += person->inferred == person->type ? 1 : 0;
    const double truth = person->log_posterior,
                 confidence = person->posterior[at(person->inferred)];
    double excess[RunningCalibration::kBins] = {};
    excess[RunningCalibration::bin(confidence)] =
        confidence - (person->inferred == person->type ? 1.0 : 0.0);
    calibration.add(excess);
    log_loss.push_back(-truth);
    gained.push_back(bits(truth - log_((*prior)[at(person->type)])));
    double squares = 0.0, sum = 0.0;
    for (std::size_t k = 0; k < person->posterior.size(); ++k) {
      const double p = person->posterior[k], is = k == at(person->type) ? 1.0 : 0.0;
      squares += (p - is) * (p - is);
      if (p > 0.0) sum -= bits(p * log_(p));
    }
    brier.push_back(squares);
    entropy.push_back(sum);
  }
  inference.accuracy = share_interval(right, static_cast<int>(judged.size()));
  inference.log_loss = mean_interval(log_loss);
  inference.brier = mean_interval(brier);
  inference.entropy_bits = mean_interval(entropy);
  inference.bits_gained = mean_interval(gained);
  inference.calibration_error = calibration.interval(t_critical(static_cast<int>(judged.size())));
}

void tabulate(ChoiceInference& inference, const std::vector<Judged>& judged) {
  const std::size_t num_types = inference.types.size();
  std::vector<std::vector<int>> counts(num_types, std::vector<int>(num_types, 0));
  inference.judged_by_type.assign(num_types, 0);
  for (const Judged& one : judged) {
    ++counts[at(one.person->type)][at(one.person->inferred)];
    ++inference.judged_by_type[at(one.person->type)];
  }
  int largest = 0;
  for (std::size_t k = 0; k < num_types; ++k) {
    const int total = inference.judged_by_type[k];
    largest = std::max(largest, total);
    inference.recovered.push_back(share_interval(counts[k][k], total));
    std::vector<double>& row = inference.confusion.emplace_back();
    for (const int count : counts[k])
      row.push_back(total == 0 ? kNaN : double(count) / double(total));
  }
  inference.majority = double(largest) / double(judged.size());
}

PairAccuracy judge_pair(const std::vector<Judged>& judged, int first, int second) {
  PairAccuracy pair{.first = first, .second = second};
  int right = 0, of_first = 0;
  for (const Judged& one : judged) {
    const RespondentPosterior& person = *one.person;
    if (person.type != first && person.type != second) continue;
    ++pair.respondents;
    of_first += person.type == first ? 1 : 0;
    const int inferred =
        person.posterior[at(second)] > person.posterior[at(first)] ? second : first;
    right += inferred == person.type ? 1 : 0;
  }
  pair.accuracy = share_interval(right, pair.respondents);
  const int larger = std::max(of_first, pair.respondents - of_first);
  pair.majority = pair.respondents == 0 ? kNaN : double(larger) / double(pair.respondents);
  return pair;
}

}  // namespace

Interval mean_interval(const std::vector<double>& values) {
  if (values.size() < 2) return {values.empty() ? kNaN : values[0], kNaN, kNaN};
  RunningMean mean;
  for (const double value : values) mean.add(value);
  return mean.interval(t_critical(mean.count()));
}

Interval share_interval(int hits, int total) {
  if (total == 0) return {kNaN, kNaN, kNaN};
  const double n = total, p = double(hits) / n, z = normal_quantile(kUpperTail), zz = z * z;
  const double centre = (p + zz / (2.0 * n)) / (1.0 + zz / n);
  const double half = z / (1.0 + zz / n) * std::sqrt(p * (1.0 - p) / n + zz / (4.0 * n * n));
  return {p, std::max(0.0, centre - half), std::min(1.0, centre + half)};
}

std::vector<RespondentAgreement> minus_pooled(std::vector<RespondentAgreement> respondents) {
  for (RespondentAgreement& one : respondents) {
    const double probability = one.probability[pooled], argmax = one.argmax[pooled];
    for (double& sum : one.probability) sum -= probability;
    for (double& sum : one.argmax) sum -= argmax;
  }
  return respondents;
}

Interval ratio_interval(const std::vector<RespondentAgreement>& respondents, std::size_t policy,
                        std::array<double, num_policies> RespondentAgreement::*sums) {
  double agreed = 0.0, choices = 0.0, squares = 0.0;
  for (const RespondentAgreement& one : respondents) {
    agreed += (one.*sums)[policy];
    choices += one.choices;
  }
  if (choices == 0.0) return {kNaN, kNaN, kNaN};
  const double ratio = agreed / choices;
  for (const RespondentAgreement& one : respondents) {
    const double residual = (one.*sums)[policy] - ratio * one.choices;
    squares += residual * residual;
  }
  const double n = static_cast<double>(respondents.size());
  if (respondents.size() < 2) return {ratio, kNaN, kNaN};
  const double half = t_critical(static_cast<int>(respondents.size())) *
                      std::sqrt(squares * n / (n - 1.0)) / choices;
  return {ratio, ratio - half, ratio + half};
}

void summarise_posteriors(ChoiceInference& inference,
                          const std::vector<std::vector<double>>& prior) {
  const std::vector<Judged> judged = judged_respondents(inference, prior);
  inference.judged = static_cast<int>(judged.size());
  if (judged.empty()) return;
  score(inference, judged);
  tabulate(inference, judged);
  const int num_types = static_cast<int>(inference.types.size());
  for (int first = 0; num_types > 2 && first < num_types; ++first)
    for (int second = first + 1; second < num_types; ++second)
      inference.pairs.push_back(judge_pair(judged, first, second));
}

}  // namespace covenant::infer_detail
