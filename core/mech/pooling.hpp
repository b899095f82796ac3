// core/mech/pooling.hpp: menus of at most M distinct contracts, which is a choice of who shares.
// Up to kMaxExactTypes types by branch and bound: a node fixes which contract each of the first
// types shares, the rest stay free; its convex optimum bounds all menus below it, and is itself an
// answer once it needs no more than M contracts. Beyond, a bounded search: types are clustered by
// what they get without the limit, and by their values; then groups of types that are nearest to
// indifference move to another contract as long as that helps. Its bound is that of menus without
// the limit.
#pragma once

#include "core/mech/convex_menu.hpp"

namespace covenant {

inline constexpr Index kMaxExactTypes = 8;

struct PooledMenu {
  ConvexMenu best;  // its bound covers every menu of at most M contracts
  bool found = false;
  bool undecided = false;  // not found, and not shown to be impossible either
};

// `root` is the optimum without the limit, its bound +inf if there is none. Where `progress` ends
// the search `best` is the best menu so far, `cancelled`, and its bound that of the root. Checked:
// max_contracts >= 1.
[[nodiscard]] PooledMenu pool_contracts(const MenuProblem& problem, const ConvexMenu& root,
                                        ConvexMenuSolver& solver, const DesignSettings& settings);

// The search alone, whatever the number of types. Tries at most max(300, 40000 / types) poolings;
// each takes a few solves (pooling_relaxed.hpp). Memory types + contracts^2.
[[nodiscard]] PooledMenu exchange_contracts(const MenuProblem& problem, const ConvexMenu& root,
                                            ConvexMenuSolver& solver,
                                            const DesignSettings& settings);

// Distinct contracts of a menu, those that differ by rounding counted once.
[[nodiscard]] Index count_contracts(const MenuProblem& problem, const Menu& menu);

}  // namespace covenant
