// cli/commands.hpp: one command per file, each a description and a function that returns an exit
// code.
#pragma once

#include <vector>

#include "cli/args.hpp"

namespace covenant::cli {

struct Command {
  CommandSpec spec;
  int (*run)(const Args& args);
};

[[nodiscard]] Command menu_command();
[[nodiscard]] Command run_command();
[[nodiscard]] Command sweep_command();
[[nodiscard]] Command front_command();
[[nodiscard]] Command infer_command();
[[nodiscard]] Command import_command();
[[nodiscard]] Command link_command();
[[nodiscard]] Command presets_command();

// What every command that takes a SCENARIO accepts.
[[nodiscard]] std::vector<OptionSpec> scenario_options();
// --json (default) and --csv, which exclude each other; an error if both are given.
[[nodiscard]] std::vector<OptionSpec> format_options();
[[nodiscard]] Result<bool> wants_csv(const Args& args);
// --threads, by default as many as the machine has.
[[nodiscard]] OptionSpec threads_option();
[[nodiscard]] Result<int> threads_of(const Args& args);
inline constexpr const char* kScenarioNotes =
    "SCENARIO is a JSON file, - for standard input, preset:ID (covenant presets lists them), or a "
    "share\n"
    "link: an address with '#', or what stands behind it. Results go to standard output.\n"
    "Exit code 0: done; 1: the solver could not do it; 2: bad input, one line on standard error.";

}  // namespace covenant::cli
