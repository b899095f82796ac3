// core/opt/utility_tree.hpp: a basis for the users' utilities in which nearly equal groups stay
// apart.
//   U_g = sum of V over the path from the root to g, along a minimum spanning tree of the values
//   theta
// Two groups whose values differ by 1e-7 have utilities that differ by as little: rows between them
// weigh 1e14 times what ties them to the rest, and in the U themselves elimination would cancel the
// rest away.
#pragma once

#include <vector>

#include "core/base/types.hpp"

namespace covenant {

class UtilityTree {
 public:
  // Prim's algorithm on max-norm distances, O(groups^2 n). Stays inactive (V = U) if no distance is
  // small.
  void setup(const Matrix& value);
  void clear() { active_ = false; }
  [[nodiscard]] bool active() const { return active_; }
  // In place, u <- T'u (u as a row of coefficients or a right-hand side): sums over subtrees.
  void gather(double* u) const;
  // In place, v <- T v: sums along paths. And back, v <- T^-1 v.
  void scatter(double* v) const;
  void unscatter(double* v) const;
  // U_g and U_g - U_m from V. What g and m have in common does not enter their difference, so it is
  // as exact as V is.
  [[nodiscard]] double at(const Vector& v, Index g) const;
  [[nodiscard]] double difference(const Vector& v, Index g, Index m) const;
  // v <- v + T'(amount e_g), and v + T'(amount (e_g - e_m)): the transposes of the two.
  void add(Index g, double amount, Vector& v) const;
  void add_difference(Index g, Index m, double amount, Vector& v) const;
  // How far the values of a node are from those of its parent (max norm); 1 for the root, and where
  // the tree is not active.
  [[nodiscard]] Vector lengths(const Matrix& value) const;
  // a(i, j) += sum of d over the groups below both i and j, lower triangle.
  void add_diagonal(const Vector& d, Matrix& a) const;

 private:
  // Calls visit(node, 1 or -1) for every node on the way between g and m but the highest.
  template <class Visit>
  void between(Index g, Index m, Visit visit) const;

  bool active_ = false;
  std::vector<int> order_, parent_, depth_;  // parents come first in order_
};

}  // namespace covenant
