// Known answers for Bradley-Terry fits: three groups with shares (.6, .3, .1) and rewards of
// responses (a, b, c) (10,3,2), (0,3,2), (0,1,2). With exact labels (infinite rationality) P(a>b) =
// .6, P(a>c) = .6, P(b>c) = .9, and the maximum-likelihood estimate, centred, is (.293810, .439482,
// -.733292): computed independently.
#include "core/model/reward_model.hpp"

#include <doctest/doctest.h>
#include <cmath>

#include "tests/support/societies.hpp"

using namespace covenant;

namespace {

Annotation annotation_of(bool infinite, double rationality) {
  Annotation annotation;
  annotation.infinite_rationality = infinite;
  annotation.rationality = rationality;
  return annotation;
}

// Borda score of response a: mean over the others b of P(a > b).
Row borda(const PairTable& table, const Row& wins, const Row& losses, Index num_responses) {
  Row score = Row::Zero(num_responses);
  for (std::size_t p = 0; p < table.pairs.size(); ++p) {
    const auto at = static_cast<Index>(p);
    const double first = wins(at) / (wins(at) + losses(at));
    score(table.pairs[p].first) += first / static_cast<double>(num_responses - 1);
    score(table.pairs[p].second) += (1.0 - first) / static_cast<double>(num_responses - 1);
  }
  return score;
}

}  // namespace

TEST_CASE(
    "reward_model: exact labels of three groups give the published probabilities and estimate") {
  const TypeSpace space = test::condorcet_space();
  const PairTable table = pair_table(space);
  const ComparisonCounts counts =
      expected_labels(space, table, space.reward, annotation_of(true, 1.0));
  const Row wins = counts.wins.colwise().sum(), losses = counts.losses.colwise().sum();
  REQUIRE(table.pairs.size() == 3);
  CHECK(wins(0) / (wins(0) + losses(0)) == doctest::Approx(0.6).epsilon(1e-14));
  CHECK(wins(1) / (wins(1) + losses(1)) == doctest::Approx(0.6).epsilon(1e-14));
  CHECK(wins(2) / (wins(2) + losses(2)) == doctest::Approx(0.9).epsilon(1e-14));
  const Row score = borda(table, wins, losses, 3);
  CHECK(std::fabs(score(0) - 0.6) < 1e-12);

  const BradleyTerryFit fit = fit_bradley_terry(space, table, wins, losses, 0.0);
  constexpr double kDigitsGiven = 5e-7;
  CHECK(std::fabs(fit.estimate(0) - 0.293810) < kDigitsGiven);
  CHECK(std::fabs(fit.estimate(1) - 0.439482) < kDigitsGiven);
  CHECK(std::fabs(fit.estimate(2) + 0.733292) < kDigitsGiven);
  CHECK(fit.gradient_norm < 1e-10);
}

TEST_CASE(
    "reward_model: Borda of a and b cross at rationality 2.254603, and the fit's order with them") {
  const TypeSpace space = test::condorcet_space();
  const PairTable table = pair_table(space);
  for (const double offset : {-1e-5, 1e-5}) {
    CAPTURE(offset);
    const ComparisonCounts counts =
        expected_labels(space, table, space.reward, annotation_of(false, 2.254603 + offset));
    const Row wins = counts.wins.colwise().sum(), losses = counts.losses.colwise().sum();
    const Row score = borda(table, wins, losses, 3);
    const Row estimate = fit_bradley_terry(space, table, wins, losses, 0.0).estimate;
    CHECK((score(0) > score(1)) == (offset < 0.0));
    CHECK((estimate(0) > estimate(1)) == (offset < 0.0));
  }
}

TEST_CASE("reward_model: unanimous answers stop at the largest log odds instead of running away") {
  TypeSpace space = test::condorcet_space();
  space.reward.row(1) = space.reward.row(0);
  space.reward.row(2) = space.reward.row(0);
  const PairTable table = pair_table(space);
  const ComparisonCounts counts =
      expected_labels(space, table, space.reward, annotation_of(true, 1.0));
  const Row wins = counts.wins.colwise().sum(), losses = counts.losses.colwise().sum();
  const Row estimate = fit_bradley_terry(space, table, wins, losses, 0.0).estimate;
  CHECK(estimate.allFinite());
  CHECK(estimate(0) > estimate(1));
  CHECK(estimate(1) > estimate(2));
  CHECK(estimate(0) - estimate(2) <= kLargestLogOdds + 1e-9);
}

