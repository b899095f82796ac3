#include "web/render/program.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "generated/assets.hpp"

namespace covenant::render {
namespace {

GLuint compile(GLenum stage, const char* name) {
  const std::string source = "#version 300 es\nprecision highp float;\nprecision highp int;\n" +
                             std::string(assets::shader(name));
  const char* text = source.c_str();
  const GLuint shader = glCreateShader(stage);
  glShaderSource(shader, 1, &text, nullptr);
  glCompileShader(shader);
  return shader;  // what does not compile does not link: asked once, below
}

}  // namespace

bool Program::use() {
  if (object_.make()) {
    const GLuint vertex = compile(GL_VERTEX_SHADER, vertex_);
    const GLuint fragment = compile(GL_FRAGMENT_SHADER, fragment_);
    glAttachShader(object_.id(), vertex);
    glAttachShader(object_.id(), fragment);
    glLinkProgram(object_.id());
    glDeleteShader(vertex);
    glDeleteShader(fragment);
    GLint good = 0;
    glGetProgramiv(object_.id(), GL_LINK_STATUS, &good);
    works_ = good != 0;
  }
  if (!works_) return false;
  glUseProgram(object_.id());
  return true;
}

void set_frame(const Program& program, const ImDrawCmd* command) {
  const ImGuiIO& io = ImGui::GetIO();
  const ImVec2 size = io.DisplaySize, scale = io.DisplayFramebufferScale;
  glUniform2f(program.uniform("u_canvas"), size.x, size.y);
  glUniform1f(program.uniform("u_pixel"), 1.0f / std::max(scale.x, 0.1f));
  const ImVec4 clip = command->ClipRect;
  glEnable(GL_SCISSOR_TEST);
  glScissor(static_cast<GLint>(clip.x * scale.x), static_cast<GLint>((size.y - clip.w) * scale.y),
            static_cast<GLsizei>(std::max(0.0f, clip.z - clip.x) * scale.x),
            static_cast<GLsizei>(std::max(0.0f, clip.w - clip.y) * scale.y));
}

void draw_rectangle(const Program& program, ImVec2 min, ImVec2 max) {
  static Object vertex_array(Object::Kind::vertex_array, "rectangle: vertex array");
  static Object buffer(Object::Kind::buffer, "rectangle: corners");
  vertex_array.make();
  buffer.make();
  const std::array<float, 8> corners{min.x, min.y, max.x, min.y, min.x, max.y, max.x, max.y};
  glBindVertexArray(vertex_array.id());
  glBindBuffer(GL_ARRAY_BUFFER, buffer.id());
  glBufferData(GL_ARRAY_BUFFER, sizeof corners, corners.data(), GL_STREAM_DRAW);
  const GLuint position = program.attribute("a_position");
  glEnableVertexAttribArray(position);
  glVertexAttribPointer(position, 2, GL_FLOAT, GL_FALSE, 0, nullptr);
  glDrawArrays(GL_TRIANGLE_STRIP, 0, 4);
}

}  // namespace covenant::render
