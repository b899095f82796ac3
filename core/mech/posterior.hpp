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

// One step of Bayes' rule: posterior(k) ~ prior(k) likelihood(k, pick).
[[nodiscard]] Vector update(const Vector& prior, const Matrix& likelihood, Index pick);

}  // namespace covenant
