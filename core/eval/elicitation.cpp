#include "core/eval/elicitation.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/check.hpp"
#include "core/base/special.hpp"

namespace covenant {
namespace {

double mean_of(const std::vector<double>& sorted, std::size_t first, std::size_t end) {
  double sum = 0.0;
  for (std::size_t i = first; i < end; ++i) sum += sorted[i];
  return sum / static_cast<double>(end - first);
}

std::size_t cut(std::size_t count, double trim) {
  return static_cast<std::size_t>(trim * static_cast<double>(count));
}

double aggregate(const std::vector<double>& sorted, NormAggregate kind, double trim) {
  const std::size_t n = sorted.size();
  if (kind == NormAggregate::median) return 0.5 * (sorted[(n - 1) / 2] + sorted[n / 2]);
  const std::size_t g = kind == NormAggregate::trimmed_mean ? cut(n, trim) : 0;
  return mean_of(sorted, g, n - g);
}

// The widest pair of order statistics (r-th from either end) that holds the median with at least
// 95 %: P(fewer than r of n fair coins) <= 2.5 %.
Interval median_interval(const std::vector<double>& sorted, double median) {
  const std::size_t n = sorted.size();
  double log_chance = -static_cast<double>(n) * log_(2.0), below = 0.0;
  std::size_t r = 0;
  for (; r < n / 2; ++r) {
    below += exp_(log_chance);  // exactly r below
    if (below > 0.025) break;
    log_chance += log_(static_cast<double>(n - r)) - log_(static_cast<double>(r + 1));
  }
  if (r == 0) return {median, sorted.front(), sorted.back()};
  return {median, sorted[r - 1], sorted[n - r]};
}

// Mean (nothing trimmed) or trimmed mean, g cut off at either end.
Interval mean_interval(const std::vector<double>& sorted, std::size_t g) {
  const std::size_t n = sorted.size(), kept = n - 2 * g;
  const double mean = mean_of(sorted, g, n - g);
  if (kept < 2) return {mean, mean, mean};
  RunningMean winsorised;
  for (std::size_t i = 0; i < n; ++i) winsorised.add(sorted[std::clamp(i, g, n - g - 1)]);
  // its own standard error is sd / sqrt(n); the trimmed mean's is larger by n / kept
  const Interval own = winsorised.interval(t_critical(static_cast<int>(kept)));
  const double half = 0.5 * (own.hi - own.lo) * static_cast<double>(n) / static_cast<double>(kept);
  return {mean, mean - half, mean + half};
}

Interval interval_of(const std::vector<double>& sorted, NormAggregate kind, double trim) {
  if (kind == NormAggregate::median) return median_interval(sorted, aggregate(sorted, kind, trim));
  return mean_interval(sorted, kind == NormAggregate::trimmed_mean ? cut(sorted.size(), trim) : 0);
}

}  // namespace

ElicitedNorm elicit_norm(const std::vector<std::vector<double>>& community, NormAggregate kind,
                         double trim) {
  COVENANT_CHECK(!community.empty() && trim >= 0.0 && trim < 0.5);
  ElicitedNorm out;
  const std::size_t n = community.size();
  std::vector<double> moved(n, 0.0);  // squared, summed over norms
  for (std::size_t d = 0; d < community.front().size(); ++d) {
    std::vector<double> sorted;
    for (const std::vector<double>& row : community) sorted.push_back(row[d]);
    std::sort(sorted.begin(), sorted.end());
    out.norm.push_back(interval_of(sorted, kind, trim));
    out.influence.push_back(0.0);
    for (std::size_t i = 0; n > 1 && i < n; ++i) {
      std::vector<double> others = sorted;
      others.erase(std::lower_bound(others.begin(), others.end(), community[i][d]));
      const double shift = std::fabs(aggregate(others, kind, trim) - out.norm.back().mean);
      out.influence.back() = std::max(out.influence.back(), shift);
      moved[i] += shift * shift;
    }
  }
  out.most_influential =
      static_cast<int>(std::max_element(moved.begin(), moved.end()) - moved.begin());
  return out;
}

double aggregate_shares(const std::vector<double>& value, const std::vector<double>& share,
                        NormAggregate kind, double trim) {
  COVENANT_CHECK(!value.empty() && value.size() == share.size());
  std::vector<std::size_t> order(value.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return value[a] < value[b]; });
  const double first = kind == NormAggregate::mean ? 0.0 : trim, last = 1.0 - first;
  double below = 0.0, sum = 0.0, mass = 0.0;
  for (const std::size_t i : order) {
    const double above = below + share[i];
    if (kind == NormAggregate::median && above >= 0.5) return value[i];
    const double kept = std::max(0.0, std::min(above, last) - std::max(below, first));
    sum += kept * value[i];
    mass += kept;
    below = above;
  }
  return mass > 0.0 ? sum / mass : value[order.back()];
}

}  // namespace covenant
