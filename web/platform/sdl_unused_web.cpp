// What SDL would ask a browser for and this page never wants: its own window title, the whole
// screen, the pointer locked to the canvas, sleep. Answered here, so that Emscripten's JavaScript
// for them (a fifth of all that it writes) stays out of the page.
#include <emscripten.h>
#include <emscripten/html5.h>

extern "C" {

void emscripten_sleep(unsigned int) {}
void emscripten_set_window_title(const char*) {}

// Of the display; what counts here is the canvas, which SDL measures itself.
void emscripten_get_screen_size(int* width, int* height) {
  *width = 1280;
  *height = 800;
}

EMSCRIPTEN_RESULT emscripten_request_fullscreen_strategy(const char*, EM_BOOL,
                                                         const EmscriptenFullscreenStrategy*) {
  return EMSCRIPTEN_RESULT_NOT_SUPPORTED;
}
EMSCRIPTEN_RESULT emscripten_exit_fullscreen(void) { return EMSCRIPTEN_RESULT_NOT_SUPPORTED; }
EMSCRIPTEN_RESULT emscripten_set_fullscreenchange_callback_on_thread(
    const char*, void*, EM_BOOL, em_fullscreenchange_callback_func, pthread_t) {
  return EMSCRIPTEN_RESULT_NOT_SUPPORTED;
}
EMSCRIPTEN_RESULT emscripten_request_pointerlock(const char*, EM_BOOL) {
  return EMSCRIPTEN_RESULT_NOT_SUPPORTED;
}
EMSCRIPTEN_RESULT emscripten_exit_pointerlock(void) { return EMSCRIPTEN_RESULT_NOT_SUPPORTED; }
EMSCRIPTEN_RESULT emscripten_set_pointerlockchange_callback_on_thread(
    const char*, void*, EM_BOOL, em_pointerlockchange_callback_func, pthread_t) {
  return EMSCRIPTEN_RESULT_NOT_SUPPORTED;
}

}  // extern "C"
