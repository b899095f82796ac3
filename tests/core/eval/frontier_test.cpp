// The front of single policies against enumeration, random weights and its own definition.
#include "core/eval/frontier.hpp"

#include <doctest/doctest.h>
#include <cmath>
#include <set>

#include "core/base/rng.hpp"
#include "core/mech/methods/formulas.hpp"
#include "core/opt/pareto.hpp"
#include "tests/support/societies.hpp"

using namespace covenant;

namespace {

constexpr double kRounding = 1e-12;
constexpr double kSolver = 1e-8;  // what max_min_policy leaves open, utils

TypeSpace random_space(std::uint64_t seed, Index types, const std::vector<int>& blocks, double kl) {
  Rng rng(seed, 0, Purpose::test);
  TypeSpace space;
  space.blocks = blocks;
  space.context_weight.resize(static_cast<Index>(blocks.size()));
  for (double& weight : space.context_weight) weight = 0.2 + rng.uniform();
  space.context_weight /= space.context_weight.sum();
  Index n = 0;
  for (const int size : blocks) n += size;
  space.response_weight.resize(n);
  space.reference.resize(n);
  Index a = 0;
  for (std::size_t s = 0; s < blocks.size(); ++s) {
    for (int i = 0; i < blocks[s]; ++i, ++a) {
      space.response_weight(a) = space.context_weight(static_cast<Index>(s));
      space.reference(a) = 1.0 / blocks[s];
    }
  }
  space.share = Vector::Constant(types, 1.0 / static_cast<double>(types));
  space.reward.resize(types, n);
  for (Index k = 0; k < types; ++k)
    for (a = 0; a < n; ++a) space.reward(k, a) = rng.normal();
  space.norm = Vector::Zero(n);
  space.norm_factor = Vector::Ones(types);
  space.kl = kl;
  space.score = Matrix(n, 0);
  return space;
}

Vector random_weight(Index types, Rng& rng) {
  Vector weight(types);
  for (double& w : weight) w = -std::log(rng.uniform());
  return weight / weight.sum();
}

bool is_listed(const PolicyFront& front, const Vector& value) {
  for (Index i = 0; i < front.value.rows(); ++i) {
    if ((front.value.row(i).transpose() - value).cwiseAbs().maxCoeff() < kRounding) return true;
  }
  return false;
}

}  // namespace

// Rewards of (a, b, c): (10,3,2), (0,3,2), (0,1,2): each response is somebody's compromise.
TEST_CASE("frontier: the Condorcet groups' front has three vertices") {
  const PolicyFront front = policy_front(test::condorcet_space());
  CHECK(front.vertices);
  REQUIRE(front.value.rows() == 3);
  Vector a(3), b(3), c(3);
  a << 10, 0, 0;
  b << 3, 3, 1;
  c << 2, 2, 2;
  for (const Vector& vertex : {a, b, c}) CHECK(is_listed(front, vertex));
  // the favourites: a (10,0,0), b (3,3,1), c (2,2,2)
  CHECK(front_nadir(test::condorcet_space()) == Vector(c.cwiseMin(b).cwiseMin(a)));
}

TEST_CASE("frontier: without KL every vertex is listed, each once, and each is best somewhere") {
  for (std::uint64_t seed = 0; seed < 12; ++seed) {
    for (const Index types : {1, 2, 3}) {
      CAPTURE(seed);
      CAPTURE(types);
      TypeSpace space = random_space(seed, types, {3, 4, 2}, 0.0);
      space.reward.col(1) = space.reward.col(0);  // a response that stands twice
      const PolicyFront front = policy_front(space);
      REQUIRE(front.vertices);
      CHECK(static_cast<Index>(nondominated(front.value).size()) == front.value.rows());
      const auto best_at = [&](const Vector& weight) {
        return type_values(space, optimal_policy(space, weight.transpose() * space.reward));
      };
      for (Index i = 0; i < front.value.rows(); ++i) {
        const Vector best = best_at(front.weight.row(i).transpose());
        CHECK((best - front.value.row(i).transpose()).cwiseAbs().maxCoeff() < kRounding);
      }
      Rng rng(seed, 1, Purpose::test);
      for (int trial = 0; trial < 2000; ++trial)
        CHECK(is_listed(front, best_at(random_weight(types, rng))));
    }
  }
}

TEST_CASE("frontier: many contexts or many types fall back to a grid of weights, and say so") {
  const PolicyFront many = policy_front(random_space(3, 3, std::vector<int>(30, 6), 0.0));
  CHECK_FALSE(many.vertices);
  CHECK(many.value.rows() <= kMaxFrontPoints);
  const PolicyFront types = policy_front(random_space(3, 6, {4, 4}, 0.0));
  CHECK_FALSE(types.vertices);
  CHECK(types.value.rows() >= 6);
}

