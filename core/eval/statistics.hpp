// core/eval/statistics.hpp: means over replicates with 95 % intervals, accumulated one replicate at
// a time in index order (Welford 1962), so that the bits do not depend on how replicates were
// spread over workers.
#pragma once

#include <vector>

#include "core/base/types.hpp"

namespace covenant {

// Mean over replicates with its 95 % interval. NaN where the quantity is infinite or undefined.
struct Interval {
  double mean = 0.0, lo = 0.0, hi = 0.0;
  bool operator==(const Interval&) const = default;
};

class RunningMean {
 public:
  // NaN and infinities stick: the mean is then NaN.
  void add(double value);
  [[nodiscard]] double mean() const { return mean_; }
  [[nodiscard]] int count() const { return count_; }
  // mean -+ t_{.975, n-1} sd / sqrt(n); lo = hi = mean for one replicate. `t` from t_critical(n).
  [[nodiscard]] Interval interval(double t) const;
  // The same, corrected for skewness, which shifts both ends towards the longer tail: Student's
  // statistic is made symmetric by Hall's cubic (1992, J. R. Stat. Soc. B 54:221),
  //   mean - sd / sqrt(n) h(+-t),  h(y) = sqrt(n) (cbrt(1 + g z) - 1) / (g / 3),
  //   z = y / sqrt(n) - g / (6 n),  g the sample's skewness.
  // For symmetric samples it is the above.
  [[nodiscard]] Interval skewed_interval(double t) const;

 private:
  int count_ = 0;
  double mean_ = 0.0, squares_ = 0.0, cubes_ = 0.0;  // sums of powers of deviations
};

// 95 % over replicates: skewed_interval at t_critical of their number.
[[nodiscard]] Interval replicate_interval(const RunningMean& mean);

// The 97.5 % quantile of Student's t with n - 1 degrees of freedom; 0 for n = 1.
[[nodiscard]] double t_critical(int n);

// Expected calibration error: sum_b | mean over replicates of (confidence - correct) mass in bin b
// |, ten equal bins of the confidence in the inferred type (Guo et al. 2017). The interval is of
// the linearised statistic (signs of the bins held fixed), cut off at 0.
class RunningCalibration {
 public:
  static constexpr int kBins = 10;
  [[nodiscard]] static int bin(double confidence);
  // `excess[b]` = sum over people in bin b of (confidence - correct), divided by the number of
  // people.
  void add(const double (&excess)[kBins]);
  [[nodiscard]] Interval interval(double t) const;

 private:
  int count_ = 0;
  double mean_[kBins] = {};
  double product_[kBins][kBins] = {};  // sums of products of deviations
};

// Mean and covariance of vectors, for intervals of what is nearly linear in the mean.
class RunningVector {
 public:
  // A vector with an entry that is not finite is left out.
  void add(const Vector& value);
  [[nodiscard]] const Vector& mean() const { return mean_; }
  [[nodiscard]] int count() const { return count_; }
  // centre -+ t sd(direction . value) / sqrt(n): of a function with this value and gradient at the
  // mean.
  [[nodiscard]] Interval along(const Vector& direction, double centre, double t) const;

 private:
  int count_ = 0;
  Vector mean_;
  Matrix products_;  // sums of products of deviations
};

}  // namespace covenant
