// core/sim/incentives.hpp: the report's section "incentives": what it costs the designer here that
// people pick for themselves, and why. Everything at true wishes, as if feedback were exact.
//   cost = objective if types were seen and nobody could refuse - objective of the optimal menu,
// utils, >= 0. Asked again with each cause taken away that the scenario has: a norm (which may
// weigh differently by type), a price of KL, a limit on contracts, a robust radius. Noise and
// misreports act through the estimates instead; what they do is measured as misreport_gain at each
// level.
#pragma once

#include <string>
#include <vector>

#include "core/base/json.hpp"
#include "core/sim/environment.hpp"

namespace covenant {

struct IncentiveCause {
  std::string cause;          // norm | kl | max_contracts | robust_radius
  double cost_without = 0.0;  // utils; NaN where that menu cannot be designed
};
struct BindingPair {
  std::string type, over;   // who would as gladly take what is meant for whom
  double multiplier = 0.0;  // worth of easing that by one util, objective per util
};
struct Incentives {
  double cost = 0.0;  // utils; NaN where no menu can be designed
  std::vector<BindingPair> binding;
  std::vector<IncentiveCause> causes;
  std::string finding;  // one or two sentences
};

[[nodiscard]] Incentives find_incentives(const Scenario& scenario, const Environment& env);

[[nodiscard]] Json incentives_json(const Incentives& incentives);
[[nodiscard]] Incentives read_incentives(ReadContext& context, const Json& json,
                                         const std::string& path);

}  // namespace covenant
