// web/app.hpp: the page between the platform (canvas, worker, address bar) and the core. Owns the
// document (lab.hpp) and what is looked at (view.hpp), and lays out one ImGui frame. Knows no SDL,
// GL or browser.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace covenant {

struct AppState;

// [{"id", "title", "shows", "description", "citation", "types", "contexts", "norms"}, ..] of every
// preset, as JSON; the last three are counts.
[[nodiscard]] std::string presets_text();
// [{"id", "paper", "assumes", "parameters": [{"name", "initial", "lower", "upper",
// "integer", "meaning"}]}, ..].
[[nodiscard]] std::string methods_text();

class App {
 public:
  App();  // seed scenario; nothing computed yet
  ~App();
  App(const App&) = delete;
  App& operator=(const App&) = delete;

  void open_link(const std::string& hash);  // at start and on hashchange; says what was ignored
  // Streamed partial and final reports, as bytes (core/sim/pack.hpp).
  void on_report(int run_id, std::string_view packed, bool finished);
  void on_progress(int done, int total);  // replicates of the run, between reports
  void on_run_failed(
      int run_id, const std::string& message);  // worker crash; restarts the run once, then says so
  void on_file(const std::string& name,
               const std::string& text);   // dropped or chosen: scenario JSON
  void on_paste(const std::string& text);  // a link or scenario pasted outside a text field
  void on_theme(bool dark);
  void on_contrast(bool more);
  [[nodiscard]] int look()
      const;  // 1: dark, 2: high contrast; what stands beside the canvas follows
  void on_context_lost();
  void on_context_restored();  // destroys and recreates our GL programs and buffers

  bool set_field(const std::string& path, const std::string& value,
                 std::string& error);  // window.covenant.set
  // window.covenant.edit: see edit_scenario in lab.hpp
  [[nodiscard]] std::string edit(const std::string& scenario_json, bool finished);
  [[nodiscard]] std::string scenario_text() const;                  // window.covenant.get (JSON)
  [[nodiscard]] std::string link() const;                           // the hash, without '#'
  [[nodiscard]] std::string svg(const std::string& plot_id) const;  // empty: no such plot drawn yet
  void undo();
  void redo();

  void set_size(float width, float height, float scale);  // CSS pixels, devicePixelRatio
  void rebuild_fonts(float scale);  // fills the atlas; uploading the texture is the caller's
  void frame();  // one ImGui frame's contents: NewFrame and Render are the caller's
  [[nodiscard]] bool wants_frame() const;  // something is animating, or a run is due
  [[nodiscard]] bool busy() const;         // a run is due or streaming in

 private:
  std::unique_ptr<AppState> state_;
};

}  // namespace covenant
