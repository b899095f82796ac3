// core/sim/sweep.hpp: one scenario, some fields varied: the grid of all combinations.
// The last axis varies fastest. Every cell is validated before the first one runs.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/json.hpp"
#include "core/base/result.hpp"
#include "core/sim/report.hpp"
#include "core/sim/scenario.hpp"

namespace covenant {

inline constexpr std::size_t kMaxSweepCells = 10000;

struct SweepAxis {
  std::string path;                 // as with_field takes it
  std::vector<std::string> values;  // JSON text, or bare text
};
// "designer.kl=0.05,0.1" (commas inside brackets or quotes do not separate).
[[nodiscard]] Result<SweepAxis> parse_sweep_axis(std::string_view text);

struct SweepCell {
  std::vector<std::pair<std::string, std::string>> set;  // path and value, in the order of the axes
  Scenario scenario;
};
// Errors: no such field, a value that is not allowed there, a field varied twice, too many cells.
[[nodiscard]] Result<std::vector<SweepCell>> sweep_cells(const Scenario& scenario,
                                                         const std::vector<SweepAxis>& axes);

// {"set": {path: value}, "report": {..}}
[[nodiscard]] Json sweep_cell_json(const SweepCell& cell, const Report& report);
// report_csv with one column more per varied field, in front; `header` writes the first line too.
[[nodiscard]] std::string sweep_csv(const SweepCell& cell, const Report& report, bool header);

}  // namespace covenant
