// IC slacks: what each type would lose by taking another's contract, or by leaving.
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

#include "web/panels/heat_table.hpp"
#include "web/panels/panels.hpp"
#include "web/platform/items.hpp"
#include "web/widgets.hpp"

namespace covenant {
namespace {

double multiplier_of(const MenuDesign& design, int type, int contract) {
  double sum = 0.0;
  for (const BindingIc& pair : design.binding_ic)
    if (pair.type == type && design.menu.assigned[static_cast<std::size_t>(pair.over)] == contract)
      sum += pair.multiplier;
  return sum;
}

bool binds(const Lab& lab, double slack) {
  return slack <= 1e-6 * std::max(lab.slack.scale, 1e-12);
}

HeatCell slack_cell(const Lab& lab, double slack, double largest) {
  HeatCell cell;
  cell.text = binds(lab, slack) ? "0" : fixed(slack, 3);
  cell.value = slack;
  cell.fill = theme().accent;
  const double share = largest > 0.0 ? std::clamp(slack / largest, 0.0, 1.0) : 0.0;
  cell.strength = 0.75f * static_cast<float>((1.0 - share) * (1.0 - share));
  cell.ringed = binds(lab, slack);
  return cell;
}

HeatTable make_table(const Lab& lab) {
  const MenuDesign& design = lab.exact.design;
  HeatTable table;
  table.id = "slacks";
  table.title = "What a type would lose by taking another contract, utils";
  table.corner = "type \u2193  takes \u2192";
  double largest = 0.0;
  for (Index i = 0; i < lab.slack.ic.rows(); ++i) {
    for (Index j = 0; j < lab.slack.ic.cols(); ++j) largest = std::max(largest, lab.slack.ic(i, j));
    largest = std::max(largest, lab.slack.ir(i));
  }
  for (int j = 0; j < static_cast<int>(lab.slack.ic.cols()); ++j)
    table.columns.push_back(contract_name(lab, j));
  table.columns.push_back("Leave");
  for (int i = 0; i < static_cast<int>(lab.slack.ic.rows()); ++i) {
    HeatRow row;
    row.name = lab.applied.types[static_cast<std::size_t>(i)].name;
    row.color = group_color(theme(), i);
    for (int j = 0; j < static_cast<int>(lab.slack.ic.cols()); ++j) {
      HeatCell cell = slack_cell(lab, lab.slack.ic(i, j), largest);
      const bool own = design.menu.assigned[static_cast<std::size_t>(i)] == j;
      const double multiplier = multiplier_of(design, i, j);
      if (own)
        cell = HeatCell{.text = "own", .fill = theme().muted, .strength = 0.05f, .note = ""};
      else if (multiplier > 1e-9)
        cell.note = "\u03bb " + compact(multiplier);
      row.cells.push_back(cell);
    }
    row.cells.push_back(slack_cell(lab, lab.slack.ir(i), largest));
    table.rows.push_back(row);
  }
  return table;
}

void draw_words(const Lab& lab) {
  const MenuDesign& design = lab.exact.design;
  text_line(fonts().small_bold, theme().ink, "What binds here");
  gap(4.0f);
  int said = 0;
  for (const BindingIc& pair : design.binding_ic) {
    if (pair.multiplier <= 1e-9 || said++ >= 6) continue;
    const auto name = [&](int type) {
      return lab.applied.types[static_cast<std::size_t>(type)].name;
    };
    text_wrapped(fonts().small, theme().ink,
                 name(pair.type) + " would as gladly take what is meant for " + name(pair.over) +
                     ": easing this by one util is worth " + compact(pair.multiplier) + ".");
  }
  if (said == 0)
    text_wrapped(fonts().small, theme().ink,
                 "No incentive constraint costs the designer anything: everyone prefers their own "
                 "contract anyway.");
  gap(8.0f);
  text_wrapped(fonts().small, theme().muted,
               "Rings mark constraints that hold with equality; \u03bb is the multiplier. Largest "
               "violation, recomputed: IC " +
                   compact(lab.slack.ic_violation) + ", IR " + compact(lab.slack.ir_violation) +
                   " utils.");
}

ImVec2 along(ImVec2 from, ImVec2 to, float distance) {
  const float dx = to.x - from.x, dy = to.y - from.y;
  const float length = std::max(1e-3f, std::hypot(dx, dy));
  return ImVec2(from.x + dx * distance / length, from.y + dy * distance / length);
}

// An arrow from one node's rim to the other's; two that meet head on keep to their own sides.
void add_arrow(DisplayList& list, ImVec2 from, ImVec2 to, float width, ImU32 color,
               const std::string& words) {
  constexpr float kRim = 13.0f, kHead = 8.0f;
  const float length = std::max(1e-3f, std::hypot(to.x - from.x, to.y - from.y));
  const ImVec2 side(-3.0f * (to.y - from.y) / length, 3.0f * (to.x - from.x) / length);
  const ImVec2 a(from.x + side.x, from.y + side.y), b(to.x + side.x, to.y + side.y);
  const ImVec2 start = along(a, b, kRim), tip = along(b, a, kRim), neck = along(b, a, kRim + kHead);
  list.line(start, neck, color, width);
  list.shapes.back().text = words;
  const ImVec2 wing(side.x * 1.5f, side.y * 1.5f);
  list.add(Shape::Kind::polygon, color).points = {tip, ImVec2(neck.x + wing.x, neck.y + wing.y),
                                                  ImVec2(neck.x - wing.x, neck.y - wing.y)};
}

const std::string& type_name(const Lab& lab, int type) {
  return lab.applied.types[static_cast<std::size_t>(type)].name;
}

std::string binding_words(const Lab& lab, const BindingIc& pair) {
  return type_name(lab, pair.type) + " is tempted by what is meant for " +
         type_name(lab, pair.over) + ", multiplier " + compact(pair.multiplier);
}

std::string binding_csv(const Lab& lab) {
  std::string out = "type,tempted by what is meant for,multiplier\n";
  for (const BindingIc& pair : lab.exact.design.binding_ic)
    out += csv_text(type_name(lab, pair.type)) + "," + csv_text(type_name(lab, pair.over)) + "," +
           csv_cell(pair.multiplier) + "\n";
  return out;
}

// Types on a circle, from the top.
std::vector<ImVec2> nodes_of(int types, float width, float height) {
  const ImVec2 middle(0.5f * width, 0.5f * height);
  const float across = std::min(0.5f * width - 60.0f, 110.0f), down = 0.5f * height - 26.0f;
  std::vector<ImVec2> node;
  for (int i = 0; i < types; ++i) {
    const float angle = 6.2831853f * static_cast<float>(i) / static_cast<float>(types) - 1.5707963f;
    node.emplace_back(middle.x + across * std::cos(angle), middle.y + down * std::sin(angle));
  }
  return node;
}

// An arrow goes to the type whose contract tempts, as thick as what easing that is worth.
DisplayList make_graph(const Lab& lab, float width, float height) {
  const std::vector<BindingIc>& pairs = lab.exact.design.binding_ic;
  double largest = 0.0;
  for (const BindingIc& pair : pairs) largest = std::max(largest, pair.multiplier);
  DisplayList list;
  list.id = "binding";
  list.title = "Which incentive constraints bind, and what easing each is worth";
  list.width = width;
  list.height = height;
  const std::vector<ImVec2> node = nodes_of(lab.applied.num_types(), width, height);
  for (const BindingIc& pair : pairs) {
    const bool costly = pair.multiplier > 1e-9;
    const float weight = costly ? static_cast<float>(pair.multiplier / largest) : 0.0f;
    add_arrow(list, node[static_cast<std::size_t>(pair.type)],
              node[static_cast<std::size_t>(pair.over)], 1.2f + 2.3f * weight,
              costly ? theme().accent : mix(theme().card, theme().muted, 0.6f),
              binding_words(lab, pair));
  }
  for (int i = 0; i < lab.applied.num_types(); ++i) {
    const ImVec2 at = node[static_cast<std::size_t>(i)];
    list.circle(at, 6.5f, group_color(theme(), i), type_name(lab, i));
    const bool above = at.y < 0.5f * height - 1.0f;
    list.text(ImVec2(at.x, above ? at.y - 25.0f : at.y + 9.0f), Face::small, theme().ink,
              fit_text(fonts().small, type_name(lab, i), 110.0f), Anchor::middle);
  }
  return list;
}

// Near an arrow, its words.
void draw_arrow_words(const Lab& lab, const DisplayList& list, ImVec2 origin) {
  if (!ImGui::IsWindowHovered()) return;
  const ImVec2 mouse = ImGui::GetIO().MousePos, p(mouse.x - origin.x, mouse.y - origin.y);
  const Shape* nearest = nullptr;
  float least = 8.0f;
  for (const Shape& shape : list.shapes) {
    if (shape.kind != Shape::Kind::line) continue;
    const ImVec2 on = ImLineClosestPoint(shape.points[0], shape.points[1], p);
    const float away = std::hypot(p.x - on.x, p.y - on.y);
    if (away < least) nearest = &shape, least = away;
  }
  if (nearest == nullptr || lab.exact.design.binding_ic.empty() || !ImGui::BeginTooltip()) return;
  text_line(fonts().small, theme().ink, nearest->text);
  ImGui::EndTooltip();
}

void draw_binding_graph(View& view, const Lab& lab, float height) {
  if (lab.applied.num_types() < 2 || height < 90.0f) return;
  const ImVec2 pos = ImGui::GetCursorScreenPos();
  const DisplayList list = make_graph(lab, ImGui::GetContentRegionAvail().x, height);
  items::add("Binding graph", ImRect(pos, ImVec2(pos.x + list.width, pos.y + height)),
             items::Kind::other,
             std::to_string(lab.exact.design.binding_ic.size()) + " binding constraints");
  show_plot(view, list, binding_csv(lab));
  draw_arrow_words(lab, list, pos);
}

}  // namespace

void draw_slacks_tab(View& view, Lab& lab, float height) {
  if (lab.exact.design.menu.num_contracts() == 0) {
    text_wrapped(fonts().small, theme().muted, lab.exact.design.reason);
    return;
  }
  const float width = ImGui::GetContentRegionAvail().x;
  const bool wide = width >= 640.0f;
  const float table = wide ? std::min(620.0f, width - 300.0f) : width;
  const ImVec2 pos = ImGui::GetCursorScreenPos();
  draw_heat_table(view, make_table(lab), table, height, true);
  if (wide)
    ImGui::SetCursorScreenPos(ImVec2(pos.x + table + 28.0f, pos.y));
  else
    gap(12.0f);
  ImGui::BeginGroup();
  draw_words(lab);
  gap(10.0f);
  const float left = pos.y + height - ImGui::GetCursorScreenPos().y - 6.0f;
  draw_binding_graph(view, lab, wide ? std::min(left, 190.0f) : 170.0f);
  ImGui::EndGroup();
}

}  // namespace covenant
