#include "core/model/reward_model.hpp"

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>

#include "core/base/check.hpp"
#include "core/base/special.hpp"

namespace covenant {
namespace {

// P(first preferred) for a difference of rewards.
double preference(double difference, const Annotation& annotation) {
  if (!annotation.infinite_rationality) return sigmoid(annotation.rationality * difference);
  return difference > 0.0 ? 1.0 : (difference < 0.0 ? 0.0 : 0.5);
}

double flip_of(const Annotation& annotation, Index type) {
  return annotation.flip.size() == 0 ? 0.0 : annotation.flip(type);
}

double fresh_sd_of(const Annotation& annotation, Index type) {
  return annotation.fresh_sd.size() == 0 ? 0.0 : annotation.fresh_sd(type);
}

// One context's likelihood: x has one entry per response of it.
struct ContextFit {
  const PairTable& table;
  const ConstRow& wins;
  const ConstRow& losses;
  int begin, end, offset, size;  // pairs, first response, responses
  double ridge;

  void derivatives(const Vector& x, Vector& gradient, Eigen::MatrixXd& hessian) const {
    gradient = -ridge * x;
    hessian.setZero();
    hessian.diagonal().setConstant(ridge);
    for (int p = begin; p < end; ++p) {
      const PairTable::Pair& pair = table.pairs[static_cast<std::size_t>(p)];
      const Index a = pair.first - offset, b = pair.second - offset;
      const double total = wins(p) + losses(p);
      if (total == 0.0) continue;
      const double probability = sigmoid(x(a) - x(b));
      const double slope = wins(p) - total * probability;
      const double curvature = total * probability * (1.0 - probability);
      gradient(a) += slope;
      gradient(b) -= slope;
      hessian(a, a) += curvature;
      hessian(b, b) += curvature;
      hessian(a, b) -= curvature;
      hessian(b, a) -= curvature;
    }
  }

