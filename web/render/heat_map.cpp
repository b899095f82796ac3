// Heat maps: shaders/heat_map.vert and .frag. One texel per cell.
#include <utility>

#include "web/render/program.hpp"
#include "web/render/render.hpp"

namespace covenant::render {
namespace {

Program program("heat_map.vert", "heat_map.frag");
Object texture(Object::Kind::texture, "heat_map: cells");
std::vector<HeatMap> maps;  // of this frame; callbacks name them by their place
int frame = -1;

void upload(const HeatMap& map, GLsizei rows) {
  const bool fresh = texture.make();
  glActiveTexture(GL_TEXTURE0);
  glBindTexture(GL_TEXTURE_2D, texture.id());
  if (fresh) {
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
  }
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, map.columns, rows, 0, GL_RGBA, GL_UNSIGNED_BYTE,
               map.cells.data());
}

void draw_now(const ImDrawList*, const ImDrawCmd* command) {
  const HeatMap& map = maps[reinterpret_cast<std::size_t>(command->UserCallbackData)];
  if (!program.use()) return;
  set_frame(program, command);
  const auto rows = static_cast<GLsizei>(map.cells.size()) / map.columns;
  upload(map, rows);
  glUniform1i(program.uniform("u_cells"), 0);
  glUniform2f(program.uniform("u_min"), map.min.x, map.min.y);
  glUniform2f(program.uniform("u_size"), (map.max.x - map.min.x) / static_cast<float>(map.columns),
              (map.max.y - map.min.y) / static_cast<float>(rows));
  const ImVec4 ring = ImGui::ColorConvertU32ToFloat4(map.ring);
  glUniform3f(program.uniform("u_ring"), ring.x, ring.y, ring.z);
  draw_rectangle(program, map.min, map.max);
}

}  // namespace

bool draw_heat_map(ImDrawList* draw, HeatMap map) {
  if (map.cells.empty()) return true;
  if (frame != ImGui::GetFrameCount()) maps.clear();
  frame = ImGui::GetFrameCount();
  draw->AddCallback(draw_now, reinterpret_cast<void*>(maps.size()));
  draw->AddCallback(ImDrawCallback_ResetRenderState, nullptr);
  maps.push_back(std::move(map));
  return true;
}

void forget() { forget_objects(); }
std::string objects() { return object_labels(); }

}  // namespace covenant::render
