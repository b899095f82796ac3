// core/mech/convex_menu.hpp: the convex part of menu design: no limit on contracts beyond a given
// pooling.
#pragma once

#include <vector>

#include "core/mech/menu_program.hpp"
#include "core/opt/active_newton.hpp"
#include "core/opt/interior_point.hpp"

namespace covenant {

// A design before it is reported: one contract per block, multipliers, and its certificate.
struct ConvexMenu {
  Menu menu;
  MenuMultipliers multipliers;
  double objective = 0.0, bound = 0.0, gap = 0.0, scale = 1.0;
  double ic_violation = 0.0, ir_violation = 0.0, budget_violation = 0.0;
  double utility_unit = 0.0, objective_unit = 0.0;  // size of the problem's values and gains
  int iterations = 0;
  bool cancelled = false;
  bool pruned = false;    // stopped early: its bound fell below `prune_below`
  double alike = 0.0;     // types whose values differ by less of the largest were taken for one
  bool fallback = false;  // offers nothing, because what was found broke a constraint
};

// For searches that solve many poolings and need few of them exactly.
struct SolveLimits {
  double prune_below = -std::numeric_limits<double>::infinity();  // stop once the bound is less
  bool thorough = true;  // try again with more care until it is proved optimal
};

// Solves menu problems one after the other with the same buffers.
class ConvexMenuSolver {
 public:
  // class_of as in make_menu_program.
  ConvexMenu solve(const MenuProblem& problem, const std::vector<int>& class_of,
                   const DesignSettings& settings, const SolveLimits& limits = {});

 private:
  ConvexMenu solve_program(const MenuProblem& problem, const std::vector<int>& class_of,
                           const DesignSettings& settings, const SolveLimits& limits, double apart);
  ConvexMenu solve_alike(const MenuProblem& problem, const std::vector<int>& class_of,
                         const DesignSettings& settings, ConvexMenu found);
  ConvexMenu attempt(const MenuProblem& problem, const MenuProgram& menu,
                     const InteriorPointSettings& settings);
  ConvexMenu answer(const MenuProblem& problem, const MenuProgram& menu, bool partial,
                    const InteriorPointInfo& info) const;
  ConvexMenu solve_recentred(const MenuProblem& problem, MenuProgram& menu,
                             const InteriorPointSettings& settings);
  ConvexMenu solve_rows(const MenuProblem& problem, MenuProgram& menu, bool partial, bool thorough,
                        InteriorPointSettings settings);

  InteriorPoint interior_point_;
  ActiveNewton newton_;
};

// Fills objective, scale, violations and gap of `design` from its menu and bound.
void recheck(const MenuProblem& problem, ConvexMenu& design);

inline constexpr double kGapReported = 1e-8;       // relative gap of an `optimal` answer
inline constexpr double kViolationAllowed = 1e-9;  // of IC, IR and budget, in units of scale

[[nodiscard]] double worst_violation(const ConvexMenu& design);  // of IC, IR and the budget, utils
// kViolationAllowed of its scale; where next to nothing is offered, the rounding of the values.
[[nodiscard]] double allowed_violation(const ConvexMenu& design);
[[nodiscard]] bool is_feasible(const ConvexMenu& design);
// It can be returned: it holds, and is not worth more than any menu can be.
[[nodiscard]] bool is_sound(const ConvexMenu& design);
[[nodiscard]] bool is_optimal(const ConvexMenu& design);

}  // namespace covenant
