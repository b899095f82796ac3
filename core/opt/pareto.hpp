// core/opt/pareto.hpp: measures of a set of points, one per row, every column to be maximised.
// A point dominates another if it is nowhere less and somewhere more.
#pragma once

#include <vector>

#include "core/base/types.hpp"

namespace covenant {

// Rows no other row dominates, in order; of equal rows the first. O(rows^2 columns).
[[nodiscard]] std::vector<Index> nondominated(const Matrix& points);

// Volume that the points dominate above `reference` (columns), exactly, by adding each point's
// exclusive part (While, Bradstreet & Barone 2012, WFG). Points that do not exceed the reference
// in every column add nothing. At most kMaxHypervolumeColumns columns (checked); the time grows
// quickly with rows beyond a few hundred.
inline constexpr Index kMaxHypervolumeColumns = 5;
[[nodiscard]] double hypervolume(const Matrix& points, const Vector& reference);

// Mean squared gap between neighbours, summed over columns, each sorted by itself:
//   1/(n-1) sum_j sum_i (p_j(i+1) - p_j(i))^2,   0 for fewer than two points   (Xu et al. 2020)
[[nodiscard]] double sparsity(const Matrix& points);

// Mean over the rows w of `weights` of max_points w.point: what somebody gets who weighs the
// columns like one of the rows, at random, and may choose (Zintgraf et al. 2015).
[[nodiscard]] double expected_utility(const Matrix& points, const Matrix& weights);

// All weights (a multiple of 1/n each, summing to 1) on `columns` columns, in lexicographic order,
// n the largest up to `most_steps` that keeps the rows within `most_rows`; n = 1 always.
[[nodiscard]] Matrix simplex_grid(Index columns, int most_steps, Index most_rows);

}  // namespace covenant
