// covenant presets [ID]: the scenarios that come with the lab.
#include "core/sim/presets.hpp"

#include "cli/commands.hpp"
#include "cli/io.hpp"

namespace covenant::cli {

namespace {

std::string preset_table() {
  std::size_t width = 0;
  for (const PresetInfo& info : preset_list()) width = std::max(width, info.id.size());
  std::string text;
  for (const PresetInfo& info : preset_list())
    text += std::string(info.id) + std::string(width - info.id.size() + 2, ' ') +
            std::string(info.title) + ": " + std::string(info.shows) + "\n";
  return text;
}

std::string preset_json() {
  Json list = Json::array();
  for (const PresetInfo& info : preset_list())
    list.push_back({{"id", info.id}, {"title", info.title}, {"shows", info.shows}});
  return write_json(list) + "\n";
}

int run_presets(const Args& args) {
  if (args.words.empty()) return print(args.has("--json") ? preset_json() : preset_table());
  const std::string& id = args.words[0];
  const Result<Scenario> found =
      preset(id.substr(0, 7) == "preset:" ? std::string_view(id).substr(7) : id);
  if (!found) return refuse({found.error().code, id + ": " + found.error().message});
  return print(write_json(scenario_json(found.value())) + "\n");
}

}  // namespace

Command presets_command() {
  return {{"presets",
           "[ID]",
           0,
           1,
           "Lists the scenarios that come with the lab, or prints one as JSON.",
           {{"--json", "", "the list as JSON", false}},
           "covenant presets three-groups > mine.json is a good start for a scenario of your own."},
          run_presets};
}

}  // namespace covenant::cli
