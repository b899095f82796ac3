#include "web/type_plane.hpp"

#include <algorithm>
#include <cmath>

#include "core/sim/presets.hpp"
#include "web/widgets.hpp"

namespace covenant {
namespace {

std::size_t at_index(int i) { return static_cast<std::size_t>(i); }

std::vector<double> rewards_of(const Scenario& scenario, const TypeSpec& type) {
  if (type.weights.empty()) return type.rewards;
  std::vector<double> rewards;
  for (const ContextSpec& context : scenario.contexts)
    for (const ResponseSpec& response : context.responses) {
      double sum = 0.0;
      for (std::size_t d = 0; d < type.weights.size(); ++d)
        sum += type.weights[d] * response.scores[d];
      rewards.push_back(sum);
    }
  return rewards;
}

bool all_by_weights(const Scenario& scenario) {
  return std::all_of(scenario.types.begin(), scenario.types.end(),
                     [](const TypeSpec& type) { return !type.weights.empty(); });
}

std::vector<double> profile_of(const Scenario& scenario, int type, bool by_weights) {
  const TypeSpec& spec = scenario.types[at_index(type)];
  return by_weights ? spec.weights : rewards_of(scenario, spec);
}

bool same_shape(const Scenario& a, const Scenario& b) {
  if (a.num_types() != b.num_types() || a.num_norms() != b.num_norms() ||
      a.num_responses() != b.num_responses())
    return false;
  for (std::size_t i = 0; i < a.types.size(); ++i)
    if (a.types[i].name != b.types[i].name ||
        a.types[i].weights.empty() != b.types[i].weights.empty())
      return false;
  return true;
}

std::vector<double> mixed_profile(const Corners& corners, const Mixture& at) {
  std::vector<double> out(corners.profile[0].size(), 0.0);
  for (int i = 0; i < corners.count; ++i)
    for (std::size_t d = 0; d < out.size(); ++d)
      out[d] += at[at_index(i)] * corners.profile[at_index(i)][d];
  return out;
}

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

std::vector<double> minus(const std::vector<double>& a, const std::vector<double>& b) {
  std::vector<double> out(a.size());
  for (std::size_t i = 0; i < a.size(); ++i) out[i] = a[i] - b[i];
  return out;
}

// What leaving is worth at a corner.
double leaving(const Scenario& scenario, const ExactDesign& exact, const Vector& reward,
               int corner_type) {
  switch (scenario.outside) {
    case OutsideKind::number:
      return scenario.outside_values[0];
    case OutsideKind::per_type:
      return scenario.outside_values[at_index(corner_type)];
    case OutsideKind::reference:
      break;
  }
  double sum = 0.0;
  for (Index a = 0; a < reward.size(); ++a)
    sum += exact.context_weight(a) * reward(a) * exact.reference(a);
  return sum;
}

}  // namespace

Corners make_corners(const Scenario& scenario, const std::array<int, 3>& chosen) {
  Corners corners;
  corners.scenario = scenario.id;
  corners.by_weights = all_by_weights(scenario);
  corners.count = std::min(3, scenario.num_types());
  const Result<Scenario> origin = preset(scenario.id);
  const bool from_preset = origin.ok() && same_shape(origin.value(), scenario);
  for (int i = 0; i < corners.count; ++i) {
    const int type = std::clamp(chosen[at_index(i)], 0, scenario.num_types() - 1);
    corners.type[at_index(i)] = type;
    corners.profile[at_index(i)] =
        profile_of(from_preset ? origin.value() : scenario, type, corners.by_weights);
  }
  return corners;
}

bool corners_fit(const Corners& corners, const Scenario& scenario) {
  if (corners.count == 0 || corners.count != std::min(3, scenario.num_types())) return false;
  if (corners.scenario != scenario.id || corners.by_weights != all_by_weights(scenario))
    return false;
  for (int i = 0; i < corners.count; ++i)
    if (corners.type[at_index(i)] >= scenario.num_types()) return false;
  const int size = corners.by_weights ? scenario.num_norms() : scenario.num_responses();
  return static_cast<int>(corners.profile[0].size()) == size;
}

Vector mixture_reward(const Corners& corners, const Scenario& scenario, const Mixture& at) {
  TypeSpec type;
  (corners.by_weights ? type.weights : type.rewards) = mixed_profile(corners, at);
  const std::vector<double> rewards = rewards_of(scenario, type);
  return Eigen::Map<const Vector>(rewards.data(), static_cast<Index>(rewards.size()));
}

void move_type(const Corners& corners, Scenario& scenario, int type, const Mixture& at) {
  TypeSpec& spec = scenario.types[at_index(type)];
  std::vector<double> profile = mixed_profile(corners, at);
  // three decimals: finer than a pointer can aim, and links stay short
  for (double& value : profile) value = std::round(value * 1000.0) / 1000.0;
  spec.weights.clear();
  spec.rewards.clear();
  (corners.by_weights ? spec.weights : spec.rewards) = profile;
}

TypeDot mixture_of(const Corners& corners, const std::vector<double>& profile) {
  TypeDot out;
  out.at = {1.0, 0.0, 0.0};
  const std::vector<double>& origin = corners.profile[0];
  const std::vector<double> p = minus(profile, origin);
  if (corners.count >= 2) {
    const std::vector<double> e = minus(corners.profile[1], origin);
    const std::vector<double> f =
        corners.count == 3 ? minus(corners.profile[2], origin) : std::vector<double>(e.size(), 0.0);
    const double ee = dot(e, e), ef = dot(e, f), ff = dot(f, f), pe = dot(p, e), pf = dot(p, f);
    const double det = ee * ff - ef * ef;
    double b = 0.0, c = 0.0;
    if (det > 1e-9 * std::max(ee, ff) * std::max(ee, ff)) {
      b = (pe * ff - pf * ef) / det;
      c = (pf * ee - pe * ef) / det;
    } else if (ee > 0.0) {
      b = pe / ee;
    }
    out.at = {1.0 - b - c, b, c};
  }
  const std::vector<double> left = minus(profile, mixed_profile(corners, out.at));
  const double scale = std::max(dot(profile, profile), 1e-12);
  // rounding to three decimals leaves something over; a profile outside the plane leaves far more
  out.exact = dot(left, left) <= 1e-4 * scale;
  return out;
}

TypePlane make_type_plane(const Corners& corners, const Scenario& scenario,
                          const ExactDesign& exact) {
  TypePlane space;
  space.corners = corners;
  const Menu& menu = exact.design.menu;
  space.num_contracts = static_cast<int>(menu.num_contracts());
  for (int i = 0; i < corners.count; ++i) {
    Mixture at{};
    at[at_index(i)] = 1.0;
    const Vector reward = mixture_reward(corners, scenario, at);
    const double leave = leaving(scenario, exact, reward, corners.type[at_index(i)]);
    std::vector<double>& row = space.utility[at_index(i)];
    double best = leave;
    for (Index j = 0; j < menu.num_contracts(); ++j) {
      double value = -menu.transfer(j);
      for (Index a = 0; a < reward.size(); ++a)
        value += exact.context_weight(a) * reward(a) * menu.allocation(j, a);
      row.push_back(value);
      best = std::max(best, value);
    }
    row.push_back(leave);
    space.max_rent = std::max(space.max_rent, best - leave);
  }
  for (int i = 0; i < scenario.num_types(); ++i)
    space.types.push_back(mixture_of(corners, profile_of(scenario, i, corners.by_weights)));
  return space;
}

std::string mixture_words(const Corners& corners, const Scenario& scenario, const Mixture& at) {
  std::string out;
  for (int i = 0; i < corners.count; ++i) {
    const TypeSpec& type = scenario.types[at_index(corners.type[at_index(i)])];
    out += (i == 0 ? "" : ", ") + percent(at[at_index(i)]) + " " + type.name;
  }
  return out;
}

}  // namespace covenant
