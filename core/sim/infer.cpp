#include "core/sim/infer.hpp"

#include <algorithm>
#include <cmath>

#include "core/base/one_line.hpp"
#include "core/base/rng.hpp"
#include "core/base/special.hpp"
#include "core/sim/infer_fold.hpp"
#include "core/sim/infer_intervals.hpp"

namespace covenant {

namespace {

using namespace infer_detail;

std::size_t at(int index) { return static_cast<std::size_t>(index); }

std::string people(int count) {
  return std::to_string(count) + (count == 1 ? " respondent" : " respondents");
}

// Who is used, and as what.
struct Sample {
  Scenario scenario;  // the types judged, no others
  std::vector<int> type =
      {};  // per respondent of the data: index into types, -1 unknown, -2 left out
  std::vector<std::vector<int>> members = {};  // per type: its respondents
  std::vector<std::string> left_out = {};
};

Result<Scenario> restrict_types(const Scenario& scenario, const std::vector<std::string>& names) {
  if (names.empty()) return scenario;
  Scenario restricted = scenario;
  restricted.types.clear();
  if (scenario.outside == OutsideKind::per_type) restricted.outside_values.clear();
  std::string known;
  for (const TypeSpec& type : scenario.types) known += (known.empty() ? "" : ", ") + type.name;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (std::find(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(i), names[i]) !=
        names.begin() + static_cast<std::ptrdiff_t>(i))
      return Error{ErrorCode::syntax, "types: '" + one_line(names[i]) + "' is given twice"};
    const auto found = std::find_if(scenario.types.begin(), scenario.types.end(),
                                    [&](const TypeSpec& type) { return type.name == names[i]; });
    if (found == scenario.types.end())
      return Error{ErrorCode::not_found, "types: '" + one_line(names[i]) +
                                             "' is not a type of the scenario; allowed: " + known};
    restricted.types.push_back(*found);
    if (scenario.outside == OutsideKind::per_type)
      restricted.outside_values.push_back(
          scenario.outside_values[static_cast<std::size_t>(found - scenario.types.begin())]);
  }
  return restricted;
}

// Matches groups to types by name; says who is left out.
Result<Sample> match_groups(const ChoiceData& data, Scenario scenario) {
  Sample sample{.scenario = std::move(scenario)};
  const std::vector<TypeSpec>& types = sample.scenario.types;
  std::vector<int> type_of_group, size_of_group(data.groups.size(), 0);
  std::string groups;
  for (const std::string& group : data.groups) {
    const auto found = std::find_if(types.begin(), types.end(),
                                    [&](const TypeSpec& t) { return t.name == group; });
    type_of_group.push_back(found == types.end() ? -2 : static_cast<int>(found - types.begin()));
    groups += (groups.empty() ? "" : ", ") + group;
  }
  sample.members.resize(types.size());
  for (std::size_t i = 0; i < data.respondents.size(); ++i) {
    const int group = data.group[i];
    sample.type.push_back(group < 0 ? -1 : type_of_group[at(group)]);
    if (group >= 0) ++size_of_group[at(group)];
    if (sample.type.back() >= 0)
      sample.members[at(sample.type.back())].push_back(static_cast<int>(i));
  }
  for (std::size_t k = 0; k < types.size(); ++k)
    if (sample.members[k].empty())
      return Error{ErrorCode::missing,
                   "types: nobody in the choices is in group '" + types[k].name +
                       "'; the groups there are " + groups +
                       " (restrict the types to those, or rename the scenario's)"};
  for (std::size_t g = 0; g < data.groups.size(); ++g)
    if (type_of_group[g] == -2)
      sample.left_out.push_back(people(size_of_group[g]) + " of group '" + data.groups[g] +
                                "', which is not among the types");
  return sample;
}

std::optional<Error> check_settings(const InferSettings& settings) {
  if (settings.folds < 2 || settings.folds > 50)
    return Error{ErrorCode::out_of_range,
                 "folds: " + std::to_string(settings.folds) + " is not from 2 to 50"};
  if (settings.min_choices < 1)
    return Error{ErrorCode::out_of_range,
                 "min_choices: " + std::to_string(settings.min_choices) + " is less than 1"};
  return std::nullopt;
}

// A fold per respondent of the data, sizes as equal as can be; -1 for those of unknown or left-out
// type.
std::vector<int> draw_folds(const Sample& sample, int folds, std::uint64_t seed) {
  std::vector<int> order;
  for (std::size_t i = 0; i < sample.type.size(); ++i)
    if (sample.type[i] >= 0) order.push_back(static_cast<int>(i));
  Rng rng(seed, 0, Purpose::folds);
  for (std::size_t i = order.size(); i > 1; --i)  // Fisher-Yates
    std::swap(order[i - 1], order[rng.below(static_cast<std::uint32_t>(i))]);
  std::vector<int> fold(sample.type.size(), -1);
  for (std::size_t i = 0; i < order.size(); ++i) fold[at(order[i])] = static_cast<int>(i) % folds;
  return fold;
}

class Inference {
 public:
  Inference(const ChoiceData& data, const InferSettings& settings, Sample sample)
      : data_(data),
        settings_(settings),
        sample_(std::move(sample)),
        table_(choice_table(sample_.scenario, data)) {
    result_.scenario = sample_.scenario.id;
    result_.settings = settings;
    result_.seed = sample_.scenario.run.seed;
    result_.ridge = sample_.scenario.feedback.ridge;
    result_.left_out = sample_.left_out;
    const auto& types = sample_.scenario.types;
    const bool rewards = std::any_of(types.begin(), types.end(),
                                     [](const TypeSpec& type) { return type.weights.empty(); });
    result_.unit = rewards ? "rewards" : "weights";
  }

