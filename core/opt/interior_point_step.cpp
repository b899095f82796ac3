// The Newton step of InteriorPoint: weights, right-hand sides, step lengths, and the loop.
#include <algorithm>
#include <cmath>

#include "core/opt/block_pairs.hpp"
#include "core/opt/interior_point.hpp"

namespace covenant {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kLargestRise = 2.0;  // of complementarity in one step
constexpr double kShortestStep = 1e-12;
constexpr double kSmallestTarget = 1e-15;
constexpr double kMeasureBelow = 1e-6;  // of complementarity and primal residual
constexpr double kUnmeasured = 1e12;    // ranks every measured point above the others

}  // namespace

// What a pair still owes to the target of slack * multiplier.
struct InteriorPoint::Debt {
  double target;
  bool corrected;
  double operator()(double s, double ds, double l, double dl) const {
    return target - s * l - (corrected ? ds * dl : 0.0);
  }
};

void InteriorPoint::weights() {
  const BlockProgram& p = *program_;
  for (Index c = 0; c < p.num_blocks(); ++c) {
    const std::size_t block = static_cast<std::size_t>(c);
    for (Index d = 0; d < p.num_values(); ++d) {
      const double x = point_.x(c, d);
      double weight = p.weight(c) * (p.quadratic(d) + p.entropy(d) / x) + point_.z(c, d) / x;
      if (!p.is_simplex() && p.upper(d) < kInfinity) weight += point_.zu(c, d) / point_.room(c, d);
      weights_.d(c, d) = weight;
    }
    int local = kkt_.local_begin(c);
    for (int r = p.row_begin[block]; r < p.row_begin[block + 1]; ++r, ++local) {
      weights_.v(local) = p.row_equal[static_cast<std::size_t>(r)] != 0
                              ? kEqualityWeight
                              : point_.slack(r) / point_.lambda(r);
    }
    if (!kkt_.has_transfer_row()) continue;
    double w = 0.0;
    if (p.transfer_lower > -kInfinity) w += point_.low(c) / point_.low_slack(c);
    if (p.transfer_upper < kInfinity) w += point_.high(c) / point_.high_slack(c);
    weights_.v(local) = p.transfer_fixed() ? kEqualityWeight : 1.0 / w;
  }
  weights_.du = point_.nu.cwiseQuotient(point_.ir_slack);
  weights_.d.array() += proximal_;
  weights_.du.array() += proximal_;
  weights_.v_budget = p.has_budget ? point_.budget_slack / point_.beta : 0.0;
}

// The right-hand side of block c's transfer row, which stands for both bounds.
double InteriorPoint::transfer_side(Index c, const Debt& debt) const {
  const BlockProgram& p = *program_;
  const BlockPoint& q = point_;
  const BlockPoint& a = affine_;
  if (p.transfer_fixed()) return -residual_.low(c);
  double bracket = 0.0;
  if (p.transfer_lower > -kInfinity) {
    bracket +=
        (debt(q.low_slack(c), a.low_slack(c), q.low(c), a.low(c)) - q.low(c) * residual_.low(c)) /
        q.low_slack(c);
  }
  if (p.transfer_upper < kInfinity) {
    bracket -= (debt(q.high_slack(c), a.high_slack(c), q.high(c), a.high(c)) -
                q.high(c) * residual_.high(c)) /
               q.high_slack(c);
  }
  return bracket * weights_.v(kkt_.local_begin(c + 1) - 1);
}

