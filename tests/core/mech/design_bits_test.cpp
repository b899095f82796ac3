// The same menus, bit for bit, from every compiler and from WebAssembly: one digest over designs of
// every kind. A change of it is deliberate and explained in its commit.
#include <doctest/doctest.h>

#include "core/base/digest.hpp"
#include "core/mech/screening.hpp"
#include "tests/support/menu_problems.hpp"

using namespace covenant;

namespace {

void add(Digest& digest, const MenuDesign& design) {
  digest.add(std::string_view(status_name(design.status)));
  digest.add(design.objective);
  digest.add(design.bound);
  for (Index c = 0; c < design.menu.num_contracts(); ++c) {
    digest.add(design.menu.transfer(c));
    for (Index d = 0; d < design.menu.allocation.cols(); ++d) {
      digest.add(design.menu.allocation(c, d));
    }
  }
}

}  // namespace

TEST_CASE("design bits: 80 random small problems") {
  Digest digest;
  for (std::uint64_t seed = 0; seed < 80; ++seed)
    add(digest, design_menu(test::random_menu_problem(seed)));
  CHECK(digest.hex() == "62c13a3d0be6700c");
}

TEST_CASE("design bits: large problems, whose rows are exchanged and whose system is sparse") {
  Digest digest;
  add(digest, design_menu(test::rochet_chone(9)));
  for (std::uint64_t seed = 500; seed < 506; ++seed) {
    add(digest, design_menu(test::random_menu_problem(seed, {.min_types = 33, .max_types = 60})));
  }
  CHECK(digest.hex() == "24cac21a021a24b1");
}

// Buffers that a problem of another shape left behind must not show.
TEST_CASE("design bits: many problems at once are designed as one by one") {
  std::vector<MenuProblem> problems;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    problems.push_back(test::random_menu_problem(seed * 7 % 60));
  }
  const std::vector<MenuDesign> designs = design_menus(problems);
  REQUIRE(designs.size() == problems.size());
  for (std::size_t i = 0; i < problems.size(); ++i) {
    CAPTURE(i);
    Digest together, alone;
    add(together, designs[i]);
    add(alone, design_menu(problems[i]));
    CHECK(together.hex() == alone.hex());
  }
}