  double objective(const Vector& x) const {
    double sum = -0.5 * ridge * x.squaredNorm();
    for (int p = begin; p < end; ++p) {
      const PairTable::Pair& pair = table.pairs[static_cast<std::size_t>(p)];
      const double difference = x(pair.first - offset) - x(pair.second - offset);
      sum -= wins(p) * softplus(-difference) + losses(p) * softplus(difference);
    }
    return sum;
  }
};

// A Newton step that changes no log-odds by more than 1.79 raises the likelihood (its third
// derivative is bounded by the second; Bach 2010, proposition 1): nobody needs to look.
constexpr double kSureStep = 0.85;  // of one entry, so twice that of a difference

// Newton's method, with halving where a step is long; the centre direction, which the likelihood
// does not see, is pinned.
int maximise(const ContextFit& fit, double scale, Vector& x, double& gradient_norm) {
  Vector gradient(fit.size), step(fit.size), trial(fit.size);
  Eigen::MatrixXd hessian(fit.size, fit.size);
  constexpr double kLargest = 0.5 * kLargestLogOdds;
  int iteration = 0;
  for (; iteration < 100; ++iteration) {
    fit.derivatives(x, gradient, hessian);
    gradient_norm = gradient.cwiseAbs().maxCoeff() / scale;
    if (gradient_norm < 1e-12) break;
    hessian.array() += scale / fit.size;
    hessian.diagonal().array() += 1e-14 * scale;
    step = hessian.llt().solve(gradient);
    const double longest = step.cwiseAbs().maxCoeff();
    trial = x + step;
    if (longest <= kSureStep && trial.cwiseAbs().maxCoeff() <= kLargest) {
      x = trial;
      continue;
    }
    double length = longest > 8.0 ? 8.0 / longest : 1.0;
    double value = fit.objective(x);
    bool improved = false;
    for (int halving = 0; halving < 40 && !improved; ++halving, length *= 0.5) {
      trial = (x + length * step).cwiseMax(-kLargest).cwiseMin(kLargest);
      const double next = fit.objective(trial);
      improved = next > value;
      if (improved) value = next;
    }
    if (!improved) break;  // at the limit of rounding, or held by kLargestLogOdds
    x = trial;
  }
  return iteration;
}

}  // namespace

// E[preference(difference + sd z)], z standard normal. The trapezoid rule on [-8, 8] converges
// beyond double precision for smooth integrands of this kind.
double mean_preference(double difference, double sd, const Annotation& annotation) {
  if (sd == 0.0) return preference(difference, annotation);
  if (annotation.infinite_rationality) return normal_cdf(difference / sd);
  constexpr int kSteps = 160;
  double sum = 0.0, mass = 0.0;
  for (int i = -kSteps; i <= kSteps; ++i) {
    const double z = 8.0 * i / kSteps;
    const double density = exp_(-0.5 * z * z);
    sum += density * preference(difference + sd * z, annotation);
    mass += density;
  }
  return sum / mass;
}

PairTable pair_table(const TypeSpace& space) {
  PairTable table;
  double asked = 0.0;  // weight of the contexts that have pairs
  for (std::size_t s = 0; s < space.blocks.size(); ++s) {
    if (space.blocks[s] > 1) asked += space.context_weight(static_cast<Index>(s));
  }
  int start = 0;
  for (std::size_t s = 0; s < space.blocks.size(); ++s) {
    table.context_begin.push_back(static_cast<int>(table.pairs.size()));
    const int size = space.blocks[s];
    const double weight =
        size > 1 ? space.context_weight(static_cast<Index>(s)) / asked / (0.5 * size * (size - 1))
                 : 0.0;
    for (int a = start; a < start + size; ++a) {
      for (int b = a + 1; b < start + size; ++b)
        table.pairs.push_back({a, b, weight, difference_sd(space, a, b)});
    }
    start += size;
  }
  table.context_begin.push_back(static_cast<int>(table.pairs.size()));
  return table;
}

Questions draw_questions(const TypeSpace& space, const PairTable& table, int count, Rng& who,
                         Rng& label, int per_person) {
  Questions questions;
  if (table.pairs.empty()) return questions;
  // cumulative distributions; a uniform below the i-th bound and above the one before draws i
  std::vector<double> types, contexts;
  double sum = 0.0;
  for (Index k = 0; k < space.num_types(); ++k) types.push_back(sum += space.share(k));
  sum = 0.0;
  for (std::size_t s = 0; s + 1 < table.context_begin.size(); ++s) {
    const bool asked = table.context_begin[s] < table.context_begin[s + 1];
    contexts.push_back(sum += asked ? space.context_weight(static_cast<Index>(s)) : 0.0);
  }
  const auto draw = [&who](const std::vector<double>& bounds) {
    const double u = who.uniform() * bounds.back();
    const auto it = std::upper_bound(bounds.begin(), bounds.end(), u);
    return static_cast<std::size_t>(
        std::min(it - bounds.begin(), static_cast<std::ptrdiff_t>(bounds.size()) - 1));
  };
  for (int n = 0; n < count; ++n) {
    const bool next_person = n % per_person == 0;
    questions.type.push_back(next_person ? static_cast<std::int32_t>(draw(types))
                                         : questions.type.back());
    const std::size_t s = draw(contexts);
    const auto pairs =
        static_cast<std::uint32_t>(table.context_begin[s + 1] - table.context_begin[s]);
    questions.pair.push_back(table.context_begin[s] + static_cast<std::int32_t>(who.below(pairs)));
    questions.uniform.push_back(label.uniform());
    if (space.spread > 0.0) questions.person.push_back(label.normal());
  }
  return questions;
}

ComparisonCounts label_questions(const PairTable& table, const Questions& questions,
                                 const Matrix& reward, const Annotation& annotation,
                                 std::vector<std::int32_t>* answers) {
  const auto num_pairs = static_cast<Index>(table.pairs.size());
  ComparisonCounts counts{Matrix::Zero(reward.rows(), num_pairs),
                          Matrix::Zero(reward.rows(), num_pairs)};
  if (answers != nullptr) answers->reserve(questions.type.size());
  Matrix difference(reward.rows(), num_pairs), probability(reward.rows(), num_pairs);
  for (Index k = 0; k < reward.rows(); ++k) {
    for (Index p = 0; p < num_pairs; ++p) {
      const PairTable::Pair& pair = table.pairs[static_cast<std::size_t>(p)];
      difference(k, p) = reward(k, pair.first) - reward(k, pair.second);
      probability(k, p) = preference(difference(k, p), annotation);
    }
  }
  const bool people = !questions.person.empty();
  const bool fresh = annotation.fresh_sd.size() > 0 && annotation.fresh_sd.maxCoeff() > 0.0;
  COVENANT_CHECK(!fresh || questions.fresh.size() == questions.type.size());
  for (std::size_t n = 0; n < questions.type.size(); ++n) {
    const Index k = questions.type[n], p = questions.pair[n];
    double first = probability(k, p);
    if (people || fresh) {
      const double spread = table.pairs[static_cast<std::size_t>(p)].spread;
      const double stray = (people ? spread * questions.person[n] : 0.0) +
                           (fresh ? annotation.fresh_sd(k) * questions.fresh[n] : 0.0);
      first = preference(difference(k, p) + stray, annotation);
    }
    bool wins = questions.uniform[n] < first;
    if (!questions.flip.empty() && questions.flip[n] < flip_of(annotation, k)) wins = !wins;
    (wins ? counts.wins : counts.losses)(k, p) += 1.0;
    if (answers != nullptr) answers->push_back(questions.pair[n] * 2 + (wins ? 0 : 1));
  }
  return counts;
}

ComparisonCounts expected_labels(const TypeSpace& space, const PairTable& table,
                                 const Matrix& reward, const Annotation& annotation) {
  const auto num_pairs = static_cast<Index>(table.pairs.size());
  ComparisonCounts counts{Matrix::Zero(reward.rows(), num_pairs),
                          Matrix::Zero(reward.rows(), num_pairs)};
  for (Index k = 0; k < reward.rows(); ++k) {
    const double fresh = fresh_sd_of(annotation, k);
    for (Index p = 0; p < num_pairs; ++p) {
      const PairTable::Pair& pair = table.pairs[static_cast<std::size_t>(p)];
      const double sd = std::sqrt(pair.spread * pair.spread + fresh * fresh);
      const double honest =
          mean_preference(reward(k, pair.first) - reward(k, pair.second), sd, annotation);
      const double flip = flip_of(annotation, k);
      const double first = (1.0 - flip) * honest + flip * (1.0 - honest);
      const double asked = space.share(k) * pair.weight;
      counts.wins(k, p) = asked * first;
      counts.losses(k, p) = asked * (1.0 - first);
    }
  }
  return counts;
}

BradleyTerryFit fit_bradley_terry(const TypeSpace& space, const PairTable& table,
                                  const ConstRow& wins, const ConstRow& losses, double ridge) {
  COVENANT_CHECK(wins.size() == static_cast<Index>(table.pairs.size()) &&
                 losses.size() == wins.size());
  BradleyTerryFit fit{Row::Zero(space.num_responses()), 0.0, 0};
  int start = 0;
  for (std::size_t s = 0; s < space.blocks.size(); ++s) {
    const ContextFit context{
        table,           wins, losses, table.context_begin[s], table.context_begin[s + 1], start,
        space.blocks[s], ridge};
    double scale = ridge;
    for (int p = context.begin; p < context.end; ++p) scale = std::max(scale, wins(p) + losses(p));
    if (context.begin < context.end && scale > 0.0) {
      Vector x = Vector::Zero(context.size);
      double gradient_norm = 0.0;
      fit.iterations += maximise(context, scale, x, gradient_norm);
      fit.gradient_norm = std::max(fit.gradient_norm, gradient_norm);
      fit.estimate.segment(start, context.size) = x.transpose().array() - x.mean();
    }
    start += space.blocks[s];
  }
  return fit;
}

std::vector<Eigen::MatrixXd> fit_covariance(const TypeSpace& space, const PairTable& table,
                                            const ConstRow& wins, const ConstRow& losses,
                                            double ridge, const ConstRow& estimate) {
  std::vector<Eigen::MatrixXd> covariance;
  int start = 0;
  for (std::size_t s = 0; s < space.blocks.size(); ++s) {
    const Index size = space.blocks[s];
    const ContextFit context{
        table,           wins, losses, table.context_begin[s], table.context_begin[s + 1], start,
        space.blocks[s], ridge};
    Vector gradient(size);
    Eigen::MatrixXd hessian(size, size);
    context.derivatives(estimate.segment(start, size).transpose(), gradient, hessian);
    const double scale = std::max(hessian.diagonal().maxCoeff(), 1e-12);
    hessian.array() += scale / static_cast<double>(size);
    hessian.diagonal().array() += 1e-12 * scale;
    Eigen::MatrixXd seen = Eigen::MatrixXd::Identity(size, size);
    seen.rowwise() -= space.reference.segment(start, size).transpose();
    const Eigen::MatrixXd inverse = hessian.llt().solve(Eigen::MatrixXd::Identity(size, size));
    covariance.push_back(seen * inverse * seen.transpose());
    start += space.blocks[s];
  }
  return covariance;
}

void shift_to_reference(const TypeSpace& space, const ConstRow& truth, Row& estimate) {
  Index start = 0;
  for (const int size : space.blocks) {
    double shift = 0.0;
    for (Index a = start; a < start + size; ++a)
      shift += space.reference(a) * (truth(a) - estimate(a));
    for (Index a = start; a < start + size; ++a) estimate(a) += shift;
    start += size;
  }
}

}  // namespace covenant
