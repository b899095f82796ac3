#include "web/panels/heat_table.hpp"

#include <algorithm>
#include <cmath>

#include "web/widgets.hpp"

namespace covenant {
namespace {

ImU32 fill_of(const HeatCell& cell) {
  return mix(theme().card, cell.fill, 0.06f + 0.84f * cell.strength);
}

void draw_words(DisplayList& list, const HeatCell& cell, ImVec2 middle) {
  const ImU32 fill = fill_of(cell), ink = text_on(fill);
  const float y = middle.y - (cell.note.empty() ? 7.0f : 13.0f);
  list.text(ImVec2(middle.x, y), Face::body, ink, cell.text, Anchor::middle);
  if (!cell.note.empty())
    list.text(ImVec2(middle.x, y + 15.0f), Face::small, mix(fill, ink, 0.8f), cell.note,
              Anchor::middle);
}

// A column's name over its cells: in two lines where one has no room.
void draw_column_name(DisplayList& list, const std::string& name, float middle, float width) {
  ImFont* font = fonts().small;
  const auto off = [&](std::size_t at) {
    return std::fabs(static_cast<double>(at) - 0.5 * static_cast<double>(name.size()));
  };
  std::size_t cut = std::string::npos;  // the space nearest to the middle
  for (std::size_t at = name.find(' '); at != std::string::npos; at = name.find(' ', at + 1))
    if (cut == std::string::npos || off(at) < off(cut)) cut = at;
  if (text_width(font, name) <= width || cut == std::string::npos) {
    list.text(ImVec2(middle, 24), Face::small, theme().muted, fit_text(font, name, width),
              Anchor::middle);
    return;
  }
  list.text(ImVec2(middle, 16), Face::small, theme().muted,
            fit_text(font, name.substr(0, cut), width), Anchor::middle);
  list.text(ImVec2(middle, 29), Face::small, theme().muted,
            fit_text(font, name.substr(cut + 1), width), Anchor::middle);
}

std::string csv_of(const HeatTable& table) {
  std::string out = csv_text(table.corner);
  for (const std::string& column : table.columns) out += "," + csv_text(column);
  out += "\n";
  for (const HeatRow& row : table.rows) {
    out += csv_text(row.name);
    for (const HeatCell& cell : row.cells) out += "," + csv_cell(cell.value);
    out += "\n";
  }
  return out;
}

}  // namespace

void draw_heat_table(View& view, const HeatTable& table, float width, float height, bool publish) {
  const Theme& t = theme();
  DisplayList list;
  list.id = table.id;
  list.title = table.title;
  list.width = width;
  const float names = std::min(120.0f, 0.3f * width), top = 44.0f;
  const float columns = static_cast<float>(std::max<std::size_t>(1, table.columns.size()));
  const float rows = static_cast<float>(std::max<std::size_t>(1, table.rows.size()));
  const float w = std::min(130.0f, (width - names) / columns);
  const float h = std::clamp((height - top) / rows, 24.0f, 56.0f);
  list.height = top + h * rows;
  list.clip_max = ImVec2(width, list.height);
  list.text(ImVec2(0, 0), Face::small_bold, t.ink, table.title);
  list.text(ImVec2(0, 24), Face::small, t.muted, fit_text(fonts().small, table.corner, names - 6));
  for (std::size_t j = 0; j < table.columns.size(); ++j)
    draw_column_name(list, table.columns[j], names + w * (static_cast<float>(j) + 0.5f), w - 3.0f);
  const auto shape = list.shapes.size();
  list.heat(ImVec2(names, top), ImVec2(names + w * columns, list.height),
            static_cast<int>(table.columns.size()), t.ink);
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    const HeatRow& row = table.rows[i];
    const float y = top + h * static_cast<float>(i);
    list.circle(ImVec2(5.0f, y + 0.5f * h), 4.5f, row.color);
    list.text(ImVec2(16.0f, y + 0.5f * h - 7.0f), Face::small, t.ink,
              fit_text(fonts().small, row.name, names - 22.0f));
    for (std::size_t j = 0; j < row.cells.size(); ++j) {
      list.shapes[shape].cells.push_back(fill_of(row.cells[j]));
      list.shapes[shape].ringed.push_back(row.cells[j].ringed);
      draw_words(list, row.cells[j],
                 ImVec2(names + w * (static_cast<float>(j) + 0.5f), y + 0.5f * h));
    }
  }
  show_plot(view, list, publish ? csv_of(table) : "");
}

}  // namespace covenant
