// Ridge-penalised conditional logit against closed forms.
#include "core/model/response_fit.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "core/base/rng.hpp"

using namespace covenant;

namespace {

constexpr double kFitTolerance = 1e-7;  // gradient 1e-8 per choice over a curvature of order 0.1

}  // namespace

// One feature, 1 against 0, chosen n of N times: sigma(beta) = n / N.
TEST_CASE("response fit: two options and one feature give the log odds") {
  const Matrix features = (Matrix(2, 1) << 1.0, 0.0).finished();
  const ResponseFit fit = fit_responses(features, {{{0, 1}, {30.0, 10.0}}}, 0.0);
  CHECK(fit.converged);
  CHECK(fit.beta(0) == doctest::Approx(std::log(3.0)).epsilon(kFitTolerance));
}

// A feature per option: probabilities equal the observed shares, so differences of beta are log
// ratios.
TEST_CASE("response fit: three options, one number each, reproduce the shares") {
  const Matrix features = Matrix::Identity(3, 3);
  const ResponseFit fit = fit_responses(features, {{{0, 1, 2}, {50.0, 30.0, 20.0}}}, 0.0);
  CHECK(fit.converged);
  CHECK(fit.beta(0) - fit.beta(1) == doctest::Approx(std::log(5.0 / 3.0)).epsilon(kFitTolerance));
  CHECK(fit.beta(1) - fit.beta(2) == doctest::Approx(std::log(1.5)).epsilon(kFitTolerance));
}

// Stationarity: sum_sets sum_a (count_a - N p_a) z_a = ridge beta, with p computed here.
TEST_CASE("response fit: the penalised gradient vanishes on random problems") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    CAPTURE(seed);
    Rng rng(seed, 0, Purpose::test);
    Matrix features(12, 3);
    for (Index i = 0; i < features.rows(); ++i)
      for (Index d = 0; d < features.cols(); ++d) features(i, d) = rng.normal();
    std::vector<ChoiceSet> sets;
    for (int s = 0; s < 4; ++s) {
      ChoiceSet set{{3 * s, 3 * s + 1, 3 * s + 2}, {}};
      for (int a = 0; a < 3; ++a) set.counts.push_back(rng.below(20));
      sets.push_back(set);
    }
    const double ridge = 0.5;
    const ResponseFit fit = fit_responses(features, sets, ridge);
    CHECK(fit.converged);
    Vector gradient = -ridge * fit.beta;
    for (const ChoiceSet& set : sets) {
      double total = 0.0, count = 0.0, p[3];
      for (int a = 0; a < 3; ++a) {
        p[a] = std::exp(features.row(set.options[static_cast<std::size_t>(a)]).dot(fit.beta));
        total += p[a];
        count += set.counts[static_cast<std::size_t>(a)];
      }
      for (int a = 0; a < 3; ++a)
        gradient += (set.counts[static_cast<std::size_t>(a)] - count * p[a] / total) *
                    features.row(set.options[static_cast<std::size_t>(a)]).transpose();
    }
    CHECK(gradient.cwiseAbs().maxCoeff() < 1e-6);
  }
}

TEST_CASE(
    "response fit: unanimous choices without ridge are said not to have converged to a finite "
    "maximum, or are flat") {
  const Matrix features = (Matrix(2, 1) << 1.0, 0.0).finished();
  const ResponseFit fit = fit_responses(features, {{{0, 1}, {10.0, 0.0}}}, 0.0);
  CHECK(std::isfinite(fit.beta(0)));
  CHECK(fit.beta(0) > 10.0);  // P > 0.99995
  const ResponseFit ridged = fit_responses(features, {{{0, 1}, {10.0, 0.0}}}, 1.0);
  CHECK(ridged.converged);
  // 10 (1 - sigma(beta)) = beta
  CHECK(10.0 / (1.0 + std::exp(ridged.beta(0))) ==
        doctest::Approx(ridged.beta(0)).epsilon(kFitTolerance));
}

TEST_CASE("response fit: no choices, no opinion") {
  const Matrix features = Matrix::Identity(2, 2);
  for (const double ridge : {0.0, 1.0}) {
    const ResponseFit fit = fit_responses(features, {}, ridge);
    CHECK(fit.beta.cwiseAbs().maxCoeff() == 0.0);
    CHECK(fit.converged);
  }
}
