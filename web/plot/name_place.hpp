// web/plot/name_place.hpp: where the name of a point can stand without hiding what else is drawn.
// Greedy, one name after another: of the places around the point, the one that touches least, the
// nearest of those. Touched are data (shapes clipped to the plot area: dots with their radius,
// lines) and names that were placed before.
#pragma once

#include <imgui.h>

#include <vector>

#include "web/plot/display_list.hpp"

namespace covenant {

struct Place {
  ImVec2 min, max;
};

// Px between a place and the data it must not touch.
inline constexpr float kNameMargin = 2.0f;

// Within `area` where that is possible. `size`: of the name, px. The answer is added to `taken`.
[[nodiscard]] Place place_name(ImVec2 at, ImVec2 size, const DisplayList& list, const Place& area,
                               std::vector<Place>& taken);
// True if the shape lies within kNameMargin of the place.
[[nodiscard]] bool touches(const Shape& shape, const Place& place);

}  // namespace covenant