  ChoiceInference without_groups() {
    const FoldModel model = own_model(sample_.scenario, table_);
    for (std::size_t k = 0; k < model.types.size(); ++k) {
      const TypeFit& fit = model.types[k];
      result_.types.push_back({.name = sample_.scenario.types[k].name,
                               .share = model.share[k],
                               .weights = fit.coefficients,
                               .converged = true});
    }
    for (std::size_t i = 0; i < data_.respondents.size(); ++i)
      judge(static_cast<int>(i), -1, model);
    result_.design = design_exact(sample_.scenario);
    count_used();
    return std::move(result_);
  }

  Result<ChoiceInference> cross_validated() {
    result_.cross_validated = true;
    const int num_types = sample_.scenario.num_types();
    fold_ = draw_folds(sample_, settings_.folds, result_.seed);
    agreement_.resize(at(num_types));
    for (int fold = 0; fold < settings_.folds; ++fold) run_fold(fold);
    fit_everyone();
    count_used();
    summarise_posteriors(result_, prior_);
    if (result_.judged == 0)
      return Error{ErrorCode::missing, "min_choices: nobody has made " +
                                           std::to_string(settings_.min_choices) +
                                           " choices; a smaller number is needed"};
    summarise_agreement();
    return std::move(result_);
  }

 private:
  void run_fold(int fold) {
    std::vector<std::vector<int>> training(sample_.members.size());
    for (std::size_t k = 0; k < training.size(); ++k)
      for (const int member : sample_.members[k])
        if (fold_[at(member)] != fold) training[k].push_back(member);
    const FoldModel model = fit_fold(sample_.scenario, table_, training, settings_.classifier);
    const Scenario fitted = fitted_scenario(sample_.scenario, model);
    const FoldPolicies policies =
        fold_policies(sample_.scenario, table_, model, design_exact(fitted));
    if (!policies.designed) ++result_.failed_designs;
    for (std::size_t i = 0; i < data_.respondents.size(); ++i) {
      if (fold_[i] != fold) continue;
      judge(static_cast<int>(i), fold, model);
      prior_.push_back(model.share);
      compare_policies(static_cast<int>(i), model, policies);
    }
  }

  void judge(int respondent, int fold, const FoldModel& model) {
    const std::vector<int>& slots = table_.slots[at(respondent)];
    const std::vector<double> evidence = log_evidence(model, slots);
    RespondentPosterior judged{.respondent = data_.respondents[at(respondent)],
                               .type = sample_.type[at(respondent)],
                               .fold = fold,
                               .choices = static_cast<int>(slots.size()),
                               .posterior = posterior_of(evidence)};
    judged.inferred = argmax_of(judged.posterior);
    if (judged.type >= 0) judged.log_posterior = evidence[at(judged.type)] - log_sum_exp(evidence);
    result_.posteriors.push_back(std::move(judged));
  }

  // Adds a held-out respondent's choices to every policy's account.
  void compare_policies(int respondent, const FoldModel& model, const FoldPolicies& policies) {
    const std::vector<int>& slots = table_.slots[at(respondent)];
    const int own = sample_.type[at(respondent)];
    const std::vector<double> evidence = log_evidence(model, slots);
    RespondentAgreement sums;
    sums.choices = static_cast<double>(slots.size());
    for (const int slot : slots) {
      std::vector<double> others = evidence;  // all of this person's choices but this one
      for (std::size_t k = 0; k < others.size(); ++k)
        others[k] -= model.log_likelihood[k][at(slot)];
      const int inferred = argmax_of(others);
      for (int p = 0; p < num_policies; ++p) {
        const FoldPolicies::Slots& agreed =
            p == menu_inferred ? policies.table[menu][at(inferred)] : policies.table[p][at(own)];
        sums.probability[at(p)] += agreed.probability[at(slot)];
        sums.argmax[at(p)] += agreed.argmax[at(slot)];
      }
    }
    agreement_[at(own)].push_back(sums);
  }

