#include "web/render/objects.hpp"

#include <vector>

namespace covenant::render {
namespace {

std::vector<Object*>& all() {
  static std::vector<Object*> objects;
  return objects;
}

}  // namespace

Object::Object(Kind kind, const char* label) : kind_(kind), label_(label) { all().push_back(this); }

bool Object::make() {
  if (id_ != 0) return false;
  switch (kind_) {
    case Kind::program:
      id_ = glCreateProgram();
      break;
    case Kind::buffer:
      glGenBuffers(1, &id_);
      break;
    case Kind::vertex_array:
      glGenVertexArrays(1, &id_);
      break;
    case Kind::texture:
      glGenTextures(1, &id_);
      break;
  }
  return true;
}

void forget_objects() {
  for (Object* object : all()) object->forget();
}

std::string object_labels() {
  std::string out;
  for (const Object* object : all())
    if (object->id() != 0) out += std::string(out.empty() ? "" : "\n") + object->label();
  return out;
}

}  // namespace covenant::render
