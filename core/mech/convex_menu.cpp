#include "core/mech/convex_menu.hpp"

#include <algorithm>
#include <cmath>

#include "core/mech/certificate.hpp"
#include "core/mech/constraints.hpp"
#include "core/mech/dual_polish.hpp"
#include "core/mech/ic_rows.hpp"
#include "core/mech/transfers.hpp"

namespace covenant {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kRounding = 1e-13;  // of the largest value
constexpr double kNothing = 1e-12;   // in units of the problem's own values and gains

// Relative gap, or the violation where that is worse than its share of what is allowed.
double error_of(const ConvexMenu& menu) {
  const double violation = worst_violation(menu);
  const double relative = menu.scale > 0.0 ? violation / menu.scale : 0.0;
  return std::max(std::fabs(menu.gap), relative < 1e-13 ? 0.0 : relative);
}

// The interior point stays a hair inside every bound. On the bounds the menu is cleaner, and exact
// where nothing is worth offering; it is taken if that costs nothing.
void prefer_snapped(const MenuProblem& problem, const MenuProgram& program, const BlockPoint& point,
                    bool partial, ConvexMenu& menu) {
  BlockPoint snapped = point;
  snap_to_bounds(program, menu.scale <= kNothing * menu.utility_unit, snapped);
  ConvexMenu trial = menu;
  trial.menu = to_menu(problem, program, snapped);
  if (!partial) settle_transfers(problem, trial.menu);
  const MenuMultipliers multipliers = to_multipliers(problem, program, snapped);
  const double bound = upper_bound(problem, trial.menu, multipliers);
  if (bound < menu.bound) {
    trial.bound = menu.bound = bound;
    trial.multipliers = menu.multipliers = multipliers;
    recheck(problem, menu);
  }
  recheck(problem, trial);
  const bool clean = worst_violation(trial) <= 1e-13 * trial.scale;
  const bool broken = !is_feasible(menu);
  const bool better =
      broken || trial.gap <= std::max(menu.gap, 1e-12) || error_of(trial) <= error_of(menu);
  if (clean && better) menu = trial;
}

// The menu may be as good as can be, and only its multipliers blurred.
void fit_bound(const MenuProblem& problem, const MenuProgram& program, const BlockPoint& point,
               ConvexMenu& menu) {
  const MenuMultipliers fitted =
      to_multipliers(problem, program, with_fitted_multipliers(program.program, point));
  const double bound = upper_bound(problem, menu.menu, fitted);
  if (!(bound < menu.bound)) return;
  menu.bound = bound;
  menu.multipliers = fitted;
  recheck(problem, menu);
}

// Menus and bounds of different attempts at one problem belong together: the better of each is
// kept; a menu that holds is better than one that nearly does.
void keep_better(const MenuProblem& problem, const ConvexMenu& now, ConvexMenu& best) {
  const int iterations = now.iterations;
  ConvexMenu bounded = now.bound <= best.bound ? now : best;
  const ConvexMenu& other = now.bound <= best.bound ? best : now;
  ConvexMenu crossed = bounded;
  crossed.menu = other.menu;
  recheck(problem, bounded);
  recheck(problem, crossed);
  const bool sound = is_sound(crossed);
  const bool better = sound == is_sound(bounded) ? error_of(crossed) < error_of(bounded) : sound;
  best = better ? crossed : bounded;
  best.iterations = iterations;
  best.cancelled = now.cancelled;
  best.pruned = now.pruned;
}

}  // namespace

double worst_violation(const ConvexMenu& design) {
  return std::max({design.ic_violation, design.ir_violation, design.budget_violation});
}

double allowed_violation(const ConvexMenu& design) {
  return std::max(kViolationAllowed * design.scale, kRounding * design.utility_unit);
}

bool is_feasible(const ConvexMenu& design) {
  return std::isfinite(design.objective) && worst_violation(design) <= allowed_violation(design);
}

bool is_sound(const ConvexMenu& design) {
  return is_feasible(design) && design.gap >= -kGapReported;
}

// A bound well below the objective would mean that one of the two is wrong.
bool is_optimal(const ConvexMenu& design) {
  return std::fabs(design.gap) <= kGapReported && is_feasible(design);
}

void recheck(const MenuProblem& problem, ConvexMenu& design) {
  const MenuCheck slack = check_menu(problem, design.menu);
  design.scale = slack.scale;
  design.ic_violation = slack.ic_violation;
  design.ir_violation = slack.ir_violation;
  design.budget_violation = slack.budget_violation;
  design.objective = menu_objective(problem, design.menu);
  const double size = std::max(std::fabs(design.bound), 1e-3 * design.scale);
  // Where nothing is worth offering, objective and scale vanish, and what is left of the bound is
  // rounding.
  const bool nothing = design.scale <= kNothing * design.utility_unit;
  const double left = design.bound - design.objective;
  if (nothing && std::fabs(left) <= kNothing * design.objective_unit)
    design.bound = design.objective;
  const bool finite = design.bound < kInfinity;
  design.gap = !finite ? design.bound : size > 0.0 ? (design.bound - design.objective) / size : 0.0;
}

