// core/mech/menu_program.hpp: a MenuProblem as a BlockProgram of order one, and the way back.
//   x = shift + unit x',  U = utility_unit U' + constant_g,  t = utility_unit t',  objective =
//   objective_unit ..
// Types with equal values share one utility (a group), types of one class share one contract (a
// block). On a simplex the mean of theta_g per part moves into the constant: only differences
// matter there.
#pragma once

#include <vector>

#include "core/mech/screening.hpp"
#include "core/opt/block_program.hpp"

namespace covenant {

struct MenuProgram {
  BlockProgram program;
  std::vector<int> group_of, block_of;  // of each type
  std::vector<int> group_type;  // the type that speaks for a group: the one with the best outside
  Vector x_unit, x_shift;       // (n)
  double utility_unit = 1.0, objective_unit = 1.0;
  double value_unit = 1.0;        // of utility, before a budget to give away widens it
  bool split_groups = false;      // some group's types hold different contracts
  bool artificial_lower = false;  // transfer_lower is ours, lossless, and no part of the problem
};

// One multiplier of "type does not prefer this contract (block) to its own", >= 0 up to rounding.
struct IcMultiplier {
  int type = 0, contract = 0;
  double value = 0.0;
};

// Multipliers of the original problem. Only rows that the solver held are listed; a pair may stand
// there twice, the two then add up.
struct MenuMultipliers {
  std::vector<IcMultiplier> ic;
  Vector ir;  // (num_types)
  double budget = 0.0;
};

// class_of: contract shared by force, one number per type from 0; empty: types with equal values
// and equal wishes of the designer share, all others have their own. Holds all IC rows, or from
// ic_rows.hpp's kLazyFrom groups on those of near neighbours. `apart`: types whose values differ by
// less than this share of the largest count as having the same, so that they get the same utility;
// they keep contracts of their own.
[[nodiscard]] MenuProgram make_menu_program(const MenuProblem& problem,
                                            const std::vector<int>& class_of, double apart = 0.0);

// The contract of every block, clipped into X and the transfer bounds.
[[nodiscard]] Menu to_menu(const MenuProblem& problem, const MenuProgram& menu,
                           const BlockPoint& point);
// Puts allocations, utilities and multipliers on the bounds that their counterparts say they tend
// to; `all`: whatever the counterparts say, for menus that offer nothing.
void snap_to_bounds(const MenuProgram& menu, bool all, BlockPoint& point);
[[nodiscard]] MenuMultipliers to_multipliers(const MenuProblem& problem, const MenuProgram& menu,
                                             const BlockPoint& point);

}  // namespace covenant
