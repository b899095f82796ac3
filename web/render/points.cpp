// Simulated people as instanced discs: shaders/points.vert and .frag.
#include <cstddef>

#include "web/render/program.hpp"
#include "web/render/render.hpp"

namespace covenant::render {
namespace {

Program program("points.vert", "points.frag");
GLuint vertex_array = 0, quad = 0, instances = 0;
std::vector<PointMark> current;

void make_buffers() {
  if (vertex_array != 0) return;
  glGenVertexArrays(1, &vertex_array);
  glGenBuffers(1, &quad);
  glGenBuffers(1, &instances);
}

void bind_instance(const char* name, GLint size, GLenum type, GLboolean normalised,
                   std::size_t offset) {
  const GLuint at = program.attribute(name);
  glEnableVertexAttribArray(at);
  glVertexAttribPointer(at, size, type, normalised, sizeof(PointMark),
                        reinterpret_cast<const void*>(offset));
  glVertexAttribDivisor(at, 1);
}

void draw_now(const ImDrawList*, const ImDrawCmd* command) {
  if (current.empty() || !program.use()) return;
  make_buffers();
  set_frame(program, command);
  glBindVertexArray(vertex_array);
  const float corners[8] = {-1, -1, 1, -1, -1, 1, 1, 1};
  glBindBuffer(GL_ARRAY_BUFFER, quad);
  glBufferData(GL_ARRAY_BUFFER, sizeof corners, corners, GL_STATIC_DRAW);
  const GLuint corner = program.attribute("a_corner");
  glEnableVertexAttribArray(corner);
  glVertexAttribPointer(corner, 2, GL_FLOAT, GL_FALSE, 0, nullptr);
  glBindBuffer(GL_ARRAY_BUFFER, instances);
  glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(current.size() * sizeof(PointMark)),
               current.data(), GL_STREAM_DRAW);
  bind_instance("a_center", 2, GL_FLOAT, GL_FALSE, offsetof(PointMark, at));
  bind_instance("a_radius", 1, GL_FLOAT, GL_FALSE, offsetof(PointMark, radius));
  bind_instance("a_color", 4, GL_UNSIGNED_BYTE, GL_TRUE, offsetof(PointMark, color));
  glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, static_cast<GLsizei>(current.size()));
}

}  // namespace

void forget_points() {
  program.forget();
  vertex_array = quad = instances = 0;
}

bool draw_points(ImDrawList* draw, const std::vector<PointMark>& points) {
  current = points;
  draw->AddCallback(draw_now, nullptr);
  draw->AddCallback(ImDrawCallback_ResetRenderState, nullptr);
  return true;
}

}  // namespace covenant::render
