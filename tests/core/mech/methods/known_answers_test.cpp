// Known answers of alignment methods that are formulas: each computed apart from this project.
#include <doctest/doctest.h>
#include <cmath>

#include "core/base/special.hpp"
#include "core/mech/methods/formulas.hpp"
#include "tests/support/societies.hpp"

using namespace covenant;

namespace {

constexpr double kSixDigits = 5e-7;

double borda_gap(double rationality) {
  const TypeSpace space = test::condorcet_space();
  const Evidence evidence = test::exact_evidence(space, rationality);
  const auto [wins, losses] = pooled_counts(evidence);
  const Row score = borda_score(space, evidence.pairs, wins, losses);
  return score(0) - score(1);
}

}  // namespace

// Shares (.6, .3, .1), rewards of (a, b, c): (10,3,2), (0,3,2), (0,1,2), labels without error.
TEST_CASE("known answers: the three groups' preferences, Borda scores and Bradley-Terry fit") {
  const TypeSpace space = test::condorcet_space();
  const Evidence evidence = test::exact_evidence(space, 0.0);
  const std::pair<Row, Row> pooled = pooled_counts(evidence);  // clang cannot CHECK a binding
  const Row &wins = pooled.first, &losses = pooled.second;
  const double beats[] = {0.6, 0.6, 0.9};  // a over b, a over c, b over c
  for (Index p = 0; p < 3; ++p)
    CHECK(std::fabs(wins(p) / (wins(p) + losses(p)) - beats[p]) < 1e-12);
  const Row score = borda_score(space, evidence.pairs, wins, losses);
  const Row fit = fit_bradley_terry(space, evidence.pairs, wins, losses, 0.0).estimate;
  // with a response's even contest with itself counted in, as (2 score + 1/2) / 3
  const double borda[] = {17.0 / 30.0, 0.6, 1.0 / 3.0};
  const double centred[] = {0.293810, 0.439482, -0.733292};
  for (Index a = 0; a < 3; ++a) {
    CHECK(std::fabs((2.0 * score(a) + 0.5) / 3.0 - borda[a]) < 1e-12);
    CHECK(std::fabs(fit(a) - centred[a]) < kSixDigits);
  }
}

TEST_CASE("known answers: Borda scores of a and b cross at rationality 2.254603") {
  CHECK(borda_gap(2.254602) > 0.0);
  CHECK(borda_gap(2.254604) < 0.0);
}

// Rewards a below .8 for both groups; above, 2a for one and 0 for the other; 100 responses from 0
// to 1. Borda: a + .1 below .8, .05 + .5 a above, up to the grid.
TEST_CASE("known answers: hidden context on a line makes Borda choose 79/99, the average 1") {
  Matrix reward(2, 100);
  for (Index i = 0; i < 100; ++i) {
    const double a = static_cast<double>(i) / 99.0;
    reward(0, i) = a < 0.8 ? a : 2.0 * a;
    reward(1, i) = a < 0.8 ? a : 0.0;
  }
  const TypeSpace space = test::one_context_space(reward, 0.0);
  const Evidence evidence = test::exact_evidence(space, 0.0);
  const auto [wins, losses] = pooled_counts(evidence);
  const Row score = borda_score(space, evidence.pairs, wins, losses);
  constexpr double kGrid = 0.0051;
  for (Index i = 1; i < 100; ++i) {  // at 0 the second group ties with all above .8
    CAPTURE(i);
    const double a = static_cast<double>(i) / 99.0;
    CHECK(std::fabs(score(i) - (a < 0.8 ? a + 0.1 : 0.05 + 0.5 * a)) < kGrid);
  }
  const Row mean = space.share.transpose() * reward;
  const Row borda = deploy_borda(space, {}, evidence, {}).policy.row(0);
  CHECK(borda(79) == 1.0);
  CHECK(deploy_rlhf(space, {}, evidence, {}).policy(0, 79) == 1.0);
  const Row average = deploy_average(space, {}, evidence, {}).policy.row(0);
  CHECK(average(99) == 1.0);
  CHECK(std::fabs(mean.dot(average) - mean.dot(borda) - 0.20202) < 5e-6);
}

