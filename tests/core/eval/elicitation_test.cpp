// Norms from what a community says: known estimates, intervals and influence.
#include "core/eval/elicitation.hpp"

#include <doctest/doctest.h>
#include <cmath>

#include "core/base/rng.hpp"

using namespace covenant;

namespace {

std::vector<std::vector<double>> column(std::initializer_list<double> values) {
  std::vector<std::vector<double>> rows;
  for (const double value : values) rows.push_back({value});
  return rows;
}

// Exponential people: skewed, mean 1, median ln 2.
std::vector<std::vector<double>> skewed(int count, std::uint32_t seed) {
  Rng rng(seed, 0, Purpose::test);
  std::vector<std::vector<double>> rows;
  for (int i = 0; i < count; ++i) rows.push_back({-std::log(rng.uniform())});
  return rows;
}

}  // namespace

// 1, 2, 3, 4, 100: mean 22, sd 43.6291, t(4) 2.776445; median 3; without the ends 3.
TEST_CASE("elicitation: five answers by hand") {
  const auto answers = column({4, 1, 100, 3, 2});
  const ElicitedNorm mean = elicit_norm(answers, NormAggregate::mean, 0.1);
  CHECK(mean.norm[0].mean == doctest::Approx(22.0));
  const double half = 2.776445 * std::sqrt((441 + 400 + 361 + 324 + 6084) / 4.0 / 5.0);
  CHECK(mean.norm[0].hi - 22.0 == doctest::Approx(half).epsilon(1e-6));
  CHECK(mean.influence[0] == doctest::Approx(22.0 - 2.5));  // without the 100 the mean is 2.5
  CHECK(mean.most_influential == 2);

  const ElicitedNorm median = elicit_norm(answers, NormAggregate::median, 0.1);
  CHECK(median.norm[0].mean == 3.0);
  CHECK(median.norm[0].lo == 1.0);  // five people cannot bound a median any closer at 95 %
  CHECK(median.norm[0].hi == 100.0);
  CHECK(median.influence[0] == doctest::Approx(0.5));

  // one cut off at either end; Winsorised 2, 2, 3, 4, 4: sd 1; 1 * 5 / (3 sqrt 5), t(2) 4.302653
  const ElicitedNorm trimmed = elicit_norm(answers, NormAggregate::trimmed_mean, 0.2);
  CHECK(trimmed.norm[0].mean == 3.0);
  CHECK(trimmed.norm[0].hi - 3.0 ==
        doctest::Approx(4.302653 * 5.0 / 3.0 / std::sqrt(5.0)).epsilon(1e-6));
}

TEST_CASE("elicitation: one respondent is the norm, without width") {
  for (const NormAggregate kind :
       {NormAggregate::mean, NormAggregate::median, NormAggregate::trimmed_mean}) {
    const ElicitedNorm one = elicit_norm({{0.5, -2.0}}, kind, 0.2);
    REQUIRE(one.norm.size() == 2);
    CHECK(one.norm[1].mean == -2.0);
    CHECK(one.norm[1].lo == one.norm[1].hi);
    CHECK(one.influence[1] == 0.0);
  }
}

// The sign test's table: 95 % for the median of 20 lies between the 6th and the 15th.
TEST_CASE("elicitation: the median's interval is that of the sign test") {
  std::vector<std::vector<double>> rows;
  for (int i = 1; i <= 20; ++i) rows.push_back({static_cast<double>(i)});
  const ElicitedNorm median = elicit_norm(rows, NormAggregate::median, 0.1);
  CHECK(median.norm[0].mean == 10.5);
  CHECK(median.norm[0].lo == 6.0);
  CHECK(median.norm[0].hi == 15.0);
}

TEST_CASE("elicitation: intervals cover the truth as often as they say") {
  constexpr int kRuns = 2000;
  int mean = 0, median = 0;
  for (std::uint32_t seed = 0; seed < kRuns; ++seed) {
    const auto rows = skewed(60, seed);
    const Interval m = elicit_norm(rows, NormAggregate::mean, 0.1).norm[0];
    const Interval d = elicit_norm(rows, NormAggregate::median, 0.1).norm[0];
    mean += m.lo <= 1.0 && 1.0 <= m.hi ? 1 : 0;
    median += d.lo <= std::log(2.0) && std::log(2.0) <= d.hi ? 1 : 0;
  }
  // Student's t on 60 exponentials covers about 93.5 %; order statistics at least 95 % exactly
  CHECK(mean > 0.92 * kRuns);
  CHECK(mean < 0.97 * kRuns);
  CHECK(median > 0.935 * kRuns);
  CHECK(median < 0.985 * kRuns);
}

// Shares .6, .3, .1 of values 0, 1, 5: mean .8; median 0; the middle 60 %: .4 of 0, .2 of 1.
TEST_CASE("elicitation: a whole population's norm by hand") {
  const std::vector<double> value = {1, 5, 0}, share = {0.3, 0.1, 0.6};
  CHECK(aggregate_shares(value, share, NormAggregate::mean, 0.2) == doctest::Approx(0.8));
  CHECK(aggregate_shares(value, share, NormAggregate::median, 0.2) == 0.0);
  CHECK(aggregate_shares(value, share, NormAggregate::trimmed_mean, 0.2) ==
        doctest::Approx(0.2 / 0.6));
}
