// core/mech/methods/method.hpp: a method turns feedback into a deployment.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/mech/screening.hpp"
#include "core/model/reward_model.hpp"
#include "core/model/type_space.hpp"

namespace covenant {

// The designer's means and ends, besides the norm and kl that the type space holds.
struct DesignRules {
  double weight_transfer = 0.0;  // w_t: 1 when transfers are money, 0 when they are burnt
  double transfer_lower = 0.0, transfer_upper = 0.0;
  std::optional<double> budget;
  int max_contracts = 0;
  double robust_radius = 0.0;  // reward units
  double discount = 0.0;       // tau: published transfers (1 - tau) t + tau cost
  bool outside_is_reference = true;
  Vector outside;  // utils per type, when not the reference policy (num_types)
};

// Covariance of per-type estimates as the designer knows it (labels are few), utils squared:
// [type][context](response, response). Noise on the rewards themselves is not known to it.
using EstimateError = std::vector<std::vector<Eigen::MatrixXd>>;

// What the designer has: comparisons and the estimates fitted to them, never the true types of the
// people served.
struct Evidence {
  Matrix labelled;               // per-type estimates from labelled comparisons       (num_types x
                                 // num_responses), utils
  EstimateError labelled_error;  // of `labelled`; empty when it is exact
  Row pooled;  // one estimate from all comparisons, labels unused   (num_responses), utils
  ComparisonCounts counts;  // by type; shares of all comparisons when there are infinitely many
  PairTable pairs;          // what the columns of counts compare
  bool infinite =
      false;           // infinitely many comparisons: counts are probabilities, fits take no ridge
  double unit = 1.0;   // Bradley-Terry units per util (rationality; 1 when that is infinite)
  double ridge = 0.0;  // of the fits
  Annotation answering;        // how a person answers when served
  double flipped = 0.0;        // share of the comparisons' labels that were reversed
  double gradient_norm = 0.0;  // largest entry left by the fits above, relative to the counts
  std::vector<std::int32_t>
      answers;  // one per sampled comparison: pair * 2 + (second preferred), for resampling
  std::uint64_t seed = 0;  // of methods with randomness of their own
  std::uint32_t replicate = 0;
};

// Numbers a method takes, in the order of its MethodInfo.
using Parameters = std::vector<double>;

struct ParameterInfo {
  std::string_view name;
  double initial, lower, upper;
  bool integer;
  std::string_view meaning;
};

enum class DeploymentKind {
  pooled,   // one policy for everybody
  by_type,  // the policy of the person's true type (oracle)
  menu,     // people pick, or leave
  asked,    // people answer questions, and get the policy their answers lead to
};

// Questions asked of a person when served: a binary tree, the root first. After node i comes 2i+1
// if the first response is preferred, else 2i+2; past the last question that is a leaf, and leaves
// in this order are the rows of the policy.
struct Interview {
  std::vector<PairTable::Pair> questions;  // 2^q - 1 of them
  Annotation answering;                    // how people answer
};
// P(leaf) for a person with this reward (num_responses, utils), (number of questions + 1).
void leaf_chances(const Interview& interview, const ConstRow& reward, std::vector<double>& chance);

struct DeployedPolicies {
  DeploymentKind kind = DeploymentKind::pooled;
  Matrix policy;    // one per contract, type or leaf             (num_contracts x num_responses)
  Vector transfer;  // utils                                       (num_contracts)
  std::vector<int> assigned;     // menu: the contract meant for each type      (num_types)
  EstimateError error;           // of `estimate`, when that is per type; empty = none
  Matrix estimate;               // what it was designed from: per type, or one pooled row
  double proxy = 0.0;            // the designer's objective at the estimates   utils
  double proxy_reference = 0.0;  // the same if everybody were given the reference
  Interview interview;           // asked
  double violation = 0.0;  // menu: largest IC or IR violation at the estimates, relative to scale
  double gradient_norm = 0.0;  // of the method's own fits, as in Evidence; 0 if it makes none
  // what its solver left open, relative or in utils as its file says; NaN where it needs none
  double gap = std::numeric_limits<double>::quiet_NaN();
  bool failed = false;  // the design was infeasible or stalled: the reference is deployed
};

struct MethodInfo {
  std::string_view id, paper, assumes;
  int answers_per_person = 0;  // asked of a person when served
  std::vector<ParameterInfo> parameters;
  int answers_parameter = -1;  // the parameter that says how many answers; -1: it is fixed
  bool random = false;         // has randomness of its own even when feedback is exact
};
[[nodiscard]] int answers_asked(const MethodInfo& method, const Parameters& parameters);

// What there is to know about the methods, in list.cpp. It refers to none of them, so that a page
// which only names them does not carry them.
[[nodiscard]] const std::vector<MethodInfo>& method_list();
[[nodiscard]] const MethodInfo* find_method(std::string_view id);

using Deploy = DeployedPolicies (*)(const TypeSpace&, const DesignRules&, const Evidence&,
                                    const Parameters&);
// The method itself, in deploy.cpp. Checked: it is in method_list().
[[nodiscard]] Deploy find_deploy(std::string_view id);

// One per file; each file states its paper and what it does with norm and KL.
#define COVENANT_METHOD(name)                                                                \
  [[nodiscard]] DeployedPolicies name(const TypeSpace&, const DesignRules&, const Evidence&, \
                                      const Parameters&)
COVENANT_METHOD(deploy_menu);
COVENANT_METHOD(deploy_naive_menu);
COVENANT_METHOD(deploy_oracle);
COVENANT_METHOD(deploy_average);
COVENANT_METHOD(deploy_rlhf);
COVENANT_METHOD(deploy_best_of_n);
COVENANT_METHOD(deploy_borda);
COVENANT_METHOD(deploy_dpo);
COVENANT_METHOD(deploy_cdpo);
COVENANT_METHOD(deploy_rdpo);
COVENANT_METHOD(deploy_ensemble);
COVENANT_METHOD(deploy_maxmin);
COVENANT_METHOD(deploy_nash);
COVENANT_METHOD(deploy_power_mean);
COVENANT_METHOD(deploy_median_of_mles);
COVENANT_METHOD(deploy_affine_maximiser);
COVENANT_METHOD(deploy_dpl_mean_var);
COVENANT_METHOD(deploy_dpl_categorical);
COVENANT_METHOD(deploy_group_dro);
COVENANT_METHOD(deploy_popl);
COVENANT_METHOD(deploy_personalised);
COVENANT_METHOD(deploy_soup);
#undef COVENANT_METHOD

// Shared pieces.
// kl KL(pi), 0 when kl = 0; worth(pi) - kl KL(pi). utils
[[nodiscard]] double price_of_kl(const TypeSpace& space, const ConstRow& policy);
[[nodiscard]] double net_value(const TypeSpace& space, const ConstRow& worth,
                               const ConstRow& policy);
// The problem of model.md section 1 for these reward estimates (num_types x num_responses).
[[nodiscard]] MenuProblem menu_problem(const TypeSpace& space, const DesignRules& rules,
                                       const Matrix& estimate);
// The designer's objective at per-type estimates when everybody is given the reference, utils.
[[nodiscard]] double proxy_at_reference(const TypeSpace& space, const Matrix& estimate);
// The reference for everybody, marked as failed.
[[nodiscard]] DeployedPolicies deploy_reference(const TypeSpace& space, const Matrix& estimate);
// The larger of two violations relative to the scale they are judged by; 0 where that is 0.
[[nodiscard]] double relative_violation(double ic, double ir, double scale);
// Of an offered menu at the estimates it holds, relative to their scale.
[[nodiscard]] double menu_violation(const TypeSpace& space, const DesignRules& rules,
                                    const DeployedPolicies& offered);
// sum_k f_k norm_factor_k: how much the norm counts when everybody gets the same.
[[nodiscard]] double pooled_norm_factor(const TypeSpace& space);
// This policy for everybody, its proxy measured with this estimate, norm and KL.
[[nodiscard]] DeployedPolicies deploy_policy(const TypeSpace& space, const Row& policy,
                                             const Row& estimate);
// Pooled counts, wins then losses (num_pairs each).
[[nodiscard]] std::pair<Row, Row> pooled_counts(const Evidence& evidence);
// A ridge-penalised Bradley-Terry fit in utils, shifted to the pooled truth at the reference.
[[nodiscard]] BradleyTerryFit fit_pooled(const TypeSpace& space, const Evidence& evidence,
                                         const Row& wins, const Row& losses, double ridge);
// One policy for everybody from one estimate: maximises estimate + sum_k f_k norm_k - kl KL.
[[nodiscard]] DeployedPolicies deploy_pooled(const TypeSpace& space, const Row& estimate);
// Each type's policy, were its type known: maximises estimate_k + norm_k - kl KL.
[[nodiscard]] DeployedPolicies deploy_per_type(const TypeSpace& space, const Matrix& estimate,
                                               DeploymentKind kind);

}  // namespace covenant
