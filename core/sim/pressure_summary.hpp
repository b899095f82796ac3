// core/sim/pressure_summary.hpp: folds the pressure curves of the first replicates into the
// report's "pressure".
#pragma once

#include <vector>

#include "core/sim/replicate.hpp"
#include "core/sim/report.hpp"

namespace covenant {

class PressureSummary {
 public:
  // Call in index order; replicates without curves are passed over.
  void add(const ReplicateResult& replicate);
  // After at least one replicate.
  [[nodiscard]] PressureReport report(const Scenario& scenario, const Environment& env) const;

 private:
  std::vector<std::vector<std::vector<PressurePoint>>> curves_;  // [curve][replicate][setting]
};

}  // namespace covenant
