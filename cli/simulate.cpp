#include "cli/simulate.hpp"

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

}  // namespace covenant::cli
