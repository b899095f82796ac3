// Distributional preference learning, mean and variance (Siththaranjan et al. 2024), risk-averse:
// each response's reward is normal over the hidden context, and
//   P(a preferred to b) = Phi((mu_a - mu_b) / sqrt(sd_a^2 + sd_b^2)).
// Comparisons do not tell the scale (all mu and sd times a factor are the same model). It is set so
// that people of one mind give Bradley-Terry units: the geometric mean of a context's sd is that of
// labelling noise alone, kLabelSd. Penalised maximum likelihood on the pooled comparisons, ridge
// (|mu|^2 + |log(sd / kLabelSd)|^2) / 2 per context; then the `quantile` of each response's
// distribution is its reward, and all goes on as in rlhf, norm and KL included.
#include <algorithm>
#include <cmath>

#include "core/base/special.hpp"
#include "core/mech/methods/formulas.hpp"
#include "core/mech/methods/method.hpp"
#include "core/opt/first_order.hpp"

namespace covenant {
namespace {

// Two of these make the normal distribution nearest to the logistic one: 1.702 / sqrt(2).
constexpr double kLabelSd = 1.203495741579810;
constexpr double kLogRootTwoPi = 0.918938533204672742;

struct LogNormal {
  double log_cdf, slope;  // log Phi(z) and its derivative
};
LogNormal log_normal_cdf(double z) {
  if (z < -30.0) return {-0.5 * z * z - kLogRootTwoPi - log_(-z), -z - 1.0 / z};
  const double mass = normal_cdf(z);
  return {log_(mass), exp_(-0.5 * z * z - kLogRootTwoPi) / mass};
}

Vector variances(const Vector& log_sd) {
  Vector out(log_sd.size());
  const double middle = log_sd.mean();
  for (Index a = 0; a < out.size(); ++a)
    out(a) = kLabelSd * kLabelSd * exp_(2.0 * (log_sd(a) - middle));
  return out;
}

// One context; the point holds mu, then log(sd / kLabelSd), up to a constant that is taken out.
struct ContextLoss {
  const PairTable& table;
  const ConstRow& wins;
  const ConstRow& losses;
  int begin, end, offset, size;
  double ridge;

  double operator()(const Vector& point, Vector& gradient) const {
    gradient = ridge * point;
    double sum = 0.5 * ridge * point.squaredNorm();
    const Vector variance = variances(point.tail(size));
    Vector bend = Vector::Zero(size);  // d sum / d log sd
    for (int p = begin; p < end; ++p) {
      if (wins(p) + losses(p) == 0.0) continue;
      const PairTable::Pair& pair = table.pairs[static_cast<std::size_t>(p)];
      const Index a = pair.first - offset, b = pair.second - offset;
      const double both = variance(a) + variance(b);
      const double width = std::sqrt(both), z = (point(a) - point(b)) / width;
      const LogNormal first = log_normal_cdf(z), second = log_normal_cdf(-z);
      sum -= wins(p) * first.log_cdf + losses(p) * second.log_cdf;
      const double slope = losses(p) * second.slope - wins(p) * first.slope;  // d sum / dz
      gradient(a) += slope / width;
      gradient(b) -= slope / width;
      bend(a) -= slope * z * variance(a) / both;
      bend(b) -= slope * z * variance(b) / both;
    }
    gradient.tail(size).array() += bend.array() - bend.mean();
    return sum;
  }
};

}  // namespace

double dpl_ridge(const Evidence& evidence) {
  const double comparisons = evidence.counts.wins.sum() + evidence.counts.losses.sum();
  return std::max(evidence.ridge, 1e-6 * comparisons);
}

MeanVarianceFit fit_mean_variance(const TypeSpace& space, const PairTable& pairs,
                                  const ConstRow& wins, const ConstRow& losses, double ridge) {
  MeanVarianceFit out{Row::Zero(space.num_responses()), Row::Ones(space.num_responses()), 0.0};
  const double total = wins.sum() + losses.sum();
  if (total == 0.0) return out;
  int start = 0;
  for (std::size_t s = 0; s < space.blocks.size(); ++s) {
    const int size = space.blocks[s];
    const ContextLoss loss{pairs, wins, losses, pairs.context_begin[s], pairs.context_begin[s + 1],
                           start, size, ridge};
    const FirstOrderResult best = minimise_smooth(loss, Vector::Zero(2 * size), 1e-10 * total);
    out.mean.segment(start, size) = best.x.head(size).transpose();
    out.sd.segment(start, size) = variances(best.x.tail(size)).cwiseSqrt().transpose();
    out.gradient_norm = std::max(out.gradient_norm, best.gradient_norm / total);
    start += size;
  }
  return out;
}

DeployedPolicies deploy_dpl_mean_var(const TypeSpace& space, const DesignRules&,
                                     const Evidence& evidence, const Parameters& parameters) {
  const auto [wins, losses] = pooled_counts(evidence);
  const MeanVarianceFit fit =
      fit_mean_variance(space, evidence.pairs, wins, losses, dpl_ridge(evidence));
  Row estimate = fit.mean / evidence.unit;
  shift_to_reference(space, space.share.transpose() * space.reward, estimate);
  DeployedPolicies out =
      deploy_pooled(space, estimate + normal_quantile(parameters[0]) / evidence.unit * fit.sd);
  out.gradient_norm = fit.gradient_norm;
  return out;
}

}  // namespace covenant
