#include "core/opt/linear_program.hpp"

#include <cmath>
#include <vector>

#include "core/base/check.hpp"

namespace covenant {
namespace {

constexpr double kZero = 1e-11;  // entries are of order one after scaling

// Rows: constraints; last row: reduced costs; last column: right-hand sides.
class Tableau {
 public:
  Tableau(const Matrix& a, const Vector& b, int max_pivots)
      : pivots_left_(max_pivots),
        rows_(a.rows()),
        columns_(a.cols()),
        basis_(static_cast<std::size_t>(rows_)),
        sign_(rows_) {
    table_ = Matrix::Zero(rows_ + 1, columns_ + rows_ + 1);
    for (Index i = 0; i < rows_; ++i) {
      const double sign = b(i) < 0.0 ? -1.0 : 1.0;
      sign_(i) = sign;
      table_.row(i).head(columns_) = sign * a.row(i);
      table_(i, columns_ + i) = 1.0;  // artificial
      table_(i, right()) = sign * b(i);
      basis_[static_cast<std::size_t>(i)] = columns_ + i;
    }
  }

  // Drives the artificials out: true if a feasible point exists.
  bool find_feasible() {
    for (Index i = 0; i < rows_; ++i) table_.row(rows_) -= table_.row(i);
    table_.row(rows_).segment(columns_, rows_).setZero();
    iterate(columns_);
    if (cut_off()) return false;
    if (-table_(rows_, right()) > 1e-9) return false;
    for (Index i = 0; i < rows_; ++i) {
      if (basis_[static_cast<std::size_t>(i)] < columns_) continue;
      for (Index j = 0; j < columns_; ++j) {
        if (std::fabs(table_(i, j)) > 1e-9) {
          pivot(i, j);
          break;
        }
      }  // none: the row is redundant, its artificial stays at 0
    }
    return true;
  }

  bool maximise(const Vector& c) {
    table_.row(rows_).setZero();
    table_.row(rows_).head(columns_) = -c.transpose();
    for (Index i = 0; i < rows_; ++i) {
      const Index j = basis_[static_cast<std::size_t>(i)];
      if (j < columns_ && c(j) != 0.0) table_.row(rows_) += c(j) * table_.row(i);
    }
    return iterate(columns_);
  }

  [[nodiscard]] Vector solution() const {
    Vector x = Vector::Zero(columns_);
    for (Index i = 0; i < rows_; ++i) {
      const Index j = basis_[static_cast<std::size_t>(i)];
      if (j < columns_) x(j) = std::fmax(0.0, table_(i, right()));
    }
    return x;
  }

  [[nodiscard]] bool cut_off() const { return pivots_left_ < 0; }

  // Reduced costs of the artificials, whose columns were the identity.
  [[nodiscard]] Vector prices() const {
    return sign_.cwiseProduct(table_.row(rows_).segment(columns_, rows_).transpose());
  }

 private:
  [[nodiscard]] Index right() const { return columns_ + rows_; }

  // Bland: the first improving column, the first of the tightest rows. False if unbounded or cut
  // off.
  bool iterate(Index last) {
    for (;;) {
      Index enter = 0;
      while (enter < last && table_(rows_, enter) > -kZero) ++enter;
      if (enter == last) return true;
      Index leave = -1;
      for (Index i = 0; i < rows_; ++i) {
        if (table_(i, enter) <= kZero) continue;
        if (leave < 0 || better(i, leave, enter)) leave = i;
      }
      if (leave < 0 || --pivots_left_ < 0) return false;
      pivot(leave, enter);
    }
  }

  [[nodiscard]] bool better(Index i, Index leave, Index enter) const {
    const double ratio = table_(i, right()) / table_(i, enter);
    const double least = table_(leave, right()) / table_(leave, enter);
    if (ratio < least - kZero) return true;
    return ratio <= least + kZero &&
           basis_[static_cast<std::size_t>(i)] < basis_[static_cast<std::size_t>(leave)];
  }

  void pivot(Index row, Index column) {
    table_.row(row) /= table_(row, column);
    for (Index i = 0; i <= rows_; ++i) {
      const double factor = table_(i, column);
      if (i != row && factor != 0.0) table_.row(i) -= factor * table_.row(row);
    }
    basis_[static_cast<std::size_t>(row)] = column;
  }

  int pivots_left_;
  Index rows_, columns_;
  std::vector<Index> basis_;
  Vector sign_;  // of the right-hand sides, which the table holds >= 0
  Matrix table_;
};

}  // namespace

LinearSolution solve_linear(const Vector& c, const Matrix& a, const Vector& b, int max_pivots) {
  COVENANT_CHECK(a.cols() == c.size() && a.rows() == b.size());
  LinearSolution out;
  Tableau tableau(a, b, max_pivots);
  const bool feasible = tableau.find_feasible();
  const bool best = feasible && tableau.maximise(c);
  out.status = tableau.cut_off() ? LinearStatus::unfinished
               : !feasible       ? LinearStatus::infeasible
               : best            ? LinearStatus::optimal
                                 : LinearStatus::unbounded;
  if (out.status != LinearStatus::optimal) return out;
  out.x = tableau.solution();
  out.value = c.dot(out.x);
  out.price = tableau.prices();
  return out;
}

}  // namespace covenant
