// One policy for the group worst off (Chakraborty et al. 2024): max_pi min_k [reward_k +
// norm_k](pi) - kl KL(pi) on the labelled estimates. kl > 0: Newton on the dual weights of the
// groups with a vanishing log barrier,
//   min_w  Phi(w) = max_pi sum_k w_k worth_k(pi) - kl KL(pi),  gradient worth_k(pi_w), Hessian
//   Cov_{pi_w} / kl;
// kl = 0: a linear program.
#include <algorithm>

#include "core/mech/methods/formulas.hpp"
#include "core/mech/methods/method.hpp"
#include "core/opt/linear_program.hpp"
#include "core/opt/simplex_newton.hpp"

namespace covenant {
namespace {

MaxMin finish(const TypeSpace& space, const Matrix& worth, const Vector& weight, Row policy) {
  MaxMin out{std::move(policy), weight, 0.0, 0.0};
  double least = policy_value(space, worth.row(0), out.policy);
  for (Index k = 1; k < worth.rows(); ++k)
    least = std::min(least, policy_value(space, worth.row(k), out.policy));
  out.value = least - price_of_kl(space, out.policy);
  const Row mixed = weight.transpose() * worth;
  const Row best = optimal_policy(space, mixed);
  out.bound = net_value(space, mixed, best);
  return out;
}

// Values and covariance of the groups' worths under a policy.
void moments(const TypeSpace& space, const Matrix& worth, const Row& policy, Vector& value,
             Eigen::MatrixXd& covariance) {
  const Index num_types = worth.rows();
  value.setZero(num_types);
  covariance.setZero(num_types, num_types);
  Vector mean(num_types), deviation(num_types);
  Index start = 0;
  for (std::size_t s = 0; s < space.blocks.size(); ++s) {
    const double context = space.context_weight(static_cast<Index>(s));
    mean.setZero();
    for (Index a = start; a < start + space.blocks[s]; ++a) mean += policy(a) * worth.col(a);
    for (Index a = start; a < start + space.blocks[s]; ++a) {
      deviation = worth.col(a) - mean;
      covariance += context * policy(a) * deviation * deviation.transpose();
    }
    value += context * mean;
    start += space.blocks[s];
  }
}

MaxMin by_dual(const TypeSpace& space, const Matrix& worth) {
  const double scale = std::max(1e-300, worth.cwiseAbs().maxCoeff());
  const Vector weight = minimise_on_simplex(
      worth.rows(), scale, [&](const Vector& w, Vector& gradient, Eigen::MatrixXd& hessian) {
        moments(space, worth, optimal_policy(space, w.transpose() * worth), gradient, hessian);
        hessian /= space.kl;
      });
  return finish(space, worth, weight, optimal_policy(space, weight.transpose() * worth));
}

// Variables: policy, value t (shifted to be >= 0), slacks. Rows: worth_k.pi - t - slack_k = 0, sums
// = 1.
MaxMin by_linear_program(const TypeSpace& space, const Matrix& worth) {
  const Index num_types = worth.rows(), n = worth.cols(), contexts = space.context_weight.size();
  const double low = worth.minCoeff(), scale = std::max(1e-300, worth.maxCoeff() - low);
  Matrix a = Matrix::Zero(num_types + contexts, n + 1 + num_types);
  Vector b = Vector::Zero(a.rows()), c = Vector::Zero(a.cols());
  for (Index k = 0; k < num_types; ++k) {
    for (Index i = 0; i < n; ++i) a(k, i) = space.response_weight(i) * (worth(k, i) - low) / scale;
    a(k, n) = -1.0;
    a(k, n + 1 + k) = -1.0;
  }
  Index start = 0;
  for (Index s = 0; s < contexts; ++s) {
    const Index size = space.blocks[static_cast<std::size_t>(s)];
    a.row(num_types + s).segment(start, size).setOnes();
    b(num_types + s) = 1.0;
    start += size;
  }
  c(n) = 1.0;
  const LinearSolution solution = solve_linear(c, a, b);
  // how much a group's worth counts is what its row costs
  const Vector weight = (-solution.price.head(num_types)).cwiseMax(0.0);
  return finish(space, worth, weight / weight.sum(), solution.x.head(n).transpose());
}

}  // namespace

MaxMin max_min_policy(const TypeSpace& space, const Matrix& worth) {
  return space.kl > 0.0 ? by_dual(space, worth) : by_linear_program(space, worth);
}

DeployedPolicies deploy_maxmin(const TypeSpace& space, const DesignRules&, const Evidence& evidence,
                               const Parameters&) {
  const Matrix worth = evidence.labelled + space.norm_factor * space.norm.transpose();
  const Row mean = space.share.transpose() * evidence.labelled;
  const MaxMin best = max_min_policy(space, worth);
  DeployedPolicies out = deploy_policy(space, best.policy, mean);
  out.gap = best.bound - best.value;  // utils
  return out;
}

}  // namespace covenant
