// covenant menu FILE: the optimal menu of one problem (model.md section 1).
#include "cli/commands.hpp"
#include "cli/io.hpp"
#include "core/sim/menu_file.hpp"

namespace covenant::cli {

namespace {

int run_menu(const Args& args) {
  const std::string& path = args.words[0];
  const Result<std::string> text = read_text(path, kMaxScenarioBytes);
  if (!text) return refuse(text.error());
  const Result<MenuProblem> problem = parse_menu_problem(text.value());
  if (!problem)
    return refuse({problem.error().code, display_name(path) + ": " + problem.error().message});

  const Stopwatch watch;
  const MenuDesign design = design_menu(problem.value());
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
           {},
           "FILE is a menu problem (JSON, \"kind\": \"menu\"), or - for standard input. The answer "
           "is JSON on\n"
           "standard output: contracts, transfers, an upper bound and the recomputed violations.\n"
           "Exit code 0: optimal or feasible; 1: infeasible, unbounded or stalled; 2: bad input."},
          run_menu};
}

}  // namespace covenant::cli
