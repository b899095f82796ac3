// web/main.cpp: the page's canvas. SDL2 window and WebGL2 context, ImGui on top, frames on demand.
// The shell's JavaScript (web/shell) owns the loop: it calls covenant_frame() when something
// happened and sleeps for as long as the answer says. Everything else that the shell tells the app
// comes through the exported functions at the end; strings are UTF-8, a returned string lives until
// the next call.
#include <SDL.h>
#include <emscripten.h>
#include <emscripten/html5.h>
#include <imgui.h>
#include <imgui_impl_opengl3.h>
#include <imgui_impl_sdl2.h>
#include <imgui_internal.h>

#include <GLES3/gl3.h>
#include <algorithm>
#include <cfloat>
#include <cmath>
#include <memory>
#include <string>

#include "web/app.hpp"
#include "web/platform/items.hpp"
#include "web/platform/platform.hpp"
#include "web/platform/touch.hpp"
#include "web/platform/touch_input.hpp"
#include "web/render/render.hpp"

namespace covenant {
namespace {

// ImGui settles within this many frames of an event (hover, layout, fade-in of focus).
constexpr int kFramesPerEvent = 3;
// Tooltips open after a delay without any event: keep looking for this long, this often.
constexpr double kHoverSeconds = 0.8;
constexpr int kHoverMilliseconds = 50;
constexpr int kCaretMilliseconds = 250;  // half a blink of the text cursor
constexpr float kMaxDelta = 0.1f;        // seconds; a page that slept must not jump its animations

// A click on a widget that was asked for by label and has no ImGui id: move, press, release, a
// frame each.
struct SyntheticClick {
  ImVec2 at;
  int step = 3;  // 3: done
};

struct Page {
  SDL_Window* window = nullptr;
  EMSCRIPTEN_WEBGL_CONTEXT_HANDLE gl = 0;
  std::unique_ptr<App> app;
  float scale = 0.0f;  // fonts were baked for this device pixel ratio
  bool context_lost = false, text_input = false;
  Touch touch;
  SDL_FingerID finger = 0;  // the one that counts
  int frames_left = kFramesPerEvent;
  double hover_until = 0.0;
  SyntheticClick click;
  double own_ms = 0.0;            // the last frame's own work: all of it but what graphics take
  std::string clipboard, answer;  // answer: what the last export returned
};

Page& page() {
  static Page instance;
  return instance;
}

void wake() { page().frames_left = kFramesPerEvent; }

const char* answer(std::string text) {
  page().answer = std::move(text);
  return page().answer.c_str();
}

// Not through SDL: its EGL layer brings a table of every GL function there is.
bool open_webgl() {
  EmscriptenWebGLContextAttributes wanted;
  emscripten_webgl_init_context_attributes(&wanted);
  wanted.majorVersion = 2;
  wanted.alpha = wanted.depth = wanted.antialias = false;  // ImGui smooths its own edges
  wanted.enableExtensionsByDefault = false;  // nothing here needs one; each is a wait on graphics
  page().gl = emscripten_webgl_create_context("#canvas", &wanted);
  return page().gl > 0 &&
         emscripten_webgl_make_context_current(page().gl) == EMSCRIPTEN_RESULT_SUCCESS;
}

bool open_window() {
  // Without this hint SDL takes the whole document's keyboard: Tab, F12 and HTML inputs would die.
  SDL_SetHint(SDL_HINT_EMSCRIPTEN_KEYBOARD_ELEMENT, "#canvas");
  SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");  // fingers are ours: see touch.hpp
  if (SDL_Init(SDL_INIT_VIDEO) != 0) return false;
  Page& p = page();
  p.window = SDL_CreateWindow("Covenant", 0, 0, 1280, 800,
                              SDL_WINDOW_RESIZABLE | SDL_WINDOW_ALLOW_HIGHDPI);
  if (p.window == nullptr) return false;
  // SDL would otherwise keep the page out of the browser's back-forward cache.
  emscripten_set_beforeunload_callback(nullptr, nullptr);
  return open_webgl();
}

void set_clipboard(void*, const char* text) {
  page().clipboard = text;
  platform::copy_text(page().clipboard);
}

// The system's clipboard cannot be read here; pasting arrives as covenant_paste.
const char* get_clipboard(void*) { return page().clipboard.c_str(); }

void open_imgui() {
  IMGUI_CHECKVERSION();
  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
  ImGui_ImplSDL2_InitForOpenGL(page().window, nullptr);
  ImGui_ImplOpenGL3_Init("#version 300 es");
  io.SetClipboardTextFn = set_clipboard;
  io.GetClipboardTextFn = get_clipboard;
}

void on_finger(const SDL_TouchFingerEvent& finger) {
  Page& p = page();
  const ImVec2 size = ImGui::GetIO().DisplaySize;
  const float x = finger.x * size.x, y = finger.y * size.y;
  if (finger.type == SDL_FINGERDOWN) {
    const Touch::Actions actions = p.touch.down(x, y, platform::now(), under_finger(x, y));
    if (!actions.empty()) p.finger = finger.fingerId;
    play_touch(actions);
  } else if (finger.fingerId == p.finger) {
    play_touch(finger.type == SDL_FINGERMOTION ? p.touch.move(x, y) : p.touch.up());
  }
}

void poll_events() {
  Page& p = page();
  SDL_Event event;
  while (SDL_PollEvent(&event) != 0) {
    const bool finger = event.type == SDL_FINGERDOWN || event.type == SDL_FINGERMOTION ||
                        event.type == SDL_FINGERUP;
    if (finger) {
      on_finger(event.tfinger);
    } else {
      ImGui_ImplSDL2_ProcessEvent(&event);
    }
    wake();
    p.hover_until = platform::now() + kHoverSeconds;
  }
  play_touch(p.touch.tick(platform::now()));
}

void play_click() {
  Page& p = page();
  if (p.click.step >= 3) return;
  ImGuiIO& io = ImGui::GetIO();
  io.AddMousePosEvent(p.click.at.x, p.click.at.y);
  if (p.click.step > 0) io.AddMouseButtonEvent(0, p.click.step == 1);
  ++p.click.step;
  wake();
}

// True if the size or the device pixel ratio changed.
bool follow_canvas() {
  Page& p = page();
  int width = 0, height = 0;
  SDL_GetWindowSize(p.window, &width, &height);
  const float scale = platform::device_pixel_ratio();
  const ImVec2 size = ImGui::GetIO().DisplaySize;
  const bool same_size =
      size.x == static_cast<float>(width) && size.y == static_cast<float>(height);
  if (same_size && scale == p.scale) return false;
  p.app->set_size(static_cast<float>(width), static_cast<float>(height), scale);
  if (scale != p.scale) {
    p.app->rebuild_fonts(scale);
    ImGui_ImplOpenGL3_DestroyFontsTexture();
    ImGui_ImplOpenGL3_CreateFontsTexture();
    p.scale = scale;
  }
  wake();
  return true;
}

void draw() {
  Page& p = page();
  const double begun = emscripten_get_now();
  ImGui_ImplOpenGL3_NewFrame();
  ImGui_ImplSDL2_NewFrame();
  ImGuiIO& io = ImGui::GetIO();
  io.DeltaTime = std::min(io.DeltaTime, kMaxDelta);
  // press and release that came together are taken a frame each, and each settles
  if (ImGui::GetCurrentContext()->InputEventsQueue.Size > 0) wake();
  items::begin_frame();
  ImGui::NewFrame();
  p.app->frame();
  ImGui::Render();
  items::end_frame();
  p.own_ms = emscripten_get_now() - begun;
  int width = 0, height = 0;
  SDL_GetWindowSizeInPixels(p.window, &width, &height);
  glViewport(0, 0, width, height);
  glClearColor(0, 0, 0, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
  if (io.WantTextInput != p.text_input) {
    p.text_input = io.WantTextInput;
    platform::set_text_input(p.text_input);
  }
}

// Milliseconds until the next look; 0: the next animation frame, -1: when something happens.
int next_look() {
  const Page& p = page();
  if (p.frames_left > 0 || p.click.step < 3 || p.app->wants_frame() || p.touch.waiting()) return 0;
  if (platform::now() < p.hover_until) return kHoverMilliseconds;
  return p.text_input ? kCaretMilliseconds : -1;
}

int frame() {
  Page& p = page();
  if (p.context_lost) return -1;
  poll_events();
  play_click();
  follow_canvas();
  if (next_look() < 0) return -1;  // woken for nothing: the picture stands
  if (p.frames_left > 0) --p.frames_left;
  draw();
  return next_look();
}

void set_context_lost(bool lost) {
  Page& p = page();
  if (p.app == nullptr || lost == p.context_lost) return;
  p.context_lost = lost;
  if (lost) {
    p.app->on_context_lost();
    ImGui_ImplOpenGL3_DestroyDeviceObjects();
    return;
  }
  ImGui_ImplOpenGL3_CreateDeviceObjects();
  p.app->on_context_restored();
  wake();
}

bool activate(const std::string& label) {
  const items::Item* item = items::find(label);
  if (item == nullptr || item->disabled) return false;
  if (item->id != 0) {
    ImGui::ActivateItemByID(item->id);
  } else if (item->visible) {
    page().click = {ImVec2(item->x + item->w / 2, item->y + item->h / 2), 0};
  } else {
    return false;
  }
  wake();
  return true;
}

}  // namespace
}  // namespace covenant

using covenant::answer;
using covenant::page;
using covenant::wake;

extern "C" {

// Opens canvas and app on the link. False: there is no WebGL2 after all.
EMSCRIPTEN_KEEPALIVE bool covenant_start(const char* hash) {
  if (!covenant::open_window()) return false;
  covenant::open_imgui();
  page().app = std::make_unique<covenant::App>();
  page().app->on_theme(covenant::platform::prefers_dark());
  covenant::follow_canvas();
  page().app->open_link(hash);
  return true;
}

EMSCRIPTEN_KEEPALIVE int covenant_frame() { return covenant::frame(); }
EMSCRIPTEN_KEEPALIVE double covenant_own_ms() { return page().own_ms; }

EMSCRIPTEN_KEEPALIVE void covenant_report(int id, const char* packed, int size, bool finished) {
  page().app->on_report(id, {packed, static_cast<std::size_t>(size)}, finished);
  wake();
}

EMSCRIPTEN_KEEPALIVE void covenant_progress(int done, int total) {
  page().app->on_progress(done, total);
  wake();
}

EMSCRIPTEN_KEEPALIVE void covenant_run_failed(int id, const char* message) {
  page().app->on_run_failed(id, message);
  wake();
}

EMSCRIPTEN_KEEPALIVE void covenant_open_link(const char* hash) {
  page().app->open_link(hash);
  wake();
}

EMSCRIPTEN_KEEPALIVE void covenant_file(const char* name, const char* text) {
  page().app->on_file(name, text);
  wake();
}

// Into the text field that has the cursor, else to the app (a link or a scenario).
EMSCRIPTEN_KEEPALIVE void covenant_paste(const char* text) {
  if (ImGui::GetIO().WantTextInput) {
    ImGui::GetIO().AddInputCharactersUTF8(text);
  } else {
    page().app->on_paste(text);
  }
  wake();
}

EMSCRIPTEN_KEEPALIVE void covenant_theme(bool dark) {
  page().app->on_theme(dark);
  wake();
}

EMSCRIPTEN_KEEPALIVE void covenant_contrast(bool more) {
  page().app->on_contrast(more);
  wake();
}

EMSCRIPTEN_KEEPALIVE int covenant_look() { return page().app->look(); }

EMSCRIPTEN_KEEPALIVE void covenant_context_lost(bool lost) { covenant::set_context_lost(lost); }

// The canvas gained or lost the keyboard; keys held at that moment would otherwise stay down.
EMSCRIPTEN_KEEPALIVE void covenant_focus(bool focused) {
  ImGui::GetIO().AddFocusEvent(focused);
  wake();
}

// From an on-screen keyboard: text, or one of the two keys that are not text.
EMSCRIPTEN_KEEPALIVE void covenant_type(const char* text, int backspaces, bool enter) {
  ImGuiIO& io = ImGui::GetIO();
  for (int i = 0; i < backspaces; ++i) {
    io.AddKeyEvent(ImGuiKey_Backspace, true);
    io.AddKeyEvent(ImGuiKey_Backspace, false);
  }
  io.AddInputCharactersUTF8(text);
  if (enter) {
    io.AddKeyEvent(ImGuiKey_Enter, true);
    io.AddKeyEvent(ImGuiKey_Enter, false);
  }
  wake();
}

// "" or why not.
EMSCRIPTEN_KEEPALIVE const char* covenant_set(const char* path, const char* value) {
  std::string error;
  const bool good = page().app->set_field(path, value, error);
  wake();
  return answer(good ? std::string() : error.empty() ? "not a value for this field" : error);
}

// A whole scenario from the editor; "" or what is wrong with it.
EMSCRIPTEN_KEEPALIVE const char* covenant_edit(const char* scenario_json, bool finished) {
  const std::string wrong = page().app->edit(scenario_json, finished);
  wake();
  return answer(wrong);
}

EMSCRIPTEN_KEEPALIVE const char* covenant_presets() { return answer(covenant::presets_text()); }
EMSCRIPTEN_KEEPALIVE const char* covenant_methods() { return answer(covenant::methods_text()); }
EMSCRIPTEN_KEEPALIVE const char* covenant_get() { return answer(page().app->scenario_text()); }
EMSCRIPTEN_KEEPALIVE const char* covenant_link() { return answer(page().app->link()); }
EMSCRIPTEN_KEEPALIVE const char* covenant_svg(const char* id) {
  return answer(page().app->svg(id));
}
EMSCRIPTEN_KEEPALIVE const char* covenant_items() { return answer(covenant::items::to_json()); }
EMSCRIPTEN_KEEPALIVE bool covenant_activate(const char* label) { return covenant::activate(label); }
EMSCRIPTEN_KEEPALIVE const char* covenant_gpu() { return answer(covenant::render::objects()); }
EMSCRIPTEN_KEEPALIVE bool covenant_busy() { return page().app->busy(); }

EMSCRIPTEN_KEEPALIVE void covenant_undo() {
  page().app->undo();
  wake();
}

EMSCRIPTEN_KEEPALIVE void covenant_redo() {
  page().app->redo();
  wake();
}

}  // extern "C"

// Nothing runs until the shell calls covenant_start: it may have to show tables instead.
int main() { return 0; }
