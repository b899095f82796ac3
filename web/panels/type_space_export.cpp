// The type space as a plot that can be exported: its picture without a shader, and its numbers.
#include <algorithm>

#include "web/panels/panels.hpp"
#include "web/panels/type_field_shapes.hpp"
#include "web/platform/platform.hpp"
#include "web/plot/line_plot.hpp"
#include "web/widgets.hpp"

namespace covenant {
namespace {

constexpr float kSide = 60.0f;  // px around the corners, for their names
constexpr float kDot = 7.0f;    // radius of a type
constexpr const char* kTitle = "Which contract each mixture of types picks, shaded by rent";

std::size_t at_index(int i) { return static_cast<std::size_t>(i); }

const std::string& corner_name(const TypePlane& plane, const Lab& lab, int i) {
  return lab.applied.types[at_index(plane.corners.type[at_index(i)])].name;
}

// Moves the corners to the top left of a picture; returns its size.
ImVec2 fit(render::TypeField& field) {
  const int corners = std::min(field.corners, 3);
  ImVec2 min = field.corner[0], max = min;
  for (int i = 1; i < corners; ++i) {
    const ImVec2 c = field.corner[at_index(i)];
    min = ImVec2(std::min(min.x, c.x), std::min(min.y, c.y));
    max = ImVec2(std::max(max.x, c.x), std::max(max.y, c.y));
  }
  for (ImVec2& c : field.corner) c = ImVec2(c.x - min.x + kSide, c.y - min.y + kSide);
  return ImVec2(max.x - min.x + 2 * kSide, max.y - min.y + 2 * kSide);
}

}  // namespace

DisplayList type_space_list(const View& view, const Lab& lab) {
  const TypePlane& plane = view.type_space.plane;
  render::TypeField field = view.type_space.field;
  DisplayList list;
  list.id = "types";
  list.title = kTitle;
  const ImVec2 size = fit(field);
  list.width = size.x;
  list.height = size.y;
  add_type_field(list, field);
  const int corners = std::min(field.corners, 3);
  for (int i = 0; i < corners; ++i) {
    const ImVec2 c = field.corner[at_index(i)];
    const float down = corners < 3 ? 46.0f : (i == 0 ? -28.0f : 12.0f);
    list.text(ImVec2(c.x, c.y + down), Face::bold, theme().ink, corner_name(plane, lab, i),
              Anchor::middle);
  }
  for (int k = 0; k < static_cast<int>(plane.types.size()); ++k) {
    ImVec2 at(0, 0);
    for (int i = 0; i < corners; ++i) {
      const auto b = static_cast<float>(plane.types[at_index(k)].at[at_index(i)]);
      at = ImVec2(at.x + b * field.corner[at_index(i)].x, at.y + b * field.corner[at_index(i)].y);
    }
    list.circle(at, kDot, group_color(theme(), k), lab.applied.types[at_index(k)].name);
  }
  return list;
}

void publish_type_space(View& view, const Lab& lab) {
  const TypePlane& plane = view.type_space.plane;
  const int corners = std::min(plane.corners.count, 3);
  std::string csv = "contract";
  for (int i = 0; i < corners; ++i)
    csv += "," + csv_text("utils for " + corner_name(plane, lab, i));
  for (int j = 0; j <= plane.num_contracts; ++j) {
    csv += "\n" + csv_text(j < plane.num_contracts ? contract_name(lab, j) : "Leave");
    for (int i = 0; i < corners; ++i)
      csv += "," + csv_cell(plane.utility[at_index(i)][at_index(j)]);
  }
  csv += "\n";
  if (view.tables["types"] == csv) return;
  view.tables["types"] = csv;
  platform::publish_data_table("types", "What each contract gives the corners of the type space",
                               csv);
}

}  // namespace covenant
