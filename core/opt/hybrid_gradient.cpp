#include "core/opt/hybrid_gradient.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/check.hpp"
#include "core/base/special.hpp"

namespace covenant {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kSufficient = 0.2;  // of the error at the last restart: start again
constexpr double kNecessary = 0.8;   // of it: start again once the error rises
constexpr double kLeastPull = 1e-3;  // where no row meets a coordinate
constexpr double kSmallest = 1e-300;
constexpr double kLongest = 0.36;  // of all iterations: start again anyway

struct State {
  Matrix x;
  Vector u, lambda;
};

class HybridGradient {
 public:
  HybridGradient(const BlockProgram& program, const HybridGradientSettings& settings)
      : p_(program), settings_(settings) {}
  HybridGradientInfo run(BlockPoint& point);

 private:
  void start();
  void lay_out();
  void gradients(const State& at);
  void nearest_best(Index c, const double* gradient, const double* x, double weight,
                    double* out) const;
  void activities(const State& at, Vector& out);
  void step();
  void add_to_average();
  double error(const State& at);
  void restart(const State& from);
  void begin_again();
  bool exchange(BlockPoint& point);
  void fill(const State& at, BlockPoint& point);

  const BlockProgram& p_;
  const HybridGradientSettings& settings_;
  State now_, average_, anchor_;
  Matrix gradient_x_, reach_;  // of the Lagrangian; sum of |row| per coordinate (blocks x n)
  Vector gradient_u_, meet_;   // of the Lagrangian; rows per group
  Vector row_size_, activity_, previous_, own_;
  double weight_ = 1.0, count_ = 0.0;
};

void HybridGradient::start() {
  const Index blocks = p_.num_blocks(), n = p_.num_values();
  now_.x.resize(blocks, n);
  for (Index c = 0; c < blocks; ++c) {
    for (Index d = 0; d < n; ++d) now_.x(c, d) = p_.upper(d) < kInfinity ? 0.5 * p_.upper(d) : 0.5;
    for (std::size_t b = 0; b + 1 < p_.simplex_begin.size(); ++b) {
      const int size = p_.simplex_begin[b + 1] - p_.simplex_begin[b];
      for (int d = p_.simplex_begin[b]; d < p_.simplex_begin[b + 1]; ++d) now_.x(c, d) = 1.0 / size;
    }
  }
  now_.u = p_.outside;
  now_.lambda.setZero(p_.num_rows());
  lay_out();
  anchor_ = now_;
  begin_again();
}

// Everything that depends on the rows.
void HybridGradient::lay_out() {
  const Index n = p_.num_values();
  reach_.setZero(p_.num_blocks(), n);
  meet_.setZero(p_.num_groups());
  row_size_.resize(p_.num_rows());
  for (Index c = 0; c < p_.num_blocks(); ++c) {
    const std::size_t block = static_cast<std::size_t>(c);
    const Index leader = p_.leader[block];
    for (int r = p_.row_begin[block]; r < p_.row_begin[block + 1]; ++r) {
      const Index g = p_.row_group[static_cast<std::size_t>(r)];
      double size = 2.0;
      for (Index d = 0; d < n; ++d) {
        const double a = std::fabs(p_.value(g, d) - p_.value(leader, d));
        reach_(c, d) += a;
        size += a;
      }
      row_size_(r) = size;
      meet_(g) += 1.0;
      meet_(leader) += 1.0;
    }
  }
}

// gain - A' lambda of every block, and of U; without the curvature.
void HybridGradient::gradients(const State& at) {
  const Index n = p_.num_values();
  gradient_u_ = p_.utility_gain;
  gradient_x_ = p_.gain;
  for (Index c = 0; c < p_.num_blocks(); ++c) {
    const std::size_t block = static_cast<std::size_t>(c);
    const Index leader = p_.leader[block];
    double* out = gradient_x_.row(c).data();
    double total = 0.0;
    for (int r = p_.row_begin[block]; r < p_.row_begin[block + 1]; ++r) {
      const double l = at.lambda(r);
      if (l == 0.0) continue;
      const Index g = p_.row_group[static_cast<std::size_t>(r)];
      const double* theta = p_.value.row(g).data();
      for (Index d = 0; d < n; ++d) out[d] -= l * theta[d];
      gradient_u_(g) += l;
      total += l;
    }
    const double* theta = p_.value.row(leader).data();
    for (Index d = 0; d < n; ++d) out[d] += total * theta[d];
    gradient_u_(leader) -= total;
  }
}

// The point that maximises gradient.y - cost(y) - pull * distance(y, x) over the allocations of c.
void HybridGradient::nearest_best(Index c, const double* gradient, const double* x, double weight,
                                  double* out) const {
  const Index n = p_.num_values();
  const double w = p_.weight(c);
  const auto pull = [&](Index d) { return std::max(weight * reach_(c, d), kLeastPull); };
  if (!p_.is_simplex()) {
    for (Index d = 0; d < n; ++d) {
      const double k = pull(d);
      const double y = (k * x[d] + gradient[d]) / (k + w * p_.quadratic(d));
      out[d] = std::min(std::max(y, 0.0), p_.upper(d));
    }
    return;
  }
  for (std::size_t b = 0; b + 1 < p_.simplex_begin.size(); ++b) {
    const Index begin = p_.simplex_begin[b], end = p_.simplex_begin[b + 1];
    double k = 0.0, top = -kInfinity, sum = 0.0;
    for (Index d = begin; d < end; ++d) k = std::max(k, pull(d) + w * p_.quadratic(d));
    for (Index d = begin; d < end; ++d) {
      const double l = w * p_.entropy(d), slope = gradient[d] - w * p_.quadratic(d) * x[d];
      out[d] = (slope + l * p_.log_reference(d) + k * log_(std::max(x[d], kSmallest))) / (l + k);
      top = std::max(top, out[d]);
    }
    for (Index d = begin; d < end; ++d) sum += out[d] = exp_(out[d] - top);
    for (Index d = begin; d < end; ++d) out[d] /= sum;
  }
}

// Slacks of the rows at (x, u).
void HybridGradient::activities(const State& at, Vector& out) {
  const Index n = p_.num_values();
  for (Index c = 0; c < p_.num_blocks(); ++c) {
    const std::size_t block = static_cast<std::size_t>(c);
    const Index leader = p_.leader[block];
    const double* x = at.x.row(c).data();
    double own = -at.u(leader);
    for (Index d = 0; d < n; ++d) own += p_.value(leader, d) * x[d];
    for (int r = p_.row_begin[block]; r < p_.row_begin[block + 1]; ++r) {
      const Index g = p_.row_group[static_cast<std::size_t>(r)];
      const double* theta = p_.value.row(g).data();
      double worth = 0.0;
      for (Index d = 0; d < n; ++d) worth += theta[d] * x[d];
      out(r) = at.u(g) + own - worth;
    }
  }
}

void HybridGradient::step() {
  gradients(now_);
  for (Index c = 0; c < p_.num_blocks(); ++c) {
    double* x = now_.x.row(c).data();
    nearest_best(c, gradient_x_.row(c).data(), x, weight_, x);
  }
  for (Index g = 0; g < p_.num_groups(); ++g) {
    const double pull = std::max(weight_ * meet_(g), kLeastPull);
    now_.u(g) = std::max(p_.outside(g), now_.u(g) + gradient_u_(g) / pull);
  }
  activity_.swap(previous_);
  activities(now_, activity_);
  for (Index r = 0; r < p_.num_rows(); ++r) {
    const double move = weight_ / row_size_(r) * (2.0 * activity_(r) - previous_(r));
    const double l = now_.lambda(r) - move;
    now_.lambda(r) = p_.row_equal[static_cast<std::size_t>(r)] != 0 ? l : std::max(0.0, l);
  }
}

void HybridGradient::add_to_average() {
  count_ += 1.0;
  const double share = 1.0 / count_;
  average_.x += share * (now_.x - average_.x);
  average_.u += share * (now_.u - average_.u);
  average_.lambda += share * (now_.lambda - average_.lambda);
}

// Root mean square of what a step of unit length would still change.
double HybridGradient::error(const State& at) {
  gradients(at);
  activities(at, own_);
  double x = 0.0, u = 0.0, rows = 0.0;
  Vector best(p_.num_values());
  for (Index c = 0; c < p_.num_blocks(); ++c) {
    nearest_best(c, gradient_x_.row(c).data(), at.x.row(c).data(), 1.0, best.data());
    x += (best.transpose() - at.x.row(c)).squaredNorm();
  }
  for (Index g = 0; g < p_.num_groups(); ++g) {
    const double change = at.u(g) - std::max(p_.outside(g), at.u(g) + gradient_u_(g));
    u += change * change;
  }
  for (Index r = 0; r < p_.num_rows(); ++r) {
    const bool equal = p_.row_equal[static_cast<std::size_t>(r)] != 0;
    const double change = equal ? own_(r) : std::min(at.lambda(r), own_(r));
    rows += change * change;
  }
  const double groups = static_cast<double>(p_.num_groups());
  return std::sqrt(std::max({x, u, rows}) / groups);
}

void HybridGradient::restart(const State& from) {
  const double dx = (reach_.cwiseProduct((from.x - anchor_.x).cwiseAbs2())).sum() +
                    meet_.dot((from.u - anchor_.u).cwiseAbs2());
  const double dual = row_size_.dot((from.lambda - anchor_.lambda).cwiseAbs2());
  if (dx > 0.0 && dual > 0.0) weight_ = std::sqrt(weight_ * std::sqrt(dual / dx));
  anchor_ = from;
  begin_again();
}

// From the anchor, with nothing averaged.
void HybridGradient::begin_again() {
  now_ = average_ = anchor_;
  count_ = 0.0;
  activity_.resize(p_.num_rows());
  previous_.resize(p_.num_rows());
  own_.resize(p_.num_rows());
  activities(now_, activity_);
}

void HybridGradient::fill(const State& at, BlockPoint& point) {
  point.x = at.x;
  point.u = at.u;
  point.lambda = at.lambda;
  activities(at, own_);
  point.slack = own_;
}

// Multipliers stay with their rows; new rows start at 0.
bool HybridGradient::exchange(BlockPoint& point) {
  if (!settings_.exchange) return false;
  fill(anchor_, point);
  const std::vector<int> begin = p_.row_begin, group = p_.row_group;
  if (!settings_.exchange(point)) return false;
  Vector lambda = Vector::Zero(p_.num_rows());
  for (std::size_t c = 0; c + 1 < p_.row_begin.size(); ++c) {
    int old = begin[c];
    for (int r = p_.row_begin[c]; r < p_.row_begin[c + 1]; ++r) {
      const int g = p_.row_group[static_cast<std::size_t>(r)];
      while (old < begin[c + 1] && group[static_cast<std::size_t>(old)] < g) ++old;
      const bool same = old < begin[c + 1] && group[static_cast<std::size_t>(old)] == g;
      if (same) lambda(r) = anchor_.lambda(old);
    }
  }
  anchor_.lambda = lambda;
  lay_out();
  begin_again();
  return true;
}

HybridGradientInfo HybridGradient::run(BlockPoint& point) {
  start();
  HybridGradientInfo info;
  double at_restart = error(now_), last = at_restart;
  int since = 0;
  for (int iteration = 1; iteration <= settings_.max_iterations; ++iteration, ++since) {
    step();
    add_to_average();
    info.iterations = iteration;
    if (iteration % settings_.check_every != 0) continue;
    const double averaged = error(average_), current = error(now_);
    const bool better = averaged < current;
    info.error = std::min(averaged, current);
    if (settings_.progress && !settings_.progress(iteration, info.error)) {
      info.cancelled = true;
      break;
    }
    const bool restarts = info.error <= kSufficient * at_restart ||
                          (info.error <= kNecessary * at_restart && info.error > last) ||
                          since > kLongest * iteration;
    last = info.error;
    if (!restarts && info.error > settings_.tolerance) continue;
    restart(better ? State(average_) : State(now_));
    since = 0;
    const bool changed = exchange(point);
    at_restart = changed ? error(now_) : info.error;
    last = at_restart;
    if (!changed && info.error <= settings_.tolerance) break;
  }
  fill(error(average_) < error(now_) ? average_ : now_, point);
  return info;
}

}  // namespace

bool suits_hybrid_gradient(const BlockProgram& p) {
  return !p.has_budget && p.transfer_lower == -kInfinity && p.transfer_upper == kInfinity;
}

HybridGradientInfo hybrid_gradient(const BlockProgram& program,
                                   const HybridGradientSettings& settings, BlockPoint& point) {
  COVENANT_CHECK(suits_hybrid_gradient(program));
  HybridGradient method(program, settings);
  return method.run(point);
}

}  // namespace covenant
