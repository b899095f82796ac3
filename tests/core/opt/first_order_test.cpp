// Rosenbrock's valley, a badly scaled quadratic, and a stationary start.
#include "core/opt/first_order.hpp"

#include <doctest/doctest.h>
#include <cmath>

using namespace covenant;

// (1 - x)^2 + 100 (y - x^2)^2: minimum 0 at (1, 1).
TEST_CASE("first_order: Rosenbrock's valley is walked to its end") {
  const SmoothFunction valley = [](const Vector& x, Vector& gradient) {
    const double a = 1.0 - x(0), b = x(1) - x(0) * x(0);
    gradient.resize(2);
    gradient << -2.0 * a - 400.0 * x(0) * b, 200.0 * b;
    return a * a + 100.0 * b * b;
  };
  Vector start(2);
  start << -1.2, 1.0;
  const FirstOrderResult found = minimise_smooth(valley, start, 1e-9);
  CHECK(found.gradient_norm <= 1e-9);
  CHECK((found.x - Vector::Ones(2)).cwiseAbs().maxCoeff() < 1e-8);
  CHECK(found.iterations < 100);
}

TEST_CASE("first_order: curvatures from 1 to 10,000, and a start that is already the end") {
  const SmoothFunction bowl = [](const Vector& x, Vector& gradient) {
    gradient.resize(x.size());
    double sum = 0.0;
    for (Index i = 0; i < x.size(); ++i) {
      const double curvature = std::pow(10.0, 4.0 * static_cast<double>(i) / 9.0), off = x(i) - 1.0;
      gradient(i) = curvature * off;
      sum += 0.5 * curvature * off * off;
    }
    return sum;
  };
  const FirstOrderResult found = minimise_smooth(bowl, Vector::Zero(10), 1e-9);
  CHECK((found.x - Vector::Ones(10)).cwiseAbs().maxCoeff() < 1e-8);
  const FirstOrderResult still = minimise_smooth(bowl, Vector::Ones(10), 1e-9);
  CHECK(still.iterations == 0);
}