TEST_CASE("known answers: uniform flips e turn every Borda score B into (1 - 2e) B + e") {
  const TypeSpace space = test::three_context_space();
  const Evidence evidence = test::exact_evidence(space, 1.3);
  const auto score = [&](double e) {
    Annotation annotation = evidence.answering;
    annotation.flip = Vector::Constant(2, e);
    const ComparisonCounts counts =
        expected_labels(space, evidence.pairs, space.reward, annotation);
    const Row wins = counts.wins.colwise().sum(), losses = counts.losses.colwise().sum();
    return borda_score(space, evidence.pairs, wins, losses);
  };
  const Row honest = score(0.0);
  for (const double e : {0.1, 0.3, 0.49}) {
    const Row flipped = score(e);
    for (Index a = 0; a < honest.size(); ++a)
      CHECK(std::fabs(flipped(a) - ((1.0 - 2.0 * e) * honest(a) + e)) < 1e-12);
  }
}

// E[max of 16 standard normals] = 1.765991; selecting on gold plus noise of sd s keeps 1 / sqrt(1 +
// s^2) of it: no hump, whatever the noise.
TEST_CASE("known answers: best of 16 by a noisy proxy of normal gold") {
  constexpr Index kGold = 200, kNoise = 100;
  for (const double s : {0.0, 0.5, 2.0}) {
    CAPTURE(s);
    Row gold(kGold * kNoise), proxy(kGold * kNoise);
    for (Index i = 0; i < kGold; ++i) {
      for (Index j = 0; j < kNoise; ++j) {
        gold(i * kNoise + j) = normal_quantile((static_cast<double>(i) + 0.5) / kGold);
        proxy(i * kNoise + j) =
            gold(i * kNoise + j) + s * normal_quantile((static_cast<double>(j) + 0.5) / kNoise);
      }
    }
    const TypeSpace space = test::one_context_space(gold, 0.0);
    constexpr double kGrain = 0.01;  // the grid misses the tails
    CHECK(std::fabs(gold.dot(best_of_n_policy(space, proxy, 16)) -
                    1.765991 / std::sqrt(1.0 + s * s)) < kGrain);
  }
}

// The same at six digits: 20,000 cells of equal mass, each worth its mean of a normal; a proxy that
// is gold plus noise of sd s tells of gold only its mean, proxy / (1 + s^2).
TEST_CASE("known answers: best of 16, E[max] = 1.765991 / sqrt(1 + s^2) and KL = 1.835089") {
  constexpr Index n = 20000;
  const auto density = [](double z) { return std::exp(-0.5 * z * z) / std::sqrt(2.0 * M_PI); };
  Row normal(n);
  double before = 0.0;
  for (Index i = 0; i < n; ++i) {
    const double edge = static_cast<double>(i + 1) / n;
    const double after = i + 1 < n ? density(normal_quantile(edge)) : 0.0;
    normal(i) = (before - after) * n;
    before = after;
  }
  const TypeSpace space = test::one_context_space(normal, 0.0);
  for (const double s : {0.0, 0.5, 2.0}) {
    CAPTURE(s);
    const double width = std::sqrt(1.0 + s * s);
    const Row gold = normal / width;  // of proxy = width * normal
    const Row policy = best_of_n_policy(space, width * normal, 16);
    CHECK(std::fabs(gold.dot(policy) - 1.765991 / width) < kSixDigits);
    CHECK(std::fabs(policy_kl(space, policy) - 1.835089) < kSixDigits);
  }
}

TEST_CASE("known answers: Nash learning's distortion bound (b/2) coth(b/2)") {
  CHECK(std::fabs(nash_distortion_bound(1.0) - 1.081977) < kSixDigits);
  CHECK(std::fabs(nash_distortion_bound(5.0) - 2.533918) < kSixDigits);
  CHECK(std::fabs(nash_distortion_bound(10.0) - 5.000454) < kSixDigits);
  CHECK(std::fabs(nash_distortion_bound(1e-9) - 1.0) < 1e-12);
}
