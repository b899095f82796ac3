// Distributional preference learning, categorical (Siththaranjan et al. 2024), risk-averse: each
// response's reward has a histogram over the hidden context, `bins` equal bins of [0, 1] and
// uniform within a bin, and
//   P(a preferred to b) = P(U_a > U_b) = sum_i p_a(i) (sum_{j < i} p_b(j) + p_b(i) / 2).
// Masses are softmaxes; penalised maximum likelihood on the pooled comparisons, ridge |logits|^2 /
// 2. The `quantile` of a response's histogram is its reward. [0, 1] is no unit of reward: it is
// stretched until these rewards spread like the pooled Bradley-Terry estimate. Norm and KL as in
// rlhf.
#include <algorithm>
#include <cmath>

#include "core/base/special.hpp"
#include "core/mech/methods/formulas.hpp"
#include "core/mech/methods/method.hpp"
#include "core/opt/newton.hpp"

namespace covenant {
namespace {

// Up to so many logits of a context their curvature is cheaper than the many steps it saves.
constexpr Index kMostCurved = 300;

// Rows of softmax masses from logits, response by response.
Matrix masses(const Vector& logits, Index size, Index bins) {
  Matrix mass(size, bins);
  for (Index a = 0; a < size; ++a) {
    const double top = logits.segment(a * bins, bins).maxCoeff();
    for (Index i = 0; i < bins; ++i) mass(a, i) = exp_(logits(a * bins + i) - top);
    mass.row(a) /= mass.row(a).sum();
  }
  return mass;
}

// Mass below the middle of each bin: P(U < x) for x uniform in the bin.
Matrix below(const Matrix& mass) {
  Matrix out(mass.rows(), mass.cols());
  for (Index a = 0; a < mass.rows(); ++a) {
    double sum = 0.0;
    for (Index i = 0; i < mass.cols(); ++i) {
      out(a, i) = sum + 0.5 * mass(a, i);
      sum += mass(a, i);
    }
  }
  return out;
}

struct ContextLoss {
  const PairTable& table;
  const ConstRow& wins;
  const ConstRow& losses;
  int begin, end, offset;
  Index size, bins;
  double ridge;

  double operator()(const Vector& logits, Vector& gradient, Eigen::MatrixXd* hessian) const {
    const Matrix mass = masses(logits, size, bins), under = below(mass);
    Matrix pull = Matrix::Zero(size, bins);  // d loss / d mass
    double sum = 0.5 * ridge * logits.squaredNorm();
    if (hessian != nullptr) hessian->setZero();
    for (int p = begin; p < end; ++p) {
      if (wins(p) + losses(p) == 0.0) continue;
      const PairTable::Pair& pair = table.pairs[static_cast<std::size_t>(p)];
      const Index a = pair.first - offset, b = pair.second - offset;
      const double first = mass.row(a).dot(under.row(b)), second = mass.row(b).dot(under.row(a));
      sum -= wins(p) * log_(first) + losses(p) * log_(second);
      const double slope = losses(p) / second - wins(p) / first;  // d loss / dP, P = first
      pull.row(a) += slope * under.row(b);
      pull.row(b).array() -= slope * under.row(a).array();  // up to a constant per row
      if (hessian == nullptr) continue;
      const double bend = wins(p) / (first * first) + losses(p) / (second * second);
      add_pair(mass, under, a, b, slope, bend, *hessian);
    }
    gradient = ridge * logits;
    for (Index a = 0; a < size; ++a) {
      const double mean = mass.row(a).dot(pull.row(a));
      const Row own = mass.row(a).array() * (pull.row(a).array() - mean);
      gradient.segment(a * bins, bins) += own.transpose();
      if (hessian != nullptr) add_own(mass.row(a), own, a, *hessian);
    }
    return sum;
  }

  // What P(a > b) curves through both responses: with d = dP / dlogits, bend d d' and, between a
  // and b, slope d^2 P, whose (i, j) entry is m_a(i) m_b(j) ([i > j] + [i = j] / 2 - d-means).
  // Lower triangle; a < b.
  void add_pair(const Matrix& mass, const Matrix& under, Index a, Index b, double slope,
                double bend, Eigen::MatrixXd& hessian) const {
    const double first = mass.row(a).dot(under.row(b)), second = mass.row(b).dot(under.row(a));
    Vector towards(bins), against(bins);
    for (Index i = 0; i < bins; ++i) {
      towards(i) = mass(a, i) * (under(b, i) - first);
      against(i) = mass(b, i) * (second - under(a, i));
    }
    for (Index j = 0; j < bins; ++j) {
      for (Index i = j; i < bins; ++i) {
        hessian(a * bins + i, a * bins + j) += bend * towards(i) * towards(j);
        hessian(b * bins + i, b * bins + j) += bend * against(i) * against(j);
      }
    }
    for (Index i = 0; i < bins; ++i) {    // of a
      for (Index j = 0; j < bins; ++j) {  // of b
        const double above = i > j ? 1.0 : (i == j ? 0.5 : 0.0);
        const double mixed = above - (1.0 - under(a, j)) - under(b, i) + first;
        hessian(b * bins + j, a * bins + i) +=
            bend * towards(i) * against(j) + slope * mass(a, i) * mass(b, j) * mixed;
      }
    }
  }