TEST_CASE("reward_model: sampled fits converge to the exact limit at the rate they should") {
  // error of a maximum-likelihood estimate ~ c / sqrt(n): a hundred times the data, about a tenth
  // of the error
  const TypeSpace space = test::three_context_space();
  const PairTable table = pair_table(space);
  const Annotation annotation = annotation_of(false, 1.5);
  double error[2] = {0.0, 0.0};
  const int sizes[2] = {2000, 200000};
  for (int i = 0; i < 2; ++i) {
    for (std::uint32_t replicate = 0; replicate < 4; ++replicate) {
      Rng who(11, replicate, Purpose::comparisons), label(11, replicate, Purpose::labels);
      const Questions questions = draw_questions(space, table, sizes[i], who, label);
      const ComparisonCounts counts = label_questions(table, questions, space.reward, annotation);
      for (Index k = 0; k < space.num_types(); ++k) {
        Row estimate =
            fit_bradley_terry(space, table, counts.wins.row(k), counts.losses.row(k), 1e-6)
                .estimate /
            1.5;
        shift_to_reference(space, space.reward.row(k), estimate);
        error[i] += (estimate - space.reward.row(k)).squaredNorm();
      }
    }
  }
  const double ratio = std::sqrt(error[1] / error[0]);
  CHECK(ratio < 0.2);
  CHECK(ratio > 0.05);
}

TEST_CASE("reward_model: spread blurs labels as its integral says") {
  // P(a > b) with person noise of sd s on the difference; exact labels: Phi(d / s)
  TypeSpace space = test::condorcet_space();
  space.spread = 2.0;
  const PairTable table = pair_table(space);
  const double sd = 2.0 * std::sqrt(2.0);
  CHECK(table.pairs[0].spread == doctest::Approx(sd).epsilon(1e-15));
  const ComparisonCounts exact =
      expected_labels(space, table, space.reward, annotation_of(true, 1.0));
  const double first = exact.wins(0, 0) / (exact.wins(0, 0) + exact.losses(0, 0));
  CHECK(first == doctest::Approx(0.5 * std::erfc(-7.0 / sd / std::sqrt(2.0))).epsilon(1e-13));

  Rng who(5, 0, Purpose::comparisons), label(5, 0, Purpose::labels);
  const int n = 200000;
  const Questions questions = draw_questions(space, table, n, who, label);
  const ComparisonCounts drawn =
      label_questions(table, questions, space.reward, annotation_of(false, 1.0));
  const ComparisonCounts expected =
      expected_labels(space, table, space.reward, annotation_of(false, 1.0));
  for (Index k = 0; k < 3; ++k) {
    for (Index p = 0; p < 3; ++p) {
      const double share = expected.wins(k, p);
      const double five_sigma = 5.0 * std::sqrt(share * (1.0 - share) / n);
      CHECK(std::fabs(drawn.wins(k, p) / n - share) < five_sigma);
    }
  }
}

TEST_CASE("reward_model: the fit's covariance is the variance it has over repetitions") {
  // 300 repetitions: a variance estimate has relative standard error sqrt(2 / 300) = .08; four of
  // them
  const TypeSpace space = test::three_context_space();
  const PairTable table = pair_table(space);
  const Index response = 5;  // first of the last context
  double sum = 0.0, square = 0.0, predicted = 0.0;
  const int repetitions = 300;
  for (std::uint32_t r = 0; r < repetitions; ++r) {
    Rng who(21, r, Purpose::comparisons), label(21, r, Purpose::labels);
    const Questions questions = draw_questions(space, table, 4000, who, label);
    const ComparisonCounts counts =
        label_questions(table, questions, space.reward, annotation_of(false, 1.0));
    const Row wins = counts.wins.row(0), losses = counts.losses.row(0);
    const Row fit = fit_bradley_terry(space, table, wins, losses, 1e-6).estimate;
    predicted += fit_covariance(space, table, wins, losses, 1e-6, fit)[2](0, 0) / repetitions;
    Row estimate = fit;
    shift_to_reference(space, space.reward.row(0), estimate);
    sum += estimate(response);
    square += estimate(response) * estimate(response);
  }
  const double mean = sum / repetitions;
  const double variance = (square - repetitions * mean * mean) / (repetitions - 1);
  CHECK(variance / predicted > 0.68);
  CHECK(variance / predicted < 1.32);
}
