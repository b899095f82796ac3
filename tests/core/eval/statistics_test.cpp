#include "core/eval/statistics.hpp"

#include <doctest/doctest.h>
#include <cmath>

#include "core/base/rng.hpp"
#include "core/base/special.hpp"

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

// 1, 2, 3, 4, 100, and seven zeros and a one: computed apart with the formula in the header.
TEST_CASE("statistics: a skewed sample's interval leans towards its longer tail") {
  RunningMean five, eight, mirrored;
  for (const double value : {1.0, 2.0, 3.0, 4.0, 100.0}) {
    five.add(value);
    mirrored.add(-value);
  }
  for (int i = 0; i < 8; ++i) eight.add(i == 3 ? 1.0 : 0.0);
  const Interval a = replicate_interval(five), b = replicate_interval(eight);
  CHECK(a.mean == 22.0);
  CHECK(a.lo == doctest::Approx(-13.553130660683948).epsilon(1e-12));
  CHECK(a.hi == doctest::Approx(194.7971974008167).epsilon(1e-12));
  CHECK(b.lo == doctest::Approx(-0.0656251178554905).epsilon(1e-7));
  CHECK(b.hi == doctest::Approx(1.0608909376497013).epsilon(1e-8));
  CHECK(replicate_interval(mirrored).lo == doctest::Approx(-a.hi).epsilon(1e-12));
  CHECK(replicate_interval(mirrored).hi == doctest::Approx(-a.lo).epsilon(1e-12));
}

TEST_CASE("statistics: a symmetric sample's interval is Student's, and the mean lies inside it") {
  RunningMean even;
  for (int i = 0; i < 9; ++i) even.add(i - 4.0);
  const Interval student = even.interval(t_critical(9)), found = replicate_interval(even);
  CHECK(found.lo == doctest::Approx(student.lo).epsilon(1e-14));
  CHECK(found.hi == doctest::Approx(student.hi).epsilon(1e-14));
  Rng rng(23, 0, Purpose::test);
  for (int trial = 0; trial < 2000; ++trial) {
    // from one far outlier to differences that vanish against the mean, or when cubed
    const double unit = exp_(rng.normal() * 60.0), centre = trial % 2 == 0 ? 0.0 : 1.0;
    RunningMean mean;
    const int size = 2 + static_cast<int>(rng.below(30));
    for (int i = 0; i < size; ++i)
      mean.add(centre + unit * (trial % 3 == 0 && i > 0 ? 0.0 : rng.normal()));
    const Interval interval = replicate_interval(mean);
    CAPTURE(trial);
    CHECK(interval.lo <= interval.mean);
    CHECK(interval.mean <= interval.hi);
  }
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
