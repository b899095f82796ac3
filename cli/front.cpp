// covenant front SCENARIO: what single policies can give the types, and where each method lands.
#include "cli/commands.hpp"
#include "cli/io.hpp"
#include "cli/simulate.hpp"

namespace covenant::cli {

namespace {

int run_front(const Args& args) {
  const Result<bool> csv = wants_csv(args);
  if (!csv) return refuse(csv.error());
  const Result<Report> outcome = simulate(args);
  if (!outcome) return refuse(outcome.error());
  const Report& report = outcome.value();
  if (csv.value()) return print(front_csv(report.front, report.scenario, report.types));
  const Json json = {{"schema", report.schema},   {"scenario", report.scenario},
                     {"version", report.version}, {"fingerprint", report.fingerprint},
                     {"types", report.types},     {"front", front_json(report.front)},
                     {"seconds", report.seconds}};
  return print(write_json(json) + "\n");
}

constexpr const char* kNotes =
    "What a type gets is V = reward - kl KL, in utils, at true rewards (kl 0: its reward).\n"
    "  points    the front of single policies: every vertex (\"vertices\": true; kl 0, up to "
    "three\n"
    "            types), else the best policies for a grid of weights on the types\n"
    "  linear    the same without the price of KL\n"
    "  sets      what each contract or policy a method deployed gives the types (replicate 0,\n"
    "            first noise level)\n"
    "  outcomes  by method and noise level, how far its mean outcome lies beyond the front: what\n"
    "            every type could lose before a single policy did as well by all; below 0 some\n"
    "            single policy gives every type that much more. \"weight\": where that is judged\n"
    "hypervolume is measured from reference_point, the worst each type fares at another type's\n"
    "favourite policy; null for more than five types. The rest is the report of covenant run.\n\n";

}  // namespace

Command front_command() {
  std::vector<OptionSpec> options = scenario_options();
  options.push_back({"--replicates", "N", "the same as --set run.replicates=N", false});
  options.push_back(threads_option());
  options.push_back({"--json", "", "JSON (the default)", false});
  options.push_back(
      {"--csv", "", "the points: scenario,set,point,type,weight,utility,value", false});
  return {{"front", "SCENARIO", 1, 1,
           "The Pareto front of single policies, and how far beyond it each method comes.", options,
           std::string(kNotes) + kScenarioNotes},
          run_front};
}

}  // namespace covenant::cli
