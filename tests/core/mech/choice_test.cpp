#include "core/mech/choice.hpp"

#include <doctest/doctest.h>
#include <array>
#include <cmath>

using namespace covenant;

namespace {
std::array<double, 3> pick(std::array<double, 3> utility, std::array<double, 3> favour, int meant,
                           ChoiceRule rule) {
  std::array<double, 3> chance{};
  pick_probabilities(utility, favour, meant, rule, chance);
  return chance;
}
using Chances = std::array<double, 3>;
}  // namespace

TEST_CASE(
    "choice: best takes the highest utility, then the contract meant for one, then the designer's "
    "favourite") {
  const ChoiceRule rule{ChoiceModel::best, 0.0, 1e-9};
  CHECK(pick({1.0, 2.0, 0.0}, {9, 0, 0}, 0, rule) == Chances{0, 1, 0});
  CHECK(pick({2.0, 2.0 + 1e-10, 0.0}, {0, 9, 0}, 0, rule) == Chances{1, 0, 0});
  CHECK(pick({2.0, 2.0, 2.0}, {1, 5, 3}, -1, rule) == Chances{0, 1, 0});
  CHECK(pick({2.0, 2.0, 2.0}, {1, 1, 1}, -1, rule) == Chances{1, 0, 0});
  CHECK(pick({-1.0, -2.0, 0.0}, {0, 0, 0}, 0, rule) == Chances{0, 0, 1});  // leaving
}

TEST_CASE("choice: logit odds are exp(precision times the difference), also for huge utilities") {
  const ChoiceRule rule{ChoiceModel::logit, 2.0, 0.0};
  const Chances chance = pick({1.0, 0.5, 0.0}, {0, 0, 0}, 0, rule);
  CHECK(chance[0] / chance[1] == doctest::Approx(std::exp(1.0)).epsilon(1e-14));
  CHECK(chance[0] + chance[1] + chance[2] == doctest::Approx(1.0).epsilon(1e-15));
  CHECK(pick({1e6, 0.0, 0.0}, {0, 0, 0}, 0, rule) == Chances{1, 0, 0});
}
