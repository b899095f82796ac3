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

namespace {

// Quality q costs the designer q^2 / 2. Types 1 and `high`, shares 2/3 and 1/3; contracts (.5 at
// low_price) and (2 at high_price): what the designer earns where people pick by `rule`.
double revenue(double high, double low_price, double high_price, const ChoiceRule& rule) {
  const double quality[] = {0.5, 2.0}, price[] = {low_price, high_price};
  const double type[] = {1.0, high}, share[] = {2.0 / 3.0, 1.0 / 3.0};
  double sum = 0.0;
  for (int k = 0; k < 2; ++k) {
    Chances utility{}, gain{};
    for (std::size_t j = 0; j < 2; ++j) {
      utility[j] = type[k] * quality[j] - price[j];
      gain[j] = price[j] - 0.5 * quality[j] * quality[j];
    }
    const Chances chance = pick(utility, gain, k, rule);
    for (std::size_t j = 0; j < 2; ++j) sum += share[k] * chance[j] * gain[j];
  }
  return sum;
}

}  // namespace

// The Mussa-Rosen menu of types 1 and 2. A high type of 1.99 takes the low contract: an optimal
// menu is made of ties. Prices pulled by tau = .0134 towards cost keep it (Madarasz & Prat 2017).
TEST_CASE("choice: what the textbook menu earns depends on how people pick") {
  const ChoiceRule best{ChoiceModel::best, 0.0, 1e-9};
  CHECK(std::fabs(revenue(2.0, 0.5, 3.5, best) - 0.75) < 1e-12);
  CHECK(std::fabs(revenue(2.0, 0.5, 3.5, {ChoiceModel::logit, 10.0, 0.0}) - 0.4364509) < 5e-8);
  CHECK(std::fabs(revenue(2.0, 0.5, 3.5, {ChoiceModel::logit, 1.0, 0.0}) - 0.452604) < 5e-7);
  CHECK(std::fabs(revenue(1.99, 0.5, 3.5, best) - 0.375) < 1e-12);
  constexpr double tau = 0.0134;
  const auto discounted = [](double price, double cost) {
    return (1.0 - tau) * price + tau * cost;
  };
  CHECK(std::fabs(revenue(1.99, discounted(0.5, 0.125), discounted(3.5, 2.0), best) - 0.73995) <
        1e-9);
}
