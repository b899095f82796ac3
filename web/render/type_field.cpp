// The plane of types on the GPU: shaders/type_field.vert and .frag.
#include <algorithm>
#include <cmath>

#include "web/render/program.hpp"
#include "web/render/render.hpp"

namespace covenant::render {
namespace {

Program program("type_field.vert", "type_field.frag");
TypeField current;  // what the callback of this frame draws

// b_i(p) = gradient_i . p + offset_i, the barycentric weights as functions of the pixel.
void set_plane(const TypeField& field) {
  const auto& c = field.corner;
  const float det = (c[1].x - c[0].x) * (c[2].y - c[0].y) - (c[2].x - c[0].x) * (c[1].y - c[0].y);
  std::array<float, 6> gradient{};
  std::array<float, 3> offset{};
  for (std::size_t i = 0; i < 3; ++i) {
    const ImVec2 a = c[(i + 1) % 3], b = c[(i + 2) % 3];
    gradient[2 * i] = (a.y - b.y) / det;
    gradient[2 * i + 1] = (b.x - a.x) / det;
    offset[i] = (a.x * b.y - b.x * a.y) / det;
  }
  glUniform2fv(program.uniform("u_gradient"), 3, gradient.data());
  glUniform3fv(program.uniform("u_offset"), 1, offset.data());
}

void set_options(const TypeField& field) {
  std::array<float, 3 * kMaxOptions> colors{};
  for (int j = 0; j < field.options; ++j) {
    const ImVec4 color = ImGui::ColorConvertU32ToFloat4(field.color[static_cast<std::size_t>(j)]);
    const std::size_t at = 3 * static_cast<std::size_t>(j);
    colors[at] = color.x, colors[at + 1] = color.y, colors[at + 2] = color.z;
  }
  glUniform1i(program.uniform("u_options"), field.options);
  glUniform3fv(program.uniform("u_utility"), field.options, field.utility[0].data());
  glUniform3fv(program.uniform("u_color"), field.options, colors.data());
  const ImVec4 card = ImGui::ColorConvertU32ToFloat4(field.card);
  glUniform3f(program.uniform("u_card"), card.x, card.y, card.z);
  glUniform1f(program.uniform("u_max_rent"), field.max_rent);
  glUniform1f(program.uniform("u_contour_step"), field.contour_step);
}

void draw_now(const ImDrawList*, const ImDrawCmd* command) {
  if (!program.use()) return;
  set_frame(program, command);
  set_plane(current);
  set_options(current);
  float left = 1e9f, top = 1e9f, right = -1e9f, bottom = -1e9f;
  for (const ImVec2& corner : current.corner) {
    left = std::min(left, corner.x - 1.0f), right = std::max(right, corner.x + 1.0f);
    top = std::min(top, corner.y - 1.0f), bottom = std::max(bottom, corner.y + 1.0f);
  }
  draw_rectangle(program, ImVec2(left, top), ImVec2(right, bottom));
}

}  // namespace

bool draw_type_field(ImDrawList* draw, const TypeField& field) {
  if (field.options > kMaxOptions || field.options < 1 || field.corners < 3) return false;
  current = field;
  draw->AddCallback(draw_now, nullptr);
  draw->AddCallback(ImDrawCallback_ResetRenderState, nullptr);
  return true;
}

}  // namespace covenant::render
