// web/platform/platform_native.hpp: what headless tests see of the app's calls to its platform, and
// what they let the platform answer.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace covenant::platform {

struct StartedRun {
  int id = 0;
  std::string scenario;
};

struct Calls {
  std::string hash, copied;
  int results = 0;  // reports taken
  std::vector<StartedRun> runs;
  bool running = false;
  std::vector<std::string> announcements;
  std::map<std::string, std::string> tables;     // id -> CSV
  std::map<std::string, std::string> downloads;  // file name -> bytes
  std::vector<std::string> sheets;
  int file_dialogs = 0;
  bool text_input = false;
  // answers
  double time = 0.0;
  float pixel_ratio = 1.0f;
  bool dark = false, reduced_motion = false;
};

// Since the start of the process; tests assign Calls{} to start afresh.
Calls& calls();

}  // namespace covenant::platform
