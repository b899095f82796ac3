// core/opt/projection.hpp: the nearest point of a polyhedron of difference rows, by the dual
// active-set method.
//   minimise  1/2 sum_i weight_i (x_i - target_i)^2   subject to   x_plus - x_minus >= limit  for
//   every row (an index of -1 leaves that side out),  and  dense . x >= dense_limit  if `dense` is
//   not empty
// Finite, exact up to rounding, made for a few dozen unknowns.  Goldfarb & Idnani 1983.
#pragma once

#include <vector>

#include "core/base/types.hpp"

namespace covenant {

struct DifferenceRow {
  int plus = -1, minus = -1;
  double limit = 0.0;
};

struct Polyhedron {
  std::vector<DifferenceRow> rows;
  Vector dense;
  double dense_limit = 0.0;
};

struct Projection {
  bool feasible = false;  // false: the rows contradict each other, or the iteration limit was met
  Vector x;
  int iterations = 0;
};

// weight > 0. A row counts as satisfied when it is short by at most `tolerance`.
[[nodiscard]] Projection project(const Vector& target, const Vector& weight,
                                 const Polyhedron& polyhedron, double tolerance);

}  // namespace covenant
