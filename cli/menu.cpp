// covenant menu FILE: the optimal menu of one problem (model.md section 1).
#include <functional>
#include <string>

#include "cli/commands.hpp"
#include "cli/io.hpp"
#include "core/sim/menu_file.hpp"

namespace covenant::cli {

namespace {

constexpr long long kMostSeconds = 86400;
constexpr double kQuiet = 1.0;  // seconds before anything is said
constexpr double kPause = 0.2;  // between two words

// Says how a long design gets on, and ends it when its time is up.
std::function<bool(int, double)> watched(const Stopwatch& watch, Progress& progress,
                                         long long limit) {
  return [&watch, &progress, limit, said = 0.0, steps = 0](int, double) mutable {
    const double seconds = watch.seconds();
    ++steps;
    if (seconds > kQuiet && seconds > said + kPause) {
      said = seconds;
      progress.show("designing: step " + std::to_string(steps) + ", " +
                    std::to_string(static_cast<long long>(seconds)) + " s");
    }
    return limit == 0 || seconds < static_cast<double>(limit);
  };
}

int run_menu(const Args& args) {
  long long limit = 0;
  if (args.has("--seconds")) {
    const Result<long long> seconds =
        parse_whole("--seconds", args.value("--seconds"), 1, kMostSeconds);
    if (!seconds) return refuse(seconds.error());
    limit = seconds.value();
  }
  const std::string& path = args.words[0];
  const Result<std::string> text = read_text(path, kMaxScenarioBytes);
  if (!text) return refuse(text.error());
  const Result<MenuProblem> problem = parse_menu_problem(text.value());
  if (!problem)
    return refuse({problem.error().code, display_name(path) + ": " + problem.error().message});

  const Stopwatch watch;
  MenuDesign design;
  {
    Progress progress("steps");  // clears its line before the answer
    DesignSettings settings;
    settings.progress = watched(watch, progress, limit);
    design = design_menu(problem.value(), settings);
  }
  Json json = menu_design_json(problem.value(), design);
  json["seconds"] = watch.seconds();
  const int printed = print(write_json(json) + "\n");
  const bool solved =
      design.status == SolveStatus::optimal || design.status == SolveStatus::feasible;
  return printed == kDone && !solved ? kNoSolution : printed;
}

}  // namespace

Command menu_command() {
  return {{"menu",
           "FILE",
           1,
           1,
           "Designs the optimal menu of a menu problem and proves it.",
           {{"--seconds", "N",
             "end after so long, with the best menu so far (feasible) or none (stalled)", false}},
           "FILE is a menu problem (JSON, \"kind\": \"menu\"), or - for standard input. The answer "
           "is JSON on\n"
           "standard output: contracts, transfers, an upper bound and the recomputed violations.\n"
           "Exit code 0: optimal or feasible; 1: infeasible, unbounded or stalled; 2: bad input."},
          run_menu};
}

}  // namespace covenant::cli