void InteriorPoint::right_side(double target, bool corrected) {
  const BlockProgram& p = *program_;
  const BlockPoint& q = point_;
  const BlockPoint& a = affine_;
  const Debt debt{target, corrected};
  for (Index c = 0; c < p.num_blocks(); ++c) {
    const std::size_t block = static_cast<std::size_t>(c);
    for (Index d = 0; d < p.num_values(); ++d) {
      double r = -residual_.x(c, d) + debt(q.x(c, d), a.x(c, d), q.z(c, d), a.z(c, d)) / q.x(c, d);
      if (!p.is_simplex() && p.upper(d) < kInfinity) {
        r -= debt(q.room(c, d), a.room(c, d), q.zu(c, d), a.zu(c, d)) / q.room(c, d);
      }
      right_.x(c, d) = r;
    }
    int local = kkt_.local_begin(c);
    for (int r = p.row_begin[block]; r < p.row_begin[block + 1]; ++r, ++local) {
      right_.l(local) = -residual_.rows(r);
      if (p.row_equal[static_cast<std::size_t>(r)] != 0) continue;
      right_.l(local) += debt(q.slack(r), a.slack(r), q.lambda(r), a.lambda(r)) / q.lambda(r);
    }
    if (kkt_.has_transfer_row()) right_.l(local) = transfer_side(c, debt);
  }
  right_.parts = -residual_.parts;
  for (Index g = 0; g < p.num_groups(); ++g) {
    const double owed = debt(q.ir_slack(g), a.ir_slack(g), q.nu(g), a.nu(g));
    right_.u(g) = (owed - q.nu(g) * residual_.ir(g)) / q.ir_slack(g);
  }
  kkt_.tree().gather(right_.u.data());
  right_.u -= residual_.u;
  right_.b = 0.0;
  if (p.has_budget) {
    right_.b = debt(q.budget_slack, a.budget_slack, q.beta, a.beta) / q.beta - residual_.budget;
  }
}

void InteriorPoint::expand_rows(Index c, const Debt& debt, BlockPoint& step) {
  const BlockProgram& p = *program_;
  const BlockPoint& q = point_;
  const BlockPoint& a = affine_;
  const std::size_t block = static_cast<std::size_t>(c);
  int local = kkt_.local_begin(c);
  for (int r = p.row_begin[block]; r < p.row_begin[block + 1]; ++r, ++local) {
    step.lambda(r) = out_.l(local);
    step.slack(r) = 0.0;
    if (p.row_equal[static_cast<std::size_t>(r)] != 0) continue;
    const double change =
        kkt_.tree().difference(out_.u, p.row_group[static_cast<std::size_t>(r)], p.leader[block]);
    const double ds = kkt_.rows().row(local).dot(out_.x.row(c)) + change + residual_.rows(r);
    step.slack(r) = ds;
    if (!by_slack_) continue;
    const double owed = debt(q.slack(r), a.slack(r), q.lambda(r), a.lambda(r));
    step.lambda(r) = (owed - q.lambda(r) * ds) / q.slack(r);
  }
}

// Returns the step of the transfer.
double InteriorPoint::expand_transfer(Index c, const Debt& debt, BlockPoint& step) {
  const BlockProgram& p = *program_;
  const BlockPoint& q = point_;
  const BlockPoint& a = affine_;
  const Index leader = p.leader[static_cast<std::size_t>(c)];
  const double dt = p.value.row(leader).dot(out_.x.row(c)) - step.u(leader);
  if (p.transfer_fixed()) {
    step.low(c) = out_.l(kkt_.local_begin(c + 1) - 1);
    step.low_slack(c) = step.high_slack(c) = step.high(c) = 0.0;
    return dt;
  }
  const double owed_low = debt(q.low_slack(c), a.low_slack(c), q.low(c), a.low(c));
  const double owed_high = debt(q.high_slack(c), a.high_slack(c), q.high(c), a.high(c));
  step.low_slack(c) = dt + residual_.low(c);
  step.low(c) = (owed_low - q.low(c) * step.low_slack(c)) / q.low_slack(c);
  step.high_slack(c) = -dt + residual_.high(c);
  step.high(c) = (owed_high - q.high(c) * step.high_slack(c)) / q.high_slack(c);
  return dt;
}

