#include "core/mech/pooling.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "tests/support/menu_problems.hpp"

using namespace covenant;
using namespace covenant::test;

namespace {

// Sorted scalar types and two contracts: the types below s share one, those from s on the other.
// With a, b the lowest values of the two classes and w the upper class's share,
//   (1-w)(a x - x^2/2) + w (a x + b (y - x) - y^2/2)   is largest at   y = b,  x = max(0, (a - w
//   b)/(1 - w)).
double two_contract_optimum(const std::vector<double>& values, const std::vector<double>& shares) {
  double best = values[0] * values[0] / 2.0, total = 0.0;
  for (double f : shares) total += f;
  for (std::size_t s = 1; s < values.size(); ++s) {
    double w = 0.0;
    for (std::size_t k = s; k < values.size(); ++k) w += shares[k] / total;
    const double a = values[0], b = values[s];
    const double x = std::max(0.0, (a - w * b) / (1.0 - w));
    best =
        std::max(best, (1.0 - w) * (a * x - x * x / 2.0) + w * (a * x + b * (b - x) - b * b / 2.0));
  }
  return best;
}

}  // namespace

TEST_CASE("pooling: two contracts for scalar types match the closed form over all splits") {
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    CAPTURE(seed);
    Rng rng(seed, 2, Purpose::test);
    std::vector<double> values, shares;
    for (std::uint32_t k = 2 + rng.below(7); k > 0; --k) {
      values.push_back(0.2 + rng.uniform());
      shares.push_back(0.1 + rng.uniform());
    }
    std::sort(values.begin(), values.end());
    MenuProblem p = scalar(values, shares);
    p.max_contracts = 2;
    const MenuDesign design = design_menu(p);
    REQUIRE(design.status == SolveStatus::optimal);
    CHECK(design.menu.num_contracts() <= 2);
    CHECK(design.objective == doctest::Approx(two_contract_optimum(values, shares)).epsilon(1e-8));
  }
}

TEST_CASE("pooling: more contracts never hurt, and as many as types are no limit") {
  for (std::uint64_t seed = 200; seed < 240; ++seed) {
    CAPTURE(seed);
    MenuProblem p = test::random_menu_problem(seed, {.max_types = 5});
    const MenuDesign free = design_menu(p);
    const double slack = 1e-8 * std::max(std::fabs(free.bound), 1e-3 * free.scale);
    double last = -std::numeric_limits<double>::infinity();
    for (int m = 1; m <= static_cast<int>(p.num_types()); ++m) {
      CAPTURE(m);
      p.max_contracts = m;
      const MenuDesign design = design_menu(p);
      REQUIRE(design.status == SolveStatus::optimal);  // leaving for everyone is one contract
      CHECK(design.menu.num_contracts() <= m);
      CHECK(design.objective >= last - slack);
      CHECK(design.objective <= free.bound + slack);
      last = design.objective;
    }
    CHECK(last >= free.objective - 2.0 * slack);
  }
}

// One contract at t = 0 must give type 0 its first good and type 1 its second: impossible.
TEST_CASE("pooling: too few contracts for the outside options are infeasible, said as such") {
  MenuProblem p;
  p.value = Matrix::Identity(2, 2);
  p.share = Vector::Ones(2);
  p.outside = Vector::Constant(2, 0.9);
  p.set = AllocationSet::simplex;
  p.blocks = {2};
  p.transfer_lower = p.transfer_upper = 0.0;
  CHECK(design_menu(p).status == SolveStatus::optimal);
  p.max_contracts = 1;
  const MenuDesign design = design_menu(p);
  CHECK(design.status == SolveStatus::infeasible);
  CHECK(design.reason.find("no single contract") != std::string::npos);
}

// Both must get all of their good for free, and for type 1 the first good costs the designer 1e5:
// one contract (1, 1) loses half of that, and is still the only menu.
TEST_CASE("pooling: a menu that costs much is still a menu") {
  MenuProblem p;
  p.value = Matrix::Identity(2, 2);
  p.share = Vector::Ones(2);
  p.outside = Vector::Ones(2);
  p.lower = Vector::Zero(2);
  p.upper = Vector::Ones(2);
  p.weight_utility = p.weight_transfer = 0.0;
  p.transfer_lower = p.transfer_upper = 0.0;
  p.objective_allocation = Matrix::Zero(2, 2);
  p.objective_allocation(1, 0) = -1e5;
  p.max_contracts = 1;
  const MenuDesign design = design_menu(p);
  CHECK(design.status == SolveStatus::optimal);
  CHECK(design.objective == doctest::Approx(-5e4).epsilon(1e-7));
}

namespace {

// As many types that want more of the first good as of the second, and hate the other.
MenuProblem rivals(Index copies) {
  MenuProblem p;
  p.value.resize(2 * copies, 2);
  for (Index k = 0; k < 2 * copies; ++k) {
    p.value(k, 0) = k % 2 == 0 ? 1.0 : -3.0;
    p.value(k, 1) = k % 2 == 0 ? -3.0 : 1.0;
  }
  p.share = Vector::Ones(2 * copies);
  p.outside = Vector::Zero(2 * copies);
  p.lower = Vector::Zero(2);
  p.upper = Vector::Constant(2, std::numeric_limits<double>::infinity());
  return p;
}

}  // namespace

