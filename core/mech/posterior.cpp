#include "core/mech/posterior.hpp"

#include "core/base/check.hpp"

namespace covenant {

Matrix pick_likelihood(const Matrix& chance) {
  return (1.0 - kSlip) * chance.array() + kSlip / static_cast<double>(chance.cols());
}

Vector update(const Vector& prior, const Matrix& likelihood, Index pick) {
  COVENANT_CHECK(prior.size() == likelihood.rows() && pick >= 0 && pick < likelihood.cols());
  Vector posterior = prior.cwiseProduct(likelihood.col(pick));
  posterior /= posterior.sum();
  return posterior;
}

}  // namespace covenant
