// The few icons, as strokes: no icon font, and they stay crisp at any pixel ratio.
#include <cmath>

#include "web/widgets.hpp"

namespace covenant {
namespace {

constexpr float kPi = 3.14159265f;
constexpr float kStroke = 1.4f;

// An arrow that bends back: undo; mirrored: redo.
void bent_arrow(ImDrawList* draw, ImVec2 c, float r, ImU32 color, float side) {
  const ImVec2 tip(c.x - side * r, c.y - 0.25f * r);
  draw->PathLineTo(tip);
  draw->PathLineTo(ImVec2(c.x + side * 0.35f * r, c.y - 0.25f * r));
  draw->PathBezierCubicCurveTo(ImVec2(c.x + side * 1.15f * r, c.y - 0.25f * r),
                               ImVec2(c.x + side * 1.15f * r, c.y + 0.95f * r),
                               ImVec2(c.x + side * 0.35f * r, c.y + 0.95f * r));
  draw->PathLineTo(ImVec2(c.x - side * 0.35f * r, c.y + 0.95f * r));
  draw->PathStroke(color, 0, kStroke);
  draw->PathLineTo(ImVec2(tip.x + side * 0.62f * r, tip.y - 0.62f * r));
  draw->PathLineTo(tip);
  draw->PathLineTo(ImVec2(tip.x + side * 0.62f * r, tip.y + 0.62f * r));
  draw->PathStroke(color, 0, kStroke);
}

void sun(ImDrawList* draw, ImVec2 c, float r, ImU32 color) {
  draw->AddCircle(c, 0.55f * r, color, 20, kStroke);
  for (int i = 0; i < 8; ++i) {
    const float angle = kPi * static_cast<float>(i) / 4.0f;
    const ImVec2 d(std::cos(angle), std::sin(angle));
    draw->AddLine(ImVec2(c.x + 0.9f * r * d.x, c.y + 0.9f * r * d.y),
                  ImVec2(c.x + 1.25f * r * d.x, c.y + 1.25f * r * d.y), color, kStroke);
  }
}

// A crescent: most of a circle, closed by a curve that bends inwards.
void moon(ImDrawList* draw, ImVec2 c, float r, ImU32 color) {
  draw->PathArcTo(c, 1.05f * r, 0.02f * kPi, 1.48f * kPi, 28);
  draw->PathBezierCubicCurveTo(ImVec2(c.x - 0.55f * r, c.y - 0.1f * r),
                               ImVec2(c.x + 0.1f * r, c.y + 0.55f * r),
                               ImVec2(c.x + 1.05f * r, c.y + 0.07f * r));
  draw->PathStroke(color, 0, kStroke);
}

void cross(ImDrawList* draw, ImVec2 c, float r, ImU32 color) {
  const float d = 0.7f * r;
  draw->AddLine(ImVec2(c.x - d, c.y - d), ImVec2(c.x + d, c.y + d), color, kStroke);
  draw->AddLine(ImVec2(c.x - d, c.y + d), ImVec2(c.x + d, c.y - d), color, kStroke);
}

void chevron(ImDrawList* draw, ImVec2 a, ImVec2 b, ImVec2 c, ImU32 color) {
  draw->PathLineTo(a);
  draw->PathLineTo(b);
  draw->PathLineTo(c);
  draw->PathStroke(color, 0, kStroke);
}

}  // namespace

void draw_icon(ImDrawList* draw, Icon icon, ImVec2 c, float r, ImU32 color) {
  const float h = 0.5f * r;
  switch (icon) {
    case Icon::undo:
      bent_arrow(draw, c, r, color, 1.0f);
      break;
    case Icon::redo:
      bent_arrow(draw, c, r, color, -1.0f);
      break;
    case Icon::sun:
      sun(draw, c, r, color);
      break;
    case Icon::moon:
      moon(draw, c, r, color);
      break;
    case Icon::close:
      cross(draw, c, r, color);
      break;
    case Icon::down:
      chevron(draw, {c.x - r, c.y - h}, {c.x, c.y + h}, {c.x + r, c.y - h}, color);
      break;
    case Icon::right:
      chevron(draw, {c.x - h, c.y - r}, {c.x + h, c.y}, {c.x - h, c.y + r}, color);
      break;
    case Icon::help:
      text_middle(draw, fonts().bold, ImVec2(c.x, c.y - 0.5f * font_px(fonts().bold)), color, "?");
      break;
  }
}

}  // namespace covenant
