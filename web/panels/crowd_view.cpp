#include "web/panels/crowd_view.hpp"

#include <algorithm>
#include <cmath>

#include "web/panels/panels.hpp"
#include "web/platform/items.hpp"
#include "web/platform/platform.hpp"
#include "web/render/render.hpp"
#include "web/widgets.hpp"

namespace covenant {
namespace {

constexpr double kFlowSeconds = 1.6;
constexpr std::size_t kDrawnWithoutGl = 500;

std::size_t at_index(int i) { return static_cast<std::size_t>(i); }

void follow_people(CrowdView& view, const Lab& lab) {
  const std::uint64_t seed = lab.applied.run.seed;
  if (static_cast<int>(view.people.size()) == view.count && view.seed == seed) return;
  view.people = make_people(seed, view.count);
  view.seed = seed;
  ++view.crowd.edition;
}

// By the clock: where frames are slow the way is shown in fewer of them, not for longer.
void follow_flow(CrowdView& view) {
  const float goal = view.picking ? 1.0f : 0.0f;
  const auto gone = static_cast<float>((platform::now() - view.left_at) / kFlowSeconds);
  const float way = platform::reduced_motion() ? 1.0f : std::clamp(gone, 0.0f, 1.0f);
  view.crowd.flow = view.left_from + way * (goal - view.left_from);
}

// A column of discs takes this much of the right edge beside the triangle.
constexpr float kDiscs = 124.0f;

bool discs_fit_beside(const ImRect& area, const std::array<ImVec2, 3>& corner) {
  return area.Max.x - kDiscs >= corner[2].x;
}

// Beside the triangle; where there is no room, beside its upper half.
void place_discs(CrowdView& view, const ImRect& area, bool narrow) {
  const float top = area.Min.y + (narrow ? 0.0f : 6.0f);
  const float bottom = narrow ? area.Min.y + 0.62f * area.GetHeight() : area.Max.y - 34.0f;
  int shown = 0;
  for (const double share : view.share) shown += share > 0.0 ? 1 : 0;
  const float slot = (bottom - top) / static_cast<float>(std::max(shown, 1));
  const float largest = std::clamp(0.5f * slot - 9.0f, 6.0f, narrow ? 22.0f : 44.0f);
  float y = top;
  for (int j = 0; j < view.crowd.picks; ++j) {
    const auto share = static_cast<float>(view.share[at_index(j)]);
    if (share <= 0.0f) continue;
    view.crowd.disc[at_index(j)] = {area.Max.x - (narrow ? 34.0f : 0.5f * kDiscs),
                                    y + 0.5f * slot + 8.0f, largest * std::sqrt(share)};
    y += slot;
  }
}

// "Both sides 56 %", the name cut to what fits in `room` pixels.
std::string pick_words(const CrowdView& view, const Lab& lab, int j, float room = 1e6f) {
  const std::string share = " " + percent(view.share[at_index(j)]);
  const std::string name = j + 1 == view.crowd.picks ? "Leave" : contract_name(lab, j);
  return fit_text(fonts().small_bold, name, room - text_width(fonts().small_bold, share)) + share;
}

void draw_disc_names(ImDrawList* draw, const CrowdView& view, const Lab& lab, float room) {
  const float shown = std::clamp(2.0f * view.crowd.flow - 1.0f, 0.0f, 1.0f);
  if (shown <= 0.0f) return;
  for (int j = 0; j < view.crowd.picks; ++j) {
    if (view.share[at_index(j)] <= 0.0) continue;
    const Disc& disc = view.crowd.disc[at_index(j)];
    text_middle(draw, fonts().small_bold, ImVec2(disc.x, disc.y - disc.radius - 17.0f),
                with_alpha(theme().ink, shown), pick_words(view, lab, j, room));
  }
}

void draw_people(ImDrawList* draw, const CrowdView& view) {
  if (render::draw_crowd(draw, view.crowd, view.people)) return;
  const std::size_t drawn = std::min(kDrawnWithoutGl, view.people.size());
  for (std::size_t n = 0; n < drawn; ++n) {
    const ImU32 color = view.crowd.color[at_index(type_of(view.crowd, view.people[n]))];
    draw->AddCircleFilled(place_of(view.crowd, view.people[n]), view.crowd.radius,
                          with_alpha(color, view.crowd.alpha), 10);
  }
}

}  // namespace

void draw_crowd_layer(ImDrawList* draw, const ImRect& area, const std::array<ImVec2, 3>& corner,
                      CrowdView& view, const TypePlane& plane, const Lab& lab) {
  view.shown = fill_crowd(view.crowd, plane, lab.applied, lab.exact.design.menu.assigned);
  follow_flow(view);
  // without spread all of a type stand where its dot stands
  if (!view.shown || (!view.crowd.spread && view.crowd.flow == 0.0f)) return;
  follow_people(view, lab);
  size_crowd(view.crowd, view.count);
  view.crowd.corner = corner;
  for (int i = 0; i < view.crowd.types; ++i)
    view.crowd.color[at_index(i)] = group_color(theme(), i);
  view.share = pick_shares(view.crowd, view.people);
  const bool narrow = !discs_fit_beside(area, corner);
  place_discs(view, area, narrow);
  draw->PushClipRect(area.Min, ImVec2(area.Max.x + 14.0f, area.Max.y + 12.0f), true);
  draw_people(draw, view);
  draw->PopClipRect();
  draw_disc_names(draw, view, lab, narrow ? 84.0f : kDiscs - 2.0f);
}

void draw_crowd_button(const ImRect& area, float free_from, CrowdView& view, const Lab& lab) {
  if (!view.shown) return;
  const char* label = view.picking ? "Send people back" : "Let people pick";
  const ImVec2 size(text_width(fonts().small_bold, label) + 16.0f, ImGui::GetFrameHeight());
  const bool beside = area.Max.x - size.x >= free_from;
  const float x = beside ? area.Max.x - size.x : area.GetCenter().x - 0.5f * size.x;
  ImGui::SetCursorScreenPos(ImVec2(x, area.Max.y - size.y));
  const bool pressed = button(label, ButtonKind::link);
  explain(
      "Simulated people go from their wishes to the contract they pick, in the colour of their "
      "group. How many are shown is set under replicates and seed.");
  if (!pressed) return;
  view.picking = !view.picking;
  view.left_at = platform::now();
  view.left_from = view.crowd.flow;
  if (!view.picking) return;
  follow_people(view, lab);
  std::string words;
  const std::vector<double> share = pick_shares(view.crowd, view.people);
  view.share = share;
  for (int j = 0; j < view.crowd.picks; ++j)
    if (share[at_index(j)] > 0.0) words += (words.empty() ? "" : ", ") + pick_words(view, lab, j);
  platform::announce("People pick: " + words + ".");
}

}  // namespace covenant
