// Group-robust direct preference optimisation (Ramesh et al. 2024, GRPO; group DRO: Sagawa et al.
// 2020), at the exact optimum that their mirror ascent on the groups' weights converges to:
//   min_x max_k L_k(x),  L_k = mean over group k's comparisons of -log sigma(x_first - x_second),
// x = log-ratios in Bradley-Terry units, pi ~ reference exp(x / kl). It is convex in x and linear
// in weights, so it is solved from its dual: max_w min_x sum_k w_k L_k(x), the inner problem a
// Bradley-Terry fit to reweighted comparisons. As in DPO there is no explicit reward to add the
// norm to. Groups without comparisons have no loss.
#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>

#include "core/base/special.hpp"
#include "core/mech/methods/formulas.hpp"
#include "core/mech/methods/method.hpp"
#include "core/opt/simplex_newton.hpp"

namespace covenant {
namespace {

// Comparisons by group, each group's adding up to 1; groups without any are left out.
struct GroupLosses {
  const PairTable& pairs;
  Matrix wins, losses;

  [[nodiscard]] double loss(Index k, const Row& x) const {
    double sum = 0.0;
    for (Index p = 0; p < wins.cols(); ++p) {
      const PairTable::Pair& pair = pairs.pairs[static_cast<std::size_t>(p)];
      const double difference = x(pair.first) - x(pair.second);
      if (wins(k, p) > 0.0) sum += wins(k, p) * softplus(-difference);
      if (losses(k, p) > 0.0) sum += losses(k, p) * softplus(difference);
    }
    return sum;
  }

  // Adds one context's share of J H^-1 J': J has d loss_k / dx as rows, H is the curvature of the
  // weighted loss.
  void add_curvature(const Vector& w, const Row& x, std::size_t context, Index offset, Index size,
                     double ridge, Eigen::MatrixXd& out) const {
    Eigen::MatrixXd slope = Eigen::MatrixXd::Zero(wins.rows(), size);
    Eigen::MatrixXd curvature = Eigen::MatrixXd::Zero(size, size);
    // the level and unanimous pairs are not seen: a little keeps the rest solvable
    curvature.diagonal().setConstant(ridge + 1e-9);
    for (Index p = pairs.context_begin[context]; p < pairs.context_begin[context + 1]; ++p) {
      const PairTable::Pair& pair = pairs.pairs[static_cast<std::size_t>(p)];
      const Index a = pair.first - offset, b = pair.second - offset;
      const double chance = sigmoid(x(pair.first) - x(pair.second));
      double total = 0.0;
      for (Index k = 0; k < wins.rows(); ++k) {
        const double mass = wins(k, p) + losses(k, p);
        const double pull = mass * chance - wins(k, p);
        slope(k, a) += pull;
        slope(k, b) -= pull;
        total += w(k) * mass;
      }
      const double bend = total * chance * (1.0 - chance);
      curvature(a, a) += bend;
      curvature(b, b) += bend;
      curvature(a, b) -= bend;
      curvature(b, a) -= bend;
    }
    out += slope * curvature.llt().solve(slope.transpose());
  }
};

GroupLosses group_losses(const PairTable& pairs, const ComparisonCounts& counts) {
  std::vector<Index> present;
  for (Index k = 0; k < counts.wins.rows(); ++k) {
    if (counts.wins.row(k).sum() + counts.losses.row(k).sum() > 0.0) present.push_back(k);
  }
  const auto groups = static_cast<Index>(present.size());
  GroupLosses out{pairs, Matrix(groups, counts.wins.cols()), Matrix(groups, counts.wins.cols())};
  for (Index g = 0; g < groups; ++g) {
    const Index k = present[static_cast<std::size_t>(g)];
    const double total = counts.wins.row(k).sum() + counts.losses.row(k).sum();
    out.wins.row(g) = counts.wins.row(k) / total;
    out.losses.row(g) = counts.losses.row(k) / total;
  }
  return out;
}

}  // namespace

GroupDro group_dro_fit(const TypeSpace& space, const PairTable& pairs,
                       const ComparisonCounts& counts, double ridge) {
  const GroupLosses groups = group_losses(pairs, counts);
  GroupDro out;
  out.estimate = Row::Zero(space.num_responses());
  if (groups.wins.rows() == 0) return out;
  const auto fit = [&](const Vector& w) -> Row {
    const Row wins = w.transpose() * groups.wins, losses = w.transpose() * groups.losses;
    return fit_bradley_terry(space, pairs, wins, losses, ridge).estimate;
  };
  const auto dual = [&](const Vector& w, Vector& gradient, Eigen::MatrixXd& hessian) {
    const Row x = fit(w);
    for (Index k = 0; k < w.size(); ++k) gradient(k) = -groups.loss(k, x);
    hessian.setZero(w.size(), w.size());
    Index start = 0;
    for (std::size_t s = 0; s < space.blocks.size(); ++s) {
      groups.add_curvature(w, x, s, start, space.blocks[s], ridge, hessian);
      start += space.blocks[s];
    }
  };
  out.weight = minimise_on_simplex(groups.wins.rows(), 1.0, dual);
  out.estimate = fit(out.weight);
  const double penalty = 0.5 * ridge * out.estimate.squaredNorm();
  out.loss = out.bound = penalty;
  double worst = 0.0;
  for (Index k = 0; k < out.weight.size(); ++k) {
    const double loss = groups.loss(k, out.estimate);
    worst = std::max(worst, loss);
    out.bound += out.weight(k) * loss;
  }
  out.loss += worst;
  return out;
}

DeployedPolicies deploy_group_dro(const TypeSpace& space, const DesignRules&,
                                  const Evidence& evidence, const Parameters&) {
  const double total = evidence.counts.wins.sum() + evidence.counts.losses.sum();
  const double ridge = std::max(total > 0.0 ? evidence.ridge / total : 0.0, 1e-9);
  const GroupDro fit = group_dro_fit(space, evidence.pairs, evidence.counts, ridge);
  Row estimate = fit.estimate / evidence.unit;
  shift_to_reference(space, space.share.transpose() * space.reward, estimate);
  DeployedPolicies out = deploy_policy(space, optimal_policy(space, estimate), estimate);
  out.gap = fit.loss - fit.bound;  // nats
  return out;
}

}  // namespace covenant
