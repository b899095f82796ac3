// covenant link SCENARIO: the scenario as the part of an address behind '#'.
#include "core/sim/link.hpp"

#include "cli/commands.hpp"
#include "cli/io.hpp"

namespace covenant::cli {

namespace {

int run_link(const Args& args) {
  const Result<Scenario> scenario = read_scenario(args.words[0], args);
  if (!scenario) return refuse(scenario.error());
  return print("#" + to_link(scenario.value()) + "\n");
}

}  // namespace

Command link_command() {
  std::vector<OptionSpec> options = scenario_options();
  options.push_back({"--replicates", "N", "the same as --set run.replicates=N", false});
  return {{"link", "SCENARIO", 1, 1,
           "Prints the scenario as a link: append it to the page's address.", options,
           std::string("covenant presets and covenant run accept the link in return (quote it: # "
                       "starts a comment in a "
                       "shell).\n") +
               kScenarioNotes},
          run_link};
}

}  // namespace covenant::cli
