// covenant sweep SCENARIO --vary FIELD=a,b,c: one report per cell of a grid.
#include "core/sim/sweep.hpp"

#include "cli/commands.hpp"
#include "cli/io.hpp"
#include "cli/simulate.hpp"

namespace covenant::cli {

namespace {

Result<std::vector<SweepCell>> read_cells(const Args& args) {
  const Result<Scenario> scenario = read_scenario(args.words[0], args);
  if (!scenario) return scenario.error();
  std::vector<SweepAxis> axes;
  for (const auto& [name, text] : args.options) {
    if (name != "--vary") continue;
    Result<SweepAxis> axis = parse_sweep_axis(text);
    if (!axis) return Error{axis.error().code, "--vary: " + axis.error().message};
    axes.push_back(std::move(axis).value());
  }
  if (axes.empty())
    return Error{ErrorCode::missing,
                 "--vary: missing; say what to vary, such as --vary designer.kl=0.05,0.1,0.2"};
  Result<std::vector<SweepCell>> cells = sweep_cells(scenario.value(), axes);
  if (!cells) return Error{cells.error().code, "--vary: " + cells.error().message};
  return cells;
}

// Cells are written as they are done: a grid need not fit in memory.
int run_cells(const std::vector<SweepCell>& cells, bool csv, int threads) {
  Progress progress("cells");
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const Report report = simulate(cells[i].scenario, threads, [](int, int) {});
    const std::string text = csv ? sweep_csv(cells[i], report, i == 0)
                                 : (i == 0 ? "{\n\"schema\": 1,\n\"cells\": [\n" : ",\n") +
                                       write_json(sweep_cell_json(cells[i], report)) +
                                       (i + 1 == cells.size() ? "\n]\n}\n" : "");
    if (const int code = print(text); code != kDone) return code;
    progress.show(static_cast<long long>(i) + 1, static_cast<long long>(cells.size()));
  }
  return kDone;
}

int run_sweep(const Args& args) {
  const Result<bool> csv = wants_csv(args);
  if (!csv) return refuse(csv.error());
  const Result<int> threads = threads_of(args);
  if (!threads) return refuse(threads.error());
  const Result<std::vector<SweepCell>> cells = read_cells(args);
  if (!cells) return refuse(cells.error());
  return run_cells(cells.value(), csv.value(), threads.value());
}

}  // namespace

Command sweep_command() {
  std::vector<OptionSpec> options = {
      {"--vary", "FIELD=a,b,c", "values of one field; several --vary make a grid", true}};
  for (const OptionSpec& option : scenario_options()) options.push_back(option);
  options.push_back({"--replicates", "N", "the same as --set run.replicates=N", false});
  options.push_back(threads_option());
  for (const OptionSpec& option : format_options()) options.push_back(option);
  return {{"sweep", "SCENARIO", 1, 1,
           "Runs a scenario once for every combination of varied fields.", options,
           std::string("JSON: {\"schema\": 1, \"cells\": [{\"set\": {..}, \"report\": {..}}]}; CSV "
                       "has one more column "
                       "per varied field.\n") +
               kScenarioNotes},
          run_sweep};
}

}  // namespace covenant::cli
