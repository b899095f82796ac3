// core/sim/menu_file.hpp: the JSON of model.md section 1, in and out (`covenant menu`).
#pragma once

#include <string_view>

#include "core/base/json.hpp"
#include "core/base/result.hpp"
#include "core/mech/screening.hpp"

namespace covenant {

[[nodiscard]] Result<MenuProblem> parse_menu_problem(std::string_view text);
// Key order and names as in model.md; infinite radii as null, and so what only a menu has where
// there is none. `seconds` is added by the caller.
[[nodiscard]] Json menu_design_json(const MenuProblem& problem, const MenuDesign& design);

}  // namespace covenant