// All steps from the solved unknowns; slacks move so that primal residuals shrink by (1 - length).
void InteriorPoint::expand(BlockPoint& step, double target, bool corrected) {
  const BlockProgram& p = *program_;
  const BlockPoint& q = point_;
  const BlockPoint& a = affine_;
  const Debt debt{target, corrected};
  // `step` may be affine_ itself only when it is not corrected, so reads of `a` are safe.
  step.x = out_.x;
  step.u = out_.u;
  kkt_.tree().scatter(step.u.data());
  double budget = residual_.budget;
  for (Index c = 0; c < p.num_blocks(); ++c) {
    for (Index d = 0; d < p.num_values(); ++d) {
      const double dx = out_.x(c, d), owed = debt(q.x(c, d), a.x(c, d), q.z(c, d), a.z(c, d));
      step.z(c, d) = (owed - q.z(c, d) * dx) / q.x(c, d);
      if (p.is_simplex() || p.upper(d) == kInfinity) continue;
      const double up = debt(q.room(c, d), a.room(c, d), q.zu(c, d), a.zu(c, d));
      step.room(c, d) = -dx;
      step.zu(c, d) = (up + q.zu(c, d) * dx) / q.room(c, d);
    }
    expand_rows(c, debt, step);
    budget += p.weight(c) * expand_transfer(c, debt, step);
  }
  for (Index g = 0; g < p.num_groups(); ++g) {
    const double owed = debt(q.ir_slack(g), a.ir_slack(g), q.nu(g), a.nu(g));
    step.ir_slack(g) = step.u(g) + residual_.ir(g);
    step.nu(g) = (owed - q.nu(g) * step.ir_slack(g)) / q.ir_slack(g);
  }
  if (!p.has_budget) return;
  const double owed = debt(q.budget_slack, a.budget_slack, q.beta, a.beta);
  step.budget_slack = budget;
  step.beta = (owed - q.beta * budget) / q.budget_slack;
}

double InteriorPoint::longest_step(const BlockPoint& step) const {
  double length = 1e300;
  for_pairs(*program_, point_, step, [&](double s, double ds, double l, double dl) {
    if (ds < 0.0) length = std::min(length, -s / ds);
    if (dl < 0.0) length = std::min(length, -l / dl);
  });
  return length;
}

double InteriorPoint::stepped_complementarity(const BlockPoint& step, double length) const {
  double sum = 0.0;
  for_pairs(*program_, point_, step, [&](double s, double ds, double l, double dl) {
    sum += (s + length * ds) * (l + length * dl);
  });
  return sum;
}

void InteriorPoint::move(const BlockPoint& step, double length) {
  // The step in the tree's basis is still in out_: it was the last to be solved for.
  coordinates_ += length * out_.u;
  point_.u = coordinates_;
  kkt_.tree().scatter(point_.u.data());
  for_pairs(*program_, point_, step, [&](double& s, double ds, double& l, double dl) {
    s += length * ds;
    l += length * dl;
  });
  const BlockProgram& p = *program_;
  for (Index r = 0; r < p.num_rows(); ++r) {
    if (p.row_equal[static_cast<std::size_t>(r)] != 0) point_.lambda(r) += length * step.lambda(r);
  }
  if (p.transfer_fixed()) point_.low += length * step.low;
}

// Predictor, centring weight (mu_affine / mu)^3, corrector: the step, and how far it may go.
double InteriorPoint::direction(double gap) {
  right_side(0.0, false);
  kkt_.solve(right_, out_, refine_);
  expand(affine_, 0.0, false);
  const double reach = std::min(1.0, longest_step(affine_));
  const double ratio = std::max(0.0, stepped_complementarity(affine_, reach)) / gap;
  const double mean = gap / static_cast<double>(pairs_);
  // Where complementarity is small already, large cuts of it harm the residuals.
  const double floor = std::min(kSmallestTarget, 0.1 * mean);
  const double target = std::max(std::max(ratio * ratio * ratio, caution_) * mean, floor);
  right_side(target, true);
  kkt_.solve(right_, out_, refine_);
  expand(step_, target, true);
  const double keep = std::min(std::max(0.99, 1.0 - mean), furthest_);
  return std::min(1.0, keep * longest_step(step_));
}

