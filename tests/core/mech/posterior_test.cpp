#include "core/mech/posterior.hpp"

#include <doctest/doctest.h>
#include <array>

using namespace covenant;

TEST_CASE("posterior: Bayes' rule by hand") {
  // prior (1/4, 3/4), likelihoods of pick 0: (.8, .2) -> odds .2 : .15
  Matrix likelihood(2, 2);
  likelihood << 0.8, 0.2, 0.2, 0.8;
  Vector prior(2);
  prior << 0.25, 0.75;
  const Vector posterior = update(prior, likelihood, 0);
  CHECK(posterior(0) == doctest::Approx(0.2 / 0.35).epsilon(1e-15));
  CHECK(posterior.sum() == doctest::Approx(1.0).epsilon(1e-15));
}

TEST_CASE("posterior: a pick nobody was expected to make leaves the prior as it was") {
  Matrix chance(2, 3);
  chance << 1, 0, 0, 0, 1, 0;
  Vector prior(2);
  prior << 0.25, 0.75;
  const Matrix likelihood = pick_likelihood(chance);
  CHECK(likelihood.row(0).sum() == doctest::Approx(1.0).epsilon(1e-15));
  const Vector posterior = update(prior, likelihood, 2);
  CHECK(posterior(0) == doctest::Approx(0.25).epsilon(1e-15));
}

TEST_CASE("posterior: an uncertain designer splits ties and is sure where it may be") {
  // two options: exactly Phi(difference / sd)
  const std::array<double, 2> utility{1.0, 0.0};
  std::array<double, 2> chance{};
  Matrix sd = Matrix::Constant(2, 2, 0.5);
  uncertain_picks(utility, sd, chance);
  CHECK(chance[0] == doctest::Approx(0.97724986805182079).epsilon(1e-12));
  uncertain_picks(std::array<double, 2>{0.3, 0.3}, sd, chance);
  CHECK(chance[0] == doctest::Approx(0.5).epsilon(1e-15));
  uncertain_picks(utility, Matrix::Zero(2, 2), chance);
  CHECK(chance[0] == 1.0);
}
