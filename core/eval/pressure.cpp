#include "core/eval/pressure.hpp"

#include <algorithm>
#include <limits>

#include "core/base/check.hpp"

namespace covenant {
namespace {

// KL of what the method models people to get, nats.
double modelled_kl(const TypeSpace& space, const DeployedPolicies& deployed) {
  if (deployed.kind == DeploymentKind::asked) {
    double sum = 0.0;
    std::vector<double> chance;
    for (Index k = 0; k < space.num_types(); ++k) {
      leaf_chances(deployed.interview, deployed.estimate.row(k), chance);
      for (Index leaf = 0; leaf < deployed.policy.rows(); ++leaf)
        sum += space.share(k) * chance[static_cast<std::size_t>(leaf)] *
               policy_kl(space, deployed.policy.row(leaf));
    }
    return sum;
  }
  if (deployed.assigned.empty()) return policy_kl(space, deployed.policy.row(0));
  double sum = 0.0;
  for (Index k = 0; k < space.num_types(); ++k) {
    const int contract = deployed.assigned[static_cast<std::size_t>(k)];
    sum += space.share(k) * policy_kl(space, deployed.policy.row(contract));
  }
  return sum;
}

double metric(const Outcome& outcome, Metric which) {
  return outcome.metric[static_cast<std::size_t>(which)];
}

PressurePoint measure(const World& world, const DeployedPolicies& deployed, double price,
                      const std::vector<Agent>& people) {
  const Outcome outcome = evaluate(world, deployed, people);
  PressurePoint point;
  point.kl = metric(outcome, Metric::kl);
  point.gold = metric(outcome, Metric::objective) - outcome.gold_reference;
  if (world.space.kl > 0.0) point.gold += world.space.kl * point.kl;
  point.proxy = deployed.proxy - deployed.proxy_reference;
  if (price > 0.0) point.proxy += price * modelled_kl(world.space, deployed);
  return point;
}

double mean_gold(const std::vector<std::vector<PressurePoint>>& replicates, std::size_t setting,
                 std::size_t first, std::size_t step) {
  double sum = 0.0;
  for (std::size_t r = first; r < replicates.size(); r += step) sum += replicates[r][setting].gold;
  return sum;
}

}  // namespace

PressureGrid kl_grid(double kl, double scale) {
  PressureGrid grid;
  grid.setting.push_back(std::numeric_limits<double>::infinity());
  for (double factor = 4.0; scale > 0.0 && factor >= 1.0 / 32.0; factor *= 0.5) {
    const double price = factor * scale;
    if (price > 1.25 * kl || price < 0.8 * kl) grid.setting.push_back(price);
  }
  const auto place =
      std::find_if(grid.setting.begin(), grid.setting.end(), [&](double s) { return s < kl; });
  grid.deployed = static_cast<int>(place - grid.setting.begin());
  grid.setting.insert(place, kl);
  return grid;
}

PressureGrid samples_grid(double own) {
  PressureGrid grid;
  grid.path = PressurePath::samples;
  for (double n = 1.0; n <= 256.0; n *= 2.0) grid.setting.push_back(n);
  if (own < 1.0) return grid;
  const auto place = std::lower_bound(grid.setting.begin(), grid.setting.end(), own);
  grid.deployed = static_cast<int>(place - grid.setting.begin());
  if (place == grid.setting.end() || *place != own) grid.setting.insert(place, own);
  return grid;
}

std::vector<PressurePoint> pressure_curve(const World& world, Deploy deploy,
                                          const Parameters& parameters, const PressureGrid& grid,
                                          const Evidence& evidence,
                                          const std::vector<Agent>& people) {
  std::vector<PressurePoint> points(1);  // the first setting is the reference
  TypeSpace space = world.space;
  for (std::size_t i = 1; i < grid.setting.size(); ++i) {
    Parameters own = parameters;
    if (grid.path == PressurePath::kl) {
      space.kl = grid.setting[i];
    } else {
      own[0] = grid.setting[i];
    }
    const DeployedPolicies deployed = deploy(space, world.rules, evidence, own);
    points.push_back(measure(world, deployed, space.kl, people));
  }
  return points;
}

Interval gold_fall(const std::vector<std::vector<PressurePoint>>& replicates, int at) {
  COVENANT_CHECK(!replicates.empty() && at >= 0);
  const auto end = static_cast<std::size_t>(at);
  // with a single replicate there is nothing to keep apart
  const std::size_t step = replicates.size() > 1 ? 2 : 1;
  std::size_t best[2] = {0, 0};  // chosen on the even and on the odd replicates
  for (std::size_t half = 0; half < step; ++half) {
    for (std::size_t setting = 1; setting <= end; ++setting) {
      const double gold = mean_gold(replicates, setting, half, step);
      if (gold > mean_gold(replicates, best[half], half, step)) best[half] = setting;
    }
  }
  RunningMean fall;
  for (std::size_t r = 0; r < replicates.size(); ++r) {
    const std::size_t chosen = best[step == 1 ? 0 : 1 - r % 2];
    fall.add(replicates[r][chosen].gold - replicates[r][end].gold);
  }
  return replicate_interval(fall);
}

Interval proxy_excess(const std::vector<std::vector<PressurePoint>>& replicates, int at) {
  RunningMean excess;
  for (const std::vector<PressurePoint>& points : replicates) {
    const PressurePoint& point = points[static_cast<std::size_t>(at)];
    excess.add(point.proxy - point.gold);
  }
  return replicate_interval(excess);
}

const char* goodhart_name(Goodhart goodhart) {
  switch (goodhart) {
    case Goodhart::strong:
      return "strong";
    case Goodhart::weak:
      return "weak";
    case Goodhart::none:
      break;
  }
  return "none";
}

Goodhart classify(const Interval& fall, const Interval& excess, double scale) {
  const double nothing = 1e-9 * scale;
  if (fall.lo > nothing) return Goodhart::strong;
  return excess.lo > nothing ? Goodhart::weak : Goodhart::none;
}

}  // namespace covenant