// Two contracts can grow for ever, one cannot: t <= min(x1 - 3 x2, x2 - 3 x1) <= -(x1 + x2), and
// its best is nothing for nothing.
TEST_CASE("pooling: what has no limit with many contracts may have one with few") {
  for (const Index copies : {1, 2, 5}) {
    CAPTURE(copies);
    MenuProblem p = rivals(copies);
    CHECK(design_menu(p).status == SolveStatus::unbounded);
    p.max_contracts = 2;
    CHECK(design_menu(p).status == SolveStatus::unbounded);
    p.max_contracts = 1;
    const MenuDesign design = design_menu(p);
    CHECK(design.status == SolveStatus::optimal);
    CHECK(std::fabs(design.objective) <= 1e-8);
  }
}

// Outside options of 1/2 at prices >= 0 need x1 - 3 x2 >= 1/2 and x2 - 3 x1 >= 1/2 of one contract.
TEST_CASE("pooling: that one contract cannot serve many types is shown") {
  for (const Index copies : {2, 5, 50}) {
    CAPTURE(copies);
    MenuProblem p = rivals(copies);
    p.outside.setConstant(0.5);
    p.upper.setOnes();
    p.transfer_lower = 0.0;
    CHECK(design_menu(p).status == SolveStatus::optimal);
    p.max_contracts = 1;
    const MenuDesign design = design_menu(p);
    CHECK(design.status == SolveStatus::infeasible);
    CHECK(design.reason.find("no single contract") != std::string::npos);
  }
}

// Some types have a policy outside and others a number, some want the same and differ in what they
// have outside. Whatever they return is a menu of numbers, and what is called optimal has the
// bound to show for it.
TEST_CASE("pooling: every answer is a menu of numbers, and optimal means a closed gap") {
  int menus = 0;
  for (std::uint64_t seed = 0; seed < 1200; ++seed) {
    CAPTURE(seed);
    MenuProblem p = random_menu_problem(seed, {.min_types = 2});
    for (Index k = 0; k < p.outside_policy.rows(); ++k) {
      if ((static_cast<Index>(seed) + k) % 2 == 0) continue;
      p.outside(k) = p.value.row(k).dot(p.outside_policy.row(k));
      p.outside_policy.row(k).setConstant(std::numeric_limits<double>::quiet_NaN());
    }
    if (seed % 3 != 0) {
      for (Index k = 1; k < p.num_types(); k += 2) p.value.row(k) = p.value.row(k - 1);
    }
    p.max_contracts = 1 + static_cast<int>(seed % 2);
    if (seed % 5 == 0) p.robust_radius = 0.05 * p.value.cwiseAbs().maxCoeff();
    const MenuDesign design = design_menu(p);
    const bool answered =
        design.status == SolveStatus::optimal || design.status == SolveStatus::feasible;
    CHECK((design.menu.num_contracts() > 0) == answered);
    if (!answered) continue;
    ++menus;
    CHECK(design.menu.allocation.allFinite());
    CHECK(design.menu.transfer.allFinite());
    CHECK(std::isfinite(design.objective));
    if (design.status != SolveStatus::optimal) continue;
    const double size = std::max(std::fabs(design.bound), 1e-3 * design.scale);
    CHECK(std::fabs(design.bound - design.objective) <= 1e-8 * size);
  }
  CHECK(menus > 300);
}

// Equal types have one utility, and how their multipliers split over the contracts that a pooling
// gives them decides what its bound is worth.
TEST_CASE("pooling: equal types on different contracts leave no gap") {
  int apart = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    CAPTURE(seed);
    MenuProblem p = random_menu_problem(seed, {.min_types = 4});
    for (Index k = 1; k < p.num_types(); k += 2) p.value.row(k) = p.value.row(k - 1);
    p.max_contracts = 2;
    const MenuDesign design = design_menu(p);
    const bool settled =
        design.status == SolveStatus::optimal || design.status == SolveStatus::infeasible;
    CHECK(settled);
    const std::vector<int>& own = design.menu.assigned;
    for (std::size_t k = 1; k < own.size(); k += 2) apart += own[k] != own[k - 1] ? 1 : 0;
  }
  CHECK(apart > 20);
}

// Exact optimum by rational arithmetic over every pooling: 0.1898437840. A pooling that keeps the
// first two types apart, 1e-10 from each other, finds a menu of 0.37 whose violations are allowed.
TEST_CASE("pooling: a menu above the bound does not displace the one that is proved") {
  MenuProblem p;
  p.value = (Matrix(3, 1) << 0.8351464347519308, 0.8351464346683446, 0.835146440620079).finished();
  p.share = (Vector(3) << 1.0, 0.6021966380884293, 0.981668160860867).finished();
  p.outside_policy = Matrix::Zero(3, 1);
  p.outside_policy(2, 0) = 0.0530603342095175;
  p.outside = Vector::Zero(3);
  p.lower = Vector::Zero(1);
  p.upper = Vector::Ones(1);
  p.weight_utility = p.weight_transfer = 1.0;
  p.objective_allocation =
      (Matrix(3, 1) << -1.3365197118550534, 1.1429941642328738, -1.0381943527243715).finished();
  p.transfer_lower = 0.0;
  p.max_contracts = 2;
  const MenuDesign design = design_menu(p);
  REQUIRE(design.menu.num_contracts() > 0);
  CHECK(design.objective == doctest::Approx(0.1898437840).epsilon(1e-7));
}
