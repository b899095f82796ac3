// core/sim/link.hpp: a scenario as the part of an address behind '#', and back.
//   preset=three-groups&kl=0.2&seed=7&fp=7c1e09fa
// A link names the preset it starts from and every field that differs from it: dotted path = JSON
// value, percent-encoded. Links are written by hand too: aliases and bare words work, order does
// not matter.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "core/sim/scenario.hpp"

namespace covenant {

inline constexpr std::size_t kMaxLinkBytes = 200000;
inline constexpr std::size_t kMaxLinkFields = 400;

// Without '#'. `fingerprint` (16 hex digits) adds fp= with its first 8; empty leaves it out.
[[nodiscard]] std::string to_link(const Scenario& scenario, std::string_view fingerprint = "");

struct OpenedLink {
  Scenario scenario;
  std::vector<std::string> ignored;  // why each part that was ignored could not be used
  std::string fingerprint;           // the sender's (8 hex digits), or empty
  std::vector<std::pair<std::string, std::string>>
      page;  // keys of the page itself (embed, theme, tab, ...), untouched
};
// Accepts a whole address, "#..." or the bare hash. A part that cannot be used is ignored and said;
// a link whose preset is unknown, that is too long, or whose sum of parts makes no valid scenario
// is an Error.
[[nodiscard]] Result<OpenedLink> from_link(std::string_view link);

}  // namespace covenant
