// Gold and proxy under rising optimisation pressure: exact for best of n, no fall invented by
// noise, real falls found.
#include "core/eval/pressure.hpp"

#include <doctest/doctest.h>
#include <cmath>

#include "core/base/rng.hpp"
#include "core/base/special.hpp"

using namespace covenant;

namespace {

// One type, one context, uniform reference, no norm; greedy unless a price of KL is set.
TypeSpace one_type(const Row& reward) {
  const Index n = reward.size();
  TypeSpace space;
  space.blocks = {static_cast<int>(n)};
  space.context_weight = Vector::Ones(1);
  space.response_weight = Vector::Ones(n);
  space.reference = Vector::Constant(n, 1.0 / static_cast<double>(n));
  space.share = Vector::Ones(1);
  space.reward = reward;
  space.norm = Vector::Zero(n);
  space.norm_factor = Vector::Ones(1);
  space.score = Matrix(n, 0);
  return space;
}

std::vector<PressurePoint> curve(const TypeSpace& space, const char* method,
                                 const PressureGrid& grid, const Row& estimate) {
  const DesignRules rules;
  const World world{space, rules, {}};
  Evidence evidence;
  evidence.pooled = estimate;
  evidence.labelled = estimate;
  Rng rng(1, 0, Purpose::test);
  return pressure_curve(world, find_deploy(method), Parameters(1), grid, evidence,
                        draw_population(space, 1, true, rng));
}

// Rewards of 12 responses, spread 1.
Row twelve() {
  Row reward(12);
  for (Index a = 0; a < 12; ++a) reward(a) = normal_quantile((static_cast<double>(a) + 0.5) / 12.0);
  return reward;
}

// Curves of `count` draws of proxy = reward + noise(rng).
template <class Noise>
std::vector<std::vector<PressurePoint>> draws(const char* method, const PressureGrid& grid,
                                              int count, std::uint32_t seed, Noise noise) {
  const TypeSpace space = one_type(twelve());
  Rng rng(seed, 0, Purpose::test);
  std::vector<std::vector<PressurePoint>> replicates;
  for (int r = 0; r < count; ++r) {
    Row proxy = space.reward.row(0);
    for (Index a = 0; a < proxy.size(); ++a) proxy(a) += noise(rng);
    replicates.push_back(curve(space, method, grid, proxy));
  }
  return replicates;
}

}  // namespace

// Gold N(0, 1), proxy = gold + N(0, s^2): KL = ln n - (n - 1) / n, gold E[max_n] / sqrt(1 + s^2);
// n = 16: 1.835089 and 1.765991 / sqrt(1 + s^2).
TEST_CASE("pressure: best of 16 has the known KL and gold, with and without noise") {
  constexpr int kFine = 4000, kCoarse = 150;
  Row gold(kFine);
  for (int i = 0; i < kFine; ++i) gold(i) = normal_quantile((i + 0.5) / kFine);
  const PressureGrid grid = samples_grid(16.0);
  REQUIRE(grid.deployed == 4);
  REQUIRE(grid.setting[4] == 16.0);
  const PressurePoint clean = curve(one_type(gold), "best_of_n", grid, gold)[4];
  CHECK(std::fabs(clean.kl - 1.835089) < 2e-3);
  CHECK(std::fabs(clean.gold - 1.765991) < 2e-3);
  CHECK(std::fabs(clean.proxy - clean.gold) < 1e-12);

  Row spread(kCoarse * kCoarse), proxy(kCoarse * kCoarse);
  for (int i = 0; i < kCoarse; ++i) {
    for (int j = 0; j < kCoarse; ++j) {
      spread(i * kCoarse + j) = normal_quantile((i + 0.5) / kCoarse);
      proxy(i * kCoarse + j) = spread(i * kCoarse + j) + normal_quantile((j + 0.5) / kCoarse);
    }
  }
  const std::vector<PressurePoint> noisy = curve(one_type(spread), "best_of_n", grid, proxy);
  CHECK(std::fabs(noisy[4].gold - 1.765991 / std::sqrt(2.0)) < 0.01);
  for (std::size_t i = 1; i <= 6; ++i) CHECK(noisy[i].gold > noisy[i - 1].gold);  // no hump
}

