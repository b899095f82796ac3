// covenant: the command line. One file per command; see commands.hpp.
#include <cstdio>
#include <string>
#include <vector>

#include "cli/commands.hpp"
#include "cli/io.hpp"
#include "core/sim/simulation.hpp"

namespace covenant::cli {

namespace {

std::vector<Command> all_commands() {
  return {menu_command(),  run_command(),    sweep_command(), front_command(),
          infer_command(), import_command(), link_command(),  presets_command()};
}

std::string overview(const std::vector<Command>& commands) {
  std::string text = "covenant COMMAND ..., a contract-menu alignment simulator\n\n";
  for (const Command& command : commands) {
    const std::string head =
        command.spec.name + (command.spec.words.empty() ? "" : " ") + command.spec.words;
    text += "  " + head + std::string(head.size() < 18 ? 18 - head.size() : 1, ' ') +
            command.spec.summary + "\n";
  }
  return text + "\n  --version         prints the version\n" +
         "  --help            this text; covenant COMMAND --help says more\n\n" + kScenarioNotes +
         "\n";
}

int dispatch(const Command& command, const std::vector<std::string>& words) {
  const Result<Args> args = parse_args(command.spec, words);
  if (!args) return refuse(args.error());
  if (args.value().help) return print(help_text(command.spec));
  return command.run(args.value());
}

int start(std::vector<std::string> words) {
  const std::vector<Command> commands = all_commands();
  if (words.empty()) {
    std::fputs(overview(commands).c_str(), stderr);
    return kBadInput;
  }
  const std::string name = words.front();
  words.erase(words.begin());
  if (name == "--version") return print("covenant " + std::string(version()) + "\n");
  if (name == "--help" || name == "-h") return print(overview(commands));
  if (name == "help") {
    if (words.empty()) return print(overview(commands));
    return start({words.front(), "--help"});
  }
  std::vector<std::string> known;
  std::string list;
  for (const Command& command : commands) {
    if (command.spec.name == name) return dispatch(command, words);
    known.push_back(command.spec.name);
    list += (list.empty() ? "" : ", ") + command.spec.name;
  }
  return refuse({ErrorCode::unknown_key, "'" + name + "' is not a command" +
                                             suggestion(name, known) + "; allowed: " + list});
}

}  // namespace

}  // namespace covenant::cli

int main(int argc, char** argv) {
  return covenant::cli::start(std::vector<std::string>(argv + 1, argv + argc));
}
