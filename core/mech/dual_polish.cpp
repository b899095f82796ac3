#include "core/mech/dual_polish.hpp"

#include <algorithm>
#include <cmath>

#include "core/base/special.hpp"
#include "core/opt/nonnegative.hpp"
#include "core/opt/utility_tree.hpp"

namespace covenant {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kHolds = 1e-6;  // with equality: slack in units of the constraint
constexpr Index kMostEquations = 600;
constexpr std::size_t kMostMultipliers = 400;
constexpr double kMostWork = 4e6;  // of one fit, in products; a search for signs takes many

// Equations: one per x_cd, then one per utility in the basis of the tree.
// Unknown j stands for `target` and meets the equations with column j.
class Stationarity {
 public:
  Stationarity(const BlockProgram& program, const BlockPoint& point);
  [[nodiscard]] bool fits() const {
    const double count = static_cast<double>(targets_.size());
    return right_.size() <= kMostEquations && targets_.size() <= kMostMultipliers &&
           count * count * static_cast<double>(right_.size()) <= kMostWork;
  }
  void solve(BlockPoint& out);

 private:
  Index equation(Index c, Index d) const { return c * p_.num_values() + d; }
  Index first_utility() const { return p_.num_blocks() * p_.num_values(); }
  Vector& begin(double* target, bool free);
  void add_utilities(Vector& column, const Vector& u) const;
  void end(Vector& column);
  void gradients();
  void allocation_bounds();
  void rows();
  void transfers();

