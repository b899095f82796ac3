#include "web/platform/items.hpp"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>

namespace covenant::items {
namespace {

// Labels come only with items that are drawn; those scrolled out keep the label they last had.
constexpr std::size_t kMaxRememberedLabels = 4096;

struct Recorder {
  std::vector<Item> building, finished;
  ImGuiStorage index;  // id -> position in `building` + 1
  std::map<unsigned, std::string> labels;
};

Recorder& recorder() {
  static Recorder instance;
  return instance;
}

Item* find_building(unsigned id) {
  Recorder& r = recorder();
  const int at = id == 0 ? 0 : r.index.GetInt(id, 0);
  return at == 0 ? nullptr : &r.building[static_cast<std::size_t>(at - 1)];
}

// What the window's and the canvas's edges leave of the rectangle.
void place(Item& item, const ImGuiContext& context, ImRect rect) {
  if (context.CurrentWindow != nullptr) rect.ClipWithFull(context.CurrentWindow->ClipRect);
  rect.ClipWithFull(ImRect(ImVec2(0, 0), context.IO.DisplaySize));
  item.x = rect.Min.x;
  item.y = rect.Min.y;
  item.w = std::max(0.0f, rect.GetWidth());
  item.h = std::max(0.0f, rect.GetHeight());
  item.visible = item.w > 0 && item.h > 0;
}

const char* kind_name(Kind kind) {
  switch (kind) {
    case Kind::button:
      return "button";
    case Kind::checkbox:
      return "checkbox";
    case Kind::slider:
      return "slider";
    case Kind::text:
      return "text";
    case Kind::tab:
      return "tab";
    case Kind::handle:
      return "handle";
    case Kind::card:
      return "card";
    case Kind::plot:
      return "plot";
    case Kind::heading:
      return "heading";
    case Kind::other:
      break;
  }
  return "other";
}

// A JSON writer of four lines: the page fetches this text often, and a JSON library would add 40 kB
// here. Each member ends in a comma, which the caller turns into the closing brace.
void put_text(std::string& out, const char* key, std::string_view text) {
  out += '"' + std::string(key) + "\":\"";
  for (const char c : text) {
    const bool control = static_cast<unsigned char>(c) < 0x20;
    if (c == '"' || c == '\\') out += '\\';
    out += control ? ' ' : c;
  }
  out += "\",";
}

void put_number(std::string& out, const char* key, double value) {
  char text[40];
  std::snprintf(text, sizeof text, "\"%s\":%.17g,", key, std::isfinite(value) ? value : 0.0);
  out += text;
}

void put_flag(std::string& out, const char* key, bool value) {
  out += '"' + std::string(key) + (value ? "\":true," : "\":false,");
}

void on_item_add(ImGuiContext& context, ImGuiID id, const ImRect& rect,
                 const ImGuiLastItemData* data) {
  Recorder& r = recorder();
  // Windows register themselves too (without data), and their title bars: not widgets.
  const bool title = context.CurrentWindow != nullptr && id == context.CurrentWindow->MoveId;
  if (id == 0 || data == nullptr || title) return;
  Item* item = find_building(id);
  if (item == nullptr) {
    r.building.push_back({});
    r.index.SetInt(id, static_cast<int>(r.building.size()));
    item = &r.building.back();
    item->id = id;
    if (const auto known = r.labels.find(id); known != r.labels.end()) item->label = known->second;
  }
  place(*item, context, rect);
  item->disabled = (data->InFlags & ImGuiItemFlags_Disabled) != 0;
  item->focused = context.ActiveId == id || (context.NavId == id && !context.NavDisableHighlight);
}

void on_item_info(ImGuiID id, std::string_view label, ImGuiItemStatusFlags flags) {
  Recorder& r = recorder();
  Item* item = find_building(id);
  if (item == nullptr) return;
  if (const std::string_view plain = plain_label(label); !plain.empty()) {
    item->label = plain;
    if (r.labels.size() >= kMaxRememberedLabels) r.labels.clear();
    r.labels[id] = item->label;
  }
  item->checkable = (flags & ImGuiItemStatusFlags_Checkable) != 0;
  item->checked = (flags & ImGuiItemStatusFlags_Checked) != 0;
  item->opened = (flags & ImGuiItemStatusFlags_Opened) != 0;
  item->editable = (flags & ImGuiItemStatusFlags_Inputable) != 0;
  if (item->kind != Kind::other) return;
  if (item->checkable) item->kind = Kind::checkbox;
  if (item->editable) item->kind = Kind::text;
}

// The item that add() speaks of: ImGui's last one if it has this rectangle, else the one with this
// label.
Item* find_match(std::string_view label, const ImRect& rect) {
  const ImGuiContext& context = *ImGui::GetCurrentContext();
  const ImGuiLastItemData& last = context.LastItemData;
  const bool same_rect = last.Rect.Min.x == rect.Min.x && last.Rect.Min.y == rect.Min.y &&
                         last.Rect.Max.x == rect.Max.x && last.Rect.Max.y == rect.Max.y;
  if (last.ID != 0 && same_rect) {
    if (Item* item = find_building(last.ID)) return item;
  }
  for (Item& item : recorder().building) {
    if (item.label == label) return &item;
  }
  return nullptr;
}

Item& add_item(std::string_view label, const ImRect& rect, Kind kind, std::string_view value) {
  Recorder& r = recorder();
  const std::string_view plain = plain_label(label);
  Item* item = find_match(plain, rect);
  if (item == nullptr) {
    r.building.push_back({});
    item = &r.building.back();
    place(*item, *ImGui::GetCurrentContext(), rect);
  }
  item->label = plain;
  item->kind = kind;
  item->value = value;
  if (item->id != 0) r.labels[item->id] = item->label;
  return *item;
}

}  // namespace

void begin_frame() {
  Recorder& r = recorder();
  ImGui::GetCurrentContext()->TestEngineHookItems = true;
  r.building.clear();
  r.index.Clear();
}

void end_frame() {
  Recorder& r = recorder();
  const auto nameless = [](const Item& item) { return item.label.empty(); };
  r.building.erase(std::remove_if(r.building.begin(), r.building.end(), nameless),
                   r.building.end());
  r.index.Clear();
  r.finished.swap(r.building);
}

void add(std::string_view label, const ImRect& rect, Kind kind, std::string_view value_text) {
  add_item(label, rect, kind, value_text);
}

void add(std::string_view label, const ImRect& rect, Kind kind, std::string_view value_text,
         const Field& field) {
  add_item(label, rect, kind, value_text).field = field;
}

const std::vector<Item>& all() { return recorder().finished; }

const Item* find(std::string_view label) {
  for (const Item& item : all()) {
    if (item.label == label) return &item;
  }
  return nullptr;
}

std::string to_json() {
  std::string out = "[";
  for (const Item& item : all()) {
    out += out.size() == 1 ? "{" : ",{";
    put_text(out, "label", item.label);
    put_text(out, "kind", kind_name(item.kind));
    put_number(out, "id", item.id);
    put_number(out, "x", item.x);
    put_number(out, "y", item.y);
    put_number(out, "w", item.w);
    put_number(out, "h", item.h);
    if (item.checkable) put_flag(out, "checked", item.checked);
    if (item.opened) put_flag(out, "opened", true);
    if (item.focused) put_flag(out, "focused", true);
    put_flag(out, "disabled", item.disabled);
    if (!item.value.empty()) put_text(out, "value", item.value);
    if (item.field) {
      out += "\"field\":{";
      put_text(out, "path", item.field->path);
      put_number(out, "value", item.field->value);
      put_number(out, "lower", item.field->lower);
      put_number(out, "upper", item.field->upper);
      out.back() = '}';
      out += ',';
    }
    put_flag(out, "visible", item.visible);
    out.back() = '}';
  }
  return out + "]";
}

std::string_view plain_label(std::string_view label) {
  const std::size_t mark = label.find("##");
  if (mark == std::string_view::npos) return label;
  if (mark > 0) return label.substr(0, mark);
  return label.substr(label.find_first_not_of('#') == std::string_view::npos
                          ? label.size()
                          : label.find_first_not_of('#'));
}

}  // namespace covenant::items

// ImGui calls these for every item while TestEngineHookItems is set.
void ImGuiTestEngineHook_ItemAdd(ImGuiContext* context, ImGuiID id, const ImRect& rect,
                                 const ImGuiLastItemData* data) {
  covenant::items::on_item_add(*context, id, rect, data);
}

void ImGuiTestEngineHook_ItemInfo(ImGuiContext*, ImGuiID id, const char* label,
                                  ImGuiItemStatusFlags flags) {
  covenant::items::on_item_info(id, label == nullptr ? "" : label, flags);
}

void ImGuiTestEngineHook_Log(ImGuiContext*, const char*, ...) {}

const char* ImGuiTestEngine_FindItemDebugLabel(ImGuiContext*, ImGuiID) { return nullptr; }
