// Rows that come and go while InteriorPoint runs.
#include <algorithm>
#include <cmath>

#include "core/opt/block_pairs.hpp"
#include "core/opt/interior_point.hpp"

namespace covenant {
namespace {

constexpr double kFirstExchange = 0.1;  // of the mean slack * multiplier
constexpr double kNextExchange = 0.5;   // of it at the one before
constexpr double kFar = 0.1;       // of the root of the mean: rows that fail by more call for room
constexpr double kRoom = 0.3;      // of the worst failure: what slacks are moved to
constexpr double kLevel = 0.1;     // of the mean: what products are raised to
constexpr double kSettled = 1e-9;  // of the mean and of the residuals: rows are looked at again

}  // namespace

// Slacks and multipliers of the rows that stay; new ones have the product that others have. Returns
// by how much the worst of those fails.
double InteriorPoint::carry_rows(const std::vector<int>& begin, const std::vector<int>& group,
                                 double mean) {
  const BlockProgram& p = *program_;
  const Vector slack = point_.slack, lambda = point_.lambda;
  point_.slack.setZero(p.num_rows());
  point_.lambda.setZero(p.num_rows());
  double worst = 0.0;
  for (Index c = 0; c < p.num_blocks(); ++c) {
    const std::size_t block = static_cast<std::size_t>(c);
    const Index leader = p.leader[block];
    int old = begin[block];
    for (int r = p.row_begin[block]; r < p.row_begin[block + 1]; ++r) {
      const int g = p.row_group[static_cast<std::size_t>(r)];
      while (old < begin[block + 1] && group[static_cast<std::size_t>(old)] < g) ++old;
      if (old < begin[block + 1] && group[static_cast<std::size_t>(old)] == g) {
        point_.slack(r) = slack(old);
        point_.lambda(r) = lambda(old);
        continue;
      }
      if (p.row_equal[static_cast<std::size_t>(r)] != 0) continue;
      const double value = point_.u(g) - point_.u(leader) -
                           (p.value.row(g) - p.value.row(leader)).dot(point_.x.row(c));
      point_.slack(r) = std::max(std::fabs(value), std::sqrt(mean));
      point_.lambda(r) = mean / point_.slack(r);
      worst = std::max(worst, -value);
    }
  }
  return worst;
}

// Rows that fail by much cannot be mended while everything else sits close to its bound: slacks are
// given room, and small products are raised towards their mean.
void InteriorPoint::recentre(double worst) {
  const BlockProgram& p = *program_;
  for (Index r = 0; r < p.num_rows(); ++r) {
    if (p.row_equal[static_cast<std::size_t>(r)] == 0) {
      point_.slack(r) = std::max(point_.slack(r), kRoom * worst);
    }
  }
  const double mean = complementarity() / static_cast<double>(pairs_);
  for_pairs(p, point_, point_, [&](double& s, double&, double& l, double&) {
    if (s * l < kLevel * mean) l = kLevel * mean / s;
  });
}

// True: the program has changed, and the point with it.
bool InteriorPoint::exchange(const InteriorPointInfo& info, const InteriorPointSettings& settings) {
  if (!settings.exchange) return false;
  const double mean = info.gap / static_cast<double>(pairs_);
  const bool settled = std::max({mean, info.primal, info.dual}) <= kSettled;
  if (info.iterations == 0) next_exchange_ = kFirstExchange;
  if (mean > next_exchange_ && !settled) return false;
  next_exchange_ = kNextExchange * std::min(mean, next_exchange_);
  const std::vector<int> begin = program_->row_begin, group = program_->row_group;
  if (!settings.exchange(point_, mean, settled)) return false;
  const double worst = carry_rows(begin, group, mean);
  kkt_.setup(*program_);
  resize_rows();
  if (worst > kFar * std::sqrt(mean)) recentre(worst);
  return true;
}

}  // namespace covenant
