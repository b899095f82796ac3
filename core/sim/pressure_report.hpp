// core/sim/pressure_report.hpp: the report's section "pressure": gold and proxy against sqrt(kl) as
// optimisation pressure rises (core/eval/pressure.hpp).
#pragma once

#include <string>
#include <vector>

#include "core/base/json.hpp"
#include "core/eval/statistics.hpp"

namespace covenant {

// Gains over the reference, utils.
struct PressurePointReport {
  double setting = 0.0;  // price of KL (infinite: the reference; null in JSON) or n
  Interval kl, gold, proxy;
};
struct PressureCurveReport {
  std::string method;    // label
  std::string path;      // kl | samples
  int deployed = -1;     // index of the method's own setting; -1: it is deployed otherwise
  Interval hacking;      // max(0, best mean gold at weaker pressure - gold deployed); cross-fitted
  Interval fall;         // the same at the strongest setting, not cut off at 0
  std::string goodhart;  // none | weak | strong, at the strongest setting
  std::vector<PressurePointReport> points;
};
struct PressureReport {
  double level = 0.0;  // of noise
  int replicates = 0;
  std::string finding;  // which curves show strong or weak Goodhart, in one sentence
  std::vector<PressureCurveReport> curves;
};

[[nodiscard]] Json pressure_json(const PressureReport& pressure);
[[nodiscard]] PressureReport read_pressure(ReadContext& context, const Json& json,
                                           const std::string& path);
// Rows scenario,method,level,type,metric,mean,lo,hi with metrics such as pressure_kl_0.4_gold and
// pressure_samples_16_proxy; `scenario` is a CSV field.
[[nodiscard]] std::string pressure_rows(const PressureReport& pressure,
                                        const std::string& scenario);

}  // namespace covenant
