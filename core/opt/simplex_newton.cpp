#include "core/opt/simplex_newton.hpp"

#include <Eigen/LU>
#include <algorithm>

namespace covenant {

Vector minimise_on_simplex(Index size, double scale, const SimplexFunction& function) {
  Vector weight = Vector::Constant(size, 1.0 / static_cast<double>(size));
  Vector gradient(size), right(size + 1), step(size);
  Eigen::MatrixXd hessian(size, size), system(size + 1, size + 1);
  constexpr double kLast = 1e-13;
  for (double barrier = 0.1 * scale; barrier > kLast * scale; barrier *= 0.2) {
    // on the way there nearly is near enough
    const double close = barrier * 0.2 > kLast * scale ? 1e-2 : 1e-6;
    for (int iteration = 0; iteration < 30; ++iteration) {
      function(weight, gradient, hessian);
      system.setZero();
      system.topLeftCorner(size, size) = hessian;
      right.setZero();
      for (Index k = 0; k < size; ++k) {
        system(k, k) += barrier / (weight(k) * weight(k));
        system(k, size) = system(size, k) = 1.0;
        right(k) = barrier / weight(k) - gradient(k);
      }
      step = system.partialPivLu().solve(right).head(size);
      double length = 1.0;
      for (Index k = 0; k < size; ++k) {
        if (step(k) < 0.0) length = std::min(length, -0.9 * weight(k) / step(k));
      }
      weight += length * step;
      weight /= weight.sum();
      if (length == 1.0 && step.cwiseAbs().cwiseQuotient(weight).maxCoeff() < close) break;
    }
  }
  return weight;
}

}  // namespace covenant
