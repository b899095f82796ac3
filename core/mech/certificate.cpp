#include "core/mech/certificate.hpp"

#include <algorithm>
#include <cmath>

#include "core/base/check.hpp"
#include "core/base/special.hpp"
#include "core/mech/constraints.hpp"

namespace covenant {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// Sums of multipliers that should vanish exactly may miss by this share of their size.
constexpr double kRounding = 1e-15;

double at(const Vector& v, Index d) { return v.size() > 0 ? v(d) : 0.0; }

// One coordinate of a simplex part: x -> (v - y) x - (q/2 x^2 + l x log(x/r)) on [0, 1].
struct Coordinate {
  double v, q, l, log_r;
  double slope(double x) const { return v - q * x - (l > 0.0 ? l * (log_(x) - log_r + 1.0) : 0.0); }
  double value(double x) const {
    return v * x - 0.5 * q * x * x - (l > 0.0 && x > 0.0 ? l * x * (log_(x) - log_r) : 0.0);
  }
  double argmax(double y) const;
};

double Coordinate::argmax(double y) const {
  if (l == 0.0) {
    if (q == 0.0) return v > y ? 1.0 : 0.0;
    return std::min(std::max((v - y) / q, 0.0), 1.0);
  }
  // q x + l log x = b. In z = log x the left side is convex, so Newton from the right never
  // overshoots.
  const double b = v - y + l * (log_r - 1.0);
  if (b >= q) return 1.0;
  double z = std::min(b / l, 0.0), x = exp_(z);
  for (int i = 0; i < 200 && q > 0.0; ++i) {
    const double step = (q * x + l * z - b) / (q * x + l);
    z -= step;
    x = exp_(z);
    if (std::fabs(step) <= 1e-16 * (1.0 + std::fabs(z))) break;
  }
  return x;
}

// y + sum_d sup_x (value(x) - y x): an upper bound for every y; an inexact inner maximum is paid
// for.
double bound_at(const std::vector<Coordinate>& part, double y, double& mass) {
  double sum = y;
  mass = 0.0;
  for (const Coordinate& c : part) {
    const double x = c.argmax(y);
    sum += c.value(x) - y * x;
    if (c.q > 0.0 && c.l > 0.0 && x > 0.0 && x < 1.0) sum += std::fabs(c.slope(x) - y);
    mass += x;
  }
  return sum;
}

double soft_max(const std::vector<Coordinate>& part) {
  double top = -kInfinity, sum = 0.0;
  for (const Coordinate& c : part) top = std::max(top, c.v / c.l + c.log_r);
  for (const Coordinate& c : part) sum += exp_(c.v / c.l + c.log_r - top);
  return part.front().l * (top + log_(sum));
}

// -d argmax / dy, for Newton on the multiplier y.
double sensitivity(const Coordinate& c, double x) {
  if (x <= 0.0 || x >= 1.0) return 0.0;
  return 1.0 / (c.q + (c.l > 0.0 ? c.l / x : 0.0));
}

// max over one simplex part with curvature: the y at which the coordinates' maxima sum to one, by
// Newton's method kept inside a shrinking bracket.
double curved_value(const std::vector<Coordinate>& part) {
  double low = kInfinity, high = -kInfinity;
  for (const Coordinate& c : part) {
    low = std::min(low, c.slope(1.0));
    high = std::max(high, c.slope(1.0 / static_cast<double>(part.size())));
  }
  double mass = 0.0, best = std::min(bound_at(part, low, mass), bound_at(part, high, mass));
  double y = 0.5 * (low + high);
  for (int i = 0; i < 100 && low < high; ++i) {
    const double bound = bound_at(part, y, mass);
    best = std::min(best, bound);
    if (mass > 1.0) {
      low = y;
    } else {
      high = y;
    }
    double fall = 0.0;
    for (const Coordinate& c : part) fall += sensitivity(c, c.argmax(y));
    const double newton = fall > 0.0 ? y + (mass - 1.0) / fall : low;
    const double next = newton > low && newton < high ? newton : 0.5 * (low + high);
    if (next == y || std::fabs(mass - 1.0) <= 1e-15) break;
    y = next;
  }
  return best;
}

// max over one simplex part. One l for the whole part.
double part_value(const std::vector<Coordinate>& part) {
  double top = -kInfinity, curvature = 0.0;
  for (const Coordinate& c : part) {
    top = std::max(top, c.v);
    curvature = std::max(curvature, c.q);
  }
  if (curvature > 0.0) return curved_value(part);
  return part.front().l > 0.0 ? soft_max(part) : top;
}

double simplex_value(const MenuProblem& problem, const double* virtual_value, double weight) {
  const MenuCost& cost = problem.cost;
  double sum = 0.0;
  Index d = 0;
  std::vector<Coordinate> part;
  for (std::size_t b = 0; b < problem.blocks.size(); ++b) {
    const double kl = at(cost.kl, static_cast<Index>(b));
    part.clear();
    for (int i = 0; i < problem.blocks[b]; ++i, ++d) {
      part.push_back({virtual_value[d] - weight * at(cost.linear, d),
                      weight * at(cost.quadratic, d), weight * kl,
                      kl > 0.0 ? log_(cost.reference(d)) : 0.0});
    }
    sum += part_value(part);
  }
  return sum;
}

double box_value(const MenuProblem& problem, const double* virtual_value, double weight) {
  double sum = 0.0;
  for (Index d = 0; d < problem.num_values(); ++d) {
    const double slope = virtual_value[d] - weight * at(problem.cost.linear, d);
    const double curvature = weight * at(problem.cost.quadratic, d);
    double x = slope > 0.0 ? problem.upper(d) : problem.lower(d);
    if (curvature > 0.0)
      x = std::min(std::max(slope / curvature, problem.lower(d)), problem.upper(d));
    if (x == kInfinity) return kInfinity;
    sum += slope * x - 0.5 * curvature * x * x;
  }
  return sum;
}

// Holds multipliers while they are repaired.
class DualPoint {
 public:
  DualPoint(const MenuProblem& problem, const std::vector<int>& block_of, const MenuMultipliers& m,
            const Matrix& slack, const Vector& ir_slack)
      : problem_(problem), block_of_(block_of), m_(m), slack_(slack), ir_slack_(ir_slack) {
    m_.ic = m_.ic.cwiseMax(0.0);
    m_.ir = m_.ir.cwiseMax(0.0);
    m_.budget = problem.budget ? std::max(m_.budget, 0.0) : 0.0;
    for (std::size_t i = 0; i < block_of.size(); ++i)
      m_.ic(static_cast<Index>(i), block_of[i]) = 0.0;
    share_ = problem.share / problem.share.sum();
  }
  void shrink(double factor) {
    m_.ic *= factor;
    m_.ir *= factor;
    m_.budget *= factor;
  }
  bool repair();
  double value() const;

