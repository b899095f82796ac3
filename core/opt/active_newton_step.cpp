// The quadratic model of the dual, and its minimum over multipliers that stay >= 0.
#include <algorithm>
#include <cmath>

#include "core/opt/active_newton.hpp"
#include "core/opt/small_dense.hpp"

namespace covenant {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr int kMostGuesses = 5;        // before they count as circling
constexpr int kMostSystems = 80;       // solved in all: an interior point would be done by then
constexpr double kKeepUtility = 1e-9;  // pull to the utilities of the step before
constexpr double kBroken = 1e-15;      // a slack below minus this binds, program units

}  // namespace

// The block's share of the dual's second derivatives: covariances under x_c over w_c l. Walks all
// constraints of the block side by side, because sums over n alone wait for each other.
void ActiveNewton::curvature(Index block) {
  const BlockProgram& p = *program_;
  const Index n = p.num_values(), size = locals_;
  const double unit = 1.0 / p.weight(block);
  for (std::size_t i = 0; i < constraints_.size(); ++i) {
    const Constraint& at = constraints_[i];
    if (at.local < 0 || (at.block != block && !is_budget(i))) continue;
    row_.setZero(n);
    add_direction(i, block, 1.0, row_.data());
    centred_.col(at.local) = row_;
  }
  double* gram = gram_.data() + block * size * size;
  std::fill(gram, gram + size * size, 0.0);
  for (std::size_t b = 0; b + 1 < p.simplex_begin.size(); ++b) {
    const Index begin = p.simplex_begin[b], end = p.simplex_begin[b + 1];
    double* mean = mean_.data();
    std::fill(mean, mean + size, 0.0);
    for (Index d = begin; d < end; ++d) {
      const double x = policy_(block, d);
      const double* a = centred_.row(d).data();
      for (Index l = 0; l < size; ++l) mean[l] += x * a[l];
    }
    for (Index d = begin; d < end; ++d) {
      const double spread = unit * policy_(block, d) / p.entropy(d);
      double* a = centred_.row(d).data();
      for (Index l = 0; l < size; ++l) a[l] -= mean[l];
      for (Index k = 0; k < size; ++k) {
        const double weighted = spread * a[k];
        for (Index l = 0; l < size; ++l) gram[k * size + l] += weighted * a[l];
      }
    }
  }
}

// a_i . (dx / dv) a_j over all blocks.
double ActiveNewton::coupling(std::size_t i, std::size_t j) const {
  const Constraint &a = constraints_[i], &b = constraints_[j];
  if (a.local < 0 || b.local < 0) return 0.0;
  if (a.block >= 0 && b.block >= 0 && a.block != b.block) return 0.0;
  const Index block = std::max(a.block, b.block);
  if (block >= 0) return gram_(block * locals_ + a.local, b.local);
  double sum = 0.0;
  for (Index c = 0; c < program_->num_blocks(); ++c) sum += gram_(c * locals_ + a.local, b.local);
  return sum;
}

void ActiveNewton::guess() {
  for (std::size_t i = 0; i < constraints_.size(); ++i) {
    const Index at = static_cast<Index>(i);
    binds_[i] = constraints_[i].equal || y_(at) > 0.0 || slack_(at) < -kBroken;
  }
}

// system_ and right_ of that step: multipliers of set_, then utilities.
void ActiveNewton::lay_out_guess() {
  const Index groups = program_->num_groups(), rows = static_cast<Index>(set_.size());
  const Index size = rows + groups;
  system_.assign(static_cast<std::size_t>(size * size), 0.0);
  right_.resize(static_cast<std::size_t>(size));
  const auto entry = [&](Index i, Index j) -> double& {
    return system_[static_cast<std::size_t>(i * size + j)];
  };
  const auto right = [&](Index i) -> double& { return right_[static_cast<std::size_t>(i)]; };
  for (Index g = 0; g < groups; ++g) {
    entry(rows + g, rows + g) = -kKeepUtility;
    right(rows + g) = -stationarity_(g);
  }
  for (Index k = 0; k < rows; ++k) {
    const std::size_t i = set_[static_cast<std::size_t>(k)];
    right(k) = -slack_(static_cast<Index>(i)) - pushed(i);
    for (Index l = 0; l <= k; ++l) {
      entry(k, l) = entry(l, k) = coupling(i, set_[static_cast<std::size_t>(l)]);
    }
    entry(k, k) += pull_;
    for_utilities(i, [&](int g, double factor) {
      entry(k, rows + g) += factor;
      entry(rows + g, k) += factor;
    });
  }
  for (std::size_t i = 0; i < constraints_.size(); ++i) {
    const double gone = dy_(static_cast<Index>(i));
    if (gone == 0.0) continue;
    for_utilities(i, [&](int g, double factor) { right(rows + g) -= factor * gone; });
  }
}

