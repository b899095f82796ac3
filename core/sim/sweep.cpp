#include "core/sim/sweep.hpp"

#include <algorithm>

#include "core/sim/csv.hpp"

namespace covenant {

namespace {

// Splits at commas outside brackets and quotes.
std::vector<std::string> split_values(std::string_view text) {
  std::vector<std::string> values(1);
  int depth = 0;
  bool in_quotes = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"' && (i == 0 || text[i - 1] != '\\')) in_quotes = !in_quotes;
    if (!in_quotes && (c == '[' || c == '{')) ++depth;
    if (!in_quotes && (c == ']' || c == '}')) --depth;
    if (c == ',' && depth <= 0 && !in_quotes)
      values.emplace_back();
    else
      values.back().push_back(c);
  }
  return values;
}

// The base scenario's JSON with a cell's fields replaced, then validated as a whole.
Result<Scenario> scenario_of(const Json& base, const SweepCell& cell) {
  Json json = base;
  for (const auto& [path, value] : cell.set) {
    Result<Json> changed = json_with_field(json, path, value);
    if (!changed) return changed.error();
    json = std::move(changed).value();
  }
  return scenario_from_json(json);
}

std::string cell_name(const SweepCell& cell) {
  std::string name;
  for (const auto& [path, value] : cell.set)
    name += (name.empty() ? "" : ", ") + path + "=" + value;
  return name;
}

}  // namespace

Result<SweepAxis> parse_sweep_axis(std::string_view text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos || equals == 0)
    return Error{ErrorCode::syntax,
                 "'" + std::string(text) + "' is not FIELD=a,b,c, such as designer.kl=0.05,0.1"};
  SweepAxis axis{std::string(text.substr(0, equals)), split_values(text.substr(equals + 1))};
  for (std::size_t i = 0; i < axis.values.size(); ++i) {
    if (axis.values[i].empty())
      return Error{ErrorCode::missing, axis.path + ": a value is empty; FIELD=a,b,c is expected"};
    if (std::find(axis.values.begin(), axis.values.begin() + static_cast<std::ptrdiff_t>(i),
                  axis.values[i]) != axis.values.begin() + static_cast<std::ptrdiff_t>(i))
      return Error{ErrorCode::syntax, axis.path + ": value " + axis.values[i] + " is given twice"};
  }
  return axis;
}

Result<std::vector<SweepCell>> sweep_cells(const Scenario& scenario,
                                           const std::vector<SweepAxis>& axes) {
  std::size_t count = 1;
  for (std::size_t i = 0; i < axes.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j)
      if (canonical_path(axes[i].path) == canonical_path(axes[j].path))
        return Error{ErrorCode::syntax,
                     axes[i].path + ": varied twice; give all its values at once"};
    count *= axes[i].values.size();  // each axis is bounded by the product so far, below
    if (count > kMaxSweepCells)
      return Error{ErrorCode::too_large,
                   "more than " + std::to_string(kMaxSweepCells) + " cells; no more are allowed"};
  }
  const Json base = scenario_json(scenario);
  std::vector<SweepCell> cells(count);
  for (std::size_t i = 0; i < count; ++i) {
    std::size_t rest = i;
    for (std::size_t a = axes.size(); a-- > 0;) {
      cells[i].set.emplace_back(axes[a].path, axes[a].values[rest % axes[a].values.size()]);
      rest /= axes[a].values.size();
    }
    std::reverse(cells[i].set.begin(), cells[i].set.end());
    Result<Scenario> changed = scenario_of(base, cells[i]);
    if (!changed)
      return Error{changed.error().code, cell_name(cells[i]) + ": " + changed.error().message};
    cells[i].scenario = std::move(changed).value();
  }
  return cells;
}

Json sweep_cell_json(const SweepCell& cell, const Report& report) {
  Json set = Json::object();
  for (const auto& [path, value] : cell.set) {
    const Result<Json> parsed = parse_json(value);
    set[path] = parsed ? parsed.value() : Json(value);
  }
  return Json{{"set", set}, {"report", report_json(report)}};
}

std::string sweep_csv(const SweepCell& cell, const Report& report, bool header) {
  std::string names, values;
  for (const auto& [path, value] : cell.set) {
    names += csv_field(path) + ",";
    values += csv_field(value) + ",";
  }
  const std::string table = report_csv(report);
  std::string text;
  bool first = true;
  for (std::size_t at = 0; at < table.size();) {
    const std::size_t end = std::min(table.find('\n', at), table.size() - 1) + 1;
    if (!first || header) text += (first ? names : values) + table.substr(at, end - at);
    first = false;
    at = end;
  }
  return text;
}

}  // namespace covenant
