// What surrounds the lab proper: edits from the panel beside the canvas, what a link leaves to its
// reader, embedded panels, zoomed plots, contrast.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "core/base/json.hpp"
#include "core/sim/presets.hpp"
#include "core/sim/report.hpp"
#include "core/sim/simulation.hpp"
#include "tests/web/headless.hpp"
#include "web/panels/type_field_shapes.hpp"
#include "web/theme.hpp"

namespace covenant {
namespace {

// Tab until the item has the focus, as a reader without a mouse does.
bool tab_to(Headless& page, const std::string& label) {
  for (int i = 0; i < 120; ++i) {
    page.key(ImGuiKey_Tab);
    const items::Item* item = items::find(label);
    if (item != nullptr && item->focused) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("editor: edits that belong together are one step of history") {
  Headless page;
  page.frames(3);
  const Scenario before = shown(page);
  Scenario next = before;
  for (const double kl : {0.2, 0.3, 0.4}) {
    next.designer.kl = kl;
    CHECK(page.app.edit(write_json(scenario_json(next)), kl == 0.4).empty());
    page.frames(3);
    CHECK(shown(page) == next);
  }
  page.app.undo();
  CHECK(shown(page) == before);
  page.app.redo();
  CHECK(shown(page) == next);
}

TEST_CASE("editor: a scenario that is not allowed is refused in words and changes nothing") {
  Headless page;
  page.frames(3);
  const Scenario before = shown(page);
  Scenario bad = before;
  bad.types[1].share = -1.0;
  CHECK(page.app.edit(write_json(scenario_json(bad)), true).find("types[1].share") !=
        std::string::npos);
  CHECK_FALSE(page.app.edit("{", true).empty());
  CHECK(shown(page) == before);
}

TEST_CASE("editor: every preset is listed with its source") {
  const Result<Json> list = parse_json(presets_text());
  REQUIRE(list.ok());
  REQUIRE(list.value().size() == preset_list().size());
  for (const Json& entry : list.value()) {
    CAPTURE(entry.dump());
    for (const char* key : {"id", "title", "shows", "description", "citation"})
      CHECK_FALSE(entry[key].get<std::string>().empty());
  }
}

TEST_CASE("reader: a link hides and locks controls, and asks its question") {
  Headless page;
  page.app.open_link("#preset=three-groups&hide=Spread&lock=KL to base,types&ask=Who gains?");
  page.frames(3);
  CHECK(items::find("Spread") == nullptr);
  CHECK(items::find("KL to base")->disabled);
  CHECK_FALSE(items::find("Norm")->disabled);
  REQUIRE(items::find("Question") != nullptr);
  CHECK(items::find("Question")->value == "Who gains?");
  const Scenario before = shown(page);
  const items::Item handle = *items::find("type: " + before.types[0].name);
  page.press(ImVec2(handle.x + 0.5f * handle.w, handle.y + 0.5f * handle.h));
  page.drag_to(ImVec2(handle.x, handle.y + 60.0f));
  page.release();
  CHECK(shown(page) == before);
  CHECK(page.app.link().find("lock=") != std::string::npos);
}

TEST_CASE("reader: read-only leaves every slider alone") {
  Headless page;
  page.app.open_link("#preset=three-groups&readonly=1");
  page.frames(3);
  int sliders = 0;
  for (const items::Item& item : items::all())
    if (item.kind == items::Kind::slider) {
      CAPTURE(item.label);
      CHECK(item.disabled);
      ++sliders;
    }
  CHECK(sliders > 8);
}

TEST_CASE("reader: an embedded page is one region and a way to the lab") {
  for (const char* panel : {"menu", "results", "scenario", "types"}) {
    CAPTURE(std::string(panel));
    Headless page(480.0f, 360.0f);
    page.app.open_link("#preset=dual-use&embed=1&panel=" + std::string(panel));
    page.frames(3);
    CHECK(items::find("Copy link") == nullptr);
    CHECK((items::find("Menu") != nullptr) == (std::string(panel) == "menu"));
    CHECK(page.click("Open in the lab \u2192"));
    REQUIRE_FALSE(platform::calls().sheets.empty());
    CHECK(platform::calls().sheets.back() == "lab");
  }
}

TEST_CASE("reader: an embedded page shows what it could not use, and asks its question") {
  Headless page(480.0f, 360.0f);
  page.app.open_link("#preset=dual-use&embed=1&panel=types&wibble=1&ask=Who%20gains%3F");
  page.frames(3);
  const items::Item* question = items::find("Question");
  REQUIRE(question != nullptr);
  CHECK(question->value == "Who gains?");
  const auto notice = std::find_if(items::all().begin(), items::all().end(), [](const auto& item) {
    return item.label.rfind("Close: ", 0) == 0 && item.label.find("wibble") != std::string::npos;
  });
  REQUIRE(notice != items::all().end());
  const std::string label = notice->label;
  const items::Item* way = items::find("Open in the lab \u2192");
  REQUIRE(way != nullptr);
  CHECK(way->y + way->h <= 360.0f);
  CHECK(page.click(label));
  CHECK(items::find(label) == nullptr);
}

TEST_CASE("plot: keys and wheel zoom, zero and double click show the whole again") {
  Headless page;
  page.frames(3);
  answer_run(page);
  const auto plot = [&] { return page.app.svg("noise"); };
  const std::string whole = plot();
  REQUIRE(tab_to(page, "Noise robustness plot"));
  page.key(ImGuiKey_Equal);
  const std::string zoomed = plot();
  CHECK(zoomed != whole);
  CHECK(items::find("Show the whole plot") != nullptr);
  page.key(ImGuiKey_RightArrow);
  CHECK(plot() != zoomed);
  page.key(ImGuiKey_0);
  CHECK(plot() == whole);
  const items::Item area = *items::find("Noise robustness plot");
  ImGui::GetIO().AddMousePosEvent(area.x + 0.5f * area.w, area.y + 0.5f * area.h);
  page.frames(2);
  ImGui::GetIO().AddMouseWheelEvent(0.0f, 2.0f);
  page.frames(2);
  CHECK(plot() != whole);
  CHECK(page.click("Show the whole plot"));
  CHECK(plot() == whole);
}

TEST_CASE("type space: the arrow keys move a focused type") {
  Headless page;
  page.frames(3);
  const Scenario before = shown(page);
  const std::string label = "type: " + before.types[0].name;
  REQUIRE(tab_to(page, label));
  page.key(ImGuiKey_DownArrow);
  page.key(ImGuiKey_DownArrow);
  const Scenario after = shown(page);
  CHECK(after.types[0].weights != before.types[0].weights);
  CHECK(after.types[1] == before.types[1]);
  CHECK(items::find(label)->focused);
}

// Two options over a triangle of side 100: u1 - u0 = 2 b1 - 1, so option 1 takes the part with
// b1 > 1/2, a quarter; an option equal to the other at one corner and worse elsewhere takes none.
TEST_CASE("type space: regions have the area of the part of the triangle that picks them") {
  render::TypeField field;
  field.corner = {ImVec2(0, 0), ImVec2(100, 0), ImVec2(0, 100)};
  field.options = 3;
  field.utility[0] = {1.0f, 0.0f, 1.0f};
  field.utility[1] = {0.0f, 1.0f, 0.0f};
  field.utility[2] = {1.0f, -1.0f, -1.0f};
  CHECK(region_area(field, 0) == doctest::Approx(3750.0));
  CHECK(region_area(field, 1) == doctest::Approx(1250.0));
  CHECK(region_area(field, 2) == doctest::Approx(0.0));
}

TEST_CASE("noise: the level that was set is among those computed") {
  Headless page;
  page.frames(3);
  const Scenario before = shown(page);
  REQUIRE(page.click("Reward noise (type it)"));
  ImGui::GetIO().AddInputCharactersUTF8("12");
  page.frames(2);
  page.key(ImGuiKey_Enter);
  page.frames(2);
  const Scenario after = shown(page);
  CHECK(after.feedback.noise[0].level == doctest::Approx(0.12));
  CHECK(std::count(after.run.noise_levels.begin(), after.run.noise_levels.end(),
                   after.feedback.noise[0].level) == 1);
  CHECK(std::is_sorted(after.run.noise_levels.begin(), after.run.noise_levels.end()));
  CHECK(after.run.noise_levels.size() == before.run.noise_levels.size() + 1);
}

// WCAG 2.2, 1.4.3: 4.5 to 1 for text; 21 to 1 is black on white by definition.
TEST_CASE("theme: every pair of text and ground has a contrast of at least 4.5") {
  CHECK(contrast_ratio(IM_COL32(0, 0, 0, 255), IM_COL32(255, 255, 255, 255)) ==
        doctest::Approx(21.0));
  for (const bool dark : {false, true})
    for (const bool more : {false, true}) {
      CAPTURE(dark);
      CAPTURE(more);
      const Theme& t = theme_of(dark, more);
      for (const ImU32 ground : {t.card, t.ground})
        for (const ImU32 text : {t.ink, t.muted, t.accent, t.good, t.bad})
          CHECK(contrast_ratio(text, ground) >= (more && text == t.ink ? 15.0 : 4.5));
      CHECK(contrast_ratio(t.on_accent, t.accent) >= 4.5);
      CHECK(contrast_ratio(t.ink, t.track) >= 4.5);
      for (const ImU32 group : t.group) {
        CHECK(contrast_ratio(text_on(group), group) >= 4.5);
        CHECK(contrast_ratio(readable(group, t.card), t.card) >= 4.5);
      }
      for (const ImU32 method : {t.rlhf, t.average, t.oracle, t.naive_menu})
        CHECK(contrast_ratio(readable(method, t.card), t.card) >= 4.5);
    }
}

}  // namespace covenant
