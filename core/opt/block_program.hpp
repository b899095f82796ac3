// core/opt/block_program.hpp: the convex program behind menu design, in the form the solver wants.
// Blocks c (contracts) hold x_c, groups g (users who agree on values) hold a utility U_g:
//   maximise  sum_c [ p_c.x_c - w_c (1/2 sum_d q_d x_d^2 + sum_d l_d x_d log(x_d / r_d)) ] + e.U
//   rows of c, one per group g     s = U_g - U_m - (theta_g - theta_m).x_c >= 0   (or = 0)
//   transfer of c                  lo <= theta_m.x_c - U_m <= hi                  (lo = hi: fixed)
//   budget                         sum_c w_c (theta_m.x_c - U_m) >= B
//   U_g >= o_g;  0 <= x <= upper (box), or x >= 0 with parts that sum to 1 (simplex)
// with m = leader(c). A row touches one block and two utilities, so blocks are eliminated one by
// one and what is left is a system in U. Units: everything is scaled to order one by the caller.
#pragma once

#include <vector>

#include "core/base/types.hpp"

namespace covenant {

struct BlockProgram {
  Matrix value;                    // theta_g                          (groups x n)
  Vector outside;                  // o_g                              (groups)
  Vector utility_gain;             // e_g                              (groups)
  Matrix gain;                     // p_c                              (blocks x n)
  Vector weight;                   // w_c > 0                          (blocks)
  std::vector<int> leader;         // m(c)                             (blocks)
  std::vector<int> row_begin;      // rows of block c: [c], [c + 1]    (blocks + 1)
  std::vector<int> row_group;      // g of each row, never m           (rows)
  std::vector<char> row_equal;     // 1: s = 0                         (rows)
  Vector quadratic;                // q_d >= 0                         (n)
  Vector entropy;                  // l_d >= 0; simplex only           (n)
  Vector log_reference;            // log r_d                          (n)
  std::vector<int> simplex_begin;  // part b is [b], [b + 1); empty: box
  Vector upper;                    // box only, may be +inf            (n)
  double transfer_lower = 0.0, transfer_upper = 0.0;
  bool has_budget = false;
  double budget = 0.0;

  [[nodiscard]] Index num_values() const { return value.cols(); }
  [[nodiscard]] Index num_groups() const { return value.rows(); }
  [[nodiscard]] Index num_blocks() const { return gain.rows(); }
  [[nodiscard]] Index num_rows() const { return static_cast<Index>(row_group.size()); }
  [[nodiscard]] bool is_simplex() const { return !simplex_begin.empty(); }
  [[nodiscard]] bool transfer_fixed() const { return transfer_lower == transfer_upper; }
};

// A primal and dual point. Multipliers are >= 0, except those of equalities.
struct BlockPoint {
  Matrix x, z;           // allocations, multipliers of x >= 0        (blocks x n)
  Matrix room, zu;       // upper - x and its multiplier              (blocks x n), unused where inf
  Vector u;              // utilities                                 (groups)
  Vector ir_slack, nu;   // U - o and its multiplier                  (groups)
  Vector slack, lambda;  // of the rows                               (rows)
  Vector low_slack, low;    // transfer - lo; `low` is free if fixed      (blocks)
  Vector high_slack, high;  // hi - transfer                             (blocks)
  double budget_slack = 1.0, beta = 0.0;
};

}  // namespace covenant
