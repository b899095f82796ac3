// core/mech/pooling.hpp: menus of at most M distinct contracts, exactly, by branch and bound.
// A node fixes which contract each of the first types shares; the rest stay free. Its convex
// optimum bounds all menus below it, and is itself an answer once it needs no more than M
// contracts.
#pragma once

#include "core/mech/convex_menu.hpp"

namespace covenant {

inline constexpr Index kMaxPooledTypes = 8;

struct PooledMenu {
  ConvexMenu best;  // its bound covers every menu of at most M contracts
  bool found = false;
  bool undecided =
      false;  // not found, and some pooling was neither solved nor shown to be hopeless
};

// `root` is the optimum without the limit. Checked: num_types <= kMaxPooledTypes, max_contracts
// >= 1.
[[nodiscard]] PooledMenu pool_contracts(const MenuProblem& problem, const ConvexMenu& root,
                                        ConvexMenuSolver& solver, const DesignSettings& settings);

}  // namespace covenant
