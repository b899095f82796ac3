// web/platform/platform.hpp: what the app asks of the place it runs in.
// platform_web.cpp speaks to the page (its JavaScript is in web/shell); platform_native.cpp records
// the calls for headless tests. Nothing here blocks; answers come back through App's on_...
// functions.
#pragma once

#include <string>

namespace covenant::platform {

void set_location_hash(const std::string& hash);  // history.replaceState; never in embed mode
void copy_text(const std::string& text);          // to the system's clipboard
// (Re)starts the worker's run and cancels the previous one. Reports arrive as App::on_report with
// this id.
void start_run(int run_id, const std::string& scenario_json);
void cancel_run();
void announce(const std::string& text);  // polite live region
// The report that on_report is being given is taken: window.covenant.results() and the tables will
// show it.
void publish_results();
void download_results(const std::string& file_name);  // that report, as JSON
// The table behind a plot, hidden, for screen readers and window.covenant.table(id). First row:
// column names.
void publish_data_table(const std::string& id, const std::string& title, const std::string& csv);
// image/png: the bytes are an SVG document, which the page turns into pixels.
void download(const std::string& file_name, const std::string& mime, const std::string& bytes);
// What stands beside the canvas: "editor", "presets", "story", "tour", "compare", "table:<plot
// id>", "lab".
void open_sheet(const std::string& name);
void open_file_dialog();           // what is chosen arrives as App::on_file
void set_text_input(bool active);  // on-screen keyboard hint
double now();                      // seconds, monotonic
float device_pixel_ratio();
bool prefers_dark();
bool reduced_motion();
std::string share_base();  // the page's address without '#...', for Copy link

}  // namespace covenant::platform
