// core/sim/presets.hpp: the scenarios that come with the lab; each named once, used by page, tests
// and bench.
#pragma once

#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "core/sim/scenario.hpp"

namespace covenant {

struct PresetInfo {
  std::string_view id, title,
      shows;  // `shows`: one line, what a reader can learn from it (not an outcome)
};

[[nodiscard]] const std::vector<PresetInfo>& preset_list();
inline constexpr std::string_view kDefaultPreset = "three-groups";
// not_found names the known ones.
[[nodiscard]] Result<Scenario> preset(std::string_view id);

}  // namespace covenant
