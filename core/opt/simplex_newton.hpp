// core/opt/simplex_newton.hpp: the minimum of a convex function over weights w >= 0 that sum to 1,
// by Newton's method with a logarithmic barrier that is lowered step by step:
//   min f(w) - barrier sum_k log w_k,  sum w = 1.
// For a handful of weights: duals of min-max problems over groups. Source: Boyd & Vandenberghe
// 2004, ch. 11.
#pragma once

#include <functional>

#include "core/base/types.hpp"

namespace covenant {

// Fills gradient (size) and Hessian (size x size) of f at w.
using SimplexFunction =
    std::function<void(const Vector& w, Vector& gradient, Eigen::MatrixXd& hessian)>;

// `scale`: how large f's gradients are; the last barrier is 1e-13 of it.
[[nodiscard]] Vector minimise_on_simplex(Index size, double scale, const SimplexFunction& function);

}  // namespace covenant
