// The platform in a browser. Everything that can be JavaScript is: these functions only carry
// strings to the `host` object that web/shell/boot.js hands to the module (see web/shell/host.js).
#include <emscripten.h>
#include <emscripten/html5.h>

#include "web/platform/platform.hpp"

// clang-format off
EM_JS(void, host_set_location_hash, (const char* hash), { Module["host"].setLocationHash(UTF8ToString(hash)); })
EM_JS(void, host_copy_text, (const char* text), { Module["host"].copyText(UTF8ToString(text)); })
EM_JS(void, host_start_run, (int id, const char* scenario), { Module["host"].startRun(id, UTF8ToString(scenario)); })
EM_JS(void, host_cancel_run, (void), { Module["host"].cancelRun(); })
EM_JS(void, host_announce, (const char* text), { Module["host"].announce(UTF8ToString(text)); })
EM_JS(void, host_publish_results, (void), { Module["host"].publishResults(); })
EM_JS(void, host_download_results, (const char* name), { Module["host"].downloadResults(UTF8ToString(name)); })
EM_JS(void, host_publish_data_table, (const char* id, const char* title, const char* csv), {
  Module["host"].publishDataTable(UTF8ToString(id), UTF8ToString(title), UTF8ToString(csv));
})
EM_JS(void, host_download, (const char* name, const char* mime, const unsigned char* bytes, int size), {
  Module["host"].download(UTF8ToString(name), UTF8ToString(mime), HEAPU8.slice(bytes, bytes + size));
})
EM_JS(void, host_open_sheet, (const char* name), { Module["host"].openSheet(UTF8ToString(name)); })
EM_JS(void, host_open_file_dialog, (void), { Module["host"].openFileDialog(); })
EM_JS(void, host_set_text_input, (int active), { Module["host"].setTextInput(!!active); })
EM_JS(int, host_prefers_dark, (void), { return Module["host"].prefersDark() ? 1 : 0; })
EM_JS(int, host_reduced_motion, (void), { return Module["host"].reducedMotion() ? 1 : 0; })
EM_JS(char*, host_share_base, (void), {
  var text = Module["host"].shareBase();
  var size = lengthBytesUTF8(text) + 1;
  var copy = _malloc(size);
  stringToUTF8(text, copy, size);
  return copy;
})
// clang-format on

namespace covenant::platform {

void set_location_hash(const std::string& hash) { host_set_location_hash(hash.c_str()); }
void copy_text(const std::string& text) { host_copy_text(text.c_str()); }

void start_run(int run_id, const std::string& scenario_json) {
  host_start_run(run_id, scenario_json.c_str());
}

void cancel_run() { host_cancel_run(); }
void announce(const std::string& text) { host_announce(text.c_str()); }
void publish_results() { host_publish_results(); }
void download_results(const std::string& file_name) { host_download_results(file_name.c_str()); }

void publish_data_table(const std::string& id, const std::string& title, const std::string& csv) {
  host_publish_data_table(id.c_str(), title.c_str(), csv.c_str());
}

void download(const std::string& file_name, const std::string& mime, const std::string& bytes) {
  host_download(file_name.c_str(), mime.c_str(),
                reinterpret_cast<const unsigned char*>(bytes.data()),
                static_cast<int>(bytes.size()));
}

void open_sheet(const std::string& name) { host_open_sheet(name.c_str()); }
void open_file_dialog() { host_open_file_dialog(); }
void set_text_input(bool active) { host_set_text_input(active ? 1 : 0); }
double now() { return emscripten_get_now() / 1000.0; }
float device_pixel_ratio() { return static_cast<float>(emscripten_get_device_pixel_ratio()); }
bool prefers_dark() { return host_prefers_dark() != 0; }
bool reduced_motion() { return host_reduced_motion() != 0; }

std::string share_base() {
  char* text = host_share_base();
  std::string base(text);
  free(text);
  return base;
}

}  // namespace covenant::platform
