#include "core/model/population.hpp"

#include <algorithm>

namespace covenant {
namespace {

Agent make_agent(const TypeSpace& space, int type, double weight, Row reward) {
  Agent agent;
  agent.type = type;
  agent.weight = weight;
  agent.ideal = optimal_policy(space, reward);
  agent.ideal_reward = policy_value(space, reward, agent.ideal);
  agent.ideal_value =
      agent.ideal_reward - (space.kl > 0.0 ? space.kl * policy_kl(space, agent.ideal) : 0.0);
  Index start = 0;
  for (std::size_t s = 0; s < space.blocks.size(); ++s) {
    const Index size = space.blocks[s];
    const double low = reward.segment(start, size).minCoeff();
    const double share = space.context_weight(static_cast<Index>(s));
    agent.lowest += share * low;
    agent.range += share * (reward.segment(start, size).maxCoeff() - low);
    start += size;
  }
  agent.reward = std::move(reward);
  return agent;
}

// A person's reward: the type's weights (or rewards) plus spread times standard normals.
Row person_reward(const TypeSpace& space, Index type, Rng& rng) {
  Row reward = space.reward.row(type);
  if (space.score.cols() == 0) {
    for (Index a = 0; a < reward.size(); ++a) reward(a) += space.spread * rng.normal();
    return reward;
  }
  for (Index d = 0; d < space.score.cols(); ++d) {
    const double stray = space.spread * rng.normal();
    for (Index a = 0; a < reward.size(); ++a) reward(a) += stray * space.score(a, d);
  }
  return reward;
}

}  // namespace

std::vector<Agent> draw_population(const TypeSpace& space, int users, bool exact, Rng& rng) {
  const Index num_types = space.num_types();
  const auto draw_type = [&] {
    double u = rng.uniform();
    Index k = 0;
    while (k + 1 < num_types && u >= space.share(k)) u -= space.share(k++);
    return k;
  };
  std::vector<Agent> people;
  if (space.spread > 0.0) {
    for (int n = 0; n < users; ++n) {
      const Index type = draw_type();
      people.push_back(
          make_agent(space, static_cast<int>(type), 1.0 / users, person_reward(space, type, rng)));
    }
    return people;
  }
  Vector weight = space.share;
  if (!exact) {
    weight.setZero();
    for (int n = 0; n < users; ++n) weight(draw_type()) += 1.0;
    weight /= users;
  }
  for (Index k = 0; k < num_types; ++k) {
    people.push_back(make_agent(space, static_cast<int>(k), weight(k), space.reward.row(k)));
  }
  return people;
}

}  // namespace covenant
