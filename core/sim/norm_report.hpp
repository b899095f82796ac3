// core/sim/norm_report.hpp: the report's section "norm", there when the designer's norm was
// elicited: what the community said (core/eval/elicitation.hpp), beside the fully informed norm,
// the same aggregate of what all people want (the types' weights by share).
#pragma once

#include <string>
#include <vector>

#include "core/base/json.hpp"
#include "core/eval/statistics.hpp"
#include "core/sim/scenario.hpp"

namespace covenant {

struct NormReport {
  int respondents = 0;
  std::vector<Interval> norm;     // elicited, as the designer uses it (num_norms)
  std::vector<double> influence;  // of the one respondent who moves it most (num_norms)
  int most_influential = 0;       // index of who moves the whole norm most
  std::vector<double> informed;   // (num_norms); empty where types state rewards
};

// Checked: scenario.designer.elicited.
[[nodiscard]] NormReport norm_report(const Scenario& scenario);
[[nodiscard]] Json norm_json(const NormReport& norm);
[[nodiscard]] NormReport read_norm(ReadContext& context, const Json& json, const std::string& path);

}  // namespace covenant
