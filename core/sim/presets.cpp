#include "core/sim/presets.hpp"

#include <array>

#include "core/sim/preset_texts.hpp"

namespace covenant {
namespace {

struct Entry {
  PresetInfo info;
  const char* text;
};

const std::array<Entry, 3>& entries() {
  static const std::array<Entry, 3> list = {{
      {{"three-groups", "Three groups, one assistant",
        "Conflicting wishes, a designer with a norm of its own: when must a menu distort?"},
       preset_texts::kThreeGroups},
      {{"dual-use", "Dual use",
        "Friction as verification: detail for those who need it, kept from those who harm."},
       preset_texts::kDualUse},
      {{"moral-foundations", "Moral foundations",
        "Published weights of four political groups: types that hardly differ."},
       preset_texts::kMoralFoundations},
  }};
  return list;
}

}  // namespace

const std::vector<PresetInfo>& preset_list() {
  static const std::vector<PresetInfo> list = [] {
    std::vector<PresetInfo> out;
    for (const Entry& entry : entries()) out.push_back(entry.info);
    return out;
  }();
  return list;
}

Result<Scenario> preset(std::string_view id) {
  std::string known;
  for (const Entry& entry : entries()) {
    if (entry.info.id == id) return parse_scenario(entry.text);
    known += (known.empty() ? "" : ", ") + std::string(entry.info.id);
  }
  return Error{ErrorCode::not_found,
               "preset \"" + std::string(id.substr(0, 60)) + "\" is not known; known are " + known};
}

}  // namespace covenant
