// cli/simulate.hpp: a Simulation run to its end, with progress and the seconds it took.
#pragma once

#include <functional>

#include "core/sim/report.hpp"
#include "core/sim/scenario.hpp"

namespace covenant::cli {

[[nodiscard]] Report simulate(const Scenario& scenario, int threads,
                              const std::function<void(int done, int total)>& progress);

}  // namespace covenant::cli
