#include "core/opt/active_newton.hpp"

#include <algorithm>
#include <cmath>

#include "core/base/special.hpp"
#include "core/opt/small_dense.hpp"

namespace covenant {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr Index kMostGroups = 6;
constexpr int kMostSteps = 30, kMostCuts = 12;
constexpr double kDone = 1e-15;        // of slacks and stationarity, program units
constexpr double kGoodEnough = 1e-12;  // where rounding lets it go no further
// Pull to the multipliers of the step before, where constraints depend on each other: this share of
// the error, so that it fades, and a least one.
constexpr double kKeepMultiplier = 0.1, kLeastPull = 1e-13;
constexpr double kOvershoot = 0.5;  // share of the slope at the start, beyond the minimum

}  // namespace

bool ActiveNewton::fits(const BlockProgram& p) {
  return p.num_groups() <= kMostGroups && p.is_simplex() && p.entropy.minCoeff() > 0.0 &&
         p.quadratic.maxCoeff() == 0.0;
}

void ActiveNewton::lay_out() {
  const BlockProgram& p = *program_;
  const int blocks = static_cast<int>(p.num_blocks());
  // Bounds that are not there take no place.
  int shared = 0;
  const int low = p.transfer_lower > -kInfinity ? shared++ : -1;
  const bool has_high = p.transfer_upper < kInfinity && !p.transfer_fixed();
  const int high = has_high ? shared++ : -1, budget = p.has_budget ? shared++ : -1;
  constraints_.clear();
  locals_ = shared;
  for (int c = 0; c < blocks; ++c) {
    const int m = p.leader[static_cast<std::size_t>(c)];
    const int begin = p.row_begin[static_cast<std::size_t>(c)];
    const int end = p.row_begin[static_cast<std::size_t>(c) + 1];
    for (int r = begin; r < end; ++r) {
      const int g = p.row_group[static_cast<std::size_t>(r)];
      const bool equal = p.row_equal[static_cast<std::size_t>(r)] != 0;
      constraints_.push_back({c, m, g, g, m, 0.0, equal, shared + r - begin});
    }
    locals_ = std::max<Index>(locals_, shared + end - begin);
  }
  for (Index g = 0; g < p.num_groups(); ++g) {
    constraints_.push_back({-1, -1, -1, static_cast<int>(g), -1, -p.outside(g), false, -1});
  }
  for (int c = 0; c < blocks; ++c) {
    const int m = p.leader[static_cast<std::size_t>(c)];
    constraints_.push_back({c, m, -1, -1, m, -p.transfer_lower, p.transfer_fixed(), low});
  }
  for (int c = 0; c < blocks; ++c) {
    const int m = p.leader[static_cast<std::size_t>(c)];
    const double most = has_high ? p.transfer_upper : kInfinity;
    constraints_.push_back({c, -1, m, m, -1, most, false, high});
  }
  constraints_.push_back({-1, -1, -1, -1, -1, p.has_budget ? -p.budget : kInfinity, false, budget});
}

// Every utility rests on something: a transfer bound or the budget where the objective wants it
// high, its outside option where it wants it low. False: nothing holds it.
bool ActiveNewton::start() {
  const BlockProgram& p = *program_;
  const Index rows = p.num_rows(), groups = p.num_groups();
  const Index size = static_cast<Index>(constraints_.size());
  slack_.resize(size);
  dy_.setZero(size);
  utility_ = p.outside;
  du_.setZero(groups);
  binds_.assign(constraints_.size(), 0);
  y_.setZero(size);
  Vector& left = stationarity_;  // until it is evaluated
  left = p.utility_gain;
  for (Index g = 0; g < groups; ++g) y_(rows + g) = std::max(0.0, -left(g));
  for (Index c = 0; c < p.num_blocks(); ++c) {
    double& gain = left(p.leader[static_cast<std::size_t>(c)]);
    if (!(gain > 0.0)) continue;
    if (p.transfer_lower == -kInfinity) return p.has_budget;
    y_(rows + groups + c) = gain;
    gain = 0.0;
  }
  return true;
}

// out += factor * a_i, as far as it is about the block's x.
void ActiveNewton::add_direction(std::size_t i, Index block, double factor, double* out) const {
  const BlockProgram& p = *program_;
  const Constraint& at = constraints_[i];
  const Index n = p.num_values();
  const int with = is_budget(i) ? p.leader[static_cast<std::size_t>(block)] : at.with;
  if (is_budget(i)) factor *= p.weight(block);
  if (with >= 0) {
    const double* theta = p.value.row(with).data();
    for (Index d = 0; d < n; ++d) out[d] += factor * theta[d];
  }
  if (at.against >= 0) {
    const double* theta = p.value.row(at.against).data();
    for (Index d = 0; d < n; ++d) out[d] -= factor * theta[d];
  }
}

// x_c from its virtual values, in place.
void ActiveNewton::soft_max(Index block) {
  const BlockProgram& p = *program_;
  double* x = policy_.row(block).data();
  for (std::size_t b = 0; b + 1 < p.simplex_begin.size(); ++b) {
    const Index begin = p.simplex_begin[b], end = p.simplex_begin[b + 1];
    const double unit = 1.0 / (p.weight(block) * p.entropy(begin));
    double top = -kInfinity, sum = 0.0;
    for (Index d = begin; d < end; ++d) {
      x[d] = x[d] * unit + p.log_reference(d);
      top = std::max(top, x[d]);
    }
    for (Index d = begin; d < end; ++d) sum += x[d] = exp_(x[d] - top);
    for (Index d = begin; d < end; ++d) x[d] /= sum;
  }
}

