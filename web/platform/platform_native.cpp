// The platform of headless tests: nothing happens, everything is written down.
#include "web/platform/platform_native.hpp"

#include "web/platform/platform.hpp"

namespace covenant::platform {

Calls& calls() {
  static Calls instance;
  return instance;
}

void set_location_hash(const std::string& hash) { calls().hash = hash; }
void copy_text(const std::string& text) { calls().copied = text; }

void start_run(int run_id, const std::string& scenario_json) {
  calls().runs.push_back({run_id, scenario_json});
  calls().running = true;
}

void cancel_run() { calls().running = false; }
void announce(const std::string& text) { calls().announcements.push_back(text); }
void publish_results() { ++calls().results; }
void download_results(const std::string& file_name) { calls().downloads[file_name] = ""; }

void publish_data_table(const std::string& id, const std::string&, const std::string& csv) {
  calls().tables[id] = csv;
}

void download(const std::string& file_name, const std::string&, const std::string& bytes) {
  calls().downloads[file_name] = bytes;
}

void open_sheet(const std::string& name) { calls().sheets.push_back(name); }
void open_file_dialog() { ++calls().file_dialogs; }
void set_text_input(bool active) { calls().text_input = active; }
// Every look at the clock advances it by one 60 Hz frame: tests do not depend on the machine's
// speed.
double now() { return calls().time += 1.0 / 60.0; }
float device_pixel_ratio() { return calls().pixel_ratio; }
bool prefers_dark() { return calls().dark; }
bool reduced_motion() { return calls().reduced_motion; }
std::string share_base() { return "https://covenant.example/"; }

}  // namespace covenant::platform
