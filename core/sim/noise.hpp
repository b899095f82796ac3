// core/sim/noise.hpp: how feedback departs from the truth (model.md section 2).
// Every kind that has a level takes a factor on it for each type.
// All randomness is drawn once per replicate and scaled by each level, so that levels differ in
// nothing else.
#pragma once

#include <vector>

#include "core/sim/environment.hpp"

namespace covenant {

struct NoiseDraws {
  std::vector<Matrix>
      reward;  // one per noise entry: standard deviates (num_types x num_responses), or empty
};
[[nodiscard]] NoiseDraws draw_noise(const Scenario& scenario, const Environment& env,
                                    int replicate);

// Adds the deviates that flips and fresh noise need, one per question.
void draw_label_noise(const Scenario& scenario, int replicate, Questions& questions);

// The feedback's source when the first entry is swept to `level`; `on` = false: no noise of any
// kind.
[[nodiscard]] Corruption corrupt(const Scenario& scenario, const Environment& env,
                                 const NoiseDraws& draws, double level, bool on);
// True if nothing departs from the truth at this level.
[[nodiscard]] bool is_silent(const Scenario& scenario, double level);
// True if some entry's effect at this level is random.
[[nodiscard]] bool is_random(const Scenario& scenario, double level);

}  // namespace covenant
