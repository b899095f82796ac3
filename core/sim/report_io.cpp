#include "core/sim/report_io.hpp"

#include <cmath>
#include <limits>

#include "core/sim/csv.hpp"

namespace covenant::report_io {

Json number_json(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json interval_json(const Interval& interval) {
  return {{"mean", number_json(interval.mean)},
          {"lo", number_json(interval.lo)},
          {"hi", number_json(interval.hi)}};
}

std::string csv_number(double value) { return std::isfinite(value) ? Json(value).dump() : ""; }

std::string csv_prefix(const std::string& scenario, const std::string& method, double level) {
  return scenario + "," + csv_field(method) + "," + csv_number(level) + ",";
}

std::string csv_row(const std::string& prefix, const std::string& type, const std::string& metric,
                    const Interval& interval) {
  return prefix + csv_field(type) + "," + metric + "," + csv_number(interval.mean) + "," +
         csv_number(interval.lo) + "," + csv_number(interval.hi) + "\n";
}

double read_value(ReadContext& context, const Json* json, const std::string& path) {
  double value = std::numeric_limits<double>::quiet_NaN();
  if (json != nullptr && !json->is_null()) read_number(context, *json, path, value);
  return value;
}

Interval read_interval(ReadContext& context, const Json& json, const std::string& path) {
  ObjectReader reader(context, json, path);
  Interval interval;
  interval.mean = read_value(context, reader.require("mean"), reader.path("mean"));
  interval.lo = read_value(context, reader.require("lo"), reader.path("lo"));
  interval.hi = read_value(context, reader.require("hi"), reader.path("hi"));
  return interval;
}

Interval read_interval(ObjectReader& reader, const char* key) {
  const Json* json = reader.require(key);
  return json == nullptr ? Interval{} : read_interval(reader.context(), *json, reader.path(key));
}

std::vector<std::vector<double>> read_rows(ObjectReader& reader, const char* key) {
  std::vector<std::vector<double>> rows;
  const Json* json = reader.require(key);
  if (json == nullptr) return rows;
  const Json* array = read_array(reader.context(), *json, reader.path(key), 0, 10000);
  for (std::size_t i = 0; array != nullptr && i < array->size(); ++i) {
    std::vector<double>& row = rows.emplace_back();
    read_numbers(reader.context(), (*array)[i], reader.path(key) + "[" + std::to_string(i) + "]",
                 row, 0);
  }
  return rows;
}

}  // namespace covenant::report_io
