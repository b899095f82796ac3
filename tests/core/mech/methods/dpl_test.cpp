// Distributional preference learning: fits to data its own model made, to hidden groups, and to
// growing samples.
#include <doctest/doctest.h>
#include <cmath>

#include "core/base/special.hpp"
#include "core/mech/methods/formulas.hpp"
#include "tests/support/societies.hpp"

using namespace covenant;

namespace {

constexpr double kConverged = 1e-7;           // gradient per comparison
constexpr double kWeak = 1e-8;                // ridge per comparison
constexpr double kLabelSd = 1.2034957415798;  // 1.702 / sqrt(2)

TypeSpace random_space(Index types, Index responses, std::uint64_t seed) {
  Rng rng(seed, 0, Purpose::test);
  Matrix reward(types, responses);
  for (Index k = 0; k < types; ++k)
    for (Index a = 0; a < responses; ++a) reward(k, a) = rng.normal();
  return test::one_context_space(reward, 0.2);
}

// P(a > b) for two histograms, straight from the definition.
double beats(const Row& a, const Row& b) {
  double sum = 0.0;
  for (Index i = 0; i < a.size(); ++i)
    for (Index j = 0; j <= i; ++j) sum += a(i) * b(j) * (i == j ? 0.5 : 1.0);
  return sum;
}

// Two equal groups on 20 responses at 0, .05, ..: both have reward a below .8; above it one has 2a,
// the other 0 (Siththaranjan et al. 2024, section 3).
TypeSpace hidden_context() {
  Matrix reward(2, 20);
  for (Index i = 0; i < 20; ++i) {
    const double a = 0.05 * static_cast<double>(i);
    reward(0, i) = a < 0.8 ? a : 2.0 * a;
    reward(1, i) = a < 0.8 ? a : 0.0;
  }
  return test::one_context_space(reward, 0.2);
}

}  // namespace

// mu = i / 2, sd half and twice that of labelling noise in turn, six responses: fifteen
// probabilities fix the ten numbers that matter.
TEST_CASE("dpl: mean and variance recover the model that made the data") {
  const TypeSpace space = random_space(1, 6, 1);
  const PairTable pairs = pair_table(space);
  Row wins(15), losses(15);
  Vector mu(6), s(6);
  for (Index a = 0; a < 6; ++a) {
    mu(a) = 0.5 * static_cast<double>(a);
    s(a) = a % 2 == 0 ? 0.5 * kLabelSd : 2.0 * kLabelSd;
  }
  for (Index p = 0; p < 15; ++p) {
    const PairTable::Pair& pair = pairs.pairs[static_cast<std::size_t>(p)];
    const double width = std::hypot(s(pair.first), s(pair.second));
    wins(p) = normal_cdf((mu(pair.first) - mu(pair.second)) / width) / 15.0;
    losses(p) = 1.0 / 15.0 - wins(p);
  }
  const MeanVarianceFit fit = fit_mean_variance(space, pairs, wins, losses, kWeak);
  CHECK(fit.gradient_norm < kConverged);
  constexpr double kPenalty = 0.01;  // what kWeak may bend
  for (Index a = 0; a < 6; ++a) {
    CAPTURE(a);
    CHECK(std::fabs(fit.mean(a) - fit.mean(0) - mu(a)) < kPenalty);
    CHECK(std::fabs(fit.sd(a) - s(a)) < kPenalty);
  }
}

TEST_CASE("dpl: both fits converge, and see the spread where hidden groups differ") {
  const TypeSpace space = hidden_context();
  const Evidence evidence = test::exact_evidence(space, 10.0);
  const auto [wins, losses] = pooled_counts(evidence);
  const MeanVarianceFit fit = fit_mean_variance(space, evidence.pairs, wins, losses, 1e-6);
  CHECK(fit.gradient_norm < kConverged);
  CHECK(fit.sd.tail(4).minCoeff() > 1.5 * fit.sd.head(16).maxCoeff());
  const HistogramFit histograms = fit_histograms(space, evidence.pairs, wins, losses, 1e-6, 10);
  CHECK(histograms.gradient_norm < kConverged);
  // both take the middle road where they are averse to risk: the surest of the sure responses
  for (const DeployedPolicies& deployed :
       {deploy_dpl_mean_var(space, {}, evidence, {0.01}),
        deploy_dpl_categorical(space, {}, evidence, {0.01, 10})}) {
    Index best = 0;
    deployed.policy.row(0).maxCoeff(&best);
    CHECK(best < 16);
  }
}

TEST_CASE("dpl: histograms explain the comparisons they were fitted to, and are distributions") {
  const TypeSpace space = random_space(2, 5, 3);
  const Evidence evidence = test::exact_evidence(space, 2.0);
  const auto [wins, losses] = pooled_counts(evidence);
  const HistogramFit fit = fit_histograms(space, evidence.pairs, wins, losses, kWeak, 10);
  CHECK(fit.gradient_norm < kConverged);
  for (Index a = 0; a < 5; ++a) CHECK(fit.mass.row(a).sum() == doctest::Approx(1.0).epsilon(1e-12));
  for (Index p = 0; p < wins.size(); ++p) {
    const PairTable::Pair& pair = evidence.pairs.pairs[static_cast<std::size_t>(p)];
    const double seen = wins(p) / (wins(p) + losses(p));
    CHECK(std::fabs(beats(fit.mass.row(pair.first), fit.mass.row(pair.second)) - seen) < 1e-3);
  }
}

// Bins of a quarter with masses .1, .2, .3, .4: a tenth lies below .25, .2 below .375, .9 below
// .9375.
TEST_CASE("dpl: quantiles of a histogram") {
  Row mass(4);
  mass << 0.1, 0.2, 0.3, 0.4;
  CHECK(histogram_quantile(mass, 0.1) == doctest::Approx(0.25).epsilon(1e-12));
  CHECK(histogram_quantile(mass, 0.2) == doctest::Approx(0.375).epsilon(1e-12));
  CHECK(histogram_quantile(mass, 0.9) == doctest::Approx(0.9375).epsilon(1e-12));
}

TEST_CASE("dpl: growing samples come ever closer to the exact limit") {
  const TypeSpace space = random_space(2, 5, 5);
  const Evidence exact = test::exact_evidence(space, 1.0);
  for (const bool categorical : {false, true}) {
    CAPTURE(categorical);
    const auto policy = [&](const Evidence& evidence) -> Row {
      return categorical ? deploy_dpl_categorical(space, {}, evidence, {0.5, 10}).policy.row(0)
                         : deploy_dpl_mean_var(space, {}, evidence, {0.5}).policy.row(0);
    };
    const Row limit = policy(exact);
    const auto error = [&](int count) {
      double sum = 0.0;
      for (std::uint64_t seed = 1; seed <= 4; ++seed)
        sum += distance_tv(space, policy(test::sampled_evidence(space, 1.0, count, seed)), limit);
      return sum / 4.0;
    };
    const double few = error(1000), many = error(400000);
    CHECK(many < 0.25 * few);
    CHECK(many < 0.02);
  }
}
