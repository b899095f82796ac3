#include "core/opt/newton.hpp"

#include <algorithm>
#include <cmath>

namespace covenant {
namespace {

// In place, lower triangle: column by column, so that loops run along columns (they vectorise, and
// no sum is reordered). False if the matrix is not positive definite.
bool factorise(Eigen::MatrixXd& matrix) {
  const Index n = matrix.rows();
  for (Index j = 0; j < n; ++j) {
    double* const own = matrix.col(j).data();
    if (!(own[j] > 0.0)) return false;
    own[j] = std::sqrt(own[j]);
    for (Index i = j + 1; i < n; ++i) own[i] /= own[j];
    for (Index k = j + 1; k < n; ++k) {
      double* const other = matrix.col(k).data();
      const double factor = own[k];
      for (Index i = k; i < n; ++i) other[i] -= factor * own[i];
    }
  }
  return true;
}

// In place: x becomes (L L')^-1 x.
void solve(const Eigen::MatrixXd& lower, Vector& x) {
  const Index n = x.size();
  for (Index j = 0; j < n; ++j) {
    x(j) /= lower(j, j);
    for (Index i = j + 1; i < n; ++i) x(i) -= x(j) * lower(i, j);
  }
  for (Index j = n - 1; j >= 0; --j) {
    for (Index i = j + 1; i < n; ++i) x(j) -= lower(i, j) * x(i);
    x(j) /= lower(j, j);
  }
}

struct Search {
  const CurvedFunction& function;
  FirstOrderResult at;
  Vector gradient;
  Eigen::MatrixXd hessian, shifted;
  Vector step, trial, there;
  double shift = 0.0;

  // One step, its shift found by trying; false if none improves.
  bool move() {
    constexpr double kFirstShift = 1e-3, kRounding = 1e-14, kNoShift = 1e-7;
    const double scale = hessian.diagonal().cwiseAbs().maxCoeff();
    double growth = 2.0;
    for (int tries = 0; tries < 40; ++tries, growth *= 2.0) {
      shifted = hessian;
      shifted.diagonal().array() += shift;
      if (factorise(shifted)) {
        step = -gradient;
        solve(shifted, step);
        trial = at.x + step;
        const double value = function(trial, there, nullptr);
        // how much of what the model promised came true; near the end values cannot tell any more,
        // gradients can
        const double promised = 0.5 * (shift * step.squaredNorm() - gradient.dot(step));
        const double kept = (at.value - value) / promised;
        const bool flatter = value <= at.value + kRounding * std::fabs(at.value) &&
                             there.cwiseAbs().maxCoeff() < 0.5 * at.gradient_norm;
        if (kept > 1e-4 || flatter) {
          const double trust = 2.0 * (flatter ? std::max(kept, 0.5) : kept) - 1.0;
          shift *= std::max(1.0 / 3.0, 1.0 - trust * trust * trust);
          if (shift < kNoShift * scale) shift = 0.0;
          at.x = trial;
          return true;
        }
      }
      shift = std::max(growth * shift, kFirstShift * scale);
    }
    return false;
  }
};

}  // namespace

FirstOrderResult minimise_curved(const CurvedFunction& function, const Vector& start,
                                 double tolerance, int max_iterations) {
  const Index n = start.size();
  Search search{function,  {},        {}, Eigen::MatrixXd::Zero(n, n), Eigen::MatrixXd(n, n),
                Vector(n), Vector(n), {}};
  FirstOrderResult& at = search.at;
  at.x = start;
  for (;; ++at.iterations) {
    at.value = function(at.x, search.gradient, &search.hessian);
    at.gradient_norm = search.gradient.cwiseAbs().maxCoeff();
    if (at.gradient_norm <= tolerance || at.iterations == max_iterations || !search.move())
      return at;
  }
}

}  // namespace covenant