namespace {

// Ways to solve, tried in turn until one is proved optimal: as fast as can be, then with more care.
struct Attempt {
  double proximal, caution;
  int refine;
  bool by_slack, wide_start;
};
constexpr double kLargeTolerance = 1e-11;
constexpr double kPull = 0.01;  // curvature of the distance to the centre, in program units
constexpr int kCentres = 8;
// Of all attempts at a large problem; then no more are made.
constexpr int kMostIterations = 3000;
constexpr double kMostWork = 1e10;
constexpr Index kHoldAllUpTo = 128;  // groups for which holding every row is an option
constexpr Attempt kAttempts[] = {{0.0, 0.0, 0, false, false},   {0.0, 0.0, 1, true, false},
                                 {1e-10, 0.0, 1, false, false}, {0.0, 0.1, 2, false, false},
                                 {1e-8, 0.3, 2, false, false},  {0.0, 0.0, 1, false, true}};

bool is_linear(const BlockProgram& p) {
  return (p.quadratic.array() + p.entropy.array()).minCoeff() == 0.0;
}

// Those of the values: a budget far away must not blur what counts as nothing.
void set_units(const MenuProgram& menu, ConvexMenu& design) {
  design.utility_unit = menu.value_unit;
  design.objective_unit = menu.objective_unit * menu.value_unit / menu.utility_unit;
}

// The menu, bound and violations that a point stands for. Settling would hide rows that are not
// held yet behind feasible but worse transfers.
ConvexMenu menu_at(const MenuProblem& problem, const MenuProgram& menu, bool partial,
                   const BlockPoint& point) {
  ConvexMenu out;
  set_units(menu, out);
  out.menu = to_menu(problem, menu, point);
  out.multipliers = to_multipliers(problem, menu, point);
  if (!partial) settle_transfers(problem, out.menu);
  out.bound = upper_bound(problem, out.menu, out.multipliers);
  recheck(problem, out);
  return out;
}

// What an iteration costs at least: blocks are factored one by one.
double cost_of(const BlockProgram& p) {
  double sum = 0.0;
  for (std::size_t c = 0; c < p.leader.size(); ++c) {
    const double rows = p.row_begin[c + 1] - p.row_begin[c];
    sum += rows * rows * rows;
  }
  return sum;
}

// Whether a large problem has had its share of work.
bool spent(const MenuProgram& menu, const ConvexMenu& best) {
  if (menu.program.num_groups() <= kLazyFrom) return false;
  return best.iterations >= kMostIterations || best.iterations * cost_of(menu.program) >= kMostWork;
}

// Large problems hold some rows only. The check looks at every pair of types, too much for every
// step; so it is made at the end.
void exchange_while_solving(MenuProgram& menu, bool linear, InteriorPointSettings& settings) {
  settings.measure = nullptr;
  settings.max_iterations *= 3;
  settings.patience = 40;
  settings.furthest = 0.995;
  settings.gap_unit = static_cast<double>(menu.program.num_blocks());
  settings.tolerance = std::max(settings.tolerance, kLargeTolerance);
  settings.exchange = [&menu, linear](const BlockPoint& point, double mean, bool settled) {
    return exchange_rows(menu, point, mean, settled, !linear);
  };
}

// Adds what another attempt found.
void add_attempt(const MenuProblem& problem, ConvexMenu now, ConvexMenu& best) {
  now.iterations += best.iterations;
  if (best.menu.num_contracts() == 0) {
    best = std::move(now);
  } else {
    keep_better(problem, now, best);
  }
}

// Whether a design can tell which rows matter in this problem.
bool fits(const MenuDesign* design, const MenuProblem& problem) {
  return design != nullptr && !design->binding_ic.empty() &&
         design->utility.size() == problem.num_types();
}

}  // namespace

ConvexMenu ConvexMenuSolver::attempt(const MenuProblem& problem, const MenuProgram& menu,
                                     const InteriorPointSettings& settings) {
  const InteriorPointInfo info = interior_point_.solve(menu.program, settings);
  return answer(problem, menu, settings.exchange != nullptr, info);
}

ConvexMenu ConvexMenuSolver::answer(const MenuProblem& problem, const MenuProgram& menu,
                                    bool partial, const InteriorPointInfo& info) const {
  ConvexMenu out = menu_at(problem, menu, partial, interior_point_.point());
  prefer_snapped(problem, menu, interior_point_.point(), partial, out);
  if (!partial && is_feasible(out) && !is_optimal(out)) {
    fit_bound(problem, menu, interior_point_.point(), out);
  }
  out.iterations = info.iterations;
  out.cancelled = info.status == InteriorPointStatus::cancelled;
  out.pruned = info.status == InteriorPointStatus::stopped;
  return out;
}

