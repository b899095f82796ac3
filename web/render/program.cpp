#include "web/render/program.hpp"

#include <algorithm>
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
  if (id_ == 0 && !failed_) {
    const GLuint vertex = compile(GL_VERTEX_SHADER, vertex_);
    const GLuint fragment = compile(GL_FRAGMENT_SHADER, fragment_);
    id_ = glCreateProgram();
    glAttachShader(id_, vertex);
    glAttachShader(id_, fragment);
    glLinkProgram(id_);
    GLint good = 0;
    glGetProgramiv(id_, GL_LINK_STATUS, &good);
    glDeleteShader(vertex);
    glDeleteShader(fragment);
    failed_ = good == 0;
    if (failed_) id_ = 0;
  }
  if (id_ == 0) return false;
  glUseProgram(id_);
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

}  // namespace covenant::render