  // What the softmax of one response curves by itself, and the penalty.
  void add_own(const ConstRow& mass, const Row& own, Index a, Eigen::MatrixXd& hessian) const {
    for (Index j = 0; j < bins; ++j) {
      hessian(a * bins + j, a * bins + j) += own(j) + ridge;
      for (Index i = j; i < bins; ++i)
        hessian(a * bins + i, a * bins + j) -= own(i) * mass(j) + own(j) * mass(i);
    }
  }
};

// Spread over responses, contexts weighted: sum_s weight_s Var_a.
double variance(const TypeSpace& space, const Row& reward) {
  double sum = 0.0;
  Index start = 0;
  for (std::size_t s = 0; s < space.blocks.size(); ++s) {
    const Row part = reward.segment(start, space.blocks[s]);
    sum +=
        space.context_weight(static_cast<Index>(s)) * (part.array() - part.mean()).square().mean();
    start += space.blocks[s];
  }
  return sum;
}

}  // namespace

HistogramFit fit_histograms(const TypeSpace& space, const PairTable& pairs, const ConstRow& wins,
                            const ConstRow& losses, double ridge, Index bins) {
  HistogramFit out{Matrix::Constant(space.num_responses(), bins, 1.0 / static_cast<double>(bins)),
                   0.0};
  const double total = wins.sum() + losses.sum();
  if (total == 0.0) return out;
  int start = 0;
  for (std::size_t s = 0; s < space.blocks.size(); ++s) {
    const Index size = space.blocks[s];
    const ContextLoss loss{
        pairs, wins, losses, pairs.context_begin[s], pairs.context_begin[s + 1], start,
        size,  bins, ridge};
    const Vector even = Vector::Zero(size * bins);
    const auto slope = [&](const Vector& x, Vector& gradient) {
      return loss(x, gradient, nullptr);
    };
    // gradients find the valley, curvature its lowest point
    const double close = 1e-10 * total;
    FirstOrderResult best;
    best.x = even;
    if (even.size() <= kMostCurved) {
      best = minimise_smooth(slope, even, 1e-5 * total);
      best = minimise_curved(loss, best.x, close);
    }
    if (even.size() > kMostCurved || best.gradient_norm > close)
      best = minimise_smooth(slope, best.x, close);
    out.mass.middleRows(start, size) = masses(best.x, size, bins);
    out.gradient_norm = std::max(out.gradient_norm, best.gradient_norm / total);
    start += space.blocks[s];
  }
  return out;
}

double histogram_quantile(const ConstRow& mass, double quantile) {
  double sum = 0.0;
  const auto bins = static_cast<double>(mass.size());
  for (Index i = 0; i < mass.size(); ++i) {
    if (sum + mass(i) >= quantile)
      return (static_cast<double>(i) + (quantile - sum) / mass(i)) / bins;
    sum += mass(i);
  }
  return 1.0;
}

DeployedPolicies deploy_dpl_categorical(const TypeSpace& space, const DesignRules&,
                                        const Evidence& evidence, const Parameters& parameters) {
  const auto bins = static_cast<Index>(parameters[1]);
  const auto [wins, losses] = pooled_counts(evidence);
  const HistogramFit fit =
      fit_histograms(space, evidence.pairs, wins, losses, dpl_ridge(evidence), bins);
  Row reward(space.num_responses());
  for (Index a = 0; a < reward.size(); ++a)
    reward(a) = histogram_quantile(fit.mass.row(a), parameters[0]);
  const double spread = variance(space, reward);
  const double unit = spread > 0.0 ? std::sqrt(variance(space, evidence.pooled) / spread) : 0.0;
  Row estimate = unit * reward;
  shift_to_reference(space, space.share.transpose() * space.reward, estimate);
  DeployedPolicies out = deploy_pooled(space, estimate);
  out.gradient_norm = fit.gradient_norm;
  return out;
}

}  // namespace covenant
