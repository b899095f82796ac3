#include "core/eval/statistics.hpp"

#include <algorithm>
#include <cmath>

#include "core/base/special.hpp"

namespace covenant {
namespace {

double cube_root(double x) {
  if (x == 0.0) return 0.0;
  const double root = exp_(log_(std::fabs(x)) / 3.0);
  return x > 0.0 ? root : -root;
}

}  // namespace

void RunningMean::add(double value) {
  ++count_;
  const double deviation = value - mean_, part = deviation / count_;
  cubes_ += part * part * deviation * (count_ - 1.0) * (count_ - 2.0) - 3.0 * part * squares_;
  mean_ += part;
  squares_ += deviation * (value - mean_);
  if (!std::isfinite(value)) mean_ = squares_ = cubes_ = std::nan("");
}

Interval RunningMean::interval(double t) const {
  if (count_ < 2 || std::isnan(mean_)) return {mean_, mean_, mean_};
  const double half = t * std::sqrt(squares_ / (count_ - 1) / count_);
  return {mean_, mean_ - half, mean_ + half};
}

Interval RunningMean::skewed_interval(double t) const {
  if (count_ < 2 || std::isnan(mean_) || squares_ <= 0.0) return interval(t);
  const double n = count_, spread = std::sqrt(squares_ / n);
  // no sample of n is more skewed than sqrt(n); deviations may be too small to cube
  const double skewness =
      std::clamp(cubes_ / n / spread / spread / spread, -std::sqrt(n), std::sqrt(n));
  const double step = std::sqrt(squares_ / (n - 1.0) / n);
  // h(y): (cbrt(1 + u) - 1) / u written without a difference of near equals
  const auto bent = [&](double y) {
    const double z = y / std::sqrt(n) - skewness / (6.0 * n);
    const double root = cube_root(1.0 + skewness * z);
    return 3.0 * std::sqrt(n) * z / (root * root + root + 1.0);
  };
  return {mean_, mean_ - step * bent(t), mean_ - step * bent(-t)};
}

Interval replicate_interval(const RunningMean& mean) {
  return mean.skewed_interval(t_critical(mean.count()));
}

double t_critical(int n) { return n < 2 ? 0.0 : student_t_quantile(0.975, n - 1); }

int RunningCalibration::bin(double confidence) {
  return std::clamp(static_cast<int>(confidence * kBins), 0, kBins - 1);
}

void RunningCalibration::add(const double (&excess)[kBins]) {
  ++count_;
  double before[kBins];
  for (int b = 0; b < kBins; ++b) {
    before[b] = excess[b] - mean_[b];
    mean_[b] += before[b] / count_;
  }
  for (int a = 0; a < kBins; ++a) {
    for (int b = 0; b < kBins; ++b) product_[a][b] += before[a] * (excess[b] - mean_[b]);
  }
}

Interval RunningCalibration::interval(double t) const {
  double error = 0.0, variance = 0.0;
  for (int a = 0; a < kBins; ++a) {
    error += std::fabs(mean_[a]);
    for (int b = 0; b < kBins; ++b) {
      variance += (mean_[a] < 0.0) == (mean_[b] < 0.0) ? product_[a][b] : -product_[a][b];
    }
  }
  if (count_ < 2) return {error, error, error};
  const double half = t * std::sqrt(std::max(0.0, variance) / (count_ - 1) / count_);
  return {error, std::max(0.0, error - half), error + half};
}

void RunningVector::add(const Vector& value) {
  if (!value.allFinite()) return;
  if (count_++ == 0) {
    mean_ = Vector::Zero(value.size());
    products_ = Matrix::Zero(value.size(), value.size());
  }
  const Vector before = value - mean_;
  mean_ += before / count_;
  products_ += before * (value - mean_).transpose();
}

Interval RunningVector::along(const Vector& direction, double centre, double t) const {
  if (count_ < 2) return {centre, centre, centre};
  const double variance = direction.dot(products_ * direction) / (count_ - 1);
  const double half = t * std::sqrt(std::max(0.0, variance) / count_);
  return {centre, centre - half, centre + half};
}

}  // namespace covenant