// The quadratic model's step if exactly the guessed constraints bind; the others' y goes to 0.
bool ActiveNewton::solve_guess() {
  if (++systems_ > kMostSystems) return false;
  set_.clear();
  for (std::size_t i = 0; i < constraints_.size(); ++i) {
    if (binds_[i] != 0) set_.push_back(i);
    dy_(static_cast<Index>(i)) = binds_[i] != 0 ? 0.0 : -y_(static_cast<Index>(i));
  }
  push();
  lay_out_guess();
  const Index size = static_cast<Index>(right_.size());
  if (!solve_square(system_.data(), right_.data(), size)) return false;
  const double* solved = right_.data();
  for (std::size_t i : set_) dy_(static_cast<Index>(i)) = *solved++;
  for (Index g = 0; g < du_.size(); ++g) du_(g) = *solved++;
  return true;
}

// What the step does to a.x of every constraint.
void ActiveNewton::push() {
  const Index blocks = program_->num_blocks();
  pushed_.setZero();
  for (std::size_t j = 0; j < constraints_.size(); ++j) {
    const Constraint& at = constraints_[j];
    const double dy = dy_(static_cast<Index>(j));
    if (dy == 0.0 || at.local < 0) continue;
    const Index begin = at.block < 0 ? 0 : at.block, end = at.block < 0 ? blocks : at.block + 1;
    for (Index c = begin; c < end; ++c) {
      const double* gram = gram_.data() + (c * locals_ + at.local) * locals_;
      double* out = pushed_.data() + c * locals_;
      for (Index l = 0; l < locals_; ++l) out[l] += dy * gram[l];
    }
  }
}

double ActiveNewton::pushed(std::size_t i) const {
  const Constraint& at = constraints_[i];
  if (at.local < 0) return 0.0;
  if (at.block >= 0) return pushed_(at.block * locals_ + at.local);
  double sum = 0.0;
  for (Index c = 0; c < program_->num_blocks(); ++c) sum += pushed_(c * locals_ + at.local);
  return sum;
}

// s_i after the step, to first order.
double ActiveNewton::ahead(std::size_t i) const {
  double sum = slack_(static_cast<Index>(i)) + pushed(i);
  for_utilities(i, [&](int g, double factor) { sum += factor * du_(g); });
  return sum;
}

// Signs that contradict the guess change it. True if there were any.
bool ActiveNewton::correct() {
  bool changed = false;
  push();
  for (std::size_t i = 0; i < constraints_.size(); ++i) {
    const Index at = static_cast<Index>(i);
    if (constraints_[i].equal) continue;
    if (binds_[i] != 0) {
      if (y_(at) + dy_(at) >= 0.0) continue;
      binds_[i] = 0;
    } else {
      if (slack_(at) == kInfinity || ahead(i) >= -kBroken) continue;
      binds_[i] = 1;
    }
    changed = true;
  }
  return changed;
}

// Where guesses go in circles: the model's minimum one constraint at a time, as far as the first
// multiplier that would turn negative, which leaves; at the end of the way the most broken
// constraint enters. Ends, because the model only falls.
bool ActiveNewton::walk() {
  for (std::size_t i = 0; i < constraints_.size(); ++i) {
    binds_[i] = constraints_[i].equal || y_(static_cast<Index>(i)) > 0.0;
  }
  walked_.setZero(y_.size());
  while (solve_guess()) {
    double length = 1.0;
    std::size_t blocking = constraints_.size();
    for (std::size_t i : set_) {
      const Index at = static_cast<Index>(i);
      const double here = y_(at) + walked_(at), there = y_(at) + dy_(at);
      if (constraints_[i].equal || !(there < 0.0) || !(here < length * (here - there))) continue;
      length = here / (here - there);
      blocking = i;
    }
    if (blocking < constraints_.size()) {
      walked_ += length * (dy_ - walked_);
      walked_(static_cast<Index>(blocking)) = -y_(static_cast<Index>(blocking));
      binds_[blocking] = 0;
      continue;
    }
    walked_ = dy_;
    push();
    double worst = -kBroken;
    std::size_t entering = constraints_.size();
    for (std::size_t i = 0; i < constraints_.size(); ++i) {
      if (binds_[i] != 0 || slack_(static_cast<Index>(i)) == kInfinity) continue;
      const double slack = ahead(i);
      if (!(slack < worst)) continue;
      worst = slack;
      entering = i;
    }
    if (entering == constraints_.size()) return true;
    binds_[entering] = 1;
  }
  return false;
}

// Minimum of the quadratic model over y + dy >= 0.
bool ActiveNewton::direction() {
  for (Index c = 0; c < program_->num_blocks(); ++c) curvature(c);
  guess();
  for (int tries = 0; tries < kMostGuesses; ++tries) {
    if (!solve_guess()) return false;
    if (!correct()) return true;
  }
  return walk();
}

}  // namespace covenant
