#include "core/model/response_fit.hpp"

#include <Eigen/Cholesky>
#include <algorithm>

#include "core/base/check.hpp"
#include "core/base/special.hpp"

namespace covenant {

namespace {

constexpr int kMaxIterations = 100;
constexpr double kTolerance = 1e-8;

double choices_in(const std::vector<ChoiceSet>& sets) {
  double total = 0.0;
  for (const ChoiceSet& set : sets)
    for (const double count : set.counts) total += count;
  return total;
}

// The penalised log likelihood at beta.
double objective(const Matrix& features, const std::vector<ChoiceSet>& sets, double ridge,
                 const Vector& beta) {
  const Vector utility = features * beta;
  double sum = -0.5 * ridge * beta.squaredNorm();
  std::vector<double> options;
  for (const ChoiceSet& set : sets) {
    options.clear();
    for (const int a : set.options) options.push_back(utility(a));
    const double level = log_sum_exp(options);
    for (std::size_t i = 0; i < options.size(); ++i) sum += set.counts[i] * (options[i] - level);
  }
  return sum;
}

// Gradient, and minus the Hessian: sum_sets N (sum_a p_a z_a z_a' - zbar zbar') + ridge I.
void derivatives(const Matrix& features, const std::vector<ChoiceSet>& sets, double ridge,
                 const Vector& beta, Vector& gradient, Eigen::MatrixXd& curvature) {
  const Vector utility = features * beta;
  gradient = -ridge * beta;
  curvature.setZero(beta.size(), beta.size());
  std::vector<double> options;
  for (const ChoiceSet& set : sets) {
    options.clear();
    double total = 0.0;
    for (const int a : set.options) options.push_back(utility(a));
    for (const double count : set.counts) total += count;
    if (total == 0.0) continue;
    const double level = log_sum_exp(options);
    Vector mean = Vector::Zero(beta.size());
    for (std::size_t i = 0; i < options.size(); ++i) {
      const double p = exp_(options[i] - level);
      const Vector z = features.row(set.options[i]).transpose();
      mean += p * z;
      gradient += set.counts[i] * z;
      curvature.noalias() += (total * p) * (z * z.transpose());
    }
    gradient -= total * mean;
    curvature.noalias() -= total * (mean * mean.transpose());
  }
  curvature.diagonal().array() += ridge;
}

}  // namespace

ResponseFit fit_responses(const Matrix& features, const std::vector<ChoiceSet>& sets,
                          double ridge) {
  COVENANT_CHECK(ridge >= 0.0);
  for (const ChoiceSet& set : sets) COVENANT_CHECK(set.options.size() == set.counts.size());
  const double tolerance = kTolerance * std::max(1.0, choices_in(sets));
  ResponseFit fit{.beta = Vector::Zero(features.cols())};
  Vector gradient;
  Eigen::MatrixXd curvature;
  double value = objective(features, sets, ridge, fit.beta);
  for (fit.iterations = 0;; ++fit.iterations) {
    derivatives(features, sets, ridge, fit.beta, gradient, curvature);
    fit.gradient_norm = gradient.size() == 0 ? 0.0 : gradient.cwiseAbs().maxCoeff();
    fit.converged = fit.gradient_norm <= tolerance;
    if (fit.gradient_norm <= 1e-4 * tolerance || fit.iterations == kMaxIterations) break;

    // a whisper of damping: without ridge some directions have no curvature
    curvature.diagonal().array() += 1e-12 * std::max(curvature.diagonal().maxCoeff(), 1e-6);
    const Vector step = curvature.llt().solve(gradient);
    if (!step.allFinite()) break;
    double length = 1.0;
    Vector next = fit.beta + step;
    double next_value = objective(features, sets, ridge, next);
    while (!(next_value > value) && length > 1e-6) {
      length *= 0.5;
      next = fit.beta + length * step;
      next_value = objective(features, sets, ridge, next);
    }
    if (!(next_value > value)) break;  // as good as arithmetic allows
    fit.beta = next;
    value = next_value;
  }
  return fit;
}

}  // namespace covenant
