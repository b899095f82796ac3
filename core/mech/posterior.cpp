#include "core/mech/posterior.hpp"

#include "core/base/check.hpp"
#include "core/base/special.hpp"

namespace covenant {

Matrix pick_likelihood(const Matrix& chance) {
  return (1.0 - kSlip) * chance.array() + kSlip / static_cast<double>(chance.cols());
}

void uncertain_picks(std::span<const double> utility, const Matrix& sd, std::span<double> chance) {
  COVENANT_CHECK(utility.size() == chance.size() &&
                 sd.rows() == static_cast<Index>(utility.size()));
  double sum = 0.0;
  for (std::size_t j = 0; j < utility.size(); ++j) {
    chance[j] = 1.0;
    for (std::size_t i = 0; i < utility.size(); ++i) {
      if (i == j) continue;
      const double difference = utility[j] - utility[i];
      const double spread = sd(static_cast<Index>(j), static_cast<Index>(i));
      if (spread > 0.0) {
        chance[j] *= normal_cdf(difference / spread);
      } else {
        chance[j] *= difference > 0.0 ? 1.0 : (difference < 0.0 ? 0.0 : 0.5);
      }
    }
    sum += chance[j];
  }
  COVENANT_CHECK(sum > 0.0);
  for (double& p : chance) p /= sum;
}

Vector update(const Vector& prior, const Matrix& likelihood, Index pick) {
  COVENANT_CHECK(prior.size() == likelihood.rows() && pick >= 0 && pick < likelihood.cols());
  Vector posterior = prior.cwiseProduct(likelihood.col(pick));
  posterior /= posterior.sum();
  return posterior;
}

}  // namespace covenant
