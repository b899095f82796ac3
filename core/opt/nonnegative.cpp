#include "core/opt/nonnegative.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/base/check.hpp"

namespace covenant {
namespace {

constexpr double kDependent = 1e-11;  // of the largest pivot
constexpr double kZero = 1e-14;       // of the right-hand side: a gain that is rounding

// Least squares over the columns in use; dependent ones get 0. Modified Gram-Schmidt that takes the
// largest column left, with b carried along: Bjorck 1967.
Vector solve_passive(const Matrix& a, Vector b, const std::vector<char>& used) {
  std::vector<Index> column;
  for (Index j = 0; j < a.cols(); ++j) {
    if (used[static_cast<std::size_t>(j)] != 0) column.push_back(j);
  }
  const Index count = static_cast<Index>(column.size());
  Matrix left(count, a.rows()), upper = Matrix::Zero(count, count);
  for (Index i = 0; i < count; ++i) left.row(i) = a.col(column[static_cast<std::size_t>(i)]);
  Vector rotated = Vector::Zero(count);
  Index rank = 0;
  for (; rank < count; ++rank) {
    Index largest = rank;
    const double size =
        std::sqrt(left.bottomRows(count - rank).rowwise().squaredNorm().maxCoeff(&largest));
    if (!(size > kDependent * (rank > 0 ? upper(0, 0) : 0.0))) break;
    largest += rank;
    left.row(rank).swap(left.row(largest));
    upper.col(rank).swap(upper.col(largest));
    std::swap(column[static_cast<std::size_t>(rank)], column[static_cast<std::size_t>(largest)]);
    upper(rank, rank) = size;
    left.row(rank) /= size;
    rotated(rank) = left.row(rank).dot(b);
    b -= rotated(rank) * left.row(rank).transpose();
    for (Index i = rank + 1; i < count; ++i) {
      upper(rank, i) = left.row(rank).dot(left.row(i));
      left.row(i) -= upper(rank, i) * left.row(rank);
    }
  }
  Vector y = Vector::Zero(a.cols());
  for (Index i = rank; i-- > 0;) {
    double& found = rotated(i);
    for (Index j = i + 1; j < rank; ++j) found -= upper(i, j) * rotated(j);
    found /= upper(i, i);
    y(column[static_cast<std::size_t>(i)]) = found;
  }
  return y;
}

// Towards the target as far as signs allow; what reaches zero is dropped, until the target of the
// rest is reached.
void walk(const Matrix& a, const Vector& b, const std::vector<char>& free, std::vector<char>& used,
          Vector target, Vector& y) {
  const auto bound = [&](Index j) {
    const std::size_t at = static_cast<std::size_t>(j);
    return used[at] != 0 && free[at] == 0;
  };
  for (;;) {
    double step = 1.0;
    for (Index j = 0; j < a.cols(); ++j) {
      if (bound(j) && !(target(j) > 0.0)) step = std::min(step, y(j) / (y(j) - target(j)));
    }
    if (!(step < 1.0)) break;
    y += step * (target - y);
    for (Index j = 0; j < a.cols(); ++j) {
      if (!bound(j) || target(j) > 0.0 || y(j) > kZero * y.cwiseAbs().maxCoeff()) continue;
      used[static_cast<std::size_t>(j)] = 0;
      y(j) = 0.0;
    }
    target = solve_passive(a, b, used);
  }
  y = target;
}

}  // namespace

Vector nonnegative_least_squares(const Matrix& a, const Vector& b, const std::vector<char>& free) {
  COVENANT_CHECK(a.rows() == b.size() && static_cast<Index>(free.size()) == a.cols());
  std::vector<char> used = free, refused(free.size(), 0);
  Vector y = solve_passive(a, b, used);
  for (Index round = 0; round < 3 * a.cols(); ++round) {
    const Vector gain = a.transpose() * (b - a * y);
    Index enter = -1;
    for (Index j = 0; j < a.cols(); ++j) {
      const std::size_t at = static_cast<std::size_t>(j);
      if (used[at] != 0 || refused[at] != 0 || !(gain(j) > kZero * b.norm())) continue;
      if (enter < 0 || gain(j) > gain(enter)) enter = j;
    }
    if (enter < 0) break;
    used[static_cast<std::size_t>(enter)] = 1;
    const Vector target = solve_passive(a, b, used);
    if (!(target(enter) > 0.0)) {  // its gain was rounding
      used[static_cast<std::size_t>(enter)] = 0;
      refused[static_cast<std::size_t>(enter)] = 1;
      continue;
    }
    walk(a, b, free, used, target, y);
    std::fill(refused.begin(), refused.end(), static_cast<char>(0));
  }
  return y;
}

}  // namespace covenant