// Policies, slacks and the stationarity of utilities at the multipliers as they stand.
void ActiveNewton::evaluate() {
  const BlockProgram& p = *program_;
  policy_ = p.gain;
  stationarity_ = p.utility_gain;
  for (std::size_t i = 0; i < constraints_.size(); ++i) {
    const double y = y_(static_cast<Index>(i));
    if (y == 0.0) continue;
    for_utilities(i, [&](int g, double factor) { stationarity_(g) += factor * y; });
    const Index own = constraints_[i].block;
    if (own >= 0) add_direction(i, own, y, policy_.row(own).data());
    for (Index c = 0; is_budget(i) && c < p.num_blocks(); ++c) {
      add_direction(i, c, y, policy_.row(c).data());
    }
  }
  for (Index c = 0; c < p.num_blocks(); ++c) soft_max(c);
  worth_.resize(p.num_groups(), p.num_blocks());
  for (Index g = 0; g < p.num_groups(); ++g) {
    for (Index c = 0; c < p.num_blocks(); ++c) {
      worth_(g, c) = dot(p.value.row(g).data(), policy_.row(c).data(), p.num_values());
    }
  }
  for (std::size_t i = 0; i < constraints_.size(); ++i) slack_(static_cast<Index>(i)) = slack(i);
}

double ActiveNewton::slack(std::size_t i) const {
  const BlockProgram& p = *program_;
  const Constraint& at = constraints_[i];
  double sum = at.constant;
  for (Index c = 0; is_budget(i) && c < p.num_blocks(); ++c) {
    sum += p.weight(c) * worth_(p.leader[static_cast<std::size_t>(c)], c);
  }
  if (at.with >= 0) sum += worth_(at.with, at.block);
  if (at.against >= 0) sum -= worth_(at.against, at.block);
  for_utilities(i, [&](int g, double factor) { sum += factor * utility_(g); });
  return sum;
}

// Of the dual along the step; utilities have no part in it, because the step keeps to e + y b = 0.
double ActiveNewton::slope() const {
  double sum = 0.0;
  for (std::size_t i = 0; i < constraints_.size(); ++i) {
    const Index at = static_cast<Index>(i);
    if (dy_(at) != 0.0) sum += dy_(at) * slack_(at);
  }
  return sum;
}

void ActiveNewton::advance(double length) {
  y_ = y_before_ + length * dy_;
  for (std::size_t i = 0; i < constraints_.size(); ++i) {
    // 1 - 1 may leave rounding
    double& y = y_(static_cast<Index>(i));
    if (!constraints_[i].equal && (y < 0.0 || (length == 1.0 && binds_[i] == 0))) y = 0.0;
  }
  utility_ = u_before_ + length * du_;
  evaluate();
}

// The longest step that does not go far beyond the dual's minimum along it.
bool ActiveNewton::search() {
  y_before_ = y_;
  u_before_ = utility_;
  const double first = slope();
  double length = 1.0;
  for (int cuts = 0; cuts < kMostCuts; ++cuts) {
    advance(length);
    const double last = slope();
    if (!(std::fabs(last) < kInfinity)) return false;
    if (last <= kOvershoot * std::fabs(first) + kDone) return true;
    length *= std::max(0.1, std::min(0.9, first / (first - last)));
  }
  return false;
}

double ActiveNewton::residual() const {
  double worst = stationarity_.cwiseAbs().maxCoeff();
  for (std::size_t i = 0; i < constraints_.size(); ++i) {
    const Index at = static_cast<Index>(i);
    const bool tight = constraints_[i].equal || y_(at) > 0.0;
    const double error = tight ? std::fabs(slack_(at)) : -slack_(at);
    if (!(error <= worst)) worst = error;  // also if it is not a number
    if (std::isnan(worst)) return worst;
  }
  return worst;
}

bool ActiveNewton::solve(const BlockProgram& program) {
  program_ = &program;
  lay_out();
  if (!start()) return false;
  gram_.resize(program.num_blocks() * locals_, locals_);
  centred_.setZero(program.num_values(), locals_);
  mean_.resize(locals_);
  pushed_.resize(program.num_blocks() * locals_);
  evaluate();
  double before = kInfinity;
  pull_ = kKeepMultiplier;
  systems_ = 0;
  for (iterations_ = 1; iterations_ <= kMostSteps; ++iterations_) {
    if (!direction() || !search()) return false;
    const double now = residual();
    if (now <= kDone || (now <= kGoodEnough && now >= 0.1 * before)) {
      publish();
      return true;
    }
    before = now;
    pull_ = kLeastPull + kKeepMultiplier * std::min(1.0, now);
  }
  return false;
}

void ActiveNewton::publish() {
  const BlockProgram& p = *program_;
  const Index rows = p.num_rows(), groups = p.num_groups(), blocks = p.num_blocks();
  point_.x = policy_;
  point_.z.setZero(blocks, p.num_values());
  point_.u = utility_;
  point_.lambda = y_.head(rows);
  point_.slack = slack_.head(rows);
  point_.nu = y_.segment(rows, groups);
  point_.ir_slack = slack_.segment(rows, groups);
  point_.low = y_.segment(rows + groups, blocks);
  point_.low_slack = slack_.segment(rows + groups, blocks);
  point_.high = y_.segment(rows + groups + blocks, blocks);
  point_.high_slack = slack_.segment(rows + groups + blocks, blocks);
  point_.beta = y_(y_.size() - 1);
  point_.budget_slack = slack_(slack_.size() - 1);
}

}  // namespace covenant
