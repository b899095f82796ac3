// core/opt/block_pairs.hpp: every complementarity pair (slack, multiplier) of a BlockPoint, one
// loop for the measures that need all of them. visit(slack, slack step, multiplier, multiplier
// step).
#pragma once

#include <limits>

#include "core/opt/block_program.hpp"

namespace covenant {

// A fixed transfer and a pooled row are equalities; this weight keeps the system definite. It
// multiplies the multiplier's *step*, so it vanishes at the solution.
inline constexpr double kEqualityWeight = 1e-11;

template <class Point, class Step, class Visit>
void for_pairs(const BlockProgram& p, Point& at, Step& step, Visit visit) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  for (Index c = 0; c < p.num_blocks(); ++c) {
    for (Index d = 0; d < p.num_values(); ++d) {
      visit(at.x(c, d), step.x(c, d), at.z(c, d), step.z(c, d));
      if (p.is_simplex() || p.upper(d) == infinity) continue;
      visit(at.room(c, d), step.room(c, d), at.zu(c, d), step.zu(c, d));
    }
    if (p.transfer_fixed()) continue;
    if (p.transfer_lower > -infinity) {
      visit(at.low_slack(c), step.low_slack(c), at.low(c), step.low(c));
    }
    if (p.transfer_upper < infinity) {
      visit(at.high_slack(c), step.high_slack(c), at.high(c), step.high(c));
    }
  }
  for (Index r = 0; r < p.num_rows(); ++r) {
    if (p.row_equal[static_cast<std::size_t>(r)] != 0) continue;
    visit(at.slack(r), step.slack(r), at.lambda(r), step.lambda(r));
  }
  for (Index g = 0; g < p.num_groups(); ++g) {
    visit(at.ir_slack(g), step.ir_slack(g), at.nu(g), step.nu(g));
  }
  if (p.has_budget) visit(at.budget_slack, step.budget_slack, at.beta, step.beta);
}

}  // namespace covenant
