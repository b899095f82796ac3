// web/render/program.hpp: a linked GL program from two embedded shaders; and the frame's
// projection.
#pragma once

#include <GLES3/gl3.h>
#include <imgui.h>

namespace covenant::render {

class Program {
 public:
  Program(const char* vertex, const char* fragment) : vertex_(vertex), fragment_(fragment) {}
  // Compiles at first use; false if the context refuses it (then never tried again until forget()).
  bool use();
  void forget() { id_ = 0, failed_ = false; }
  [[nodiscard]] GLint uniform(const char* name) const { return glGetUniformLocation(id_, name); }
  [[nodiscard]] GLuint attribute(const char* name) const {
    return static_cast<GLuint>(glGetAttribLocation(id_, name));
  }

 private:
  const char* vertex_;
  const char* fragment_;
  GLuint id_ = 0;
  bool failed_ = false;
};

// Inside a callback: canvas size and device pixel for the program in use, and ImGui's clip
// rectangle.
void set_frame(const Program& program, const ImDrawCmd* command);

}  // namespace covenant::render
