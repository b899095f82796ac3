// web/conflict.hpp: how far the groups' wishes stand apart, as one number that can be turned.
#pragma once

#include <optional>

#include "core/sim/scenario.hpp"

namespace covenant {

// Set as if it were a field of the scenario: setting it moves the wishes of all types.
inline constexpr const char* kConflictPath = "conflict";
inline constexpr double kLeastConflict = 0.02;

// sqrt(sum_k s_k |v_k - v|^2 / D): the groups' typical distance from what all want on average, in
// the unit of the wishes. v_k: type k's norm weights, or its rewards where all types have those
// (D numbers); s_k: shares, summing to 1; v = sum_k s_k v_k.
// Nothing where it cannot be turned: one type alone, types described in different ways, or all of
// them wanting the same (below 5e-5).
[[nodiscard]] std::optional<double> conflict_of(const Scenario& scenario);

// The most it can be set to: 100, what it is if that is more, or where the first wish would pass
// the limit of 1e6. 0 where it cannot be turned.
[[nodiscard]] double most_conflict(const Scenario& scenario);

// `scenario` with the wishes of `from` moved away from, or towards, what all want on average, so
// that conflict_of is `wanted` (> 0, at most most_conflict), each number rounded to 1e-4. `from`
// has the same types; `scenario` stays as it is where conflict_of(from) is nothing.
void set_conflict(Scenario& scenario, const Scenario& from, double wanted);

}  // namespace covenant
