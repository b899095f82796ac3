// core/mech/dual_polish.hpp: multipliers anew from a point whose allocations are exact and whose
// multipliers are not. Where several constraints of a contract hold with equality and say nearly
// the same, an interior point's last steps blur how they share their multiplier, and the bound with
// it. Stationarity is linear in the multipliers: those of the constraints that hold with equality
// are fitted to it by nonnegative least squares.
#pragma once

#include "core/mech/menu_program.hpp"

namespace covenant {

// `point` with other lambda, nu, low, high and beta; the rest as it is. Left alone where there are
// more than 600 equations or 400 multipliers, or where one fit would take 4e6 products.
[[nodiscard]] BlockPoint with_fitted_multipliers(const BlockProgram& program,
                                                 const BlockPoint& point);

}  // namespace covenant
