#include "cli/commands.hpp"

#include <algorithm>
#include <thread>

namespace covenant::cli {

std::vector<OptionSpec> scenario_options() {
  return {{"--set", "FIELD=VALUE",
           "overrides a field, such as designer.kl=0.2 or types[1].share=0.3", true},
          {"--seed", "N", "the same as --set run.seed=N", false}};
}

std::vector<OptionSpec> format_options() {
  return {{"--json", "", "JSON (the default)", false},
          {"--csv", "", "long form: scenario,method,level,type,metric,mean,lo,hi", false}};
}

Result<bool> wants_csv(const Args& args) {
  if (args.has("--json") && args.has("--csv"))
    return Error{ErrorCode::syntax, "--csv: given together with --json; one of the two is allowed"};
  return args.has("--csv");
}

OptionSpec threads_option() {
  return {"--threads", "N", "worker threads; the numbers do not depend on it (default: all cores)",
          false};
}

Result<int> threads_of(const Args& args) {
  if (!args.has("--threads"))
    return static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1u, 64u));
  const Result<long long> value = parse_whole("--threads", args.value("--threads"), 1, 256);
  if (!value) return value.error();
  return static_cast<int>(value.value());
}

}  // namespace covenant::cli
