// covenant run SCENARIO: every method of a scenario at its own noise levels (model.md section 7).
#include "cli/commands.hpp"
#include "cli/io.hpp"
#include "cli/simulate.hpp"
#include "core/mech/methods/method.hpp"

namespace covenant::cli {

namespace {

int run_run(const Args& args) {
  const Result<bool> csv = wants_csv(args);
  if (!csv) return refuse(csv.error());
  const Result<Report> outcome = simulate(args);
  if (!outcome) return refuse(outcome.error());
  const Report& report = outcome.value();
  return print(csv.value() ? report_csv(report) : write_json(report_json(report)) + "\n");
}

// What a scenario's "methods" may name: parameters with defaults, assumptions, source.
std::string method_notes() {
  std::string text = "Methods (\"methods\" of the scenario)\n";
  for (const MethodInfo& method : method_list()) {
    text += "  " + std::string(method.id);
    for (const ParameterInfo& parameter : method.parameters)
      text += " " + std::string(parameter.name) + "=" + number_text(parameter.initial);
    text += ": assumes " + std::string(method.assumes) + " (" + std::string(method.paper) + ")\n";
  }
  return text + "\n" + kScenarioNotes;
}

}  // namespace

Command run_command() {
  std::vector<OptionSpec> options = scenario_options();
  options.push_back({"--replicates", "N", "the same as --set run.replicates=N", false});
  options.push_back(threads_option());
  for (const OptionSpec& option : format_options()) options.push_back(option);
  return {{"run", "SCENARIO", 1, 1,
           "Runs a scenario's methods over its noise levels and reports with intervals.", options,
           method_notes()},
          run_run};
}

}  // namespace covenant::cli
