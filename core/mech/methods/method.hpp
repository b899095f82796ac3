// core/mech/methods/method.hpp: a method turns feedback into a deployment.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
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

// What the designer has: estimates of rewards, never the true types of the people served.
struct Evidence {
  Matrix labelled;  // per-type estimates from labelled comparisons       (num_types x
                    // num_responses), utils
  Row pooled;       // one estimate from all comparisons, labels unused   (num_responses), utils
};

enum class DeploymentKind {
  pooled,   // one policy for everybody
  by_type,  // the policy of the person's true type (oracle)
  menu,     // people pick, or leave
};

struct DeployedPolicies {
  DeploymentKind kind = DeploymentKind::pooled;
  Matrix policy;    // one per contract, or per type              (num_contracts x num_responses)
  Vector transfer;  // utils                                       (num_contracts)
  std::vector<int> assigned;     // menu: the contract meant for each type      (num_types)
  Matrix estimate;               // what it was designed from: per type, or one pooled row
  double proxy = 0.0;            // the designer's objective at the estimates   utils
  double proxy_reference = 0.0;  // the same if everybody were given the reference
  bool failed = false;           // the design was infeasible or stalled: the reference is deployed
};

struct MethodInfo {
  std::string_view id, paper, assumes;
  int answers_per_person = 0;  // asked of a person when served
  bool uses_noise = true;      // false: does not depend on feedback
  std::function<DeployedPolicies(const TypeSpace&, const DesignRules&, const Evidence&)> deploy;
};

[[nodiscard]] const std::vector<MethodInfo>& method_list();
[[nodiscard]] const MethodInfo* find_method(std::string_view id);

// One per file.
[[nodiscard]] DeployedPolicies deploy_menu(const TypeSpace&, const DesignRules&, const Evidence&);
[[nodiscard]] DeployedPolicies deploy_naive_menu(const TypeSpace&, const DesignRules&,
                                                 const Evidence&);
[[nodiscard]] DeployedPolicies deploy_oracle(const TypeSpace&, const DesignRules&, const Evidence&);
[[nodiscard]] DeployedPolicies deploy_average(const TypeSpace&, const DesignRules&,
                                              const Evidence&);
[[nodiscard]] DeployedPolicies deploy_rlhf(const TypeSpace&, const DesignRules&, const Evidence&);

// Shared pieces.
// The problem of model.md section 1 for these reward estimates (num_types x num_responses).
[[nodiscard]] MenuProblem menu_problem(const TypeSpace& space, const DesignRules& rules,
                                       const Matrix& estimate);
// The designer's objective at per-type estimates when everybody is given the reference, utils.
[[nodiscard]] double proxy_at_reference(const TypeSpace& space, const Matrix& estimate);
// The reference for everybody, marked as failed.
[[nodiscard]] DeployedPolicies deploy_reference(const TypeSpace& space, const Matrix& estimate);
// One policy for everybody from one estimate: maximises estimate + sum_k f_k norm_k - kl KL.
[[nodiscard]] DeployedPolicies deploy_pooled(const TypeSpace& space, const Row& estimate);
// Each type's policy, were its type known: maximises estimate_k + norm_k - kl KL.
[[nodiscard]] DeployedPolicies deploy_per_type(const TypeSpace& space, const Matrix& estimate,
                                               DeploymentKind kind);

}  // namespace covenant
