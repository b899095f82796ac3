#include "core/opt/projection.hpp"

#include <cmath>
#include <limits>

namespace covenant {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
// A row whose direction keeps less than this of its length outside the active rows depends on them.
constexpr double kDependent = 1e-12;

// The state of the method in coordinates y_i = sqrt(weight_i) x_i, where the distance is Euclidean.
class ActiveSet {
 public:
  ActiveSet(const Vector& target, const Vector& weight, const Polyhedron& polyhedron)
      : polyhedron_(polyhedron),
        root_(weight.cwiseSqrt()),
        y_(target.cwiseProduct(root_)),
        x_(y_.cwiseQuotient(root_)) {}

  int most_violated(double tolerance) const;
  bool add(int row);  // false: contradiction
  [[nodiscard]] const Vector& x() const { return x_; }

 private:
  int num_rows() const {
    return static_cast<int>(polyhedron_.rows.size()) + (polyhedron_.dense.size() > 0 ? 1 : 0);
  }
  double slack(int row) const;
  Vector normal(int row) const;
  Vector project_normal(const Vector& n) const;  // r with N r closest to n
  void drop(std::size_t position);

  const Polyhedron& polyhedron_;
  Vector root_, y_, x_;
  std::vector<int> active_;
  std::vector<Vector> normals_;
  std::vector<double> multiplier_;
};

double ActiveSet::slack(int row) const {
  if (row == static_cast<int>(polyhedron_.rows.size())) {
    return polyhedron_.dense.dot(x_) - polyhedron_.dense_limit;
  }
  const DifferenceRow& r = polyhedron_.rows[static_cast<std::size_t>(row)];
  double value = 0.0;
  if (r.plus >= 0) value += x_(r.plus);
  if (r.minus >= 0) value -= x_(r.minus);
  return value - r.limit;
}

Vector ActiveSet::normal(int row) const {
  if (row == static_cast<int>(polyhedron_.rows.size()))
    return polyhedron_.dense.cwiseQuotient(root_);
  const DifferenceRow& r = polyhedron_.rows[static_cast<std::size_t>(row)];
  Vector n = Vector::Zero(y_.size());
  if (r.plus >= 0) n(r.plus) += 1.0 / root_(r.plus);
  if (r.minus >= 0) n(r.minus) -= 1.0 / root_(r.minus);
  return n;
}

int ActiveSet::most_violated(double tolerance) const {
  int worst = -1;
  double least = -tolerance;
  for (int r = 0; r < num_rows(); ++r) {
    const double s = slack(r);
    if (s < least) {
      least = s;
      worst = r;
    }
  }
  return worst;
}

// Modified Gram-Schmidt on the active normals, then back substitution.
Vector ActiveSet::project_normal(const Vector& n) const {
  const Index q = static_cast<Index>(normals_.size());
  std::vector<Vector> basis;
  Matrix upper = Matrix::Zero(q, q);
  Vector rest = n, right(q);
  for (Index j = 0; j < q; ++j) {
    Vector v = normals_[static_cast<std::size_t>(j)];
    for (int pass = 0; pass < 2; ++pass) {
      for (Index i = 0; i < j; ++i) {
        const double along = basis[static_cast<std::size_t>(i)].dot(v);
        upper(i, j) += along;
        v -= along * basis[static_cast<std::size_t>(i)];
      }
    }
    upper(j, j) = v.norm();
    basis.push_back(v / upper(j, j));
    right(j) = basis.back().dot(rest);
    rest -= right(j) * basis.back();
  }
  for (Index i = q; i-- > 0;) {
    for (Index j = i + 1; j < q; ++j) right(i) -= upper(i, j) * right(j);
    right(i) /= upper(i, i);
  }
  return right;
}

void ActiveSet::drop(std::size_t position) {
  const std::ptrdiff_t at = static_cast<std::ptrdiff_t>(position);
  active_.erase(active_.begin() + at);
  normals_.erase(normals_.begin() + at);
  multiplier_.erase(multiplier_.begin() + at);
}

bool ActiveSet::add(int row) {
  const Vector n = normal(row);
  double own = 0.0;
  for (;;) {
    const Vector r = project_normal(n);
    Vector z = n;
    for (std::size_t j = 0; j < normals_.size(); ++j) z -= r(static_cast<Index>(j)) * normals_[j];
    // The longest step that keeps multipliers >= 0, and the one that reaches the row.
    double dual_step = kInfinity;
    std::size_t blocking = 0;
    for (std::size_t j = 0; j < multiplier_.size(); ++j) {
      const double rj = r(static_cast<Index>(j));
      if (rj > 0.0 && multiplier_[j] / rj < dual_step) {
        dual_step = multiplier_[j] / rj;
        blocking = j;
      }
    }
    const bool dependent = z.squaredNorm() <= kDependent * n.squaredNorm();
    const double primal_step = dependent ? kInfinity : -slack(row) / z.dot(n);
    const double step = std::fmin(dual_step, primal_step);
    if (step == kInfinity) return false;
    if (!dependent) {
      y_ += step * z;
      x_ = y_.cwiseQuotient(root_);
    }
    for (std::size_t j = 0; j < multiplier_.size(); ++j)
      multiplier_[j] -= step * r(static_cast<Index>(j));
    own += step;
    if (!dependent && primal_step <= dual_step) {
      active_.push_back(row);
      normals_.push_back(n);
      multiplier_.push_back(own);
      return true;
    }
    drop(blocking);
  }
}

}  // namespace

Projection project(const Vector& target, const Vector& weight, const Polyhedron& polyhedron,
                   double tolerance) {
  ActiveSet set(target, weight, polyhedron);
  Projection out;
  const int limit = 100 + 20 * static_cast<int>(target.size());
  for (;; ++out.iterations) {
    const int row = set.most_violated(tolerance);
    out.feasible = row < 0;
    if (row < 0 || out.iterations >= limit || !set.add(row)) break;
  }
  out.x = set.x();
  return out;
}

}  // namespace covenant
