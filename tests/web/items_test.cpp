// The registry of widgets by label (web/platform/items.hpp), on a headless ImGui: a context, a font
// atlas, no renderer.
#include "web/platform/items.hpp"

#include <doctest/doctest.h>
#include <imgui.h>
#include <imgui_internal.h>

#include <functional>
#include <memory>

#include "core/base/json.hpp"

using covenant::Json;
namespace items = covenant::items;

namespace {

// One window that fills a 400 x 300 canvas.
class Headless {
 public:
  Headless() : context_(ImGui::CreateContext(), ImGui::DestroyContext) {
    ImGui::SetCurrentContext(context_.get());
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.DisplaySize = ImVec2(400, 300);
    io.DeltaTime = 1.0f / 60.0f;
    unsigned char* pixels = nullptr;
    int width = 0, height = 0;
    io.Fonts->GetTexDataAsAlpha8(&pixels, &width, &height);
  }

  void frame(const std::function<void()>& contents) {
    items::begin_frame();
    ImGui::NewFrame();
    ImGui::SetNextWindowPos(ImVec2(0, 0));
    ImGui::SetNextWindowSize(ImVec2(400, 300));
    ImGui::Begin("page", nullptr, ImGuiWindowFlags_NoDecoration);
    contents();
    ImGui::End();
    ImGui::Render();
    items::end_frame();
  }

 private:
  std::unique_ptr<ImGuiContext, void (*)(ImGuiContext*)> context_;
};

ImRect last_rect() { return ImRect(ImGui::GetItemRectMin(), ImGui::GetItemRectMax()); }

}  // namespace

TEST_CASE(
    "items: a widget is found by its label, where it was drawn, and windows are not widgets") {
  Headless ui;
  ImRect drawn;
  ui.frame([&] {
    ImGui::Button("Copy link");
    drawn = last_rect();
  });
  const items::Item* item = items::find("Copy link");
  REQUIRE(item != nullptr);
  CHECK(item->x == drawn.Min.x);
  CHECK(item->y == drawn.Min.y);
  CHECK(item->w == drawn.GetWidth());
  CHECK(item->h == drawn.GetHeight());
  CHECK(item->visible);
  CHECK(items::all().size() == 1);
}

TEST_CASE(
    "items: what ImGui hides from a label is hidden here, and a bare ## label keeps its words") {
  CHECK(items::plain_label("Undo##top") == "Undo");
  CHECK(items::plain_label("Run###run") == "Run");
  CHECK(items::plain_label("##share") == "share");
  CHECK(items::plain_label("###share") == "share");
  CHECK(items::plain_label("##") == "");
  CHECK(items::plain_label("KL to base") == "KL to base");
}

TEST_CASE("items: state of a checkbox and of a disabled button is told") {
  Headless ui;
  bool on = true;
  ui.frame([&] {
    ImGui::Checkbox("On", &on);
    ImGui::BeginDisabled();
    ImGui::Button("Undo");
    ImGui::EndDisabled();
  });
  REQUIRE(items::find("On") != nullptr);
  CHECK(items::find("On")->kind == items::Kind::checkbox);
  CHECK(items::find("On")->checked);
  CHECK_FALSE(items::find("On")->disabled);
  REQUIRE(items::find("Undo") != nullptr);
  CHECK(items::find("Undo")->disabled);
  on = false;
  ui.frame([&] { ImGui::Checkbox("On", &on); });
  CHECK_FALSE(items::find("On")->checked);
  CHECK(items::find("Undo") == nullptr);  // not drawn, not there
}

TEST_CASE("items: a custom widget completes what ImGui recorded instead of doubling it") {
  Headless ui;
  ui.frame([&] {
    ImGui::InvisibleButton("##knob", ImVec2(80, 20));
    items::add("KL to base", last_rect(), items::Kind::slider, "0.10", {"designer.kl", 0.1, 0, 2});
  });
  REQUIRE(items::all().size() == 1);
  const items::Item& item = items::all()[0];
  CHECK(item.label == "KL to base");
  CHECK(item.id != 0);
  CHECK(item.kind == items::Kind::slider);
  CHECK(item.value == "0.10");
  REQUIRE(item.field.has_value());
  CHECK(item.field->path == "designer.kl");
  CHECK(item.field->upper == 2);
}

TEST_CASE("items: a handle that ImGui knows nothing of adds itself") {
  Headless ui;
  ui.frame([] {
    items::add("Professional", ImRect(100, 50, 112, 62), items::Kind::handle, "62 % professional");
  });
  REQUIRE(items::find("Professional") != nullptr);
  CHECK(items::find("Professional")->id == 0);
  CHECK(items::find("Professional")->x == 100);
  CHECK(items::find("Professional")->w == 12);
}

TEST_CASE("items: what is scrolled out of view keeps its label and says that it cannot be seen") {
  Headless ui;
  const auto contents = [] {
    ImGui::Button("Top");
    ImGui::Dummy(ImVec2(10, 1000));
    ImGui::Button("Bottom");
  };
  ui.frame(contents);
  CHECK(items::find("Bottom") == nullptr);  // never drawn: ImGui does not tell its label
  ui.frame([&] {
    contents();
    ImGui::SetScrollHereY();
  });
  ui.frame(contents);
  REQUIRE(items::find("Bottom") != nullptr);
  CHECK(items::find("Bottom")->visible);
  REQUIRE(items::find("Top") != nullptr);
  CHECK_FALSE(items::find("Top")->visible);
}

TEST_CASE("items: the JSON holds every item, and survives quotes, backslashes and line breaks") {
  Headless ui;
  ui.frame([] {
    ImGui::Button("Export");
    items::add("C:\\new\nline", ImRect(0, 0, 5, 5), items::Kind::card, "a \"quoted\" value",
               {"run.seed", 0.1, -1e300, 1e-300});
  });
  const covenant::Result<Json> parsed = covenant::parse_json(items::to_json());
  REQUIRE(parsed.ok());
  REQUIRE(parsed.value().size() == 2);
  CHECK(parsed.value()[0]["label"] == "Export");
  CHECK(parsed.value()[0]["visible"] == true);
  CHECK(parsed.value()[1]["label"] == "C:\\new line");
  CHECK(parsed.value()[1]["kind"] == "card");
  CHECK(parsed.value()[1]["field"]["value"] == 0.1);
  CHECK(parsed.value()[1]["field"]["lower"] == -1e300);
  CHECK(parsed.value()[1]["visible"] == true);
  CHECK(parsed.value()[1]["value"] == "a \"quoted\" value");
}
