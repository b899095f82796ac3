// core/mech/ic_rows.hpp: which IC rows a MenuProgram holds. Only a few per type matter, so large
// problems start from near neighbours and exchange rows while they are being solved.
#pragma once

#include <functional>
#include <vector>

#include "core/mech/menu_program.hpp"

namespace covenant {

// Groups that must not envy block c, per block, ascending; without c's own members.
using IcRows = std::vector<std::vector<int>>;

inline constexpr Index kLazyFrom = 32;  // groups; up to here all rows are held

[[nodiscard]] IcRows all_rows(const MenuProgram& menu);
// For every group the contracts of its nearest groups (largest difference of values), both ways.
[[nodiscard]] IcRows near_rows(const MenuProgram& menu);
// Lays out the rows; groups pooled into a block are equality rows whether chosen or not.
void set_rows(MenuProgram& menu, const IcRows& rows);
// Where interior-point steps are expensive (many types in many dimensions, whose system in U is
// nearly dense): the rows that bind in `warm`, the design of a neighbouring problem with types in
// the same order; or, if null, that matter at a point of a few digits, by hybrid_gradient.hpp.
// Elsewhere nothing changes. False: `progress` cancelled.
[[nodiscard]] bool find_rows(MenuProgram& menu, const MenuDesign* warm,
                             const std::function<bool(int iteration, double error)>& progress);
// At an interior point: drops rows whose slack is large beside their multiplier, adds for every
// group the few contracts that it prefers most to its own, for every contract those who envy it
// most. `mean`: of slack * multiplier, which
// tells how exact the point is; `settled`: it is as exact as it will be, nothing is dropped;
// `may_drop`: not in linear problems, where the optimum jumps between vertices and a row that idles
// now may matter next. False: no change. Time groups * blocks * n, memory rows held.
[[nodiscard]] bool exchange_rows(MenuProgram& menu, const BlockPoint& point, double mean,
                                 bool settled, bool may_drop);

}  // namespace covenant
