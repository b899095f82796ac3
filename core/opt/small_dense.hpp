// core/opt/small_dense.hpp: factors of small dense matrices, row-major, in plain loops of fixed
// order.
#pragma once

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/base/types.hpp"

namespace covenant {

// A pivot that cancelled to (almost) nothing marks a dependent row: a huge pivot gives it no step.
inline constexpr double kPivotFloor = 1e-15;
inline constexpr double kHugePivot = 1e64;

// In place: a becomes its Cholesky factor L (lower triangle, row-major with the given stride).
inline void cholesky(double* a, Index size, Index stride) {
  for (Index i = 0; i < size; ++i) {
    double* row = a + i * stride;
    const double diagonal = row[i];
    for (Index j = 0; j <= i; ++j) {
      const double* other = a + j * stride;
      double sum = row[j];
      for (Index k = 0; k < j; ++k) sum -= row[k] * other[k];
      if (j < i) {
        row[j] = sum / other[j];
      } else {
        row[i] = sum > kPivotFloor * diagonal ? std::sqrt(sum) : kHugePivot;
      }
    }
  }
}

// In place: the lower triangle L becomes L^-1.
inline void invert_lower(double* a, Index size) {
  for (Index j = 0; j < size; ++j) {
    a[j * size + j] = 1.0 / a[j * size + j];
    for (Index i = j + 1; i < size; ++i) {
      double sum = 0.0;
      for (Index k = j; k < i; ++k) sum += a[i * size + k] * a[k * size + j];
      a[i * size + j] = -sum / a[i * size + i];
    }
  }
}

inline double dot(const double* a, const double* b, Index size) {
  double sum = 0.0;
  for (Index d = 0; d < size; ++d) sum += a[d] * b[d];
  return sum;
}

// In place: b becomes a^-1 b, by elimination with the largest pivot of each column; a (size x size,
// row-major) is used up. False: singular.
inline bool solve_square(double* a, double* b, Index size) {
  for (Index k = 0; k < size; ++k) {
    Index pivot = k;
    for (Index i = k + 1; i < size; ++i) {
      if (std::fabs(a[i * size + k]) > std::fabs(a[pivot * size + k])) pivot = i;
    }
    double* row = a + k * size;
    if (!(std::fabs(a[pivot * size + k]) > 0.0)) return false;
    if (pivot != k) {
      std::swap_ranges(row + k, row + size, a + pivot * size + k);
      std::swap(b[k], b[pivot]);
    }
    for (Index i = k + 1; i < size; ++i) {
      double* other = a + i * size;
      const double share = other[k] / row[k];
      if (share == 0.0) continue;
      for (Index j = k + 1; j < size; ++j) other[j] -= share * row[j];
      b[i] -= share * b[k];
    }
  }
  for (Index k = size; k-- > 0;) {
    for (Index j = k + 1; j < size; ++j) b[k] -= a[k * size + j] * b[j];
    b[k] /= a[k * size + k];
  }
  return true;
}

}  // namespace covenant
