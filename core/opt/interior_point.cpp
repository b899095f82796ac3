#include "core/opt/interior_point.hpp"

#include <algorithm>
#include <cmath>

#include "core/base/special.hpp"
#include "core/opt/block_pairs.hpp"

namespace covenant {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNearlyEqual = 1e-3;  // values
constexpr double kStart = 0.5;         // of slacks, and slack * multiplier, in program units

void resize_point(const BlockProgram& p, BlockPoint& q) {
  const Index blocks = p.num_blocks(), n = p.num_values(), groups = p.num_groups();
  for (Matrix* m : {&q.x, &q.z, &q.room, &q.zu}) m->setZero(blocks, n);
  for (Vector* v : {&q.u, &q.ir_slack, &q.nu}) v->setZero(groups);
  for (Vector* v : {&q.low_slack, &q.low, &q.high_slack, &q.high}) v->setZero(blocks);
  q.budget_slack = q.beta = 0.0;
}

}  // namespace

void InteriorPoint::allocate() {
  const BlockProgram& p = *program_;
  for (BlockPoint* q : {&point_, &best_, &affine_, &step_}) resize_point(p, *q);
  const Index blocks = p.num_blocks(), n = p.num_values();
  residual_.x.setZero(blocks, n);
  residual_.u.setZero(p.num_groups());
  residual_.ir.setZero(p.num_groups());
  residual_.low.setZero(blocks);
  residual_.high.setZero(blocks);
  weights_.d.setZero(blocks, n);
  weights_.du.setZero(p.num_groups());
  for (BlockPoint* q : {&point_, &best_}) {
    for (Vector* v : {&q->slack, &q->lambda}) v->setZero(p.num_rows());
  }
  resize_rows();
}

// Everything whose size depends on the rows, but the point itself.
void InteriorPoint::resize_rows() {
  const BlockProgram& p = *program_;
  for (BlockPoint* q : {&affine_, &step_}) {
    for (Vector* v : {&q->slack, &q->lambda}) v->setZero(p.num_rows());
  }
  residual_.rows.setZero(p.num_rows());
  kkt_.resize(right_);
  kkt_.resize(out_);
  residual_.parts = right_.parts;
  weights_.v.setZero(kkt_.num_local_rows());
  pairs_ = 0;
  for_pairs(p, point_, step_, [&](double, double, double, double) { ++pairs_; });
}

double InteriorPoint::transfer(Index c) const {
  const Index leader = program_->leader[static_cast<std::size_t>(c)];
  return program_->value.row(leader).dot(point_.x.row(c)) - point_.u(leader);
}

// The middle of X, utilities a little above the outside options. Slacks have the size of their row,
// so that types with nearly equal values start as far from their bounds as others, and are
// symmetric between two types, so that their large multipliers cancel in the utilities. Every pair
// has one product.
void InteriorPoint::start() {
  const BlockProgram& p = *program_;
  for (Index c = 0; c < p.num_blocks(); ++c) {
    for (std::size_t b = 0; b + 1 < p.simplex_begin.size(); ++b) {
      const int size = p.simplex_begin[b + 1] - p.simplex_begin[b];
      for (int d = p.simplex_begin[b]; d < p.simplex_begin[b + 1]; ++d) point_.x(c, d) = 1.0 / size;
    }
    if (p.is_simplex()) continue;
    for (Index d = 0; d < p.num_values(); ++d) {
      point_.x(c, d) = p.upper(d) < kInfinity ? 0.5 * p.upper(d) : 0.5;
      point_.room(c, d) = p.upper(d) - point_.x(c, d);
    }
  }
  point_.u = p.outside.array() + kStart;
  coordinates_ = point_.u;
  kkt_.tree().unscatter(coordinates_.data());
  double raised = 0.0;
  point_.ir_slack.setConstant(kStart);
  for (Index c = 0; c < p.num_blocks(); ++c) {
    const std::size_t block = static_cast<std::size_t>(c);
    const double t = transfer(c);
    raised += p.weight(c) * t;
    point_.low_slack(c) = std::max(t - p.transfer_lower, kStart);
    point_.high_slack(c) = std::max(p.transfer_upper - t, kStart);
    int local = kkt_.local_begin(c);
    for (int r = p.row_begin[block]; r < p.row_begin[block + 1]; ++r, ++local) {
      const Index g = p.row_group[static_cast<std::size_t>(r)];
      double size = kkt_.rows().row(local).cwiseAbs().maxCoeff();
      if (wide_start_ && size < kNearlyEqual) size = p.value.row(g).cwiseAbs().maxCoeff();
      const double value = kkt_.rows().row(local).dot(point_.x.row(c)) +
                           kkt_.tree().difference(coordinates_, g, p.leader[block]);
      const bool equal = p.row_equal[static_cast<std::size_t>(r)] != 0;
      point_.slack(r) = equal ? 0.0 : std::max(std::fabs(value), kStart * size);
    }
  }
  point_.budget_slack = p.has_budget ? std::max(raised - p.budget, kStart) : kStart;
  for_pairs(p, point_, point_, [](double& s, double&, double& l, double&) { l = kStart / s; });
}