 private:
  void balance();
  void virtual_values(Matrix& value, Vector& weight) const;
  double settled(Index c) const;
  double excess(Index c) const;  // what kappa_c must lose (> 0) or gain (< 0)
  void push(Index from, Index to, double amount);
  Index cheapest(Index from, Index to) const;
  bool raise(Index c, double amount);

  const MenuProblem& problem_;
  const std::vector<int>& block_of_;
  MenuMultipliers m_;
  const Matrix& slack_;
  const Vector& ir_slack_;
  Vector share_, own_, kappa_, noise_;  // noise: below it kappa is rounding of 0
};

// own_i = f_i w_u + v_i + sum_c l_ic, the negative of i's multiplier on its own contract; kappa_c.
void DualPoint::balance() {
  const Index contracts = m_.ic.cols();
  own_.resize(m_.ic.rows());
  kappa_ = Vector::Zero(contracts);
  noise_ = Vector::Zero(contracts);
  for (Index i = 0; i < m_.ic.rows(); ++i) {
    const Index c = block_of_[static_cast<std::size_t>(i)];
    own_(i) = share_(i) * problem_.weight_utility + m_.ir(i) + m_.ic.row(i).sum();
    kappa_(c) += share_(i) * (problem_.weight_transfer + m_.budget) - own_(i);
    kappa_ += m_.ic.row(i).transpose();
    noise_ += kRounding * m_.ic.row(i).transpose();
    noise_(c) += kRounding * std::fabs(own_(i));
  }
}

double DualPoint::excess(Index c) const {
  if (std::fabs(kappa_(c)) <= noise_(c)) return 0.0;
  const bool low = problem_.transfer_lower > -kInfinity, high = problem_.transfer_upper < kInfinity;
  if (low && high) return 0.0;
  if (low) return std::max(kappa_(c), 0.0);
  if (high) return std::min(kappa_(c), 0.0);
  return kappa_(c);
}

// The type of contract `from` that is closest to picking `to`.
Index DualPoint::cheapest(Index from, Index to) const {
  Index best = -1;
  for (Index i = 0; i < m_.ic.rows(); ++i) {
    if (block_of_[static_cast<std::size_t>(i)] != from) continue;
    if (best < 0 || slack_(i, to) < slack_(best, to)) best = i;
  }
  return best;
}

// Moves kappa from one contract to another: first takes back multipliers the other way, then adds.
void DualPoint::push(Index from, Index to, double amount) {
  kappa_(from) -= amount;
  kappa_(to) += amount;
  for (Index i = 0; i < m_.ic.rows() && amount > 0.0; ++i) {
    if (block_of_[static_cast<std::size_t>(i)] != to) continue;
    const double back = std::min(amount, m_.ic(i, from));
    m_.ic(i, from) -= back;
    amount -= back;
  }
  if (amount > 0.0) m_.ic(cheapest(from, to), to) += amount;
}

// kappa_c += amount by taking from IR multipliers, its own types' first, then others' through IC.
bool DualPoint::raise(Index c, double amount) {
  for (Index i = 0; i < m_.ir.size() && amount > 0.0; ++i) {
    if (block_of_[static_cast<std::size_t>(i)] != c) continue;
    const double back = std::min(amount, m_.ir(i));
    m_.ir(i) -= back;
    kappa_(c) += back;
    amount -= back;
  }
  while (amount > 0.0) {
    Index best = -1;
    for (Index i = 0; i < m_.ir.size(); ++i) {
      if (m_.ir(i) > 0.0 && (best < 0 || slack_(i, c) < slack_(best, c))) best = i;
    }
    if (best < 0) return amount <= noise_(c);
    const double back = std::min(amount, m_.ir(best));
    m_.ir(best) -= back;
    kappa_(block_of_[static_cast<std::size_t>(best)]) += back;
    push(block_of_[static_cast<std::size_t>(best)], c, back);
    amount -= back;
  }
  return true;
}

bool DualPoint::repair() {
  if (problem_.budget && problem_.transfer_lower == -kInfinity) {
    m_.budget = std::max(m_.budget, problem_.weight_utility - problem_.weight_transfer);
  }
  balance();
  const Index contracts = kappa_.size();
  const double scale = slack_.size() > 0 ? slack_.cwiseAbs().maxCoeff() : 0.0;
  // Contracts between which someone is indifferent first, then any.
  for (double limit : {1e-7 * scale, kInfinity}) {
    for (Index from = 0; from < contracts; ++from) {
      for (Index to = 0; to < contracts && excess(from) > 0.0; ++to) {
        if (to == from || !(excess(to) < 0.0) || slack_(cheapest(from, to), to) > limit) continue;
        push(from, to, std::min(excess(from), -excess(to)));
      }
    }
  }
  for (Index c = 0; c < contracts; ++c) {
    const double high = excess(c);
    if (high > 0.0) {
      Index best = -1;
      for (Index i = 0; i < m_.ir.size(); ++i) {
        if (block_of_[static_cast<std::size_t>(i)] != c) continue;
        if (best < 0 || ir_slack_(i) < ir_slack_(best)) best = i;
      }
      m_.ir(best) += high;
    } else if (high < 0.0 && !raise(c, -high)) {
      return false;
    }
  }
  balance();
  return true;
}

// Virtual values from differences to the first type of each contract, so that large multipliers
// between nearly equal types cancel before they are multiplied:
//   sum_i own_i theta_i - sum_j l_jc theta_j = (F_c (w_t + b) - kappa_c) theta_ref + differences.
void DualPoint::virtual_values(Matrix& value, Vector& weight) const {
  const Index contracts = m_.ic.cols();
  value.setZero(contracts, problem_.num_values());
  weight.setZero(contracts);
  for (Index c = 0; c < contracts; ++c) {
    const Index ref = std::find(block_of_.begin(), block_of_.end(), c) - block_of_.begin();
    for (Index i = 0; i < m_.ic.rows(); ++i) {
      const bool own = block_of_[static_cast<std::size_t>(i)] == c;
      const double factor = own ? own_(i) : -m_.ic(i, c);
      if (factor != 0.0 && i != ref) {
        value.row(c) += factor * (problem_.value.row(i) - problem_.value.row(ref));
      }
      if (!own) continue;
      weight(c) += share_(i);
      if (problem_.objective_allocation.rows() > 0) {
        value.row(c) += share_(i) * problem_.objective_allocation.row(i);
      }
    }
    value.row(c) +=
        (weight(c) * (problem_.weight_transfer + m_.budget) - settled(c)) * problem_.value.row(ref);
  }
}

// kappa_c, exactly 0 where a transfer without bounds asks for it.
double DualPoint::settled(Index c) const {
  const double t = kappa_(c) > 0.0 ? problem_.transfer_upper : problem_.transfer_lower;
  return std::isfinite(t) ? kappa_(c) : 0.0;
}

double DualPoint::value() const {
  Matrix virtual_value;
  Vector weight;
  virtual_values(virtual_value, weight);
  double sum = problem_.budget ? -m_.budget * *problem_.budget : 0.0;
  for (Index i = 0; i < m_.ir.size(); ++i) sum -= m_.ir(i) * outside_utility(problem_, i);
  // kappa's own sum is known without cancellation; what rounding changed in it is paid for.
  double mismatch = -m_.ir.sum();
  for (Index i = 0; i < share_.size(); ++i) {
    mismatch += share_(i) * (problem_.weight_transfer + m_.budget - problem_.weight_utility);
  }
  for (Index c = 0; c < weight.size(); ++c) {
    mismatch -= settled(c);
    sum += best_response_value(problem_, virtual_value.row(c).data(), weight(c));
    const double kappa = settled(c);
    if (kappa != 0.0) {
      sum += kappa * (kappa > 0.0 ? problem_.transfer_upper : problem_.transfer_lower);
    }
  }
  const double size = std::max(slack_.cwiseAbs().maxCoeff(), ir_slack_.cwiseAbs().maxCoeff());
  return sum + std::fabs(mismatch) * size;
}

}  // namespace

double best_response_value(const MenuProblem& problem, const double* virtual_value, double weight) {
  return problem.set == AllocationSet::simplex ? simplex_value(problem, virtual_value, weight)
                                               : box_value(problem, virtual_value, weight);
}

double upper_bound(const MenuProblem& problem, const std::vector<int>& block_of,
                   const MenuMultipliers& multipliers, const Matrix& slack,
                   const Vector& ir_slack) {
  COVENANT_CHECK(static_cast<Index>(block_of.size()) == problem.num_types());
  COVENANT_CHECK(multipliers.ic.rows() == slack.rows() && multipliers.ic.cols() == slack.cols());
  DualPoint dual(problem, block_of, multipliers, slack, ir_slack);
  if (!dual.repair()) return kInfinity;
  double bound = dual.value();
  if (bound < kInfinity) return bound;
  // A hair of the multipliers is traded for the first-best ones, whose virtual values bend down if
  // any do.
  for (double share = 1e-13; share < 1e-7 && !(bound < kInfinity); share *= 10.0) {
    DualPoint shrunk(problem, block_of, multipliers, slack, ir_slack);
    shrunk.shrink(1.0 - share);
    if (shrunk.repair()) bound = shrunk.value();
  }
  return bound;
}

}  // namespace covenant