  // The types as fitted on everyone used, the menu for them, and those whose group is unknown.
  void fit_everyone() {
    const FoldModel model =
        fit_fold(sample_.scenario, table_, sample_.members, settings_.classifier);
    int total = 0;
    for (const auto& members : sample_.members) total += static_cast<int>(members.size());
    const auto describe = [&](const std::string& name, const TypeFit& fit, int respondents) {
      double choices = 0.0;
      for (const double count : fit.counts) choices += count;
      return FittedType{name,
                        respondents,
                        static_cast<long long>(choices),
                        double(respondents) / double(total),
                        fit.coefficients,
                        fit.gradient_norm,
                        fit.converged};
    };
    for (std::size_t k = 0; k < model.types.size(); ++k)
      result_.types.push_back(describe(sample_.scenario.types[k].name, model.types[k],
                                       static_cast<int>(sample_.members[k].size())));
    result_.pooled = describe("pooled", model.pooled, total);
    result_.design = design_exact(fitted_scenario(sample_.scenario, model));
    for (std::size_t i = 0; i < data_.respondents.size(); ++i)
      if (sample_.type[i] == -1) judge(static_cast<int>(i), -1, model);
  }

  // Cross-validated: those whose group is known; else everyone.
  void count_used() {
    int unknown = 0;
    for (const RespondentPosterior& judged : result_.posteriors) {
      if (result_.cross_validated && judged.type < 0) {
        ++unknown;
        continue;
      }
      ++result_.respondents;
      result_.choices += judged.choices;
    }
    if (unknown > 0)
      result_.left_out.push_back(
          people(unknown) + " without a group: inferred by the fit on everyone else, in no figure");
  }

  void summarise_agreement() {
    std::vector<RespondentAgreement> everyone;
    for (std::size_t k = 0; k <= agreement_.size(); ++k) {
      const bool all = k == agreement_.size();
      const std::vector<RespondentAgreement>& some = all ? everyone : agreement_[k];
      GroupAgreement group{.type = all ? "" : sample_.scenario.types[k].name,
                           .respondents = static_cast<int>(some.size())};
      for (const RespondentAgreement& one : some)
        group.choices += static_cast<long long>(one.choices);
      const std::vector<RespondentAgreement> paired = minus_pooled(some);
      for (int p = 0; p < num_policies; ++p)
        group.policies.push_back({kPolicyNames[p],
                                  ratio_interval(some, at(p), &RespondentAgreement::probability),
                                  ratio_interval(some, at(p), &RespondentAgreement::argmax),
                                  ratio_interval(paired, at(p), &RespondentAgreement::probability),
                                  ratio_interval(paired, at(p), &RespondentAgreement::argmax)});
      result_.agreement.push_back(std::move(group));
      if (!all) everyone.insert(everyone.end(), some.begin(), some.end());
    }
  }

  const ChoiceData& data_;
  const InferSettings& settings_;
  Sample sample_;
  ChoiceTable table_;
  ChoiceInference result_;
  std::vector<int> fold_;                   // per respondent of the data
  std::vector<std::vector<double>> prior_;  // per posterior of a fold, in the same order
  std::vector<std::vector<RespondentAgreement>> agreement_;  // per type
};

}  // namespace

Result<ChoiceInference> infer_choices(const Scenario& scenario, const ChoiceData& data,
                                      const InferSettings& settings) {
  if (const std::optional<Error> error = check_settings(settings)) return *error;
  Result<Scenario> restricted = restrict_types(scenario, settings.types);
  if (!restricted) return restricted.error();
  if (restricted.value().num_types() < 2)
    return Error{ErrorCode::out_of_range,
                 "types: one type leaves nothing to infer; at least two are needed"};
  if (!data.has_groups()) {
    if (scenario.feedback.infinite_rationality)
      return Error{ErrorCode::unsupported,
                   "feedback.rationality: \"infinite\" makes every choice that is not the best one "
                   "impossible; "
                   "a number is needed to infer from choices without groups"};
    Sample sample{.scenario = std::move(restricted).value(),
                  .type = std::vector<int>(data.respondents.size(), -1)};
    return Inference(data, settings, std::move(sample)).without_groups();
  }
  Result<Sample> sample = match_groups(data, std::move(restricted).value());
  if (!sample) return sample.error();
  std::size_t used = 0;
  for (const auto& members : sample.value().members) used += members.size();
  if (used < static_cast<std::size_t>(settings.folds))
    return Error{ErrorCode::out_of_range, "folds: " + std::to_string(settings.folds) +
                                              " folds for " + std::to_string(used) +
                                              " respondents; at most one fold each"};
  return Inference(data, settings, std::move(sample).value()).cross_validated();
}

}  // namespace covenant
