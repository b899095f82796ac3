// web/render/objects.hpp: every GL object of ours. Each has an owner (a static of one file in this
// folder) and a label; all are listed here, so that a lost context can be mended in one place and a
// leak would show. WebGL has no labels of its own (no KHR_debug), so they are kept on our side.
#pragma once

#include <GLES3/gl3.h>

#include <string>

namespace covenant::render {

class Object {
 public:
  enum class Kind { program, buffer, vertex_array, texture };
  Object(Kind kind, const char* label);
  Object(const Object&) = delete;
  Object& operator=(const Object&) = delete;

  // Makes it in the context if it is not there. True if it was not: it has yet to be filled.
  bool make();
  [[nodiscard]] GLuint id() const { return id_; }
  [[nodiscard]] const char* label() const { return label_; }
  void take(GLuint id) { id_ = id; }  // a program that was linked; 0: nothing
  void forget() { id_ = 0; }          // the context is gone, and it with the context

 private:
  Kind kind_;
  const char* label_;
  GLuint id_ = 0;
};

void forget_objects();
// The labels of those that are there, one a line, in the order in which their owners were built.
[[nodiscard]] std::string object_labels();

}  // namespace covenant::render
