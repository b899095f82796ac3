// core/opt/linear_program.hpp: small dense linear programs by the two-phase simplex method.
//   maximise  c.x   subject to  A x = b,  x >= 0
// Bland's rule, so it always ends; `max_pivots` ends it sooner, as `unfinished`. For a few dozen
// rows; the menu solver has its own method. Source: Chvatal 1983, ch. 2 and 3.
#pragma once

#include <limits>

#include "core/base/types.hpp"

namespace covenant {

enum class LinearStatus { optimal, infeasible, unbounded, unfinished };

struct LinearSolution {
  LinearStatus status = LinearStatus::infeasible;
  Vector x;            // (columns)
  double value = 0.0;  // c.x
  Vector price;        // what one more of b_i would add to the value (rows)
};

[[nodiscard]] LinearSolution solve_linear(const Vector& c, const Matrix& a, const Vector& b,
                                          int max_pivots = std::numeric_limits<int>::max());

}  // namespace covenant
