// web/panels/heat_table.hpp: a small table whose cells are shaded by their values.
#pragma once

#include <string>
#include <vector>

#include "web/panels/panels.hpp"

namespace covenant {

struct HeatCell {
  std::string text{};
  double value = 0.0;
  ImU32 fill = 0;
  float strength = 0.0f;  // 0: the card's colour, 1: full
  bool ringed = false;
  std::string note{};  // under the number, small
};

struct HeatRow {
  std::string name;
  ImU32 color = 0;
  std::vector<HeatCell> cells;
};

struct HeatTable {
  std::string id, title, corner;
  std::vector<std::string> columns;
  std::vector<HeatRow> rows;
};

void draw_heat_table(View& view, const HeatTable& table, float width, float height, bool publish);

}  // namespace covenant