// Of the bounds on block c's transfer and of the budget, and what their multipliers do to others.
void InteriorPoint::transfer_residuals(Index c) {
  const BlockProgram& p = *program_;
  const UtilityTree& tree = kkt_.tree();
  const Index leader = p.leader[static_cast<std::size_t>(c)];
  const double t = transfer(c);
  if (kkt_.has_transfer_row()) {
    double net = 0.0;
    if (p.transfer_lower > -kInfinity) net += point_.low(c);
    if (p.transfer_upper < kInfinity && !p.transfer_fixed()) net -= point_.high(c);
    residual_.x.row(c) -= net * kkt_.rows().row(kkt_.local_begin(c + 1) - 1);
    tree.add(leader, net, residual_.u);
    residual_.low(c) = t - p.transfer_lower - (p.transfer_fixed() ? 0.0 : point_.low_slack(c));
    residual_.high(c) = p.transfer_upper - t - point_.high_slack(c);
  }
  if (!p.has_budget) return;
  residual_.x.row(c) -= point_.beta * kkt_.budget_row().row(c);
  tree.add(leader, point_.beta * p.weight(c), residual_.u);
  residual_.budget += p.weight(c) * t;
}

void InteriorPoint::residuals() {
  const BlockProgram& p = *program_;
  const Index n = p.num_values();
  const UtilityTree& tree = kkt_.tree();
  residual_.u = -p.utility_gain - point_.nu;
  tree.gather(residual_.u.data());
  residual_.budget = p.has_budget ? -p.budget - point_.budget_slack : 0.0;
  for (Index c = 0; c < p.num_blocks(); ++c) {
    const std::size_t block = static_cast<std::size_t>(c);
    const Index leader = p.leader[block];
    const double w = p.weight(c);
    for (Index d = 0; d < n; ++d) {
      const double x = point_.x(c, d);
      double gradient = -p.gain(c, d) + w * p.quadratic(d) * x - point_.z(c, d);
      if (p.entropy(d) > 0.0) gradient += w * p.entropy(d) * (log_(x) - p.log_reference(d) + 1.0);
      if (!p.is_simplex() && p.upper(d) < kInfinity) gradient += point_.zu(c, d);
      residual_.x(c, d) = gradient;
    }
    int local = kkt_.local_begin(c);
    for (int r = p.row_begin[block]; r < p.row_begin[block + 1]; ++r, ++local) {
      const Index g = p.row_group[static_cast<std::size_t>(r)];
      residual_.x.row(c) -= point_.lambda(r) * kkt_.rows().row(local);
      tree.add_difference(g, leader, -point_.lambda(r), residual_.u);
      residual_.rows(r) = kkt_.rows().row(local).dot(point_.x.row(c)) +
                          tree.difference(coordinates_, g, leader) - point_.slack(r);
    }
    transfer_residuals(c);
    for (Index b = 0; b < residual_.parts.cols(); ++b) {
      const Index begin = p.simplex_begin[static_cast<std::size_t>(b)];
      const Index size = p.simplex_begin[static_cast<std::size_t>(b) + 1] - begin;
      residual_.parts(c, b) = point_.x.row(c).segment(begin, size).sum() - 1.0;
    }
  }
  for (Index g = 0; g < p.num_groups(); ++g) {
    residual_.ir(g) = point_.u(g) - p.outside(g) - point_.ir_slack(g);
  }
}

double InteriorPoint::complementarity() const {
  double sum = 0.0;
  for_pairs(*program_, point_, point_, [&](double s, double, double l, double) { sum += s * l; });
  return sum;
}

double InteriorPoint::primal_residual() const {
  const BlockProgram& p = *program_;
  double worst = 0.0;
  for (Index r = 0; r < p.num_rows(); ++r) worst = std::max(worst, std::fabs(residual_.rows(r)));
  for (Index g = 0; g < p.num_groups(); ++g) worst = std::max(worst, std::fabs(residual_.ir(g)));
  for (Index c = 0; c < p.num_blocks(); ++c) {
    for (Index b = 0; b < residual_.parts.cols(); ++b) {
      worst = std::max(worst, std::fabs(residual_.parts(c, b)));
    }
    if (p.transfer_lower > -kInfinity) worst = std::max(worst, std::fabs(residual_.low(c)));
    if (p.transfer_upper < kInfinity && !p.transfer_fixed()) {
      worst = std::max(worst, std::fabs(residual_.high(c)));
    }
  }
  return p.has_budget ? std::max(worst, std::fabs(residual_.budget)) : worst;
}

// On a simplex a constant per part is the multiplier of the sum, so the x-weighted mean is taken
// out.
double InteriorPoint::dual_residual() {
  const BlockProgram& p = *program_;
  double worst = 0.0;
  for (Index c = 0; c < p.num_blocks(); ++c) {
    for (Index b = 0; b < residual_.parts.cols(); ++b) {
      const Index begin = p.simplex_begin[static_cast<std::size_t>(b)];
      const Index size = p.simplex_begin[static_cast<std::size_t>(b) + 1] - begin;
      const double mean =
          residual_.x.row(c).segment(begin, size).dot(point_.x.row(c).segment(begin, size));
      residual_.x.row(c).segment(begin, size).array() -= mean;
    }
    for (Index d = 0; d < p.num_values(); ++d) {
      worst = std::max(worst, std::fabs(residual_.x(c, d)) * std::min(point_.x(c, d), 1.0));
    }
  }
  for (Index g = 0; g < p.num_groups(); ++g) worst = std::max(worst, std::fabs(residual_.u(g)));
  return worst;
}

}  // namespace covenant
