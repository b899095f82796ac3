// web/render/program.hpp: a linked GL program from two embedded shaders, the frame's projection,
// and the rectangle that a fragment shader fills.
#pragma once

#include <GLES3/gl3.h>
#include <imgui.h>

#include "web/render/objects.hpp"

namespace covenant::render {

class Program {
 public:
  Program(const char* vertex, const char* fragment)
      : object_(Object::Kind::program, fragment), vertex_(vertex), fragment_(fragment) {}
  // Compiles at first use; false if the context refuses it.
  bool use();
  [[nodiscard]] GLint uniform(const char* name) const {
    return glGetUniformLocation(object_.id(), name);
  }
  [[nodiscard]] GLuint attribute(const char* name) const {
    return static_cast<GLuint>(glGetAttribLocation(object_.id(), name));
  }

 private:
  Object object_;
  const char* vertex_;
  const char* fragment_;
  bool works_ = false;  // it linked; one that did not is not tried again in the same context
};

// Inside a callback: canvas size and device pixel for the program in use, and ImGui's clip
// rectangle.
void set_frame(const Program& program, const ImDrawCmd* command);

// The program in use over a rectangle of the canvas, CSS pixels, as its a_position.
void draw_rectangle(const Program& program, ImVec2 min, ImVec2 max);

}  // namespace covenant::render
