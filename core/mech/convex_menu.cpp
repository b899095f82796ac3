#include "core/mech/convex_menu.hpp"

#include <algorithm>
#include <cmath>

#include "core/mech/certificate.hpp"
#include "core/mech/constraints.hpp"
#include "core/mech/transfers.hpp"

namespace covenant {
namespace {

double upper_bound_of(const MenuProblem& problem, const Menu& menu,
                      const MenuMultipliers& multipliers) {
  const MenuSlack slack = menu_slack(problem, menu);
  return upper_bound(problem, menu.assigned, multipliers, slack.ic, slack.ir);
}

// Relative gap, or the violation where that is worse than its share of what is allowed.
double error_of(const ConvexMenu& menu) {
  const double violation = std::max(menu.ic_violation, menu.ir_violation);
  const double relative = menu.scale > 0.0 ? violation / menu.scale : 0.0;
  return std::max(std::fabs(menu.gap), relative < 1e-13 ? 0.0 : relative);
}

// The interior point stays a hair inside every bound. On the bounds the menu is cleaner, and exact
// where nothing is worth offering; it is taken if that costs nothing.
void prefer_snapped(const MenuProblem& problem, const MenuProgram& program, const BlockPoint& point,
                    ConvexMenu& menu) {
  BlockPoint snapped = point;
  snap_to_bounds(program, snapped);
  ConvexMenu trial = menu;
  trial.menu = to_menu(problem, program, snapped);
  settle_transfers(problem, trial.menu);
  recheck(problem, trial);
  const bool clean = std::max(trial.ic_violation, trial.ir_violation) <= 1e-13 * trial.scale;
  const bool better = trial.gap <= std::max(menu.gap, 1e-12) || error_of(trial) <= error_of(menu);
  if (clean && better) menu = trial;
}

}  // namespace

bool is_optimal(const ConvexMenu& design) {
  const double allowed = kViolationAllowed * design.scale;
  return design.gap <= kGapReported && design.ic_violation <= allowed &&
         design.ir_violation <= allowed;
}

void recheck(const MenuProblem& problem, ConvexMenu& design) {
  const MenuSlack slack = menu_slack(problem, design.menu);
  design.scale = slack.scale;
  design.ic_violation = slack.ic_violation;
  design.ir_violation = slack.ir_violation;
  design.objective = menu_objective(problem, design.menu);
  const double size = std::max(std::fabs(design.bound), 1e-3 * design.scale);
  const bool finite = design.bound < std::numeric_limits<double>::infinity();
  design.gap = !finite ? design.bound : size > 0.0 ? (design.bound - design.objective) / size : 0.0;
}

ConvexMenu ConvexMenuSolver::solve(const MenuProblem& problem, const std::vector<int>& class_of,
                                   const DesignSettings& settings, double prune_below) {
  const MenuProgram menu = make_menu_program(problem, class_of);
  InteriorPointSettings inner;
  inner.max_iterations = settings.max_iterations;
  inner.progress = settings.progress;
  if (std::isfinite(prune_below)) {
    inner.stop = [&](const BlockPoint& point) {
      return upper_bound_of(problem, to_menu(problem, menu, point),
                            to_multipliers(problem, menu, point)) < prune_below;
    };
  }
  inner.measure = [&](const BlockPoint& point) {
    ConvexMenu trial;
    trial.menu = to_menu(problem, menu, point);
    trial.bound = upper_bound_of(problem, trial.menu, to_multipliers(problem, menu, point));
    recheck(problem, trial);
    return error_of(trial);
  };
  const InteriorPointInfo info = interior_point_.solve(menu.program, inner);
  ConvexMenu out;
  out.iterations = info.iterations;
  out.cancelled = info.status == InteriorPointStatus::cancelled;
  out.pruned = info.status == InteriorPointStatus::stopped;
  out.menu = to_menu(problem, menu, interior_point_.point());
  out.multipliers = to_multipliers(problem, menu, interior_point_.point());
  settle_transfers(problem, out.menu);
  out.bound = upper_bound_of(problem, out.menu, out.multipliers);
  recheck(problem, out);
  prefer_snapped(problem, menu, interior_point_.point(), out);
  return out;
}

}  // namespace covenant
