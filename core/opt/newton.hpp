// core/opt/newton.hpp: an unconstrained minimum of a smooth function of few variables from its
// gradient and curvature: Newton's method, the curvature shifted by a multiple of the identity that
// grows until a step is defined and lowers the value, and shrinks where the quadratic model holds
// (Levenberg 1944; Marquardt 1963; Nielsen 1999). Ends at a stationary point: the minimum where the
// function is convex. A step costs n^3 / 6; for many variables see first_order.hpp.
#pragma once

#include <functional>

#include "core/base/types.hpp"
#include "core/opt/first_order.hpp"

namespace covenant {

// Value at x; fills the gradient and, unless null, the lower triangle of the Hessian.
using CurvedFunction =
    std::function<double(const Vector& x, Vector& gradient, Eigen::MatrixXd* hessian)>;

// Until gradient_norm <= tolerance, or no step improves any more (the limit of rounding).
[[nodiscard]] FirstOrderResult minimise_curved(const CurvedFunction& function, const Vector& start,
                                               double tolerance, int max_iterations = 500);

}  // namespace covenant
