// Newton with a shifted curvature: quadratics in one step, a curved valley, a saddle to leave, and
// the limit of rounding.
#include "core/opt/newton.hpp"

#include <doctest/doctest.h>
#include <cmath>

#include "core/base/rng.hpp"
#include "core/base/special.hpp"

using namespace covenant;

// x'Ax / 2 - b'x has its minimum at A^-1 b.
TEST_CASE("newton: a quadratic takes one step") {
  Rng rng(1, 0, Purpose::test);
  constexpr Index n = 12;
  Eigen::MatrixXd root(n, n);
  for (Index i = 0; i < n; ++i)
    for (Index j = 0; j < n; ++j) root(i, j) = rng.normal();
  const Eigen::MatrixXd curvature = root * root.transpose() + Eigen::MatrixXd::Identity(n, n);
  const Vector answer = Vector::LinSpaced(n, -1.0, 2.0), slope = curvature * answer;
  const FirstOrderResult found = minimise_curved(
      [&](const Vector& x, Vector& gradient, Eigen::MatrixXd* hessian) {
        gradient = curvature * x - slope;
        if (hessian != nullptr) *hessian = curvature;
        return 0.5 * x.dot(curvature * x) - slope.dot(x);
      },
      Vector::Zero(n), 1e-9);
  CHECK(found.iterations <= 2);
  CHECK((found.x - answer).cwiseAbs().maxCoeff() < 1e-9);
}

// Rosenbrock's valley: minimum 0 at (1, 1).
TEST_CASE("newton: a curved valley is followed to its end") {
  const FirstOrderResult found = minimise_curved(
      [](const Vector& x, Vector& gradient, Eigen::MatrixXd* hessian) {
        const double bend = x(1) - x(0) * x(0), rest = 1.0 - x(0);
        gradient.resize(2);
        gradient << -400.0 * x(0) * bend - 2.0 * rest, 200.0 * bend;
        if (hessian != nullptr)
          *hessian << 1200.0 * x(0) * x(0) - 400.0 * x(1) + 2.0, -400.0 * x(0), -400.0 * x(0),
              200.0;
        return 100.0 * bend * bend + rest * rest;
      },
      (Vector(2) << -1.2, 1.0).finished(), 1e-10);
  CHECK(found.gradient_norm <= 1e-10);
  CHECK((found.x - Vector::Ones(2)).cwiseAbs().maxCoeff() < 1e-9);
  CHECK(found.iterations < 60);
}

// (x^2 - 1)^2 + y^2 next to its saddle at x = 0, where the curvature along x is -4.
TEST_CASE("newton: negative curvature is left downhill") {
  const FirstOrderResult found = minimise_curved(
      [](const Vector& x, Vector& gradient, Eigen::MatrixXd* hessian) {
        const double well = x(0) * x(0) - 1.0;
        gradient.resize(2);
        gradient << 4.0 * x(0) * well, 2.0 * x(1);
        if (hessian != nullptr) *hessian << 12.0 * x(0) * x(0) - 4.0, 0.0, 0.0, 2.0;
        return well * well + x(1) * x(1);
      },
      (Vector(2) << 1e-3, 0.7).finished(), 1e-12);
  CHECK(std::fabs(found.x(0) - 1.0) < 1e-10);
  CHECK(std::fabs(found.x(1)) < 1e-10);
}

// A minimum at which nothing improves any more ends the search, whatever was asked.
TEST_CASE("newton: a tolerance that rounding forbids does not run on") {
  const FirstOrderResult found = minimise_curved(
      [](const Vector& x, Vector& gradient, Eigen::MatrixXd* hessian) {
        gradient.resize(1);
        gradient << 1e6 * (exp_(x(0)) - 3.0);
        if (hessian != nullptr) *hessian << 1e6 * exp_(x(0));
        return 1e6 * (exp_(x(0)) - 3.0 * x(0));
      },
      Vector::Zero(1), 0.0);
  CHECK(found.iterations < 40);
  CHECK(std::fabs(found.x(0) - std::log(3.0)) < 1e-10);
}
