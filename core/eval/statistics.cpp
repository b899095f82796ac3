#include "core/eval/statistics.hpp"

#include <algorithm>
#include <cmath>

#include "core/base/special.hpp"

namespace covenant {

void RunningMean::add(double value) {
  ++count_;
  const double deviation = value - mean_;
  mean_ += deviation / count_;
  squares_ += deviation * (value - mean_);
  if (!std::isfinite(value)) mean_ = squares_ = std::nan("");
}

Interval RunningMean::interval(double t) const {
  if (count_ < 2 || std::isnan(mean_)) return {mean_, mean_, mean_};
  const double half = t * std::sqrt(squares_ / (count_ - 1) / count_);
  return {mean_, mean_ - half, mean_ + half};
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
