// Golden menu problems: tests/golden/menu/NAME.json and what is known of the answer beside it in
// NAME.expected.json (closed forms, exact rationals, or a second solver over all IC rows).
#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "core/sim/menu_file.hpp"
#include "tests/support/golden.hpp"

using namespace covenant;

namespace {

// Goldens are given to 1e-7 relative unless they say otherwise.
constexpr double kGolden = 1e-7;

void check_contracts(const Json& expected, const MenuDesign& design) {
  for (std::size_t k = 0; k < expected.size(); ++k) {
    if (expected[k].is_null()) continue;
    const Index own = design.menu.assigned[k];
    for (std::size_t d = 0; d < expected[k].size(); ++d) {
      CAPTURE(k);
      CAPTURE(d);
      const double want = expected[k][d].get<double>();
      CHECK(std::fabs(design.menu.allocation(own, static_cast<Index>(d)) - want) <= kGolden);
    }
  }
}

}  // namespace

TEST_CASE("golden menus: known objectives, contracts, statuses") {
  for (const char* name : {"mussa-rosen",
                           "bunching",
                           "five-types",
                           "two-dimensions",
                           "rochet-chone-5",
                           "rd-10-2",
                           "rd-50-2",
                           "rd-60-3",
                           "rochet-chone-10",
                           "goods-uniform-10",
                           "two-goods",
                           "goods-with-lotteries",
                           "goods-uniform-5",
                           "money-burning",
                           "kl-two-responses",
                           "kl-three-responses",
                           "dual-use-friction",
                           "dual-use-none",
                           "dual-use-money",
                           "dual-use-one-contract",
                           "uniform-three-contracts",
                           "goods-uniform-15",
                           "rochet-chone-20",
                           "infeasible-outside",
                           "infeasible-budget",
                           "unbounded-linear",
                           "unbounded-gifts"}) {
    CAPTURE(std::string(name));
    const test::Golden golden = test::golden("menu", name);
    const Result<MenuProblem> problem = parse_menu_problem(golden.text);
    REQUIRE(problem.ok());
    const Json& want = golden.expected;
    const MenuDesign design = design_menu(problem.value());
    CHECK(status_name(design.status) == want["status"].get<std::string>());
    if (want.contains("reason")) CHECK(design.reason == want["reason"].get<std::string>());
    if (!want.contains("objective")) {
      CHECK(!design.reason.empty());
      CHECK(design.menu.num_contracts() == 0);
      continue;
    }
    const double objective = want["objective"].get<double>();
    const double tolerance = want.value("tolerance", kGolden) * std::fabs(objective);
    CHECK(std::fabs(design.objective - objective) <= tolerance);
    CHECK(design.bound >= objective - tolerance);
    if (design.status == SolveStatus::optimal) CHECK(design.gap <= 1e-8);
    CHECK(design.ic_violation <= 1e-9 * design.scale);
    CHECK(design.ir_violation <= 1e-9 * design.scale);
    if (want.contains("contracts")) {
      CHECK(design.menu.num_contracts() == want["contracts"].get<Index>());
    }
    if (want.contains("allocation")) check_contracts(want["allocation"], design);
    if (!want.contains("transfer")) continue;
    for (std::size_t k = 0; k < want["transfer"].size(); ++k) {
      const double t = design.menu.transfer(design.menu.assigned[k]);
      CHECK(std::fabs(t - want["transfer"][k].get<double>()) <= 10 * kGolden);
    }
  }
}
