// covenant run SCENARIO: every method of a scenario at its own noise levels (model.md section 7).
#include <algorithm>

#include "cli/commands.hpp"
#include "cli/io.hpp"
#include "cli/simulate.hpp"
#include "cli/text.hpp"
#include "core/mech/methods/method.hpp"

namespace covenant::cli {

namespace {

// One claim in two lines: verdict and interval, then what was claimed.
std::string claims_text(const Report& report) {
  std::size_t width = 0;
  for (const Claim& claim : report.claims) width = std::max(width, claim.id.size());
  std::string text = report.scenario + ", " + std::to_string(report.replicates_done) +
                     " replicates, fingerprint " + report.fingerprint + "\n";
  for (const Claim& claim : report.claims) {
    text += "\n" + pad(claim.id, width + 2) + pad(claim.verdict, 17);
    if (claim.verdict != "not tested here") {
      text +=
          fixed(claim.statistic, 4) + " [" + fixed(claim.lo, 4) + ", " + fixed(claim.hi, 4) + "]";
    }
    text += "\n  " + claim.statement + "\n";
  }
  return text + "\n" + report.incentives.finding + "\n" + report.pressure.finding + "\n";
}

int run_run(const Args& args) {
  const Result<bool> csv = wants_csv(args);
  if (!csv) return refuse(csv.error());
  if (args.has("--claims") && (args.has("--csv") || args.has("--json")))
    return refuse(
        {ErrorCode::out_of_range, "--claims: is a format of its own; leave --csv and --json out"});
  const Result<Report> outcome = simulate(args);
  if (!outcome) return refuse(outcome.error());
  const Report& report = outcome.value();
  if (args.has("--claims")) return print(claims_text(report));
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
  options.push_back({"--claims", "", "the claims and their verdicts as text instead", false});
  for (const OptionSpec& option : format_options()) options.push_back(option);
  return {{"run", "SCENARIO", 1, 1,
           "Runs a scenario's methods over its noise levels and reports with intervals.", options,
           method_notes()},
          run_run};
}

}  // namespace covenant::cli
