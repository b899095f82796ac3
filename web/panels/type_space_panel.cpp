// The plane of types: which contract each mixture of the corners picks, shaded by rent.
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

#include "web/panels/crowd_view.hpp"
#include "web/panels/panels.hpp"
#include "web/panels/type_field_shapes.hpp"
#include "web/platform/items.hpp"
#include "web/plot/ticks.hpp"
#include "web/render/render.hpp"
#include "web/widgets.hpp"

namespace covenant {
namespace {

std::size_t at_index(int i) { return static_cast<std::size_t>(i); }

// Where the corners stand in the panel.
struct Stage {
  std::array<ImVec2, 3> corner{};
  int corners = 3;
  ImRect area;
  [[nodiscard]] ImVec2 place(const Mixture& b) const {
    ImVec2 p(0, 0);
    for (int i = 0; i < corners; ++i) {
      p.x += static_cast<float>(b[at_index(i)]) * corner[at_index(i)].x;
      p.y += static_cast<float>(b[at_index(i)]) * corner[at_index(i)].y;
    }
    return p;
  }
  [[nodiscard]] Mixture weights(ImVec2 p) const;
};

Mixture Stage::weights(ImVec2 p) const {
  const ImVec2 o = corner[0], e(corner[1].x - o.x, corner[1].y - o.y);
  const ImVec2 d(p.x - o.x, p.y - o.y);
  if (corners < 3) {
    const double b = (d.x * e.x + d.y * e.y) / std::max(1e-6f, e.x * e.x + e.y * e.y);
    return {1.0 - b, b, 0.0};
  }
  const ImVec2 f(corner[2].x - o.x, corner[2].y - o.y);
  const double det = e.x * f.y - f.x * e.y;
  const double b = (d.x * f.y - f.x * d.y) / det, c = (e.x * d.y - d.x * e.y) / det;
  return {1.0 - b - c, b, c};
}

// The nearest mixture with no negative part, good enough for a pointer: cut and rescale.
Mixture inside(const Mixture& b) {
  Mixture out = b;
  double sum = 0.0;
  for (double& part : out) sum += part = std::clamp(part, 0.0, 1.0);
  for (double& part : out) part = sum > 0.0 ? part / sum : 1.0 / 3.0;
  return out;
}

bool is_inside(const Mixture& b) { return b[0] >= -1e-9 && b[1] >= -1e-9 && b[2] >= -1e-9; }

Stage make_stage(int corners, ImVec2 min, ImVec2 max) {
  Stage stage;
  stage.corners = corners;
  stage.area = ImRect(min, max);
  const float middle = std::floor(0.5f * (min.x + max.x));
  if (corners < 3) {
    const float half = std::min(280.0f, 0.5f * (max.x - min.x) - 60.0f);
    const float y = 0.5f * (min.y + max.y);
    stage.corner = {ImVec2(middle - half, y), ImVec2(middle + half, y), ImVec2(middle, y + 1)};
    return stage;
  }
  const float room = max.y - min.y - 58.0f;
  const float side = std::min(max.x - min.x - 60.0f, room / 0.866f);
  const float top = min.y + 30.0f + 0.5f * (room - 0.866f * side);
  stage.corner = {ImVec2(middle, top), ImVec2(middle - 0.5f * side, top + 0.866f * side),
                  ImVec2(middle + 0.5f * side, top + 0.866f * side)};
  return stage;
}

render::TypeField make_field(const Stage& stage, const TypePlane& plane, const Lab& lab) {
  render::TypeField field;
  field.corners = stage.corners;
  field.corner = stage.corner;
  field.options = plane.num_contracts + 1;
  field.card = theme().card;
  field.max_rent = static_cast<float>(plane.max_rent);
  const Ticks ticks = nice_ticks(0.0, std::max(plane.max_rent, 1e-9), 7);
  field.contour_step = static_cast<float>(ticks.step);
  const int shown = std::min(field.options, render::kMaxOptions);
  for (int j = 0; j < shown; ++j) {
    for (int i = 0; i < stage.corners; ++i)
      field.utility[at_index(j)][at_index(i)] =
          static_cast<float>(plane.utility[at_index(i)][at_index(j)]);
    field.color[at_index(j)] = contract_color(lab, j < plane.num_contracts ? j : -1);
  }
  return field;
}

void draw_corner_names(ImDrawList* draw, const Stage& stage, const TypePlane& plane,
                       const Scenario& scenario, bool on_people) {
  for (int i = 0; i < stage.corners; ++i) {
    const ImVec2 c = stage.corner[at_index(i)];
    const std::string& name = scenario.types[at_index(plane.corners.type[at_index(i)])].name;
    const bool top = stage.corners == 3 && i == 0;
    const ImVec2 at(c.x, top ? c.y - 28.0f : c.y + (stage.corners == 3 ? 12.0f : 46.0f));
    const float half = 0.5f * text_width(fonts().bold, name);
    if (on_people) word_ground(draw, ImVec2(at.x - half, at.y), ImVec2(at.x + half, at.y + 14.0f));
    text_middle(draw, fonts().bold, at, theme().ink, name);
  }
}

// Where the words beside the bottom right corner may begin.
float names_end(const Stage& stage, const TypePlane& plane, const Scenario& scenario) {
  if (stage.corners < 3) return stage.area.Min.x;
  const std::string& name = scenario.types[at_index(plane.corners.type[2])].name;
  return stage.corner[2].x + 0.5f * text_width(fonts().bold, name) + 8.0f;
}

float dot_radius(const Scenario& scenario, int type) {
  double total = 0.0;
  for (const TypeSpec& spec : scenario.types) total += spec.share;
  const double share = scenario.types[at_index(type)].share / total;
  return 4.5f + 5.0f * static_cast<float>(std::sqrt(share));
}

struct Handle {
  ImVec2 at;
  float radius = 0.0f;
  ImU32 color = 0;
  bool exact = true, hovered = false;
};

// Pixels that the arrow keys ask for; they are taken ahead of ImGui's own focus movement.
ImVec2 arrow_keys(ImGuiID id) {
  const auto pressed = [id](ImGuiKey key) {
    ImGui::SetKeyOwner(key, id);
    return ImGui::IsKeyPressed(key, id, ImGuiInputFlags_Repeat) ? 1.0f : 0.0f;
  };
  const float step = ImGui::GetIO().KeyShift ? 30.0f : 6.0f;
  const float right = pressed(ImGuiKey_RightArrow), left = pressed(ImGuiKey_LeftArrow);
  const float down = pressed(ImGuiKey_DownArrow), up = pressed(ImGuiKey_UpArrow);
  return ImVec2(step * (right - left), step * (down - up));
}

// Dragged, it gives the type the wishes of the mixture under the pointer.
Handle type_handle(const Stage& stage, TypeSpaceView& panel, Lab& lab, int i) {
  const TypeDot& dot = panel.plane.types[at_index(i)];
  const TypeSpec& type = lab.draft.types[at_index(i)];
  Handle handle{.at = stage.place(inside(dot.at)),
                .radius = dot_radius(lab.draft, i),
                .color = group_color(theme(), i),
                .exact = dot.exact};
  const float reach = look().touch ? 22.0f : handle.radius + 4.0f;
  const ImRect rect(ImVec2(handle.at.x - reach, handle.at.y - reach),
                    ImVec2(handle.at.x + reach, handle.at.y + reach));
  const std::string label = "type: " + type.name;
  ImGui::BeginDisabled(is_locked("types") || is_locked(label));
  const Hit hit = hit_area(label.c_str(), rect);
  const ImGuiID id = ImGui::GetItemID();
  ImGui::EndDisabled();
  const std::string words = mixture_words(panel.plane.corners, lab.draft, inside(dot.at));
  items::add(label, rect, items::Kind::handle, words);
  const std::string help = type.name + ": " + words +
                           (dot.exact ? "" : " at best; its wishes are no mixture of the corners") +
                           ". Drag it, or use the arrow keys, to change its wishes.";
  if (!hit.held) explain(help.c_str());
  handle.hovered = hit.hovered || hit.held || hit.focused;
  if (hit.held) panel.dragged = i;
  if (hit.held && ImGui::IsMouseDragging(0, 3.0f))
    move_type(panel.plane.corners, lab.draft, i, inside(stage.weights(ImGui::GetIO().MousePos)));
  if (hit.focused && !hit.held) {
    const ImVec2 by = arrow_keys(id);
    if (by.x != 0.0f || by.y != 0.0f)
      move_type(panel.plane.corners, lab.draft, i,
                inside(stage.weights(ImVec2(handle.at.x + by.x, handle.at.y + by.y))));
  }
  return handle;
}

void draw_handles(ImDrawList* draw, const Stage& stage, TypeSpaceView& panel, Lab& lab) {
  panel.dragged = -1;
  std::vector<Handle> handles;
  // whoever comes first is hit where two meet, and is drawn on top
  for (const bool exact : {true, false})
    for (int i = 0; i < static_cast<int>(panel.plane.types.size()); ++i)
      if (panel.plane.types[at_index(i)].exact == exact)
        handles.push_back(type_handle(stage, panel, lab, i));
  for (std::size_t n = handles.size(); n-- > 0;) {
    const Handle& handle = handles[n];
    const float grow = handle.hovered ? 1.2f : 0.0f;
    draw->AddCircleFilled(handle.at, handle.radius + 1.5f + grow, theme().card, 32);
    draw->AddCircleFilled(handle.at, handle.radius + grow, handle.color, 32);
    if (!handle.exact) draw->AddCircleFilled(handle.at, handle.radius - 2.0f, theme().card, 32);
  }
}

void draw_hover_words(ImDrawList* draw, const Stage& stage, TypeSpaceView& panel, const Lab& lab,
                      bool over) {
  panel.hovered_contract = -2;
  const Mixture at = stage.weights(ImGui::GetIO().MousePos);
  panel.hovering = over && is_inside(at) && panel.plane.num_contracts > 0;
  if (!panel.hovering) return;
  panel.hovered = at;
  const Pick pick = pick_as(lab.exact, mixture_reward(panel.plane.corners, lab.applied, at));
  panel.hovered_contract = pick.contract;
  const std::string act =
      pick.contract < 0 ? "leaves" : "picks " + contract_name(lab, pick.contract);
  const std::string words = mixture_words(panel.plane.corners, lab.applied, at) + " " + act +
                            ", rent " + fixed(pick.rent, 2);
  const float room = std::max(120.0f, stage.corner[0].x - stage.area.Min.x - 90.0f);
  draw->AddText(fonts().small, font_px(fonts().small),
                ImVec2(stage.area.Min.x + 4.0f, stage.area.Min.y + 26.0f), theme().muted,
                words.data(), words.data() + words.size(), std::min(room, 230.0f));
}

// Someone whom it is meant for would lose nothing by taking another contract.
bool is_tied(const Lab& lab, int contract) {
  const std::vector<int>& assigned = lab.exact.design.menu.assigned;
  for (std::size_t k = 0; k < assigned.size(); ++k)
    for (Index j = 0; assigned[k] == contract && j < lab.slack.ic.cols(); ++j)
      if (j != contract && lab.slack.ic(static_cast<Index>(k), j) <= 1e-6 * lab.slack.scale)
        return true;
  return false;
}

constexpr int kMostSaid = 2;

// A contract of the menu that no mixture strictly prefers leaves no region: said, since the picture
// cannot show it.
void draw_regionless(ImDrawList* draw, const Stage& stage, const render::TypeField& field,
                     const Lab& lab, bool on_people) {
  std::string words;
  int said = 0;
  for (int j = 0; j + 1 < std::min(field.options, render::kMaxOptions); ++j) {
    if (region_area(field, j) > 1.0f || ++said > kMostSaid) continue;
    words += words.empty() ? "No region: " : "\nNo region: ";
    words +=
        "\u201c" + contract_name(lab, j) + "\u201d. " +
        (is_tied(lab, j)
             ? contract_audience(lab, j) +
                   ": exactly indifferent to another contract; they take the one meant for them."
             : "No mixture of these corners picks it.");
  }
  if (words.empty()) return;
  if (said > kMostSaid) words += "\nNor have " + std::to_string(said - kMostSaid) + " more.";
  // Beside the triangle's foot, or, on a narrow page, beside its top.
  const float beside = stage.corner[1].x - stage.area.Min.x - 30.0f;
  const bool low = beside >= 110.0f;
  const float room = std::min(low ? beside : stage.corner[0].x - stage.area.Min.x - 60.0f, 190.0f);
  const ImVec2 size = ImGui::CalcTextSize(words.c_str(), nullptr, false, room);
  const ImVec2 at(stage.area.Min.x + 4.0f,
                  low ? stage.area.Max.y - size.y - 4.0f : stage.area.Min.y + 4.0f);
  if (on_people) word_ground(draw, at, ImVec2(at.x + size.x, at.y + size.y));
  draw->AddText(fonts().small, font_px(fonts().small), at, theme().muted, words.data(),
                words.data() + words.size(), room);
  items::add("Without a region", ImRect(at, ImVec2(at.x + room, stage.area.Max.y)),
             items::Kind::other, words);
}

void draw_title(ImDrawList* draw, const View& view, const Lab& lab, ImVec2 pos, float width) {
  const Theme& t = theme();
  const std::string title = view.width < 700.0f
                                ? "Type space"
                                : "Type space \u2014 which contract each kind of person picks";
  text_at(draw, fonts().bold, pos, t.ink, title);
  const std::string hint = !(lab.applied.spread > 0.0)
                               ? "drag a type \u00b7 rent shaded"
                               : "drag a type \u00b7 rent shaded \u00b7 dots are people";
  if (lab.draft.num_types() <= 3 &&
      text_width(fonts().bold, title) + text_width(fonts().small, hint) < width - 20)
    text_right(draw, fonts().small, ImVec2(pos.x + width, pos.y + 1.0f), t.muted, hint);
}

void draw_corner_chooser(TypeSpaceView& panel, const Lab& lab) {
  if (lab.draft.num_types() <= 3) return;
  if (button("Choose corners", ButtonKind::link)) ImGui::OpenPopup("corners");
  if (!ImGui::BeginPopup("corners")) return;
  text_line(fonts().small, theme().muted, "The three corners of the triangle");
  for (int i = 0; i < lab.draft.num_types(); ++i) {
    const auto found = std::find(panel.chosen.begin(), panel.chosen.end(), i);
    const bool on = found != panel.chosen.end();
    const std::string label = "corner: " + lab.draft.types[at_index(i)].name;
    if (ImGui::MenuItem(label.c_str(), nullptr, on) && !on) {
      // the newest choice takes the place of the oldest
      panel.chosen = {panel.chosen[1], panel.chosen[2], i};
      panel.corners = make_corners(lab.applied, panel.chosen);
      panel.fresh = false;
    }
  }
  ImGui::EndPopup();
}

}  // namespace

void refresh_type_space(TypeSpaceView& panel, const Lab& lab) {
  if (panel.fresh || !lab.has_exact) return;
  if (!corners_fit(panel.corners, lab.applied)) {
    if (panel.corners.scenario != lab.applied.id) panel.chosen = {0, 1, 2};
    panel.corners = make_corners(lab.applied, panel.chosen);
  }
  panel.plane = make_type_plane(panel.corners, lab.applied, lab.exact);
  panel.fresh = true;
}

void draw_type_space_panel(View& view, Lab& lab, float height) {
  TypeSpaceView& panel = view.type_space;
  refresh_type_space(panel, lab);
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const ImVec2 pos = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  draw_title(draw, view, lab, pos, width);
  const Stage stage = make_stage(panel.plane.corners.count, ImVec2(pos.x, pos.y + 20.0f),
                                 ImVec2(pos.x + width, pos.y + height));
  if (panel.plane.corners.count >= 2) {
    const render::TypeField field = make_field(stage, panel.plane, lab);
    if (!render::draw_type_field(draw, field)) {
      DisplayList list;
      add_type_field(list, field);
      covenant::draw(list, draw, ImVec2(0, 0));
    }
    panel.field = field;
    if (lab.draft == lab.committed) publish_type_space(view, lab);
    draw_crowd_layer(draw, stage.area, stage.corner, panel.crowd, panel.plane, lab);
    const bool on_people = panel.crowd.shown && lab.applied.spread > 0.0;
    // a narrow page has one place for words: those about the pointer go first
    if (stage.corners >= 3 && !(view.width < 700.0f && panel.hovering))
      draw_regionless(draw, stage, field, lab, on_people);
    draw_corner_names(draw, stage, panel.plane, lab.draft, on_people);
  } else {
    text_middle(draw, fonts().small, stage.area.GetCenter(), theme().muted,
                "One type only: there is nothing to tell apart.");
  }
  const bool over = ImGui::IsWindowHovered() && stage.area.Contains(ImGui::GetIO().MousePos);
  if (panel.plane.corners.count >= 2) {
    draw_hover_words(draw, stage, panel, lab, over);
    draw_handles(draw, stage, panel, lab);
    draw_crowd_button(stage.area, names_end(stage, panel.plane, lab.draft), panel.crowd, lab);
  }
  items::add("Type space", stage.area, items::Kind::plot, "");
  ImGui::SetCursorScreenPos(ImVec2(pos.x + width - 100.0f, pos.y - 8.0f));
  draw_corner_chooser(panel, lab);
  ImGui::SetCursorScreenPos(pos);
  ImGui::Dummy(ImVec2(width, height));
}

}  // namespace covenant
