// tests/web/headless.hpp: an ImGui context without window or renderer, and frames drawn into
// nothing.
#pragma once

#include <doctest/doctest.h>
#include <imgui.h>

#include <map>
#include <string>

#include "core/base/json.hpp"
#include "core/sim/pack.hpp"
#include "core/sim/report.hpp"
#include "core/sim/simulation.hpp"
#include "web/app.hpp"
#include "web/platform/items.hpp"
#include "web/platform/platform_native.hpp"

namespace covenant {

class Headless {
 public:
  explicit Headless(float width = 1280.0f, float height = 800.0f) {
    platform::calls() = platform::Calls{};
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
    io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
    resize(width, height);
    app.rebuild_fonts(1.0f);
  }
  ~Headless() { ImGui::DestroyContext(); }
  Headless(const Headless&) = delete;
  Headless& operator=(const Headless&) = delete;

  void resize(float width, float height) {
    ImGui::GetIO().DisplaySize = ImVec2(width, height);
    app.set_size(width, height, 1.0f);
  }
  void frames(int count) {
    for (int i = 0; i < count; ++i) {
      ImGui::GetIO().DeltaTime = 1.0f / 60.0f;
      items::begin_frame();
      ImGui::NewFrame();
      app.frame();
      ImGui::Render();
      items::end_frame();
    }
  }
  // As a person does: move, wait a frame, press, wait, release.
  void press(ImVec2 at) {
    ImGui::GetIO().AddMousePosEvent(at.x, at.y);
    frames(2);
    ImGui::GetIO().AddMouseButtonEvent(0, true);
    frames(2);
  }
  void drag_to(ImVec2 at) {
    ImGui::GetIO().AddMousePosEvent(at.x, at.y);
    frames(2);
  }
  void release() {
    ImGui::GetIO().AddMouseButtonEvent(0, false);
    frames(2);
  }
  // False if there is no such widget in view.
  bool click(const std::string& label) {
    const items::Item* item = items::find(label);
    if (item == nullptr || item->w <= 0.0f || item->h <= 0.0f) return false;
    press(ImVec2(item->x + 0.5f * item->w, item->y + 0.5f * item->h));
    release();
    return true;
  }
  void key(ImGuiKey key, bool ctrl = false, bool shift = false) {
    ImGuiIO& io = ImGui::GetIO();
    io.AddKeyEvent(ImGuiMod_Ctrl, ctrl);
    io.AddKeyEvent(ImGuiMod_Shift, shift);
    io.AddKeyEvent(key, true);
    frames(2);
    io.AddKeyEvent(key, false);
    io.AddKeyEvent(ImGuiMod_Ctrl, false);
    io.AddKeyEvent(ImGuiMod_Shift, false);
    frames(2);
  }

  App app;
};

// The scenario as the page holds it.
inline Scenario shown(const Headless& page) {
  const Result<Scenario> parsed = parse_scenario(page.app.scenario_text());
  REQUIRE(parsed.ok());
  return parsed.value();
}

// The report of a scenario, computed once: many tests ask for the same one.
inline const Report& report_of(const Scenario& scenario) {
  static std::map<std::string, Report> known;
  const auto [found, is_new] = known.try_emplace(write_json(scenario_json(scenario)));
  if (is_new) found->second = run(scenario);
  return found->second;
}

// Answers the last run that was asked for, as the worker would.
inline Report answer_run(Headless& page, int replicates = 3) {
  page.frames(30);
  REQUIRE(!platform::calls().runs.empty());
  const platform::StartedRun asked = platform::calls().runs.back();
  Result<Scenario> scenario = parse_scenario(asked.scenario);
  REQUIRE(scenario.ok());
  scenario.value().run.replicates = replicates;
  const Report& report = report_of(scenario.value());
  page.app.on_report(asked.id, pack_report(report), true);
  page.frames(3);
  return report;
}

}  // namespace covenant
