// cli/moral_issues.hpp: a scenario from the moral-issues study (Strimling, Vartanova, Jansson &
// Eriksson 2019). Contexts are the issues, each with the responses "against" (0) and "pro" (1);
// scores are the shares of raters who said that an argument of that kind applies to the position
// (harm, fairness, ingroup, authority, purity, liberty); types are the political groups with their
// shares of respondents and their fitted weights.
#pragma once

#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "core/sim/scenario.hpp"

namespace covenant::cli {

// A group below this many respondents is left out unless it is named.
inline constexpr int kSmallestGroup = 30;

// Reads issue_positions.csv, groups.csv and derived_group_weights.csv in `folder`. `groups` empty:
// all of at least kSmallestGroup respondents. Errors name file, line and column.
[[nodiscard]] Result<Scenario> moral_issues_scenario(const std::string& folder,
                                                     const std::vector<std::string>& groups);

}  // namespace covenant::cli
