#include "core/mech/certificate.hpp"

#include <algorithm>
#include <cmath>

#include "core/base/check.hpp"
#include "core/base/special.hpp"
#include "core/mech/dual_point.hpp"

namespace covenant {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kConstant = 1e-3;  // of the values: what may be left of them

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

// y + sum_d sup_x (value(x) - y x): an upper bound for every y. An inexact inner maximum is paid
// for, or bounded by the one without the square, which is next to nothing where x underflows.
double bound_at(const std::vector<Coordinate>& part, double y, double& mass) {
  double sum = y;
  mass = 0.0;
  for (const Coordinate& c : part) {
    const double x = c.argmax(y);
    double most = c.value(x) - y * x;
    if (c.q > 0.0 && c.l > 0.0 && x > 0.0 && x < 1.0) {
      const double without = c.l * exp_((c.v - y) / c.l + c.log_r - 1.0);
      most = std::min(most + std::fabs(c.slope(x) - y), without);
    }
    sum += most;
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
  double reference = 1.0, log_reference = 0.0;  // of the entry before: often the same
  for (std::size_t b = 0; b < problem.blocks.size(); ++b) {
    const double kl = at(cost.kl, static_cast<Index>(b));
    part.clear();
    part.reserve(static_cast<std::size_t>(problem.num_values()));
    for (int i = 0; i < problem.blocks[b]; ++i, ++d) {
      if (kl > 0.0 && cost.reference(d) != reference) {
        reference = cost.reference(d);
        log_reference = log_(reference);
      }
      part.push_back({virtual_value[d] - weight * at(cost.linear, d),
                      weight * at(cost.quadratic, d), weight * kl, kl > 0.0 ? log_reference : 0.0});
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

}  // namespace

double best_response_value(const MenuProblem& problem, const double* virtual_value, double weight) {
  return problem.set == AllocationSet::simplex ? simplex_value(problem, virtual_value, weight)
                                               : box_value(problem, virtual_value, weight);
}

namespace {

double repaired_bound(const MenuProblem& problem, const Menu& menu,
                      const MenuMultipliers& multipliers) {
  DualPoint dual(problem, menu, multipliers);
  if (!dual.repair()) return kInfinity;
  double bound = dual.value();
  if (bound < kInfinity) return bound;
  // Where nothing stops x, multipliers that are noise must be 0.
  for (double below = 1e-12; below < 1e-7 && !(bound < kInfinity); below *= 10.0) {
    DualPoint dropped(problem, menu, multipliers);
    dropped.drop(below);
    if (dropped.repair()) bound = dropped.value();
  }
  // A hair of the multipliers is traded for the first-best ones, whose virtual values bend down if
  // any do.
  for (double share = 1e-13; share < 1e-7 && !(bound < kInfinity); share *= 10.0) {
    DualPoint shrunk(problem, menu, multipliers);
    shrunk.shrink(1.0 - share);
    if (shrunk.repair()) bound = shrunk.value();
  }
  return bound;
}

// On a simplex a constant per type and part is worth the same under every contract. Where values
// are hardly more than such constants, they are taken out, as multipliers are large in units of the
// rest. Exact: a difference of nearly equal numbers has no rounding.
bool without_constants(const MenuProblem& problem, MenuProblem& out, double& constant) {
  if (problem.set != AllocationSet::simplex) return false;
  Matrix rest = problem.value;
  Vector taken = Vector::Zero(problem.num_types());
  Index begin = 0;
  for (int size : problem.blocks) {
    for (Index k = 0; k < rest.rows(); ++k) {
      const double first = rest(k, begin);
      rest.row(k).segment(begin, size).array() -= first;
      taken(k) += first;
    }
    begin += size;
  }
  if (!(rest.cwiseAbs().maxCoeff() < kConstant * problem.value.cwiseAbs().maxCoeff())) return false;
  out = problem;
  out.value = rest;
  out.outside -= taken;
  constant = problem.weight_utility * problem.share.dot(taken) / problem.share.sum();
  return true;
}

}  // namespace

double upper_bound(const MenuProblem& problem, const Menu& menu,
                   const MenuMultipliers& multipliers) {
  COVENANT_CHECK(static_cast<Index>(menu.assigned.size()) == problem.num_types());
  MenuProblem rest;
  double constant = 0.0;
  if (!without_constants(problem, rest, constant)) {
    return repaired_bound(problem, menu, multipliers);
  }
  return repaired_bound(rest, menu, multipliers) + constant;
}

}  // namespace covenant
