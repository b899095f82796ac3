// core/opt/sparse_cholesky.hpp: A = L L' for a sparse symmetric matrix A, positive definite up to
// rounding. Multifrontal: columns with (nearly) one pattern are eliminated together in a small
// dense front, whose rest is added to the front of its parent in the elimination tree. Only + - * /
// sqrt in a fixed order, so the bits are the same everywhere. A pivot that cancelled to (almost)
// nothing marks a dependent row: it is replaced by a huge one, which gives that unknown no step.
// Source: Liu 1992 (the multifrontal method); Amestoy, Davis & Duff 1996 (the order, by Eigen).
#pragma once

#include <cstddef>
#include <vector>

#include "core/base/types.hpp"

namespace covenant {

class SparseCholesky {
 public:
  // Pattern of the lower triangle by columns, diagonal first, rows ascending (size + 1, entries).
  void analyse(const std::vector<int>& begin, const std::vector<int>& row);
  void factor(const std::vector<double>& value);  // of the entries analysed
  void solve(Vector& x);                          // in place

 private:
  struct Front {
    int first = 0, last = 0;       // columns [first, last) in the order of elimination
    std::size_t row_begin = 0;     // of its rows: the columns themselves, then those below
    std::size_t lower_begin = 0;   // of its columns of L: rows x columns, by columns
    std::size_t update_begin = 0;  // in stack_, of what it leaves to its parent: a lower triangle
  };
  struct Entry {  // of A: where it is, and where in the front's columns it goes
    int from = 0;
    std::size_t to = 0;
  };
  [[nodiscard]] std::size_t num_rows(std::size_t front) const {
    return (front + 1 < front_.size() ? front_[front + 1].row_begin : row_.size()) -
           front_[front].row_begin;
  }
  void order(const std::vector<int>& begin, const std::vector<int>& row);
  void make_fronts(const std::vector<std::vector<int>>& below, const std::vector<int>& parent);
  void place_entries(const std::vector<int>& begin, const std::vector<int>& row);
  void place_updates();
  void eliminate(std::size_t f);
  void add_child(std::size_t child, std::size_t f);

  std::vector<int> order_, position_;  // of the k-th pivot; of column j
  std::vector<Front> front_;           // children before parents
  std::vector<int> row_;               // in the order of elimination
  std::vector<std::vector<int>> child_;
  std::vector<Entry> entry_;
  std::vector<double> lower_, stack_, work_, packed_;
  std::vector<double> diagonal_;  // of A, in the order of elimination
  std::vector<int> local_;        // row -> place in the front at hand
};

}  // namespace covenant
