// The whole page without window or renderer: what a person does, and what the app then says and
// asks.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "core/base/json.hpp"
#include "core/sim/link.hpp"
#include "core/sim/presets.hpp"
#include "core/sim/report.hpp"
#include "core/sim/simulation.hpp"
#include "tests/web/headless.hpp"

namespace covenant {
namespace {

bool said(const std::string& words) {
  const auto& all = platform::calls().announcements;
  return std::any_of(all.begin(), all.end(), [&](const std::string& text) {
    return text.find(words) != std::string::npos;
  });
}

}  // namespace

TEST_CASE("app: every preset draws at every width, in both themes, on every tab") {
  for (const PresetInfo& info : preset_list())
    for (const float width : {390.0f, 820.0f, 1280.0f}) {
      CAPTURE(std::string(info.id));
      CAPTURE(width);
      Headless page(width, 800.0f);
      page.app.open_link("#preset=" + std::string(info.id) + "&spread=0.1&theme=dark");
      page.frames(3);
      answer_run(page, 2);
      for (const ImGuiKey key : {ImGuiKey_1, ImGuiKey_2, ImGuiKey_3}) page.key(key);
      CHECK(ImGui::GetDrawData()->TotalVtxCount > 1000);
      CHECK(items::find("Type space") != nullptr);
    }
}

TEST_CASE("app: the first frame shows the four regions before any run has answered") {
  Headless page;
  page.frames(3);
  for (const char* label : {"KL to base", "Type space", "Menu", "Noise robustness", "Copy link"})
    CHECK_MESSAGE(items::find(label) != nullptr, label);
  CHECK(items::find("Menu")->value.find("contract") != std::string::npos);
}

TEST_CASE("app: labels are unique within a frame") {
  Headless page;
  page.frames(3);
  answer_run(page);
  std::vector<std::string> labels;
  for (const items::Item& item : items::all())
    if (item.id != 0) labels.push_back(item.label);
  std::sort(labels.begin(), labels.end());
  const auto twice = std::adjacent_find(labels.begin(), labels.end());
  CHECK_MESSAGE(twice == labels.end(), (twice == labels.end() ? std::string() : *twice));
}

TEST_CASE("app: a drag is one step of history, and follows the menu at once") {
  Headless page;
  page.frames(3);
  const Scenario before = shown(page);
  const items::Item kl = *items::find("KL to base");
  page.press(ImVec2(kl.x + 0.4f * kl.w, kl.y + 0.5f * kl.h));
  page.drag_to(ImVec2(kl.x + 0.6f * kl.w, kl.y + 0.5f * kl.h));
  page.drag_to(ImVec2(kl.x + 0.8f * kl.w, kl.y + 0.5f * kl.h));
  CHECK(shown(page).designer.kl > before.designer.kl);
  page.release();
  const Scenario after = shown(page);
  CHECK(platform::calls().hash.find("kl") != std::string::npos);
  page.key(ImGuiKey_Z, true);
  CHECK(shown(page) == before);
  page.key(ImGuiKey_Z, true, true);
  CHECK(shown(page) == after);
}

TEST_CASE("app: a value can be typed; what cannot be taken as it stands is said") {
  Headless page;
  page.frames(3);
  const auto type = [&](const std::string& label, const char* text) {
    REQUIRE(page.click(label + " (type it)"));
    ImGui::GetIO().AddInputCharactersUTF8(text);
    page.frames(2);
    page.key(ImGuiKey_Enter);
    page.frames(2);
  };
  const auto says = [](const std::string& words) {
    return items::find("Close: " + words) != nullptr;
  };
  type("Norm", "1.35");
  CHECK(shown(page).designer.norm_strength == 1.35);
  type("Norm", "much");
  CHECK(shown(page).designer.norm_strength == 1.35);
  CHECK(says("Norm: \"much\" is no number; it is still 1.35"));
  type("Norm", "2,000");
  CHECK(shown(page).designer.norm_strength == 1000.0);
  CHECK(says("Norm: 2000 is above 1000, the most that this slider takes; it is now 1000"));
  type("Menu size", "1.6");
  CHECK(shown(page).designer.max_contracts == 2);
  CHECK(says("Menu size: 1.6 is no whole number; it is now 2"));
  type("Reward noise", "-3");
  CHECK(says("Reward noise: -3 % is below 0 %, the least that this slider takes; it is now 0 %"));
  type("Comparisons", "3");  // below the track's end, and allowed
  CHECK(shown(page).feedback.comparisons == 3);
  // all else was taken as it stood
  const auto& all = items::all();
  CHECK(std::count_if(all.begin(), all.end(),
                      [](const auto& item) { return item.label.rfind("Close: ", 0) == 0; }) == 4);
}

// The field to type in shows ten digits: a value with more must not lose them by being looked at.
TEST_CASE("app: a value that was opened for typing and left alone keeps all its digits") {
  Headless page;
  page.app.open_link("#preset=three-groups&designer.norm_strength=0.12345678901234");
  page.frames(3);
  const Scenario before = shown(page);
  REQUIRE(before.designer.norm_strength == 0.12345678901234);
  REQUIRE(page.click("Norm (type it)"));
  page.frames(2);
  page.key(ImGuiKey_Enter);
  page.frames(2);
  CHECK(shown(page) == before);
}

TEST_CASE("app: shares keep their sum when one is moved") {
  Headless page;
  page.frames(3);
  const Scenario before = shown(page);
  const items::Item* share = items::find("share: " + before.types[0].name);
  REQUIRE(share != nullptr);
  page.press(ImVec2(share->x + 0.7f * share->w, share->y + 0.5f * share->h));
  page.release();
  double sum = 0.0;
  for (const TypeSpec& type : shown(page).types) sum += type.share;
  CHECK(std::fabs(sum - 1.0) < 1e-3);  // shares are rounded to four decimals
  CHECK(shown(page).types[0].share > before.types[0].share);
}

TEST_CASE("app: the arrow keys move a focused slider") {
  Headless page;
  page.frames(3);
  const double before = shown(page).designer.kl;
  // a click focuses; a key then shows the focus and moves
  const items::Item kl = *items::find("KL to base");
  const float knob = kl.x + 7.0f + (kl.w - 14.0f) * static_cast<float>(before);
  page.press(ImVec2(knob, kl.y + 0.5f * kl.h));
  page.release();
  CHECK(shown(page).designer.kl == before);  // a caught knob does not jump
  for (int i = 0; i < 3; ++i) page.key(ImGuiKey_RightArrow);
  CHECK(shown(page).designer.kl > before);
}

TEST_CASE("app: a link restores the state exactly, in another page") {
  std::string link, text;
  {
    Headless page;
    page.frames(3);
    std::string error;
    REQUIRE(page.app.set_field("designer.kl", "0.25", error));
    REQUIRE(page.app.set_field("types[1].share", "0.5", error));
    page.frames(3);
    link = page.app.link();
    text = page.app.scenario_text();
  }
  Headless other;
  other.app.open_link("#" + link);
  other.frames(3);
  CHECK(other.app.scenario_text() == text);
  CHECK(other.app.link() == link);
}

TEST_CASE("app: the sender's fingerprint is recognised, and an edit ends the comparison") {
  std::string link;
  {
    Headless page;
    page.frames(3);
    answer_run(page);
    link = page.app.link();
    CHECK(link.find("fp=") != std::string::npos);
  }
  Headless other;
  other.app.open_link(link);
  other.frames(3);
  answer_run(other);
  REQUIRE(items::find("Fingerprint") != nullptr);
  CHECK(items::find("Fingerprint")->value.rfind("same numbers as the sender", 0) == 0);
  std::string error;
  REQUIRE(other.app.set_field("kl", "0.3", error));
  answer_run(other);
  REQUIRE(items::find("Fingerprint") != nullptr);
  CHECK(items::find("Fingerprint")->value.rfind("fingerprint", 0) == 0);
}

TEST_CASE("app: damaged links are said in words and leave a page that works") {
  for (const char* hash :
       {"#preset=nope", "#designer.kl=-3", "#kl=banana", "#%%%&&=", "#types=[]"}) {
    CAPTURE(hash);
    Headless page;
    page.app.open_link(hash);
    page.frames(3);
    CHECK(said("link"));
    CHECK(parse_scenario(page.app.scenario_text()).ok());
    CHECK(items::find("Menu") != nullptr);
  }
}

TEST_CASE("app: fields set from outside are checked") {
  Headless page;
  page.frames(3);
  const std::string before = page.app.scenario_text();
  std::string error;
  CHECK_FALSE(page.app.set_field("designer.kl", "-1", error));
  CHECK(error.find("designer.kl") != std::string::npos);
  CHECK_FALSE(page.app.set_field("designer.klx", "1", error));
  CHECK(page.app.scenario_text() == before);
}

TEST_CASE("app: a failed run is tried once more, then given up in words") {
  Headless page;
  page.frames(30);
  REQUIRE(platform::calls().runs.size() == 1);
  page.app.on_run_failed(platform::calls().runs[0].id, "out of memory");
  CHECK_FALSE(said("out of memory"));
  page.frames(30);
  REQUIRE(platform::calls().runs.size() == 2);
  page.app.on_run_failed(platform::calls().runs[1].id, "out of memory");
  CHECK(said("out of memory"));
  CHECK_FALSE(page.app.busy());
  // a late report of the run that was given up is not taken
  page.app.on_report(platform::calls().runs[0].id, "", true);
  CHECK(platform::calls().results == 0);
}

TEST_CASE("app: a design without a solution says why instead of showing a menu") {
  Headless page;
  page.app.open_link("#preset=dual-use&outside=1000");
  page.frames(3);
  REQUIRE(items::find("Menu") != nullptr);
  CHECK(items::find("Menu")->value == "infeasible");
  for (const ImGuiKey key : {ImGuiKey_1, ImGuiKey_2, ImGuiKey_3}) page.key(key);
}

TEST_CASE("app: results reach the page: numbers, tables and SVG with their provenance") {
  Headless page;
  page.frames(3);
  const Report report = answer_run(page);
  CHECK(platform::calls().results == 1);
  const std::string table = platform::calls().tables["noise"];
  CHECK(std::count(table.begin(), table.end(), '\n') ==
        static_cast<std::ptrdiff_t>(report.noise_levels.size()) + 1);
  const std::string svg = page.app.svg("noise");
  CHECK(svg.rfind("<svg", 0) == 0);
  CHECK(svg.find(report.fingerprint) != std::string::npos);
  CHECK(page.app.svg("no such plot").empty());
}

TEST_CASE("app: dropped files: a scenario, and what is none") {
  Headless page;
  page.frames(3);
  Scenario other = preset("dual-use").value();
  other.title = "Mine";
  page.app.on_file("mine.json", write_json(scenario_json(other)));
  page.frames(3);
  CHECK(shown(page) == other);
  page.app.on_file("broken.json", "{\"schema\": 1,");
  CHECK(said("broken.json"));
  page.app.on_file("empty.csv", "  \n");
  CHECK(said("empty.csv"));
  page.app.on_file("wrong.csv", "a,b\n1,2\n");
  CHECK(said("wrong.csv"));
  CHECK(shown(page) == other);
}

TEST_CASE("app: dragging a type inwards gives it the wishes of that mixture") {
  Headless page;
  page.frames(3);
  const Scenario before = shown(page);
  const items::Item handle = *items::find("type: " + before.types[0].name);
  const ImVec2 at(handle.x + 0.5f * handle.w, handle.y + 0.5f * handle.h);
  page.press(at);
  page.drag_to(ImVec2(at.x, at.y + 60.0f));
  page.release();
  const Scenario after = shown(page);
  CHECK(after.types[0].weights != before.types[0].weights);
  CHECK(after.types[1] == before.types[1]);
  page.key(ImGuiKey_Z, true);
  CHECK(shown(page) == before);
}

TEST_CASE("app: nothing is asked for when nothing changes") {
  Headless page;
  page.frames(3);
  answer_run(page);
  page.frames(5);
  CHECK_FALSE(page.app.wants_frame());
  CHECK_FALSE(page.app.busy());
  const std::size_t runs = platform::calls().runs.size();
  page.frames(60);
  CHECK(platform::calls().runs.size() == runs);
}

}  // namespace covenant
