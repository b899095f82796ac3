// core/opt/inner_products.hpp: inner products of a few rows with very many, what finding the IC
// rows that fail comes down to.
//   out(i, j) = sum_d a(i, d) b(d, j), added in the order of d, so that the bits do not depend on
//   the width of the machine's vectors
#pragma once

#include "core/base/types.hpp"

namespace covenant {

// a: any rows x n; b: n x m, one of the many in each column; out: rows x m, resized.
void inner_products(const Eigen::Ref<const Matrix>& a, const Matrix& b, Matrix& out);

// The first j of from <= j < count with  own - (worth[j] + base[j]) < -tolerance;  count: none.
[[nodiscard]] Index next_above(const double* worth, const double* base, Index from, Index count,
                               double own, double tolerance);

}  // namespace covenant