TEST_CASE("frontier: with KL no policy beats a front point at that point's weights") {
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    CAPTURE(seed);
    const TypeSpace space = random_space(seed, 3, {3, 4}, 0.3);
    const PolicyFront front = policy_front(space);
    REQUIRE(front.value.rows() == 120);
    Rng rng(seed, 1, Purpose::test);
    for (int trial = 0; trial < 200; ++trial) {
      Row wish(space.num_responses());
      for (double& entry : wish) entry = rng.normal();
      const Vector value = type_values(space, optimal_policy(space, wish));
      for (Index i = 0; i < front.value.rows(); ++i)
        CHECK(front.weight.row(i).dot(value) <=
              front.weight.row(i).dot(front.value.row(i)) + kRounding);
    }
  }
}

TEST_CASE("frontier: distance is zero on the front, t a step t beyond it, never positive inside") {
  for (const double kl : {0.0, 0.05, 0.5}) {
    for (std::uint64_t seed = 0; seed < 6; ++seed) {
      CAPTURE(kl);
      CAPTURE(seed);
      const TypeSpace space = random_space(seed, 3, {3, 4}, kl);
      Rng rng(seed, 1, Purpose::test);
      const Vector weight = random_weight(3, rng);
      const Vector value =
          type_values(space, optimal_policy(space, weight.transpose() * space.reward));
      for (const double beyond : {0.0, 0.3, -0.2}) {
        const FrontDistance at = front_distance(space, value.array() + beyond);
        CHECK(std::fabs(at.distance - beyond) < kSolver);
        CHECK(at.error >= -kRounding);
        CHECK(at.error < kSolver);
        CHECK(std::fabs(at.weight.sum() - 1.0) < kRounding);
      }
      Row wish(space.num_responses());
      for (double& entry : wish) entry = rng.normal();
      CHECK(front_distance(space, type_values(space, optimal_policy(space, wish))).distance <
            kSolver);
    }
  }
}

// Two types: the maximum over w of w . outcome - support(w) on a grid of 20,001 weights, from
// below.
TEST_CASE("frontier: distance is the maximum over weights, and those weights are its gradient") {
  for (const double kl : {0.0, 0.2}) {
    for (std::uint64_t seed = 0; seed < 6; ++seed) {
      CAPTURE(kl);
      CAPTURE(seed);
      const TypeSpace space = random_space(seed, 2, {3, 4, 2}, kl);
      Rng rng(seed, 2, Purpose::test);
      Vector outcome(2), step(2);
      outcome << rng.normal(), rng.normal();
      step << rng.normal(), rng.normal();
      double best = -1e300;
      for (int i = 0; i <= 20000; ++i) {
        Vector weight(2);
        weight << i / 20000.0, 1.0 - i / 20000.0;
        const Row policy = optimal_policy(space, weight.transpose() * space.reward);
        best = std::fmax(best, weight.dot(outcome - type_values(space, policy)));
      }
      const FrontDistance at = front_distance(space, outcome);
      CHECK(at.distance >= best - kSolver);
      CHECK(at.distance <= best + 1e-3);  // the grid's spacing times the spread of values
      if (kl == 0.0) continue;            // kinks have no gradient
      constexpr double kStep = 1e-4;
      const double ahead = front_distance(space, outcome + kStep * step).distance;
      const double behind = front_distance(space, outcome - kStep * step).distance;
      CHECK(std::fabs((ahead - behind) / (2 * kStep) - at.weight.dot(step)) < 1e-3);
    }
  }
}

TEST_CASE("frontier: soups of the types' own optima are the optima for weighted rewards") {
  const TypeSpace space = random_space(9, 3, {3, 4}, 0.2);
  Matrix own(3, 7);
  for (Index k = 0; k < 3; ++k)
    own.row(k) = optimal_policy(space, space.reward.row(k)).array().log();
  Rng rng(9, 3, Purpose::test);
  for (int trial = 0; trial < 50; ++trial) {
    const Vector weight = random_weight(3, rng);
    const Row best = optimal_policy(space, weight.transpose() * space.reward);
    CHECK((soup_policy(space, own, weight) - best).cwiseAbs().maxCoeff() < kRounding);
  }
  // unequal ingredients: (.9, .1) and (.5, .5), half each: proportional to (sqrt .45, sqrt .05)
  const TypeSpace two = random_space(1, 2, {2}, 0.2);
  Matrix given(2, 2);
  given << std::log(0.9), std::log(0.1), std::log(0.5), std::log(0.5);
  CHECK(soup_policy(two, given, Vector::Constant(2, 0.5))(0) ==
        doctest::Approx(0.75).epsilon(kRounding));
}

TEST_CASE(
    "frontier: measures of a front know its shape, and say so where there are too many types") {
  const TypeSpace space = random_space(2, 3, {3, 4}, 0.2);
  const PolicyFront front = policy_front(space);
  const Vector nadir = front_nadir(space);
  const FrontMeasures all = front_measures(front.value, nadir);
  const FrontMeasures one = front_measures(front.value.row(60), nadir);
  CHECK(all.hypervolume > one.hypervolume);
  CHECK(all.expected_utility > one.expected_utility);
  CHECK(one.sparsity == 0.0);
  CHECK(std::isnan(front_measures(Matrix::Ones(2, 6), Vector::Zero(6)).hypervolume));
}
