// core/opt/first_order.hpp: an unconstrained minimum of a smooth function from its gradient:
// limited-memory BFGS with a line search for the weak Wolfe conditions (Liu & Nocedal 1989; Lewis &
// Overton 2013). Ends at a stationary point: the minimum where the function is convex.
#pragma once

#include <functional>

#include "core/base/types.hpp"

namespace covenant {

// Value at x; fills the gradient.
using SmoothFunction = std::function<double(const Vector& x, Vector& gradient)>;

struct FirstOrderResult {
  Vector x;
  double value = 0.0;
  double gradient_norm = 0.0;  // largest absolute entry
  int iterations = 0;
};

// Until gradient_norm <= tolerance, or no step improves any more (the limit of rounding).
[[nodiscard]] FirstOrderResult minimise_smooth(const SmoothFunction& function, const Vector& start,
                                               double tolerance, int max_iterations = 2000);

}  // namespace covenant
