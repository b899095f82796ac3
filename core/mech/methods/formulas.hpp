// core/mech/methods/formulas.hpp: the formulas inside methods that tests check against published
// answers.
#pragma once

#include "core/mech/methods/method.hpp"
#include "core/model/reward_model.hpp"
#include "core/model/type_space.hpp"

namespace covenant {

// F(a)^n - F(below a)^n per context, F the reference's distribution function in the order of
// `proxy`.
[[nodiscard]] Row best_of_n_policy(const TypeSpace& space, const Row& proxy, double n);
// Mean over the other responses of its context of P(a preferred); (num_responses).
[[nodiscard]] Row borda_score(const TypeSpace& space, const PairTable& pairs, const Row& wins,
                              const Row& losses);
// 1/alpha log sum_k share_k exp(alpha value_k); alpha = 0: the mean.
[[nodiscard]] double log_mean_exp(const Vector& share, const Vector& value, double alpha);
[[nodiscard]] double weighted_median(const Vector& share, const Vector& value);
// Payments per unit of weight of an affine maximiser with policy argmax sum_k weight_k reward_k +
// worth - kl KL.
[[nodiscard]] Vector vcg_payments(const TypeSpace& space, const Vector& weight,
                                  const Matrix& reward, const Row& worth, const Row& policy);

// max_pi min_k [worth_k(pi) - kl KL(pi)], worths per response, unweighted (num_types x
// num_responses).
struct MaxMin {
  Row policy;
  Vector weight;       // of the types at the saddle point, sums to 1
  double value = 0.0;  // of the policy, utils
  double bound = 0.0;  // no policy does better
};
[[nodiscard]] MaxMin max_min_policy(const TypeSpace& space, const Matrix& worth);

// Equilibrium of the symmetric game with payoff P(a preferred to b) - 1/2 - kl (KL(pi) - KL(pi')),
// per context.
struct NashPolicy {
  Row policy;
  double gap = 0.0;  // the most anybody gains against it, in preference probability
};
// `preference`(a, b) = P(a preferred to b) within contexts, 1/2 on the diagonal (num_responses x
// num_responses).
[[nodiscard]] NashPolicy nash_policy(const TypeSpace& space, const Matrix& preference);

// (b/2) coth(b/2): the most that Nash learning can lose of the best mean utility, as a ratio, where
// utilities lie in [0, 1] and people answer at rationality b.
[[nodiscard]] double nash_distortion_bound(double rationality);

// Rewarded soup: parameters interpolated between policies. Policies are softmax tables and
// parameters their logits, one policy per row, so it is prod_k pi_k^w_k, normalised per context.
[[nodiscard]] Row soup_policy(const TypeSpace& space, const Matrix& logits, const Vector& weight);

// min_x [max_k L_k(x) + ridge |x|^2 / 2], L_k the mean loss of group k's comparisons, nats.
struct GroupDro {
  Row estimate;        // x, Bradley-Terry units, contexts centred                (num_responses)
  Vector weight;       // of the groups that have comparisons, at the saddle point
  double loss = 0.0;   // of the estimate: its worst group's, and the penalty
  double bound = 0.0;  // no estimate has less
};
[[nodiscard]] GroupDro group_dro_fit(const TypeSpace& space, const PairTable& pairs,
                                     const ComparisonCounts& counts, double ridge);

// The factor on all rewards at which an even mixture of them explains the comparisons best, from
// 1/1000 to 100: per pair the mean over rewards of sigma(factor (reward_first - reward_second)).
[[nodiscard]] double likeliest_scale(const std::vector<Row>& rewards, const PairTable& pairs,
                                     const Row& wins, const Row& losses);

// Distributional preference learning: fits to wins and losses of each pair. `gradient_norm`:
// largest entry left of the penalised gradient, relative to the number of comparisons.
// The methods' penalty: the evidence's, at least 1e-6 per comparison, because few responses leave
// a distribution undetermined.
[[nodiscard]] double dpl_ridge(const Evidence& evidence);
struct MeanVarianceFit {
  Row mean, sd;  // Bradley-Terry units (num_responses)
  double gradient_norm = 0.0;
};
[[nodiscard]] MeanVarianceFit fit_mean_variance(const TypeSpace& space, const PairTable& pairs,
                                                const ConstRow& wins, const ConstRow& losses,
                                                double ridge);
struct HistogramFit {
  Matrix mass;  // of equal bins of [0, 1], rows sum to 1 (num_responses x bins)
  double gradient_norm = 0.0;
};
[[nodiscard]] HistogramFit fit_histograms(const TypeSpace& space, const PairTable& pairs,
                                          const ConstRow& wins, const ConstRow& losses,
                                          double ridge, Index bins);
// The point of [0, 1] below which a share `quantile` of the mass lies.
[[nodiscard]] double histogram_quantile(const ConstRow& mass, double quantile);

}  // namespace covenant
