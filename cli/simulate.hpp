// cli/simulate.hpp: a Simulation run to its end, with progress and the seconds it took.
#pragma once

#include <functional>

#include "cli/args.hpp"
#include "core/sim/report.hpp"
#include "core/sim/scenario.hpp"

namespace covenant::cli {

[[nodiscard]] Report simulate(const Scenario& scenario, int threads,
                              const std::function<void(int done, int total)>& progress);

// The scenario that a command's first word names, with its overrides and --threads, progress shown.
[[nodiscard]] Result<Report> simulate(const Args& args);

}  // namespace covenant::cli
