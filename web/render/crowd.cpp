// Simulated people as instanced discs: shaders/crowd.vert and .frag. Their numbers are uploaded
// once.
#include <cstddef>

#include "web/render/program.hpp"
#include "web/render/render.hpp"

namespace covenant::render {
namespace {

Program program("crowd.vert", "crowd.frag");
Object vertex_array(Object::Kind::vertex_array, "crowd: vertex array");
Object quad(Object::Kind::buffer, "crowd: corners of a disc");
Object instances(Object::Kind::buffer, "crowd: people");
int uploaded = -1;  // the edition of the people in `instances`
Crowd current;
const std::vector<Person>* current_people = nullptr;

void make_buffers() {
  if (!vertex_array.make()) return;
  quad.make();
  instances.make();
  uploaded = -1;
  glBindVertexArray(vertex_array.id());
  const float corners[8] = {-1, -1, 1, -1, -1, 1, 1, 1};
  glBindBuffer(GL_ARRAY_BUFFER, quad.id());
  glBufferData(GL_ARRAY_BUFFER, sizeof corners, corners, GL_STATIC_DRAW);
  const GLuint corner = program.attribute("a_corner");
  glEnableVertexAttribArray(corner);
  glVertexAttribPointer(corner, 2, GL_FLOAT, GL_FALSE, 0, nullptr);
  glBindBuffer(GL_ARRAY_BUFFER, instances.id());
  const GLuint person = program.attribute("a_person");
  glEnableVertexAttribArray(person);
  glVertexAttribPointer(person, 4, GL_FLOAT, GL_FALSE, sizeof(Person), nullptr);
  glVertexAttribDivisor(person, 1);
}

void upload(const std::vector<Person>& people) {
  if (uploaded == current.edition) return;
  glBindBuffer(GL_ARRAY_BUFFER, instances.id());
  glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(people.size() * sizeof(Person)),
               people.data(), GL_STATIC_DRAW);
  uploaded = current.edition;
}

void set_types(const Crowd& crowd) {
  std::array<float, std::size_t{4} * kMostCrowdTypes> type{};
  std::array<float, std::size_t{3} * kMostCrowdTypes> color{};
  for (std::size_t i = 0; i < static_cast<std::size_t>(crowd.types); ++i) {
    type[4 * i] = crowd.share_end[i];
    type[4 * i + 1] = crowd.wish[i][0], type[4 * i + 2] = crowd.wish[i][1];
    type[4 * i + 3] = static_cast<float>(crowd.assigned[i]);
    const ImVec4 rgb = ImGui::ColorConvertU32ToFloat4(crowd.color[i]);
    color[3 * i] = rgb.x, color[3 * i + 1] = rgb.y, color[3 * i + 2] = rgb.z;
  }
  glUniform1i(program.uniform("u_types"), crowd.types);
  glUniform4fv(program.uniform("u_type"), crowd.types, type.data());
  glUniform3fv(program.uniform("u_color"), crowd.types, color.data());
  glUniform3fv(program.uniform("u_scatter"), 1, crowd.scatter.data());
  glUniform1i(program.uniform("u_has_spread"), crowd.spread ? 1 : 0);
}

void set_picks(const Crowd& crowd) {
  static_assert(sizeof(Disc) == 3 * sizeof(float));
  static_assert(sizeof(ImVec2) == 2 * sizeof(float));
  glUniform1i(program.uniform("u_picks"), crowd.picks);
  glUniform3fv(program.uniform("u_utility"), crowd.picks, crowd.utility[0].data());
  glUniform3fv(program.uniform("u_disc"), crowd.picks, &crowd.disc[0].x);
  glUniform1i(program.uniform("u_corners"), crowd.corners);
  glUniform2fv(program.uniform("u_corner"), 3, &crowd.corner[0].x);
  glUniform1f(program.uniform("u_flow"), crowd.flow);
  glUniform1f(program.uniform("u_radius"), crowd.radius);
  glUniform1f(program.uniform("u_alpha"), crowd.alpha);
}

void draw_now(const ImDrawList*, const ImDrawCmd* command) {
  if (current_people == nullptr || current_people->empty() || !program.use()) return;
  make_buffers();
  set_frame(program, command);
  glBindVertexArray(vertex_array.id());
  upload(*current_people);
  set_types(current);
  set_picks(current);
  glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, static_cast<GLsizei>(current_people->size()));
}

}  // namespace

bool draw_crowd(ImDrawList* draw, const Crowd& crowd, const std::vector<Person>& people) {
  current = crowd;
  current_people = &people;
  draw->AddCallback(draw_now, nullptr);
  draw->AddCallback(ImDrawCallback_ResetRenderState, nullptr);
  return true;
}

}  // namespace covenant::render
