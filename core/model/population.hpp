// core/model/population.hpp: the people a deployment meets.
#pragma once

#include <vector>

#include "core/base/rng.hpp"
#include "core/model/type_space.hpp"
#include "core/model/utility.hpp"

namespace covenant {

// One agent stands for everybody with the same type and reward; weights sum to 1.
struct Agent {
  int type = 0;
  double weight = 0.0;
  Row reward;                 // utils, not weighted by context       (num_responses)
  Row ideal;                  // argmax of reward - kl KL              (num_responses)
  double ideal_reward = 0.0;  // r(ideal)
  double ideal_value = 0.0;   // r(ideal) - kl KL(ideal)
  double lowest = 0.0;        // r of the policy this person likes least
  double range = 0.0;         // r of the one it likes best minus that, >= 0
};

// Without spread: one agent per type, weighted by how many of `users` people drawn by share have
// it, or by its share when `exact`. With spread: `users` agents, their weights (or rewards) normal
// around their type's.
[[nodiscard]] std::vector<Agent> draw_population(const TypeSpace& space, int users, bool exact,
                                                 Rng& rng);

}  // namespace covenant
