#include "core/opt/utility_tree.hpp"

#include <algorithm>
#include <limits>

namespace covenant {
namespace {

constexpr double kNear = 1e-3;  // relative distance from which cancellation is worth the detour

}  // namespace

void UtilityTree::setup(const Matrix& value) {
  const Index groups = value.rows();
  const std::size_t count = static_cast<std::size_t>(groups);
  std::vector<double> distance(count, std::numeric_limits<double>::infinity());
  std::vector<char> done(count, 0);
  parent_.assign(count, -1);
  depth_.assign(count, 0);
  order_.clear();
  active_ = false;
  const double near = kNear * value.cwiseAbs().maxCoeff();
  for (std::size_t step = 0; step < count; ++step) {
    std::size_t next = count;
    for (std::size_t g = 0; g < count; ++g) {
      if (done[g] == 0 && (next == count || distance[g] < distance[next])) next = g;
    }
    done[next] = 1;
    order_.push_back(static_cast<int>(next));
    if (step > 0) depth_[next] = 1 + depth_[static_cast<std::size_t>(parent_[next])];
    if (step > 0 && distance[next] < near) active_ = true;
    for (std::size_t g = 0; g < count; ++g) {
      if (done[g] != 0) continue;
      const double apart = (value.row(static_cast<Index>(g)) - value.row(static_cast<Index>(next)))
                               .cwiseAbs()
                               .maxCoeff();
      if (apart >= distance[g]) continue;
      distance[g] = apart;
      parent_[g] = static_cast<int>(next);
    }
  }
}

void UtilityTree::gather(double* u) const {
  if (!active_) return;
  for (std::size_t i = order_.size(); i-- > 1;) {
    const int g = order_[i];
    u[parent_[static_cast<std::size_t>(g)]] += u[g];
  }
}

void UtilityTree::scatter(double* v) const {
  if (!active_) return;
  for (std::size_t i = 1; i < order_.size(); ++i) {
    const int g = order_[i];
    v[g] += v[parent_[static_cast<std::size_t>(g)]];
  }
}

void UtilityTree::unscatter(double* v) const {
  if (!active_) return;
  for (std::size_t i = order_.size(); i-- > 1;) {
    const int g = order_[i];
    v[g] -= v[parent_[static_cast<std::size_t>(g)]];
  }
}

template <class Visit>
void UtilityTree::between(Index g, Index m, Visit visit) const {
  while (g != m) {
    const std::size_t low = static_cast<std::size_t>(g), high = static_cast<std::size_t>(m);
    if (depth_[low] >= depth_[high]) {
      visit(g, 1.0);
      g = parent_[low];
    } else {
      visit(m, -1.0);
      m = parent_[high];
    }
  }
}

double UtilityTree::at(const Vector& v, Index g) const {
  if (!active_) return v(g);
  double sum = 0.0;
  for (Index up = g; up >= 0; up = parent_[static_cast<std::size_t>(up)]) sum += v(up);
  return sum;
}

double UtilityTree::difference(const Vector& v, Index g, Index m) const {
  if (!active_) return v(g) - v(m);
  double sum = 0.0;
  between(g, m, [&](Index node, double sign) { sum += sign * v(node); });
  return sum;
}

void UtilityTree::add(Index g, double amount, Vector& v) const {
  if (!active_) {
    v(g) += amount;
    return;
  }
  for (Index up = g; up >= 0; up = parent_[static_cast<std::size_t>(up)]) v(up) += amount;
}

void UtilityTree::add_difference(Index g, Index m, double amount, Vector& v) const {
  if (!active_) {
    v(g) += amount;
    v(m) -= amount;
    return;
  }
  between(g, m, [&](Index node, double sign) { v(node) += sign * amount; });
}

Vector UtilityTree::lengths(const Matrix& value) const {
  Vector out = Vector::Ones(value.rows());
  for (Index g = 0; active_ && g < value.rows(); ++g) {
    const Index parent = parent_[static_cast<std::size_t>(g)];
    if (parent >= 0) out(g) = (value.row(g) - value.row(parent)).cwiseAbs().maxCoeff();
  }
  return out;
}

void UtilityTree::add_diagonal(const Vector& d, Matrix& a) const {
  Vector below = d;
  gather(below.data());
  for (Index g = 0; g < below.size(); ++g) {
    // Of two nodes on one path the lower one decides; others share nothing.
    for (int up = static_cast<int>(g); up >= 0; up = parent_[static_cast<std::size_t>(up)]) {
      const Index high = std::max<Index>(g, up), low = std::min<Index>(g, up);
      a(high, low) += below(g);
    }
  }
}

}  // namespace covenant