// Without curvature the optimum is degenerate, and interior points stall at it. So the distance to
// a centre is added to the cost, and the centre moves to what that gives, until it stays. The rows
// found on the way are kept. Proximal point method: Rockafellar 1976.
ConvexMenu ConvexMenuSolver::solve_recentred(const MenuProblem& problem, MenuProgram& menu,
                                             const InteriorPointSettings& settings) {
  BlockProgram& p = menu.program;
  const Vector quadratic = p.quadratic;
  const Matrix gain = p.gain;
  ConvexMenu best;
  Matrix centre;
  for (int round = 0; round < kCentres; ++round) {
    p.quadratic = quadratic.array() + kPull;
    if (round > 0) p.gain = gain + kPull * (p.weight.asDiagonal() * centre);
    const InteriorPointInfo info = interior_point_.solve(p, settings);
    p.quadratic = quadratic;
    p.gain = gain;
    centre = interior_point_.point().x;
    add_attempt(problem, answer(problem, menu, settings.exchange != nullptr, info), best);
    if (best.cancelled || is_optimal(best) || spent(menu, best)) break;
  }
  return best;
}

// Attempts at the program as it stands, with the rows it holds.
ConvexMenu ConvexMenuSolver::solve_rows(const MenuProblem& problem, MenuProgram& menu, bool partial,
                                        bool thorough, InteriorPointSettings settings) {
  settings.measure = [&](const BlockPoint& point) {
    ConvexMenu trial;
    set_units(menu, trial);
    trial.menu = to_menu(problem, menu, point);
    trial.bound = upper_bound(problem, trial.menu, to_multipliers(problem, menu, point));
    recheck(problem, trial);
    return error_of(trial);
  };
  const bool linear = is_linear(menu.program);
  if (partial) exchange_while_solving(menu, linear, settings);
  ConvexMenu best;
  if (partial && linear) {
    best = solve_recentred(problem, menu, settings);
    if (!thorough || best.cancelled || is_optimal(best) || spent(menu, best)) return best;
  }
  for (const Attempt& how : kAttempts) {
    settings.proximal = how.proximal;
    settings.caution = how.caution;
    settings.refine = how.refine;
    settings.by_slack = how.by_slack;
    settings.wide_start = how.wide_start;
    add_attempt(problem, attempt(problem, menu, settings), best);
    if (!thorough || best.cancelled || best.pruned || is_optimal(best) || spent(menu, best))
      return best;
  }
  if (!linear || partial) return best;
  add_attempt(problem, solve_recentred(problem, menu, settings), best);
  return best;
}

ConvexMenu ConvexMenuSolver::solve_program(const MenuProblem& problem,
                                           const std::vector<int>& class_of,
                                           const DesignSettings& settings,
                                           const SolveLimits& limits, double apart) {
  MenuProgram menu = make_menu_program(problem, class_of, apart);
  InteriorPointSettings inner;
  inner.max_iterations = settings.max_iterations;
  inner.tolerance = settings.gap_tolerance;
  inner.progress = settings.progress;
  if (std::isfinite(limits.prune_below)) {
    inner.stop = [&](const BlockPoint& point) {
      return upper_bound(problem, to_menu(problem, menu, point),
                         to_multipliers(problem, menu, point)) < limits.prune_below;
    };
  }
  const Index groups = menu.program.num_groups();
  const bool go_on = !settings.progress || settings.progress(0, 1.0);
  if (!go_on) inner.progress = [](int, double) { return false; };
  const bool quick = go_on && groups <= kLazyFrom && ActiveNewton::fits(menu.program);
  if (quick && newton_.solve(menu.program)) {
    ConvexMenu found = menu_at(problem, menu, false, newton_.point());
    found.iterations = newton_.iterations();
    if (is_optimal(found)) return found;
  }
  const MenuDesign* warm = fits(settings.warm_start, problem) ? settings.warm_start : nullptr;
  if (groups > kLazyFrom && !find_rows(menu, warm, settings.progress)) {
    inner.progress = [](int, double) { return false; };  // cancelled: end with what there is
  }
  ConvexMenu best = solve_rows(problem, menu, groups > kLazyFrom, limits.thorough, inner);
  if (!limits.thorough || groups <= kLazyFrom || groups > kHoldAllUpTo) return best;
  if (best.cancelled || best.pruned || is_optimal(best) || spent(menu, best)) return best;
  // Slower and surer.
  set_rows(menu, all_rows(menu));
  const double affordable = std::max(kMostWork / cost_of(menu.program), 60.0);
  inner.max_iterations = static_cast<int>(std::min(affordable, 1.0 * inner.max_iterations));
  ConvexMenu held = solve_rows(problem, menu, false, true, inner);
  held.iterations += best.iterations;
  keep_better(problem, held, best);
  return best;
}

}  // namespace covenant
