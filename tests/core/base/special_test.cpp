// Elementary functions against libm and published values; libm is allowed here, in tests only.
#include "core/base/special.hpp"

#include <doctest/doctest.h>
#include <array>
#include <cmath>
#include <limits>

using namespace covenant;

namespace {
double relative_error(double got, double want) { return std::fabs(got - want) / std::fabs(want); }
constexpr double kTwoUlp = 4.5e-16;
}  // namespace

TEST_CASE("special: exp and log agree with libm to two units in the last place") {
  double worst_exp = 0.0, worst_log = 0.0;
  for (int i = -70000; i <= 70000; ++i) {
    const double x = i * 0.01 + 1e-3;
    worst_exp = std::max(worst_exp, relative_error(exp_(x), std::exp(x)));
    const double y = std::exp(x * 0.9);
    worst_log = std::max(worst_log, relative_error(log_(y), std::log(y)));
  }
  CHECK(worst_exp < kTwoUlp);
  CHECK(worst_log < kTwoUlp);
  for (int i = -1000; i <= 1000; ++i) {
    const double y = 1.0 + i * 1e-7;
    if (i != 0) CHECK(relative_error(log_(y), std::log(y)) < kTwoUlp);
  }
}

TEST_CASE("special: the ends of the range are exact") {
  const double infinity = std::numeric_limits<double>::infinity();
  CHECK(exp_(0.0) == 1.0);
  CHECK(exp_(-800.0) == 0.0);
  CHECK(exp_(800.0) == infinity);
  CHECK(exp_(-740.0) > 0.0);
  CHECK(log_(1.0) == 0.0);
  CHECK(log_(0.0) == -infinity);
  CHECK(std::isnan(log_(-1.0)));
  CHECK(relative_error(log_(1e-310), std::log(1e-310)) < kTwoUlp);
}

TEST_CASE("special: sigmoid and softplus keep their digits in the tails") {
  CHECK(relative_error(sigmoid(2.0), 0.88079707797788243) < kTwoUlp);
  CHECK(relative_error(sigmoid(-40.0), std::exp(-40.0)) < 1e-15);
  CHECK(relative_error(softplus(-40.0), std::exp(-40.0)) < 1e-15);
  CHECK(softplus(800.0) == 800.0);
  CHECK(relative_error(softplus(-12.0), std::log1p(std::exp(-12.0))) < 1e-11);
}

TEST_CASE("special: normal_cdf agrees with erfc, and normal_quantile inverts it") {
  for (int i = -370; i <= 80; ++i) {
    const double x = i * 0.1;
    CAPTURE(x);
    CHECK(relative_error(normal_cdf(x), 0.5 * std::erfc(-x / std::sqrt(2.0))) < 2e-13);
  }
  CHECK(relative_error(normal_quantile(0.975), 1.959963984540054) < 1e-14);
  CHECK(relative_error(normal_quantile(1e-10), -6.361340902404056) < 1e-13);
  for (int i = 1; i < 1000; ++i) {
    const double p = i * 1e-3;
    CAPTURE(p);
    CHECK(std::fabs(normal_cdf(normal_quantile(p)) - p) < 1e-14);
  }
}

TEST_CASE("special: student_t_quantile matches published tables") {
  CHECK(relative_error(student_t_quantile(0.975, 1), 12.706204736174698) < 1e-10);
  CHECK(relative_error(student_t_quantile(0.975, 2), 4.302652729749464) < 1e-10);
  CHECK(relative_error(student_t_quantile(0.975, 5), 2.570581835636314) < 1e-10);
  CHECK(relative_error(student_t_quantile(0.975, 199), 1.971956544249395) < 1e-10);
  CHECK(relative_error(student_t_quantile(0.975, 5000), 1.960438548) < 1e-8);
  CHECK(student_t_quantile(0.025, 7) == -student_t_quantile(0.975, 7));
}

TEST_CASE("special: log_sum_exp neither over- nor underflows") {
  const std::array<double, 2> high{1000.0, 1000.0}, low{-1000.0, -1000.0};
  CHECK(log_sum_exp(high) == doctest::Approx(1000.0 + std::log(2.0)).epsilon(1e-15));
  CHECK(log_sum_exp(low) == doctest::Approx(-1000.0 + std::log(2.0)).epsilon(1e-15));
}