TEST_CASE("pressure: with a uniform reference Gaussian noise alone never bends mean gold down") {
  for (const char* method : {"average", "best_of_n"}) {
    for (const double sd : {0.5, 2.0}) {
      CAPTURE(method);
      CAPTURE(sd);
      const PressureGrid grid =
          std::string(method) == "average" ? kl_grid(0.1, 1.0) : samples_grid();
      const auto replicates =
          draws(method, grid, 1500, 3, [&](Rng& rng) { return sd * rng.normal(); });
      for (std::size_t i = 1; i < grid.setting.size(); ++i) {
        CAPTURE(i);
        RunningMean fall;
        for (const auto& points : replicates) fall.add(points[i - 1].gold - points[i].gold);
        // 4.5 standard errors: 40 comparisons, one false alarm in several thousand runs
        CHECK(fall.interval(4.5).lo <= 0.0);
      }
      const int last = static_cast<int>(grid.setting.size()) - 1;
      // the winner's curse is weak Goodhart, never strong
      CHECK(classify(gold_fall(replicates, last), proxy_excess(replicates, last), 1.0) ==
            Goodhart::weak);
    }
  }
}

// A bait: the worst of three responses looks best by far. Gold rises to a peak, then falls to the
// worst response's.
TEST_CASE("pressure: a bait bends gold down, and an honest proxy does not") {
  Row reward(3), proxy(3);
  reward << 1.0, 0.5, -1.0;
  proxy << 1.0, 0.5, 1.2;
  const PressureGrid grid = kl_grid(0.0, 1.0);
  REQUIRE(grid.deployed + 1 == static_cast<int>(grid.setting.size()));
  const auto fooled = curve(one_type(reward), "average", grid, proxy);
  const Interval fall = gold_fall({fooled}, grid.deployed);
  CHECK(fall.lo == fall.mean);
  // everybody gets the worst response, the reference was worth 1/6
  CHECK(fooled.back().gold == doctest::Approx(-1.0 - 0.5 / 3.0));
  CHECK(fall.mean > 1.0);
  CHECK(classify(fall, proxy_excess({fooled}, grid.deployed), 1.0) == Goodhart::strong);

  const auto honest = curve(one_type(reward), "average", grid, reward);
  CHECK(honest.back().gold == doctest::Approx(1.0 - 0.5 / 3.0));
  const Interval none = gold_fall({honest}, grid.deployed);
  CHECK(none.mean == 0.0);
  CHECK(classify(none, proxy_excess({honest}, grid.deployed), 1.0) == Goodhart::none);
}

// Ten settings of equal mean, independent noise: the largest mean of 30 replicates lies 0.28 above
// the others. Cross-fitting must not report that as a fall.
TEST_CASE("pressure: choosing the best setting does not bias the fall") {
  RunningMean crossed;
  for (std::uint32_t seed = 0; seed < 400; ++seed) {
    Rng rng(seed, 1, Purpose::test);
    std::vector<std::vector<PressurePoint>> replicates(30, std::vector<PressurePoint>(10));
    for (auto& points : replicates)
      for (PressurePoint& point : points) point.gold = rng.normal();
    crossed.add(gold_fall(replicates, 9).mean);
  }
  CHECK(std::fabs(crossed.mean()) < 0.05);  // 4 standard errors: 400 means of sd 0.24
}

TEST_CASE("pressure: the method's own setting stands in its grid, pressure rising") {
  for (const double own : {0.0, 0.01, 0.25, 0.3, 9.0}) {
    CAPTURE(own);
    const PressureGrid grid = kl_grid(own, 1.0);
    CHECK(grid.setting[static_cast<std::size_t>(grid.deployed)] == own);
    for (std::size_t i = 1; i < grid.setting.size(); ++i)
      CHECK(grid.setting[i] < grid.setting[i - 1]);
  }
  CHECK(kl_grid(0.1, 0.0).setting.size() == 2);  // nobody cares: the reference and the own price
  const PressureGrid many = samples_grid(5000.0);
  CHECK(many.setting.back() == 5000.0);
  CHECK(many.deployed + 1 == static_cast<int>(many.setting.size()));
  CHECK(samples_grid().deployed == -1);
}
