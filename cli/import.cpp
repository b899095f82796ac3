// covenant import SOURCE DIR: a scenario from published data that is not part of the project.
#include "cli/commands.hpp"
#include "cli/io.hpp"
#include "cli/moral_issues.hpp"

namespace covenant::cli {

namespace {

int run_import(const Args& args) {
  if (args.words[0] != "moral-issues" && args.words[0] != "moral_issues")
    return refuse({ErrorCode::not_found, "'" + args.words[0] + "' is not a source" +
                                             suggestion(args.words[0], {"moral-issues"}) +
                                             "; allowed: moral-issues"});
  const Result<Scenario> scenario =
      moral_issues_scenario(args.words[1], split_list(args.value("--groups")));
  if (!scenario) return refuse(scenario.error());
  return print(write_json(scenario_json(scenario.value())) + "\n");
}

}  // namespace

Command import_command() {
  return {{"import",
           "SOURCE DIR",
           2,
           2,
           "Writes a scenario from a folder of published data.",
           {{"--groups", "A,B,..", "these groups only (default: all of at least 30 respondents)",
             false}},
           "covenant import moral-issues DIR > moral-issues.json reads issue_positions.csv, "
           "groups.csv and\n"
           "derived_group_weights.csv (Strimling et al. 2019). Exit code 2: bad input."},
          run_import};
}

}  // namespace covenant::cli
