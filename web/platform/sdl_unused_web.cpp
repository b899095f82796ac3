// What SDL, and ImGui's backend for it, would do in a browser and this page does not want: a window
// title, the whole screen, the pointer locked to the canvas, sleep, a frame buffer in memory,
// gamepads, cursors made of pixels. Answered here, so that the code and the JavaScript for it stay
// out of the page (about 20 kB, compressed); the backend's calls are renamed by cmake/web.cmake.
#include <SDL.h>
#include <emscripten.h>
#include <emscripten/html5.h>

#include <cstdint>

// clang-format off
EM_JS(void, host_set_cursor, (int kind), {
  Module["canvas"].style.cursor = ["default", "text", "wait", "crosshair", "progress", "nwse-resize", "nesw-resize",
    "ew-resize", "ns-resize", "move", "not-allowed", "pointer"][kind] || "default";
})
// clang-format on

extern "C" {

// ---- Emscripten's, as SDL calls them ----

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

// ---- SDL's own, in place of its object files ----

void Emscripten_InitMouse() {}
void Emscripten_FiniMouse() {}
int Emscripten_CreateWindowFramebuffer(void*, SDL_Window*, Uint32*, void**, int*) { return -1; }
int Emscripten_UpdateWindowFramebuffer(void*, SDL_Window*, const SDL_Rect*, int) { return -1; }
void Emscripten_DestroyWindowFramebuffer(void*, SDL_Window*) {}

// ---- ImGui's backend's calls ----

SDL_GameController* covenant_pad_open(int) { return nullptr; }
Uint8 covenant_pad_button(SDL_GameController*, SDL_GameControllerButton) { return 0; }
Sint16 covenant_pad_axis(SDL_GameController*, SDL_GameControllerAxis) { return 0; }

// A cursor is the number of its shape, plus one.
SDL_Cursor* covenant_cursor_make(SDL_SystemCursor kind) {
  return reinterpret_cast<SDL_Cursor*>(static_cast<std::uintptr_t>(kind) + 1);
}
void covenant_cursor_set(SDL_Cursor* cursor) {
  host_set_cursor(static_cast<int>(reinterpret_cast<std::uintptr_t>(cursor)) - 1);
}
int covenant_cursor_show(int toggle) { return toggle; }
void covenant_cursor_free(SDL_Cursor*) {}

}  // extern "C"
