#include "core/model/mixture.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "core/base/check.hpp"
#include "core/base/special.hpp"

namespace covenant {
namespace {

// What EM walks over: each person's answers, and who they may be.
struct Mixture {
  const TypeSpace& space;
  const PairTable& table;
  std::span<const std::int32_t> answers;
  std::size_t per_person;
  double ridge;
  Matrix chance;  // P(person is of component c)   (num_people x num_components)

  [[nodiscard]] Index num_people() const { return chance.rows(); }
};

// The components and shares that suit the chances best.
void maximise_parts(const Mixture& mixture, MixtureFit& fit) {
  const Index num_components = mixture.chance.cols();
  const auto num_pairs = static_cast<Index>(mixture.table.pairs.size());
  fit.counts = {Matrix::Zero(num_components, num_pairs), Matrix::Zero(num_components, num_pairs)};
  for (std::size_t n = 0; n < mixture.answers.size(); ++n) {
    const auto person = static_cast<Index>(n / mixture.per_person);
    const std::int32_t answer = mixture.answers[n];
    Matrix& side = answer % 2 == 0 ? fit.counts.wins : fit.counts.losses;
    for (Index c = 0; c < num_components; ++c) side(c, answer / 2) += mixture.chance(person, c);
  }
  for (Index c = 0; c < num_components; ++c) {
    fit.estimate.row(c) = fit_bradley_terry(mixture.space, mixture.table, fit.counts.wins.row(c),
                                            fit.counts.losses.row(c), mixture.ridge)
                              .estimate;
    double sum = 0.0;
    for (Index i = 0; i < mixture.num_people(); ++i) sum += mixture.chance(i, c);
    fit.share(c) = sum / static_cast<double>(mixture.num_people());
  }
}

// The chances that suit components and shares; returns the penalised log-likelihood.
double expect_chances(Mixture& mixture, const MixtureFit& fit) {
  const Index num_components = fit.estimate.rows();
  const std::size_t num_pairs = mixture.table.pairs.size();
  Matrix log_answer(num_components, static_cast<Index>(2 * num_pairs));
  for (Index c = 0; c < num_components; ++c) {
    for (std::size_t p = 0; p < num_pairs; ++p) {
      const PairTable::Pair& pair = mixture.table.pairs[p];
      const double gap = fit.estimate(c, pair.first) - fit.estimate(c, pair.second);
      log_answer(c, static_cast<Index>(2 * p)) = -softplus(-gap);
      log_answer(c, static_cast<Index>(2 * p + 1)) = -softplus(gap);
    }
  }
  double total = -0.5 * mixture.ridge * fit.estimate.squaredNorm();
  std::vector<double> terms(static_cast<std::size_t>(num_components));
  for (Index i = 0; i < mixture.num_people(); ++i) {
    const std::size_t first = static_cast<std::size_t>(i) * mixture.per_person;
    const std::size_t end = std::min(first + mixture.per_person, mixture.answers.size());
    for (Index c = 0; c < num_components; ++c) {
      double sum = log_(fit.share(c));
      for (std::size_t n = first; n < end; ++n) sum += log_answer(c, mixture.answers[n]);
      terms[static_cast<std::size_t>(c)] = sum;
    }
    const double log_sum = log_sum_exp(terms);
    total += log_sum;
    for (Index c = 0; c < num_components; ++c)
      mixture.chance(i, c) = exp_(terms[static_cast<std::size_t>(c)] - log_sum);
  }
  return total;
}

MixtureFit climb(Mixture& mixture, const MixtureSettings& settings, Rng& rng) {
  MixtureFit fit;
  const Index num_components = mixture.chance.cols();
  fit.estimate = Matrix::Zero(num_components, mixture.space.num_responses());
  fit.share = Vector::Zero(num_components);
  for (Index i = 0; i < mixture.num_people(); ++i) {
    for (Index c = 0; c < num_components; ++c) mixture.chance(i, c) = rng.uniform();
    mixture.chance.row(i) /= mixture.chance.row(i).sum();
  }
  fit.log_likelihood = -std::numeric_limits<double>::infinity();
  while (fit.iterations < settings.max_iterations && !fit.converged) {
    ++fit.iterations;
    maximise_parts(mixture, fit);
    const double before = fit.log_likelihood;
    fit.log_likelihood = expect_chances(mixture, fit);
    fit.converged =
        fit.log_likelihood - before <= settings.tolerance * std::fabs(fit.log_likelihood);
  }
  return fit;
}

}  // namespace

MixtureFit fit_mixture(const TypeSpace& space, const PairTable& table,
                       std::span<const std::int32_t> answers, int per_person, Index num_components,
                       double ridge, Rng& rng, const MixtureSettings& settings) {
  COVENANT_CHECK(num_components >= 1 && per_person >= 1 && !answers.empty());
  const auto together = static_cast<std::size_t>(per_person);
  const auto people = static_cast<Index>((answers.size() + together - 1) / together);
  Mixture mixture{space, table, answers, together, ridge, Matrix::Zero(people, num_components)};
  MixtureFit best;
  for (int restart = 0; restart < settings.restarts; ++restart) {
    MixtureFit fit = climb(mixture, settings, rng);
    if (restart == 0 || fit.log_likelihood > best.log_likelihood) best = std::move(fit);
  }
  return best;
}

// Shortest augmenting paths with potentials; row and column 0 stand for "none".
std::vector<int> assign_least(const Matrix& cost) {
  COVENANT_CHECK(cost.rows() == cost.cols());
  const auto n = static_cast<std::size_t>(cost.rows());
  const auto at = [&](std::size_t row, std::size_t column) {
    return cost(static_cast<Index>(row) - 1, static_cast<Index>(column) - 1);
  };
  std::vector<double> row_price(n + 1, 0.0), column_price(n + 1, 0.0);
  std::vector<std::size_t> owner(n + 1, 0), from(n + 1, 0);  // of columns
  for (std::size_t row = 1; row <= n; ++row) {
    std::vector<double> slack(n + 1, std::numeric_limits<double>::infinity());
    std::vector<bool> used(n + 1, false);
    owner[0] = row;
    std::size_t column = 0;
    do {
      used[column] = true;
      std::size_t next = 0;
      double least = std::numeric_limits<double>::infinity();
      for (std::size_t j = 1; j <= n; ++j) {
        if (used[j]) continue;
        const double reduced = at(owner[column], j) - row_price[owner[column]] - column_price[j];
        if (reduced < slack[j]) {
          slack[j] = reduced;
          from[j] = column;
        }
        if (slack[j] < least) {
          least = slack[j];
          next = j;
        }
      }
      for (std::size_t j = 0; j <= n; ++j) {
        if (used[j]) {
          row_price[owner[j]] += least;
          column_price[j] -= least;
        } else {
          slack[j] -= least;
        }
      }
      column = next;
    } while (owner[column] != 0);
    for (; column != 0; column = from[column]) owner[column] = owner[from[column]];
  }
  std::vector<int> column_of(n, 0);
  for (std::size_t j = 1; j <= n; ++j) column_of[owner[j] - 1] = static_cast<int>(j) - 1;
  return column_of;
}

}  // namespace covenant
