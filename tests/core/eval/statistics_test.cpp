#include "core/eval/statistics.hpp"

#include <doctest/doctest.h>
#include <cmath>

#include "core/base/rng.hpp"

using namespace covenant;

TEST_CASE("statistics: mean and interval of five numbers by hand") {
  // 1..5: mean 3, sd sqrt(2.5), t_{.975,4} = 2.776445
  RunningMean mean;
  for (int i = 1; i <= 5; ++i) mean.add(i);
  const Interval interval = mean.interval(t_critical(5));
  CHECK(interval.mean == 3.0);
  const double half = 2.7764451051977987 * std::sqrt(2.5 / 5.0);
  CHECK(interval.hi - 3.0 == doctest::Approx(half).epsilon(1e-12));
  CHECK(3.0 - interval.lo == doctest::Approx(half).epsilon(1e-12));
}

TEST_CASE("statistics: one replicate has no width, and an infinite value is not averaged away") {
  RunningMean one;
  one.add(2.5);
  CHECK(one.interval(t_critical(1)) == Interval{2.5, 2.5, 2.5});
  one.add(INFINITY);
  one.add(1.0);
  CHECK(std::isnan(one.interval(t_critical(3)).mean));
}

TEST_CASE("statistics: 95 % intervals cover at the nominal rate") {
  // 4000 experiments of 12 normals: coverage .95 with standard error .0034; allowed .93 to .97
  Rng rng(19, 0, Purpose::test);
  int covered = 0;
  const int experiments = 4000;
  for (int e = 0; e < experiments; ++e) {
    RunningMean mean;
    for (int i = 0; i < 12; ++i) mean.add(0.3 + 2.0 * rng.normal());
    const Interval interval = mean.interval(t_critical(12));
    covered += interval.lo <= 0.3 && 0.3 <= interval.hi ? 1 : 0;
  }
  CHECK(covered > 0.93 * experiments);
  CHECK(covered < 0.97 * experiments);
}

TEST_CASE("statistics: calibration error is the summed mean excess by bin") {
  RunningCalibration calibration;
  double a[RunningCalibration::kBins] = {}, b[RunningCalibration::kBins] = {};
  a[9] = 0.1;
  b[9] = 0.3;
  a[5] = -0.2;
  b[5] = 0.0;
  calibration.add(a);
  calibration.add(b);
  CHECK(calibration.interval(t_critical(2)).mean == doctest::Approx(0.2 + 0.1).epsilon(1e-14));
  CHECK(RunningCalibration::bin(1.0) == 9);
  CHECK(RunningCalibration::bin(0.0) == 0);
}

TEST_CASE("statistics: along a direction, vectors have the interval of their products with it") {
  Rng rng(5, 0, Purpose::test);
  Vector direction(3);
  direction << 0.5, -2.0, 0.1;
  RunningVector vectors;
  RunningMean products;
  for (int n = 0; n < 40; ++n) {
    Vector value(3);
    for (double& entry : value) entry = rng.normal();
    vectors.add(value);
    products.add(direction.dot(value));
  }
  vectors.add(Vector::Constant(3, std::nan("")));  // left out
  CHECK(vectors.count() == 40);
  const Interval got = vectors.along(direction, direction.dot(vectors.mean()), t_critical(40));
  const Interval want = products.interval(t_critical(40));
  CHECK(got.mean == doctest::Approx(want.mean).epsilon(1e-12));
  CHECK(got.lo == doctest::Approx(want.lo).epsilon(1e-12));
  CHECK(got.hi == doctest::Approx(want.hi).epsilon(1e-12));
  RunningVector one;
  one.add(direction);
  CHECK(one.along(direction, 7.0, t_critical(1)) == Interval{7.0, 7.0, 7.0});
}
