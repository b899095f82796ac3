// core/mech/screening.hpp: the optimal menu for types that are private (the kernel of the project).
//   maximise  sum_k f_k [ w_u (theta_k.x_k - t_k) + w_t t_k + g_k.x_k - C(x_k) ]
//   IC        theta_k.x_k - t_k >= theta_k.x_j - t_j      for all k != j
//   IR        theta_k.x_k - t_k >= o_k                    for all k
//   x_k in X (box, or product of simplices),  t_lo <= t_k <= t_hi,  sum_k f_k t_k >= budget
//   C(x) = linear.x + 1/2 sum_d quadratic_d x_d^2 + sum_b kl_b KL(x_b || reference_b)
// The user pays t. Convex; solved by Newton's method on the dual (few types, KL cost) or a
// primal-dual interior point, and every answer carries a proof: an upper bound from a dual feasible
// point, and violations recomputed from the returned contracts. Source: Mussa & Rosen 1978; Rochet
// & Chone 1998; Laffont & Martimort 2002.
#pragma once

#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/types.hpp"
#include "core/mech/menu.hpp"

namespace covenant {

enum class AllocationSet { box, simplex };

struct MenuCost {
  Vector linear;     // (n) or empty = 0
  Vector quadratic;  // (n), >= 0, or empty = 0
  Vector kl;         // one per block, >= 0, or empty = 0; simplex only
  Vector reference;  // (n), each block a distribution; asked for when some kl > 0
};

struct MenuProblem {
  std::vector<std::string> names;  // (num_types), for messages; may be empty
  Vector share;                    // f_k > 0; normalised to sum 1 by the solver   (num_types)
  Matrix value;           // theta_k                                      (num_types x n), utils
  Vector outside;         // o_k, utils                                   (num_types)
  Matrix outside_policy;  // policy outside: o_k = theta_k . row k        (num_types x n), or empty:
                          // numbers only. A row of NaN means that type's option is the number.
  AllocationSet set = AllocationSet::box;
  std::vector<int> blocks;  // simplex: responses per context, sum = n
  Vector lower, upper;      // box: (n), upper may be +inf, lower finite
  MenuCost cost;
  double weight_utility = 0.0;   // w_u
  double weight_transfer = 1.0;  // w_t
  Matrix objective_allocation;   // g_k (num_types x n), or empty = 0
  double transfer_lower = -std::numeric_limits<double>::infinity();
  double transfer_upper = std::numeric_limits<double>::infinity();
  std::optional<double> budget;  // sum_k f_k t_k >= budget
  int max_contracts = 0;         // 0 = no limit
  double robust_radius =
      0.0;  // rho: IC and IR for every theta_k + delta, |delta|_inf <= rho * radius_weight
  Vector radius_weight;  // (n) or empty = ones: per-coordinate scale of rho (context weights in the
                         // lab)

  [[nodiscard]] Index num_types() const { return value.rows(); }
  [[nodiscard]] Index num_values() const { return value.cols(); }
};

enum class SolveStatus { optimal, feasible, infeasible, unbounded, stalled };
[[nodiscard]] const char* status_name(SolveStatus status);

struct BindingIc {
  int type = 0;             // who is indifferent
  int over = 0;             // the type whose contract tempts them
  double multiplier = 0.0;  // >= 0, in objective units per util of slack
};

struct MenuDesign {
  SolveStatus status = SolveStatus::stalled;
  // For infeasible, unbounded, stalled, cut off, or types taken for one: in words a person can use.
  std::string reason;
  Menu menu;               // distinct contracts; empty unless optimal or feasible
  double objective = 0.0;  // of the returned contracts, recomputed
  double bound = 0.0;      // upper bound on any menu's objective, from a dual feasible point
  double gap = 0.0;        // (bound - objective) / max(|bound|, 1e-3 scale)
  double scale = 1.0;      // max_k(|theta_k.x_k|, |t_k|, |o_k|)
  double ic_violation = 0.0, ir_violation = 0.0;  // largest, recomputed, utils; 0 = holds
  Vector utility;                                 // theta_k.x_k - t_k   (num_types)
  Vector rent;                                    // utility - outside   (num_types)
  std::vector<BindingIc> binding_ic;              // ordered by type, over
  Vector certified_radius;  // largest |error|_inf in theta_k that cannot change k's pick
                            // (num_types); may be +inf
  int iterations = 0;
};

// `warm_start`: the design of a neighbouring problem (same types in the same order). A hint for 200
// types and more with four values and more, where the rows that bound there are held first; others
// ignore it (small ones take a few iterations from nothing, with a hint hardly fewer).
struct DesignSettings {
  double gap_tolerance = 1e-13;  // relative gap to stop at; `optimal` is reported at gap <= 1e-8
  int max_iterations = 200;      // per attempt and round of IC rows
  const MenuDesign* warm_start = nullptr;
  std::function<bool(int iteration, double gap)>
      progress;  // return false to end: the best menu so far, `feasible`, or stalled ("cancelled")
};

// Checked: shapes agree, numbers finite where asked (bad *input* is refused by the callers'
// parsers).
[[nodiscard]] MenuDesign design_menu(const MenuProblem& problem,
                                     const DesignSettings& settings = {});

// Many problems one after the other, with the same buffers: the designs are those of design_menu,
// bit by bit.
[[nodiscard]] std::vector<MenuDesign> design_menus(std::span<const MenuProblem> problems,
                                                   const DesignSettings& settings = {});

// min(1, sum_j Phi(-slack(k,j) / (sd |x_k - x_j|_2))) per type: bound on the chance that Gaussian
// errors of sd `sd` in theta_k change its pick (num_types).
[[nodiscard]] Vector flip_bound(const MenuProblem& problem, const Menu& menu, double sd);

}  // namespace covenant
