// core/mech/posterior.hpp: what a pick says about the picker's type.
//   P(type k | picks) ~ share_k prod_m P(pick_m | type k),
// the likelihood being the designer's: its estimates of utilities and its choice model, mixed with
// a small chance of a slip, so that no single surprising pick rules a type out for good.
#pragma once

#include <span>

#include "core/base/types.hpp"

namespace covenant {

inline constexpr double kSlip = 0.01;  // P(a pick at random)

// (1 - kSlip) chance + kSlip / columns, row by row. `chance` (num_types x num_contracts + 1), rows
// sum to 1.
[[nodiscard]] Matrix pick_likelihood(const Matrix& chance);

// What a designer who knows its estimates to be uncertain expects somebody of a type to pick:
//   P(j) ~ prod_{i != j} Phi((u_j - u_i) / sd_ij),
// exact for two options, and for more the usual pairwise approximation. sd (options x options),
// utils; 0 = certain (then a tie is a coin toss).
void uncertain_picks(std::span<const double> utility, const Matrix& sd, std::span<double> chance);

// One step of Bayes' rule: posterior(k) ~ prior(k) likelihood(k, pick).
[[nodiscard]] Vector update(const Vector& prior, const Matrix& likelihood, Index pick);

}  // namespace covenant
