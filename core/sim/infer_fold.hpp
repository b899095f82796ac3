// core/sim/infer_fold.hpp: what infer.cpp does within one fold: fits on some respondents, what
// these fits say of others, and the policies they lead to. Private to core/sim/infer*.cpp.
#pragma once

#include <vector>

#include "core/base/types.hpp"
#include "core/sim/choice_table.hpp"
#include "core/sim/infer.hpp"
#include "core/sim/scenario.hpp"
#include "core/sim/simulation.hpp"

namespace covenant::infer_detail {

// Agreement's policies, in the order of the report.
enum PolicyIndex {
  pooled,
  own_group,
  menu,
  menu_inferred,
  pooled_majority,
  own_majority,
  num_policies
};
inline constexpr const char* kPolicyNames[num_policies] = {
    "pooled", "own_group", "menu", "menu_inferred", "pooled_majority", "own_majority"};

// One type (or everyone) fitted on some respondents.
struct TypeFit {
  std::vector<double> coefficients;  // per norm, or per response; Bradley-Terry units / rationality
  Vector utility;                    // per response, Bradley-Terry units
  std::vector<double> counts;        // per slot
  double gradient_norm = 0.0;
  bool converged = true;
};

struct FoldModel {
  std::vector<TypeFit> types;
  TypeFit pooled;
  std::vector<double> share;                        // per type, half a respondent added
  std::vector<std::vector<double>> log_likelihood;  // per type, per slot
};

// `scenario` holds the types judged and nothing else; `members[k]` the training respondents of type
// k.
[[nodiscard]] FoldModel fit_fold(const Scenario& scenario, const ChoiceTable& table,
                                 const std::vector<std::vector<int>>& members,
                                 ChoiceClassifier classifier);
// The scenario's own weights and shares as a model: nothing fitted.
[[nodiscard]] FoldModel own_model(const Scenario& scenario, const ChoiceTable& table);

// log prior + log likelihood of a respondent's choices, per type (not normalised).
[[nodiscard]] std::vector<double> log_evidence(const FoldModel& model,
                                               const std::vector<int>& slots);
// Normalises log evidence.
[[nodiscard]] std::vector<double> posterior_of(const std::vector<double>& log_evidence);
[[nodiscard]] int argmax_of(const std::vector<double>& values);

// The scenario with the fitted weights (or rewards) and shares in place of its own.
[[nodiscard]] Scenario fitted_scenario(const Scenario& scenario, const FoldModel& model);

// Per policy and type: its probability and argmax per slot.
struct FoldPolicies {
  struct Slots {
    std::vector<double> probability, argmax;
  };
  std::vector<Slots> table[num_policies];  // [policy][type]; menu_inferred is read from menu
  bool designed = false;                   // false: the reference stands in for the menu
};
[[nodiscard]] FoldPolicies fold_policies(const Scenario& scenario, const ChoiceTable& table,
                                         const FoldModel& model, const ExactDesign& design);

}  // namespace covenant::infer_detail
