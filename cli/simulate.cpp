#include "cli/simulate.hpp"

#include "cli/commands.hpp"
#include "cli/io.hpp"
#include "core/sim/simulation.hpp"

namespace covenant::cli {

Report simulate(const Scenario& scenario, int threads,
                const std::function<void(int, int)>& progress) {
  const Stopwatch watch;
  Simulation simulation(scenario);
  // chunks of about a fifth of a second, so that progress moves; the report does not depend on them
  int chunk = threads;
  while (!simulation.done()) {
    const Stopwatch step;
    simulation.advance(chunk, threads);
    progress(simulation.num_done(), simulation.num_replicates());
    if (step.seconds() < 0.1 && chunk < (1 << 20)) chunk *= 2;
  }
  Report report = simulation.report();
  report.seconds = watch.seconds();
  return report;
}

Result<Report> simulate(const Args& args) {
  const Result<int> threads = threads_of(args);
  if (!threads) return threads.error();
  const Result<Scenario> scenario = read_scenario(args.words[0], args);
  if (!scenario) return scenario.error();
  Progress progress("replicates");
  return simulate(scenario.value(), threads.value(),
                  [&](int done, int total) { progress.show(done, total); });
}

}  // namespace covenant::cli
