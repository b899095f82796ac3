#include "core/mech/dual_polish.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "core/mech/certificate.hpp"
#include "core/mech/constraints.hpp"
#include "core/opt/interior_point.hpp"
#include "tests/support/menu_problems.hpp"

using namespace covenant;

// A point that is optimal but for its multipliers, which are lost: the fitted ones prove it.
TEST_CASE("dual polish: multipliers that were lost are found again from the allocations") {
  int proved = 0;
  constexpr int kProblems = 200;
  for (std::uint64_t seed = 0; seed < kProblems; ++seed) {
    CAPTURE(seed);
    const MenuProblem p = test::random_menu_problem(seed);
    const MenuProgram program = make_menu_program(p, {});
    InteriorPoint solver;
    InteriorPointSettings settings;
    settings.tolerance = 1e-13;
    if (solver.solve(program.program, settings).status == InteriorPointStatus::cancelled) continue;
    BlockPoint point = solver.point();
    const Menu menu = to_menu(p, program, point);
    for (Vector* lost : {&point.lambda, &point.nu, &point.low, &point.high}) lost->setZero();
    point.beta = 0.0;
    const BlockPoint fitted = with_fitted_multipliers(program.program, point);
    const double bound = upper_bound(p, menu, to_multipliers(p, program, fitted));
    const double objective = menu_objective(p, menu);
    const double size = std::max(std::fabs(objective), 1e-3 * check_menu(p, menu).scale);
    CHECK(bound >= objective - 1e-8 * size);
    proved += bound <= objective + 1e-7 * size ? 1 : 0;
  }
  CHECK(proved >= kProblems * 8 / 10);
}
