// core/opt/nonnegative.hpp: least squares with signs.
//   minimise |A y - b|^2   subject to   y_j >= 0 for every j that is not free
// Active-set method: Lawson & Hanson 1974, ch. 23. Dense; for a few hundred
// unknowns. Columns should be of similar size.
#pragma once

#include <vector>

#include "core/base/types.hpp"

namespace covenant {

// `free`: 1 for unknowns of either sign (columns). Ends after 3 * columns
// exchanges at the latest, with the best point so far.
[[nodiscard]] Vector nonnegative_least_squares(const Matrix& a, const Vector& b,
                                               const std::vector<char>& free);

}  // namespace covenant