  const BlockProgram& p_;
  BlockPoint point_;  // its multipliers are what is fitted
  UtilityTree tree_;
  Vector unit_;  // of the equation of every utility: how far values are apart there
  Vector right_;
  std::vector<Vector> columns_;
  std::vector<double*> targets_;  // nullptr: not needed afterwards
  std::vector<double> scale_;
  std::vector<char> free_;
};

Stationarity::Stationarity(const BlockProgram& program, const BlockPoint& point)
    : p_(program), point_(point) {
  tree_.setup(p_.value);
  unit_ = tree_.lengths(p_.value);
  right_ = Vector::Zero(first_utility() + p_.num_groups());
  if (right_.size() > kMostEquations) return;
  gradients();
  allocation_bounds();
  rows();
  transfers();
}

Vector& Stationarity::begin(double* target, bool free) {
  columns_.push_back(Vector::Zero(right_.size()));
  targets_.push_back(target);
  free_.push_back(free ? 1 : 0);
  return columns_.back();
}

void Stationarity::add_utilities(Vector& column, const Vector& u) const {
  column.tail(p_.num_groups()) += u.cwiseProduct(unit_);
}

void Stationarity::end(Vector& column) {
  const double size = column.cwiseAbs().maxCoeff();
  scale_.push_back(size > 0.0 ? 1.0 / size : 0.0);
  column *= scale_.back();
}

// What multipliers must balance: the objective's slope in x and in U.
void Stationarity::gradients() {
  for (Index c = 0; c < p_.num_blocks(); ++c) {
    for (Index d = 0; d < p_.num_values(); ++d) {
      const double x = point_.x(c, d);
      double slope = p_.gain(c, d) - p_.weight(c) * p_.quadratic(d) * x;
      if (p_.entropy(d) > 0.0) {
        slope -= p_.weight(c) * p_.entropy(d) * (log_(x) - p_.log_reference(d) + 1.0);
      }
      right_(equation(c, d)) = -slope;
    }
  }
  Vector u = -p_.utility_gain;
  tree_.gather(u.data());
  add_utilities(right_, u);
}

void Stationarity::allocation_bounds() {
  for (Index c = 0; c < p_.num_blocks(); ++c) {
    for (Index d = 0; d < p_.num_values(); ++d) {
      if (!(p_.entropy(d) > 0.0) && point_.x(c, d) < kHolds) {
        Vector& column = begin(nullptr, false);
        column(equation(c, d)) = 1.0;
        end(column);
      }
      if (p_.is_simplex() || p_.upper(d) == kInfinity || point_.room(c, d) >= kHolds) continue;
      Vector& column = begin(nullptr, false);
      column(equation(c, d)) = -1.0;
      end(column);
    }
    for (std::size_t b = 0; b + 1 < p_.simplex_begin.size(); ++b) {
      Vector& column = begin(nullptr, true);
      for (Index d = p_.simplex_begin[b]; d < p_.simplex_begin[b + 1]; ++d) {
        column(equation(c, d)) = 1.0;
      }
      end(column);
    }
  }
}

void Stationarity::rows() {
  Vector u(p_.num_groups());
  for (Index c = 0; c < p_.num_blocks(); ++c) {
    const Index leader = p_.leader[static_cast<std::size_t>(c)];
    for (int r = p_.row_begin[static_cast<std::size_t>(c)];
         r < p_.row_begin[static_cast<std::size_t>(c) + 1]; ++r) {
      const Index g = p_.row_group[static_cast<std::size_t>(r)];
      const bool equal = p_.row_equal[static_cast<std::size_t>(r)] != 0;
      const Vector apart = (p_.value.row(leader) - p_.value.row(g)).transpose();
      point_.lambda(r) = 0.0;
      if (!equal && point_.slack(r) > kHolds * apart.cwiseAbs().maxCoeff()) continue;
      Vector& column = begin(&point_.lambda(r), equal);
      column.segment(equation(c, 0), p_.num_values()) = apart;
      u.setZero();
      tree_.add_difference(g, leader, 1.0, u);
      add_utilities(column, u);
      end(column);
    }
  }
  for (Index g = 0; g < p_.num_groups(); ++g) {
    point_.nu(g) = 0.0;
    if (point_.ir_slack(g) > kHolds) continue;
    Vector& column = begin(&point_.nu(g), false);
    u.setZero();
    tree_.add(g, 1.0, u);
    add_utilities(column, u);
    end(column);
  }
}

void Stationarity::transfers() {
  Vector u(p_.num_groups());
  const auto add = [&](Index c, double amount, Vector& column) {
    const Index leader = p_.leader[static_cast<std::size_t>(c)];
    column.segment(equation(c, 0), p_.num_values()) += amount * p_.value.row(leader).transpose();
    u.setZero();
    tree_.add(leader, -amount, u);
    add_utilities(column, u);
  };
  for (Index c = 0; c < p_.num_blocks(); ++c) {
    point_.low(c) = point_.high(c) = 0.0;
    const bool fixed = p_.transfer_fixed();
    if (fixed || (p_.transfer_lower > -kInfinity && point_.low_slack(c) < kHolds)) {
      Vector& column = begin(&point_.low(c), fixed);
      add(c, 1.0, column);
      end(column);
    }
    if (fixed || p_.transfer_upper == kInfinity || point_.high_slack(c) >= kHolds) continue;
    Vector& column = begin(&point_.high(c), false);
    add(c, -1.0, column);
    end(column);
  }
  point_.beta = 0.0;
  if (!p_.has_budget || point_.budget_slack >= kHolds) return;
  Vector& column = begin(&point_.beta, false);
  for (Index c = 0; c < p_.num_blocks(); ++c) add(c, p_.weight(c), column);
  end(column);
}

void Stationarity::solve(BlockPoint& out) {
  Matrix a(right_.size(), static_cast<Index>(columns_.size()));
  for (std::size_t j = 0; j < columns_.size(); ++j) a.col(static_cast<Index>(j)) = columns_[j];
  const Vector y = nonnegative_least_squares(a, right_, free_);
  for (std::size_t j = 0; j < targets_.size(); ++j) {
    if (targets_[j] != nullptr) *targets_[j] = scale_[j] * y(static_cast<Index>(j));
  }
  out = point_;
}

}  // namespace

BlockPoint with_fitted_multipliers(const BlockProgram& program, const BlockPoint& point) {
  BlockPoint out = point;
  Stationarity stationarity(program, point);
  if (stationarity.fits()) stationarity.solve(out);
  return out;
}

}  // namespace covenant
