// core/mech/ic_rows.hpp: which IC rows a MenuProgram holds. Only a few per type matter, so large
// problems start from near neighbours and add what the menu found so far breaks.
#pragma once

#include <vector>

#include "core/mech/menu_program.hpp"

namespace covenant {

// Groups that must not envy block c, per block, ascending; without c's own members.
using IcRows = std::vector<std::vector<int>>;

inline constexpr Index kLazyFrom = 32;  // groups; up to here all rows are held

[[nodiscard]] IcRows all_rows(const MenuProgram& menu);
// For every group the contracts of its nearest groups (largest difference of values), both ways.
[[nodiscard]] IcRows near_rows(const MenuProgram& menu);
// Adds, per type, the few contracts it prefers most to its own by more than `tolerance`. False:
// none.
[[nodiscard]] bool add_broken_rows(const MenuProgram& menu, const Matrix& ic_slack,
                                   double tolerance, IcRows& rows);
// Lays out the rows; groups pooled into a block are equality rows whether chosen or not.
void set_rows(MenuProgram& menu, const IcRows& rows);

}  // namespace covenant
