// core/eval/misalignment.hpp: what a deployment did to the people it met (model.md section 4).
// Everything is measured at true rewards and true picks, with V(pi) = r(pi) - kl KL(pi):
//   regret      = V(ideal) - (V(deployed) - transfer)        utils, >= 0 when transfers are
//   reward_loss = r(ideal) - (r(deployed) - transfer)        utils, may be negative
//   policy_tv, policy_l2, policy_kl: deployed against the ideal policy
//   objective   = utility + w_t transfer + norm - kl KL      utils, what the designer maximises
//   distortion  = mean rescaled utility of the best single policy / that of what was deployed, with
//                 a person's utility u rescaled to (u - worst policy) / (best policy - worst
//                 policy) (Procaccia & Rosenschein 2006). Below 1 where people get policies of
//                 their own; NaN (infinite) where what was deployed is worth no more than each
//                 one's worst.
// Expectations over logit picks are exact, not sampled.
#pragma once

#include <array>
#include <vector>

#include "core/eval/statistics.hpp"
#include "core/mech/choice.hpp"
#include "core/mech/methods/method.hpp"
#include "core/model/population.hpp"

namespace covenant {

enum class Metric {
  regret,
  reward_loss,
  policy_tv,
  policy_l2,
  policy_kl,
  utility,
  worst_utility,  // mean utility of the type that fares worst
  worst_regret,   // mean regret of the type that regrets most
  transfer,
  norm,
  objective,
  kl,  // KL of what people get from the reference, nats
  model_objective,
  coherence,  // 1 - mean total variation between what a person gets with all noise on and all noise
              // off
  proxy,
  gold,
  overestimation,
  distortion,
  truthful,          // menus: share who pick the contract meant for their type
  leaving,           // menus: share who leave
  misreport_gain,    // menus: the most a person gains over the contract meant for their type
  below_leaving,     // menus: share whom the contract meant for their type gives less than leaving
  design_violation,  // menus: largest IC or IR violation at the estimates designed on, of the scale
  count_
};
inline constexpr std::size_t kNumMetrics = static_cast<std::size_t>(Metric::count_);
[[nodiscard]] const char* metric_name(Metric metric);
[[nodiscard]] bool is_menu_metric(Metric metric);
// An interval of a metric, less what the metric cannot be: shares, distances and coherence lie in
// [0, 1], divergences, gains and violations are not negative.
[[nodiscard]] Interval possible(Metric metric, const Interval& interval);

// What is told by type too.
inline constexpr std::array<Metric, 12> kTypeMetrics = {
    Metric::utility,   Metric::regret,    Metric::reward_loss, Metric::policy_tv,
    Metric::policy_l2, Metric::policy_kl, Metric::transfer,    Metric::norm,
    Metric::objective, Metric::truthful,  Metric::leaving,     Metric::misreport_gain};

struct Outcome {
  std::array<double, kNumMetrics>
      metric{};    // NaN where it does not apply; +inf possible (policy_kl)
  Matrix by_type;  // mean over the type's people (misreport_gain: the most), NaN if there are
                   // none or it does not apply             (num_types x kTypeMetrics)
  Vector
      type_value;  // V - transfer, mean over the type's people; NaN if there are none (num_types)
  Matrix picks;  // share of type k picking contract j, leaving last; empty unless a menu (num_types
                 // x num_contracts + 1)
  double gold_reference = 0.0;  // the objective if everybody were given the reference, utils
  Matrix policy;                // expected policy of each agent (num_agents x num_responses)
};

struct World {
  const TypeSpace& space;
  const DesignRules& rules;
  ChoiceRule choice;
};

[[nodiscard]] Outcome evaluate(const World& world, const DeployedPolicies& deployed,
                               const std::vector<Agent>& people);

// A column of outcome.by_type. Checked: `metric` is one of kTypeMetrics.
[[nodiscard]] Vector type_column(const Outcome& outcome, Metric metric);

// 1 - mean total variation between two outcomes of the same people.
[[nodiscard]] double coherence(const TypeSpace& space, const std::vector<Agent>& people,
                               const Outcome& noisy, const Outcome& clean);

// Chances of a person with this reward picking each contract, leaving last; type -1 = nobody the
// menu was meant for.
void pick_chances(const World& world, const DeployedPolicies& deployed, const ConstRow& reward,
                  int type, std::vector<double>& utility, std::vector<double>& chance);

}  // namespace covenant
