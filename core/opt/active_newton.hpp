// core/opt/active_newton.hpp: a small BlockProgram whose every coordinate has entropy (policies on
// simplices with a KL cost, no squares), by Newton's method on its dual. With multipliers y >= 0 of
//   s_i = a_i.x + b_i.U + const_i >= 0      (rows, IR, transfer bounds, budget)
// allocations are closed, x_c = soft-max of (p_c + sum_i y_i a_i) / (w_c l) + log r, and the dual
//   min phi(y)  over y >= 0,  e + sum_i y_i b_i = 0,      grad phi = s,  Hess phi = a (dx/dv) a
// is smooth and small. Each step solves its quadratic model, bounds included, by guessing which
// constraints bind, solving, and correcting the guess; a step that overshoots is cut back. It gives
// up where that takes long: the caller has other means, and a certificate to say what is right. A
// handful of types takes a fifth of an interior point's time.
// Source: Nocedal & Wright 2006, ch. 18 (sequential quadratic programming); Hintermueller, Ito &
// Kunisch 2002 (primal-dual active sets).
#pragma once

#include <vector>

#include "core/opt/block_program.hpp"

namespace covenant {

class ActiveNewton {
 public:
  // Simplex parts, entropy everywhere, no quadratic terms, and few groups: among many, constraints
  // change too often.
  [[nodiscard]] static bool fits(const BlockProgram& program);
  // Keeps its buffers. False: not solved, and point() means nothing.
  [[nodiscard]] bool solve(const BlockProgram& program);
  [[nodiscard]] const BlockPoint& point() const { return point_; }
  [[nodiscard]] int iterations() const { return iterations_; }

 private:
  // s = (theta_with - theta_against).x_block + U_plus - U_minus + constant; -1: not there.
  // The budget touches all blocks: its own case wherever constraints are walked.
  struct Constraint {
    int block = -1, with = -1, against = -1, plus = -1, minus = -1;
    double constant = 0.0;
    bool equal = false;
    int local = -1;  // place among those that touch the block
  };

  void lay_out();
  [[nodiscard]] bool start();
  void evaluate();
  void soft_max(Index block);
  double slack(std::size_t i) const;
  void add_direction(std::size_t i, Index block, double factor, double* out) const;
  void curvature(Index block);
  double coupling(std::size_t i, std::size_t j) const;
  void push();
  double pushed(std::size_t i) const;
  void guess();
  void lay_out_guess();
  [[nodiscard]] bool solve_guess();
  [[nodiscard]] bool correct();
  [[nodiscard]] bool walk();
  double ahead(std::size_t i) const;
  [[nodiscard]] bool direction();
  double slope() const;
  void advance(double length);
  [[nodiscard]] bool search();
  double residual() const;
  void publish();
  bool is_budget(std::size_t i) const { return i + 1 == constraints_.size(); }
  template <class Visit>
  void for_utilities(std::size_t i, Visit visit) const;  // visit(group, coefficient in s_i)

  const BlockProgram* program_ = nullptr;
  std::vector<Constraint> constraints_;
  std::vector<char> binds_;       // the guess
  std::vector<std::size_t> set_;  // those that bind, ascending
  Vector y_, slack_;              // rows in the program's order, IR, lower and upper bounds, budget
  Vector utility_, stationarity_;
  Vector dy_, du_, walked_, y_before_, u_before_;
  Matrix policy_, worth_;  // x_c (blocks x n); theta_g . x_c (groups x blocks)
  Matrix centred_;         // a_i of one block, centred under x_c (n x locals)
  Vector row_, mean_;      // one a_i (n); means under x_c        (locals)
  Matrix gram_;            // a_i.(dx_c / dv_c) a_j, block by block (blocks local x local)
  Vector pushed_;          // what the step does to a.x           (blocks locals)
  Index locals_ = 0;       // most constraints on one block
  std::vector<double> system_, right_;
  double pull_ = 0.0;
  BlockPoint point_;
  int iterations_ = 0, systems_ = 0;
};

template <class Visit>
void ActiveNewton::for_utilities(std::size_t i, Visit visit) const {
  const BlockProgram& p = *program_;
  const Constraint& at = constraints_[i];
  if (at.plus >= 0) visit(at.plus, 1.0);
  if (at.minus >= 0) visit(at.minus, -1.0);
  for (Index c = 0; is_budget(i) && c < p.num_blocks(); ++c) {
    visit(p.leader[static_cast<std::size_t>(c)], -p.weight(c));
  }
}

}  // namespace covenant
