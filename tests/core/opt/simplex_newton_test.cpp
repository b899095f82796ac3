// min sum_k (w_k - a_k)^2 / 2 over the simplex: the projection of a, known in closed form.
#include "core/opt/simplex_newton.hpp"

#include <doctest/doctest.h>

using namespace covenant;

namespace {

Vector project(const Vector& target) {
  return minimise_on_simplex(target.size(), 1.0,
                             [&](const Vector& w, Vector& gradient, Eigen::MatrixXd& hessian) {
                               gradient = w - target;
                               hessian.setIdentity(w.size(), w.size());
                             });
}

}  // namespace

// (.5, .3, .5) is .3 too much: take .1 from each. (2, 0, 0) is nearest to the first corner.
TEST_CASE("simplex_newton: projections onto the inside and onto a corner of the simplex") {
  Vector inside(3), corner(3), expected(3);
  inside << 0.5, 0.3, 0.5;
  expected << 0.4, 0.2, 0.4;
  CHECK((project(inside) - expected).cwiseAbs().maxCoeff() < 1e-9);
  corner << 2.0, 0.0, 0.0;
  expected << 1.0, 0.0, 0.0;
  CHECK((project(corner) - expected).cwiseAbs().maxCoeff() < 1e-9);
  CHECK(project(Vector::Constant(1, 7.0))(0) == 1.0);
}
