#include "core/mech/methods/method.hpp"

#include <algorithm>

#include "core/mech/constraints.hpp"
#include "core/model/utility.hpp"

namespace covenant {

double price_of_kl(const TypeSpace& space, const ConstRow& policy) {
  return space.kl > 0.0 ? space.kl * policy_kl(space, policy) : 0.0;
}

double net_value(const TypeSpace& space, const ConstRow& worth, const ConstRow& policy) {
  return policy_value(space, worth, policy) - price_of_kl(space, policy);
}

MenuProblem menu_problem(const TypeSpace& space, const DesignRules& rules, const Matrix& estimate) {
  MenuProblem problem;
  problem.share = space.share;
  problem.value = estimate * space.response_weight.asDiagonal();
  if (rules.outside_is_reference) {
    problem.outside = problem.value * space.reference;
    problem.outside_policy = space.reference.transpose().replicate(space.num_types(), 1);
  } else {
    problem.outside = rules.outside;
  }
  problem.set = AllocationSet::simplex;
  problem.blocks = space.blocks;
  if (space.kl > 0.0) {
    problem.cost.kl = space.kl * space.context_weight;
    problem.cost.reference = space.reference;
  }
  problem.weight_utility = 1.0;
  problem.weight_transfer = rules.weight_transfer;
  const Row norm = space.norm.cwiseProduct(space.response_weight).transpose();
  problem.objective_allocation = space.norm_factor * norm;
  problem.transfer_lower = rules.transfer_lower;
  problem.transfer_upper = rules.transfer_upper;
  problem.budget = rules.budget;
  problem.max_contracts = rules.max_contracts;
  problem.robust_radius = rules.robust_radius;
  if (rules.robust_radius > 0.0) problem.radius_weight = space.response_weight;
  return problem;
}

double proxy_at_reference(const TypeSpace& space, const Matrix& estimate) {
  const Row reference = space.reference.transpose();
  double sum = 0.0;
  for (Index k = 0; k < space.num_types(); ++k) {
    const Row worth = estimate.row(k) + space.norm_factor(k) * space.norm.transpose();
    sum += space.share(k) * policy_value(space, worth, reference);
  }
  return sum;
}

DeployedPolicies deploy_reference(const TypeSpace& space, const Matrix& estimate) {
  DeployedPolicies out;
  out.proxy = out.proxy_reference = proxy_at_reference(space, estimate);
  out.policy = space.reference.transpose();
  out.transfer = Vector::Zero(1);
  out.assigned.assign(static_cast<std::size_t>(space.num_types()), 0);
  out.estimate = estimate;
  out.failed = true;
  return out;
}

double relative_violation(double ic, double ir, double scale) {
  return scale > 0.0 ? std::max(ic, ir) / scale : 0.0;
}

double menu_violation(const TypeSpace& space, const DesignRules& rules,
                      const DeployedPolicies& offered) {
  const MenuSlack slack = menu_slack(menu_problem(space, rules, offered.estimate),
                                     {offered.policy, offered.transfer, offered.assigned});
  return relative_violation(slack.ic_violation, slack.ir_violation, slack.scale);
}

double pooled_norm_factor(const TypeSpace& space) { return space.share.dot(space.norm_factor); }

std::pair<Row, Row> pooled_counts(const Evidence& evidence) {
  return {evidence.counts.wins.colwise().sum(), evidence.counts.losses.colwise().sum()};
}

BradleyTerryFit fit_pooled(const TypeSpace& space, const Evidence& evidence, const Row& wins,
                           const Row& losses, double ridge) {
  BradleyTerryFit fit = fit_bradley_terry(space, evidence.pairs, wins, losses, ridge);
  fit.estimate /= evidence.unit;
  const Row truth = space.share.transpose() * space.reward;
  shift_to_reference(space, truth, fit.estimate);
  return fit;
}

DeployedPolicies deploy_pooled(const TypeSpace& space, const Row& estimate) {
  const Row worth = estimate + pooled_norm_factor(space) * space.norm.transpose();
  return deploy_policy(space, optimal_policy(space, worth), estimate);
}

DeployedPolicies deploy_policy(const TypeSpace& space, const Row& policy, const Row& estimate) {
  DeployedPolicies out;
  const Row worth = estimate + pooled_norm_factor(space) * space.norm.transpose();
  out.policy = policy;
  out.transfer = Vector::Zero(1);
  out.estimate = estimate;
  out.proxy = net_value(space, worth, policy);
  out.proxy_reference = policy_value(space, worth, space.reference.transpose());
  return out;
}

DeployedPolicies deploy_per_type(const TypeSpace& space, const Matrix& estimate,
                                 DeploymentKind kind) {
  DeployedPolicies out;
  out.kind = kind;
  out.policy.resize(space.num_types(), space.num_responses());
  out.transfer = Vector::Zero(space.num_types());
  out.estimate = estimate;
  for (Index k = 0; k < space.num_types(); ++k) {
    const Row worth = estimate.row(k) + space.norm_factor(k) * space.norm.transpose();
    const Row policy = optimal_policy(space, worth);
    out.policy.row(k) = policy;
    out.assigned.push_back(static_cast<int>(k));
    out.proxy += space.share(k) * net_value(space, worth, policy);
  }
  out.proxy_reference = proxy_at_reference(space, estimate);
  return out;
}

}  // namespace covenant
