#include "core/mech/posterior.hpp"

#include <doctest/doctest.h>

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
