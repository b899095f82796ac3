// core/mech/transfers.hpp: the last word on transfers, given the allocations.
#pragma once

#include "core/mech/screening.hpp"

namespace covenant {

// Where the objective does not see transfers (w_u = w_t): those of least sum_k f_k t_k^2 that keep
// IC, IR, the bounds and the budget. Elsewhere, only if the menu violates something by more than
// rounding: the nearest ones (weighted by share) that do not. The menu is left alone where there
// are none. True: changed.
bool settle_transfers(const MenuProblem& problem, Menu& menu);

// One contract for those that differ by less than `same` (relative): their mean weighted by share,
// which no rival envies more than before. Undone where a constraint would break by more than
// rounding. True: changed.
bool merge_contracts(const MenuProblem& problem, Menu& menu, double same = 1e-7);

}  // namespace covenant
