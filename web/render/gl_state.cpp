// What ImGui's OpenGL backend asks the context before each frame, in order to put it back after.
// Nobody else's state is there to keep, and in a browser every such question waits until the
// graphics process has drawn all that was sent before: most of a frame, in software graphics. So
// the backend is compiled to ask here (cmake/web.cmake), and hears what a fresh context would say.
#include <GLES3/gl3.h>

extern "C" {

void covenant_get_integer(GLenum what, GLint* out) {
  switch (what) {
    case GL_ACTIVE_TEXTURE:
      *out = GL_TEXTURE0;
      return;
    case GL_BLEND_EQUATION_RGB:
    case GL_BLEND_EQUATION_ALPHA:
      *out = GL_FUNC_ADD;
      return;
    case GL_BLEND_SRC_RGB:
    case GL_BLEND_SRC_ALPHA:
      *out = GL_ONE;
      return;
    case GL_VIEWPORT:
    case GL_SCISSOR_BOX:
      // both are set before anything is drawn
      out[0] = out[1] = out[2] = out[3] = 0;
      return;
    case GL_CURRENT_PROGRAM:
    case GL_TEXTURE_BINDING_2D:
    case GL_SAMPLER_BINDING:
    case GL_ARRAY_BUFFER_BINDING:
    case GL_ELEMENT_ARRAY_BUFFER_BINDING:
    case GL_VERTEX_ARRAY_BINDING:
    case GL_BLEND_DST_RGB:
    case GL_BLEND_DST_ALPHA:
      *out = 0;
      return;
    default:
      glGetIntegerv(what, out);
  }
}

// Its own shaders are the same everywhere; whether they compiled is only printed, not acted upon.
void covenant_get_status(GLuint, GLenum what, GLint* out) {
  *out = what == GL_COMPILE_STATUS || what == GL_LINK_STATUS ? GL_TRUE : 0;
}

GLboolean covenant_is_enabled(GLenum) { return GL_FALSE; }

}  // extern "C"
