// core/opt/block_kkt.hpp: the linear system of one interior-point step, by elimination of blocks.
//   D dx_c - A_c' dl_c - b_c db = r_x   (on a simplex: up to a constant per part, parts of dx sum
//   to r_s) Du dU - sum_c E_c' dl_c - b_U db = r_u A_c dx_c + E_c dU + v dl_c = r_l,   sum_c
//   b_c.dx_c + b_U.dU + v_b db = r_b
// A_c holds the rows of block c and, last, its transfer row (if there is one). Per block the matrix
// G = v + A M A' (M = D^-1, projected on the simplex) is factored, the rest is a Schur complement
// in U: dense (sum_c (n m_c^2 + m_c^3) + groups^3 / 3 per factorisation), or sparse from
// kSparseFrom groups. Buffers are kept between calls.
#pragma once

#include "core/opt/block_program.hpp"
#include "core/opt/utility_system.hpp"
#include "core/opt/utility_tree.hpp"

namespace covenant {

// What multiplies the unknowns: all entries >= 0.
struct BlockWeights {
  Matrix d;   // curvature plus barrier of x, > 0    (blocks x n)
  Vector du;  // barrier of U                       (groups)
  Vector v;   // slack / multiplier                 (local rows: rows of c, then its transfer)
  double v_budget = 0.0;
};

struct BlockVector {
  Matrix x;      // (blocks x n)
  Matrix parts;  // r_s, right-hand sides only         (blocks x parts)
  Vector u;      // in the basis of the utility tree    (groups)
  Vector l;      // (local rows)
  double b = 0.0;
};

inline constexpr Index kSparseFrom = 33;  // groups

class BlockKkt {
 public:
  // Lays out the rows of `program`, which must outlive this object's use.
  void setup(const BlockProgram& program);
  void factor(const BlockWeights& weights);
  // `refine` rounds of iterative refinement against the unregularised system.
  void solve(const BlockVector& rhs, BlockVector& out, int refine);

  [[nodiscard]] Index num_local_rows() const { return local_begin_.back(); }
  // First local row of block c; its transfer row, if any, is the last one before local_begin(c +
  // 1).
  [[nodiscard]] int local_begin(Index c) const { return local_begin_[static_cast<std::size_t>(c)]; }
  [[nodiscard]] bool has_transfer_row() const { return has_transfer_; }
  [[nodiscard]] const Matrix& rows() const { return rows_; }  // A       (local rows x n)
  [[nodiscard]] const Matrix& budget_row() const {
    return budget_;
  }  // b_c     (blocks x n), or empty
  void resize(BlockVector& v) const;
  // The basis of the utilities in a BlockVector: V of this tree, or U itself if it is not active.
  [[nodiscard]] const UtilityTree& tree() const { return tree_; }

 private:
  void factor_block(Index c);
  void centre(Index c, const double* row, double* out) const;
  void schur_block(Index c);
  void fill_rows();
  void allocate();
  void border_block(Index c);
  void schur_direct(Index c);
  void schur_in_tree(Index c);
  void schur_sparse(Index c);
  void solve_utilities(Vector& u);
  void solve_once(const BlockVector& rhs, BlockVector& out);
  void forward_block(Index c, const BlockVector& rhs, BlockVector& out);
  void backward_block(Index c, BlockVector& out);
  void residual(const BlockVector& rhs, const BlockVector& out);
  int member(Index c, int local) const;  // group of a local row, -1 for the transfer row
  // What a local row of block c has to do with the utilities: E u, and u + E' amount.
  double row_value(Index c, int local, const Vector& u) const;
  void add_row(Index c, int local, double amount, Vector& u) const;

  const BlockProgram* program_ = nullptr;
  const BlockWeights* weights_ = nullptr;
  bool has_transfer_ = false;
  std::vector<int> local_begin_{0};
  std::vector<int> factor_begin_;  // start of block c's m x m factor
  Matrix rows_, centred_, budget_, budget_centred_, inverse_d_, part_sum_;
  std::vector<double> lower_;  // L^-1 of every G, row-major lower triangles in m x m squares
  std::vector<double>
      leader_col_;   // column of Y = L^-1 E for the leader: minus the row sums of L^-1
  Vector budget_h_;  // L^-1 A M b                         (local rows)
  Matrix schur_;     // Cholesky factor of the system in U (groups x groups)
  Vector border_;    // c                                  (groups)
  double border_pivot_ = 1.0;
  bool sparse_ = false;
  UtilitySystem system_;  // if sparse: the Schur system, without the budget's border
  Vector border_solved_;  // S^-1 c
  double border_scale_ = 0.0;
  UtilityTree tree_;  // if active, the Schur system is in its V instead of U
  Vector work_u_, work_l_, tree_row_;
  BlockVector correction_, residual_;
};

}  // namespace covenant
