// web/type_plane.hpp: the plane of types that the page shows: three (or two) corner profiles, and
// every person a mixture of them. A mixture's reward is the mixture of the corners' rewards, so
//   u(b, j) = sum_i b_i u(i, j)   and   leave(b) = sum_i b_i leave(i)
// are linear in the weights b (sum 1): which contract a mixture picks follows from one small table.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "core/sim/scenario.hpp"
#include "core/sim/simulation.hpp"

namespace covenant {

using Mixture = std::array<double, 3>;  // weights of the corners, sum 1

// What the corners stand for; chosen once per scenario, so that a type can be dragged away from
// one.
struct Corners {
  std::string scenario;  // id it was made for
  bool by_weights = true;
  int count = 0;              // 3, 2 where there are two types, 1 where there is one
  std::array<int, 3> type{};  // whose name and colour a corner bears
  std::array<std::vector<double>, 3> profile;  // weights, or rewards
};

struct TypeDot {
  Mixture at{};
  bool exact = true;  // false: not a mixture of the corners; shown at the nearest one
};

struct TypePlane {
  Corners corners;
  int num_contracts = 0;
  std::array<std::vector<double>, 3> utility;  // of each contract, then leaving, per corner; utils
  double max_rent = 0.0;                       // over the corners
  std::vector<TypeDot> types;
};

// Corners from the preset of the same id where it has the same shape (so that a link that moved a
// type shows it moved), else from the scenario itself. `chosen` are type indices.
[[nodiscard]] Corners make_corners(const Scenario& scenario, const std::array<int, 3>& chosen);
[[nodiscard]] bool corners_fit(const Corners& corners, const Scenario& scenario);
[[nodiscard]] TypePlane make_type_plane(const Corners& corners, const Scenario& scenario,
                                        const ExactDesign& exact);

// The reward (num_responses) of a mixture, for pick_as.
[[nodiscard]] Vector mixture_reward(const Corners& corners, const Scenario& scenario,
                                    const Mixture& at);
// Gives a type the wishes of that mixture.
void move_type(const Corners& corners, Scenario& scenario, int type, const Mixture& at);
// Corners' weights closest to a profile (least squares); `exact` where nothing is left over.
[[nodiscard]] TypeDot mixture_of(const Corners& corners, const std::vector<double>& profile);

// "62 % professional, 24 % casual, 14 % harmful"
[[nodiscard]] std::string mixture_words(const Corners& corners, const Scenario& scenario,
                                        const Mixture& at);

}  // namespace covenant
