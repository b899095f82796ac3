// The policy that no other beats more often than not on the pooled preferences: maximal lottery
// (Fishburn 1984) for kl = 0, its KL-regularised form (Munos et al. 2024) otherwise, where pi ~
// reference exp(P pi / kl). Preferences, not rewards: the designer's norm does not enter, and kl is
// in units of preference probability.
#include <Eigen/LU>
#include <cmath>

#include "core/base/special.hpp"
#include "core/mech/methods/formulas.hpp"
#include "core/mech/methods/method.hpp"
#include "core/opt/linear_program.hpp"

namespace covenant {
namespace {

// max_q q.P pi - 1/2 - kl KL(q) + kl KL(pi): what the best answer to pi gains.
double exploitability(const Matrix& payoff, const Vector& reference, const Vector& pi, double kl) {
  const Vector worth = payoff * pi;
  if (kl == 0.0) return worth.maxCoeff() - 0.5;
  const double top = worth.maxCoeff();
  double sum = 0.0, divergence = 0.0;
  for (Index a = 0; a < pi.size(); ++a) {
    sum += reference(a) * exp_((worth(a) - top) / kl);
    if (pi(a) > 0.0) divergence += pi(a) * log_(pi(a) / reference(a));
  }
  return top + kl * log_(sum) - 0.5 + kl * divergence;
}

// max v with (pi P)(b) >= v for all b, sum pi = 1
Vector maximal_lottery(const Matrix& payoff) {
  const Index n = payoff.rows();
  Matrix a = Matrix::Zero(n + 1, 2 * n + 1);
  Vector b = Vector::Zero(n + 1), c = Vector::Zero(2 * n + 1);
  a.topLeftCorner(n, n) = payoff.transpose();
  for (Index i = 0; i < n; ++i) a(i, n) = a(i, n + 1 + i) = -1.0;
  a.row(n).head(n).setOnes();
  b(n) = 1.0;
  c(n) = 1.0;
  return solve_linear(c, a, b).x.head(n);
}

// Newton on log pi - log reference - P pi / kl = const, kl lowered step by step from 1.
Vector regularised(const Matrix& payoff, const Vector& reference, double kl) {
  const Index n = payoff.rows();
  Vector pi = reference, right(n + 1);
  Eigen::MatrixXd system(n + 1, n + 1);
  double constant = 0.0;
  double temperature = std::fmax(kl, 1.0);
  for (;;) {
    for (int iteration = 0; iteration < 100; ++iteration) {
      const Vector worth = payoff * pi;
      system.setZero();
      system.topLeftCorner(n, n) = -payoff / temperature;
      for (Index a = 0; a < n; ++a) {
        system(a, a) += 1.0 / pi(a);
        system(a, n) = system(n, a) = 1.0;
        right(a) = -(log_(pi(a) / reference(a)) - worth(a) / temperature + constant);
      }
      right(n) = 1.0 - pi.sum();
      const Vector step = system.partialPivLu().solve(right);
      double length = 1.0;
      for (Index a = 0; a < n; ++a) {
        if (step(a) < 0.0) length = std::fmin(length, -0.9 * pi(a) / step(a));
      }
      pi += length * step.head(n);
      constant += length * step(n);
      if (length == 1.0 && step.head(n).cwiseQuotient(pi).cwiseAbs().maxCoeff() < 1e-13) break;
    }
    if (temperature == kl) return pi / pi.sum();
    temperature = std::fmax(kl, 0.5 * temperature);
  }
}

Matrix preference_matrix(const TypeSpace& space, const Evidence& evidence) {
  Matrix preference = Matrix::Constant(space.num_responses(), space.num_responses(), 0.5);
  const auto [wins, losses] = pooled_counts(evidence);
  for (std::size_t p = 0; p < evidence.pairs.pairs.size(); ++p) {
    const auto at = static_cast<Index>(p);
    const double total = wins(at) + losses(at);
    if (total <= 0.0) continue;
    const PairTable::Pair& pair = evidence.pairs.pairs[p];
    preference(pair.first, pair.second) = wins(at) / total;
    preference(pair.second, pair.first) = losses(at) / total;
  }
  return preference;
}

}  // namespace

NashPolicy nash_policy(const TypeSpace& space, const Matrix& preference) {
  NashPolicy out{Row::Zero(space.num_responses()), 0.0};
  Index start = 0;
  for (const int size : space.blocks) {
    const Matrix payoff = preference.block(start, start, size, size);
    const Vector reference = space.reference.segment(start, size);
    const Vector pi =
        space.kl > 0.0 ? regularised(payoff, reference, space.kl) : maximal_lottery(payoff);
    out.policy.segment(start, size) = pi.transpose();
    out.gap = std::fmax(out.gap, exploitability(payoff, reference, pi, space.kl));
    start += size;
  }
  return out;
}

double nash_distortion_bound(double rationality) {
  const double b = std::fabs(rationality);
  if (b < 1e-4) return 1.0 + b * b / 12.0;
  const double decay = exp_(-b);
  return 0.5 * b * (1.0 + decay) / (1.0 - decay);
}

DeployedPolicies deploy_nash(const TypeSpace& space, const DesignRules&, const Evidence& evidence,
                             const Parameters&) {
  const NashPolicy nash = nash_policy(space, preference_matrix(space, evidence));
  DeployedPolicies out = deploy_policy(space, nash.policy, evidence.pooled);
  out.gap = nash.gap;  // preference probability
  return out;
}

}  // namespace covenant
