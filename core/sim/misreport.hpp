// core/sim/misreport.hpp: a strategic group. Noise {"kind": "misreport", "type": .., "factor":
// "best"} makes one type report the rewards that serve it best against the method at hand. Searched
// among its true rewards times 0, 1/4, 1/2, 1, 2, 4, 8, 16 and then, response by response, steps of
// 4 S and S up and down (S of model.md section 2). The report that is best for the type's own true
// utility is taken: never worse for it than the truth, a lower bound on what strategy could gain.
// Everybody else's feedback, questions and noise stay as they are.
#pragma once

#include "core/model/population.hpp"
#include "core/sim/environment.hpp"

namespace covenant {

// The type that reports so; -1: none.
[[nodiscard]] int strategic_type(const Scenario& scenario);

// `honest` with the strategic type's rewards replaced by its best report against `method`.
[[nodiscard]] Corruption best_misreport(const Scenario& scenario, const Environment& env,
                                        const Questions& questions,
                                        const std::vector<Agent>& people, const Corruption& honest,
                                        const MethodSpec& method, int replicate);

}  // namespace covenant