// A step from an inaccurate solution shows by raising complementarity: it is refined once, then
// shortened.
bool InteriorPoint::iterate(const InteriorPointInfo& info) {
  weights();
  kkt_.factor(weights_);
  double length = direction(info.gap);
  const double allowed = kLargestRise * info.gap;
  if (!(stepped_complementarity(step_, length) <= allowed)) {
    refine_ = std::min(refine_ + 1, 3);
    length = direction(info.gap);
  }
  while (length > kShortestStep && !(stepped_complementarity(step_, length) <= allowed))
    length *= 0.3;
  if (!(length > kShortestStep)) return false;
  move(step_, length);
  return true;
}

// How good the current point is: the caller's measure once the loop's own says it is close.
double InteriorPoint::merit(const InteriorPointInfo& info,
                            const InteriorPointSettings& settings) const {
  const double own = std::max({info.gap / settings.gap_unit, info.primal, info.dual});
  if (!settings.measure) return own;
  return info.gap < kMeasureBelow && info.primal < kMeasureBelow ? settings.measure(point_)
                                                                 : kUnmeasured * own;
}

void InteriorPoint::measure(InteriorPointInfo& info) {
  residuals();
  info.gap = complementarity();
  info.primal = primal_residual();
  info.dual = dual_residual();
}

void InteriorPoint::follow(const InteriorPointSettings& settings) {
  wide_start_ = settings.wide_start;
  refine_ = settings.refine;
  proximal_ = settings.proximal;
  caution_ = settings.caution;
  furthest_ = settings.furthest;
  by_slack_ = settings.by_slack;
}

// Why the loop is over at a point of this merit, if it is.
std::optional<InteriorPointStatus> InteriorPoint::ending(
    const InteriorPointInfo& info, double merit, const InteriorPointSettings& settings) const {
  if (merit <= settings.tolerance) return InteriorPointStatus::converged;
  const bool go_on = !settings.progress || settings.progress(info.iterations, info.gap);
  if (!go_on) return InteriorPointStatus::cancelled;
  if (settings.stop && settings.stop(point_)) return InteriorPointStatus::stopped;
  return std::nullopt;
}

InteriorPointInfo InteriorPoint::solve(const BlockProgram& program,
                                       const InteriorPointSettings& settings) {
  program_ = &program;
  kkt_.setup(program);
  allocate();
  follow(settings);
  start();
  InteriorPointInfo info, best;
  double best_merit = kInfinity, last_dual = kInfinity;
  int since_best = 0;
  for (int iteration = 0;; ++iteration) {
    info.iterations = iteration;
    measure(info);
    if (exchange(info, settings)) {
      measure(info);
      best_merit = last_dual = kInfinity;
    }
    const double now = merit(info, settings);
    if (!(info.gap < kInfinity && info.dual < kInfinity)) break;
    if (now < 0.99 * best_merit || best_merit == kInfinity) {
      best_merit = now;
      best = info;
      best_ = point_;
      since_best = 0;
    } else if (++since_best >= (best_merit < settings.good_enough ? 3 : settings.patience)) {
      break;
    }
    if (const auto status = ending(info, now, settings)) {
      if (*status == InteriorPointStatus::stopped) best_ = point_;
      best.status = *status;
      break;
    }
    // Dual residuals only grow through rounding: from then on solutions are refined.
    if (info.dual > 1e-13 && info.dual > last_dual) refine_ = std::max(refine_, 1);
    last_dual = info.dual;
    if (iteration >= settings.max_iterations || !iterate(info)) break;
  }
  best.iterations = info.iterations;
  return best;
}

}  // namespace covenant
