// core/mech/pooling_growth.hpp: whether the objective has a limit once at most M contracts are
// allowed. A menu of M contracts follows one of finitely many poolings, and with its pooling fixed
// the problem is convex: it has no limit if and only if it has a menu at all (subsidy.hpp) and a
// direction in which the objective grows for ever (feasibility.hpp's rays). So the objective has no
// limit if and only if that is true of some pooling.
#pragma once

#include "core/mech/feasibility.hpp"

namespace covenant {

enum class Growth { limited, unlimited, undecided };

// Branch and bound over poolings up to pooling.hpp's kMaxExactTypes types, and for one contract;
// else the search's best ray, which may only show that there is no limit.
[[nodiscard]] Growth pooled_growth(const MenuProblem& problem, ConvexMenuSolver& solver,
                                   const DesignSettings& settings);

}  // namespace covenant
