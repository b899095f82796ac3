// core/sim/report_io.hpp: pieces of report JSON that its sections share. What is infinite or
// undefined is written as null and read back as NaN.
#pragma once

#include <string>
#include <vector>

#include "core/base/json.hpp"
#include "core/eval/statistics.hpp"

namespace covenant::report_io {

[[nodiscard]] Json number_json(double value);
[[nodiscard]] Json interval_json(const Interval& interval);
// For CSV: empty where undefined.
[[nodiscard]] std::string csv_number(double value);
// The first three columns of the long form; `scenario` is a CSV field.
[[nodiscard]] std::string csv_prefix(const std::string& scenario, const std::string& method,
                                     double level);
// The rest: type, metric, mean, lo, hi.
[[nodiscard]] std::string csv_row(const std::string& prefix, const std::string& type,
                                  const std::string& metric, const Interval& interval);

[[nodiscard]] double read_value(ReadContext& context, const Json* json, const std::string& path);
[[nodiscard]] Interval read_interval(ReadContext& context, const Json& json,
                                     const std::string& path);
[[nodiscard]] Interval read_interval(ObjectReader& reader, const char* key);
[[nodiscard]] std::vector<std::vector<double>> read_rows(ObjectReader& reader, const char* key);

// Calls read(element, path) for every element of an array, until the first error.
template <class Read>
void each(ObjectReader& reader, const char* key, Read read) {
  const Json* json = reader.require(key);
  if (json == nullptr) return;
  const Json* array = read_array(reader.context(), *json, reader.path(key), 0, 100000);
  for (std::size_t i = 0; array != nullptr && i < array->size() && !reader.context().error; ++i) {
    read((*array)[i], reader.path(key) + "[" + std::to_string(i) + "]");
  }
}

}  // namespace covenant::report_io
