// core/opt/utility_system.hpp: the sparse positive definite system S in the users' utilities that
// is left of an interior-point step when every contract's block is eliminated (block_kkt.hpp).
//   S(g, h) is nonzero only where g and h both meet a row of one block: a few entries per user.
// Lower triangle, compressed by columns; Cholesky under an approximate minimum degree order
// (Eigen).
#pragma once

#include <vector>

#include "core/opt/block_program.hpp"
#include "core/opt/sparse_cholesky.hpp"

namespace covenant {

class UtilitySystem {
 public:
  // Lays out the entries that the rows of `program` can fill.
  void setup(const BlockProgram& program);
  void clear();
  // Where block c's entry for its members a >= b lies; members are the groups of its rows, in
  // order, and last its leader.
  [[nodiscard]] double& at(Index c, int a, int b) {
    const std::size_t triangle = static_cast<std::size_t>(a) * static_cast<std::size_t>(a + 1) / 2;
    const std::size_t place = slot_begin_[static_cast<std::size_t>(c)] + triangle;
    return value_[static_cast<std::size_t>(slot_[place + static_cast<std::size_t>(b)])];
  }
  void add_diagonal(const Vector& d);
  void factor() { factor_.factor(value_); }
  void solve(Vector& u) { factor_.solve(u); }  // in place

 private:
  std::vector<double> value_;
  SparseCholesky factor_;
  std::vector<std::size_t> slot_begin_;  // of block c
  std::vector<int> slot_, diagonal_;
};

}  // namespace covenant
