// tests/support/runs.hpp: scenarios with changed fields, and what their reports say.
#pragma once

#include <doctest/doctest.h>
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/mech/methods/method.hpp"
#include "core/sim/presets.hpp"
#include "core/sim/simulation.hpp"

namespace covenant::test {

inline Scenario with(Scenario scenario,
                     const std::vector<std::pair<const char*, const char*>>& fields) {
  for (const auto& field : fields) {  // no structured binding: doctest's lambda cannot capture it
    Result<Scenario> next = with_field(scenario, field.first, field.second);
    REQUIRE_MESSAGE(next, field.first);
    scenario = std::move(next).value();
  }
  return scenario;
}

// The value of the field `methods` for every method of the lab but these.
inline std::string all_methods_but(const std::vector<std::string_view>& left_out) {
  std::string list;
  for (const MethodInfo& info : method_list()) {
    if (std::find(left_out.begin(), left_out.end(), info.id) != left_out.end()) continue;
    list += (list.empty() ? "[\"" : ", \"") + std::string(info.id) + "\"";
  }
  return list + "]";
}

// A preset with infinite comparisons and no noise: nothing is random.
inline Scenario exact(std::string_view id) {
  return with(preset(id).value(), {{"comparisons", "infinite"}, {"feedback.noise", "[]"}});
}

inline Interval interval(const Report& report, const char* method, const char* metric,
                         std::size_t level = 0) {
  const MethodReport* found = report.method(method);
  REQUIRE(found != nullptr);
  const MetricValue* value = found->levels.at(level).metric(metric);
  REQUIRE(value != nullptr);
  return value->value;
}

inline double mean(const Report& report, const char* method, const char* metric,
                   std::size_t level = 0) {
  return interval(report, method, metric, level).mean;
}

// utility, regret, .. of one type
inline double type_mean(const Report& report, const char* method, std::size_t type,
                        std::string_view metric, std::size_t level = 0) {
  const MethodReport* found = report.method(method);
  REQUIRE(found != nullptr);
  for (const MetricValue& value : found->levels.at(level).by_type.at(type).metrics) {
    if (value.name == metric) return value.value.mean;
  }
  FAIL("no such metric");
  return 0.0;
}

}  // namespace covenant::test
