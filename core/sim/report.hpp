// core/sim/report.hpp: what a run returns (model.md section 7), as data and as JSON.
#pragma once

#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/json.hpp"
#include "core/base/result.hpp"
#include "core/eval/statistics.hpp"
#include "core/sim/front.hpp"
#include "core/sim/incentives.hpp"
#include "core/sim/norm_report.hpp"
#include "core/sim/pressure_report.hpp"

namespace covenant {

struct MetricValue {
  std::string name;  // "regret", "utility", ... (model.md section 4)
  Interval value;
  // paired differences at the same level: to rlhf, when it is among the methods, and to the
  // scenario's run.baseline
  std::optional<Interval> vs_rlhf = {}, vs_baseline = {};
};

struct TypeMetrics {
  std::string type;
  std::vector<MetricValue> metrics;  // kTypeMetrics, value (utility minus the price of KL)
};

// What was deployed in replicate 0.
struct Deployment {
  bool offers_menu = false;  // people pick (menu, naive_menu), leaving is the last pick column
  std::vector<std::vector<double>>
      policies;                   // one per contract: one number per response, contexts in order
  std::vector<double> transfers;  // one per contract
  std::vector<std::vector<double>> picks;  // share of type k choosing contract j, leaving last
  std::vector<std::vector<double>> reward_estimate;  // per type, or one pooled row
};

struct LevelReport {
  double level = 0.0;
  int failed_designs = 0;
  // what fits and solvers left open, the largest over replicates (method.hpp)
  double gradient_norm = 0.0;
  double gap = std::numeric_limits<double>::quiet_NaN();
  std::vector<MetricValue> metrics;
  std::vector<TypeMetrics> by_type;
  Deployment deployment;
  // nullptr if absent
  [[nodiscard]] const MetricValue* metric(std::string_view name) const;
};

struct MethodReport {
  std::string label, id, assumes;
  int answers_per_person = 0;
  std::vector<LevelReport> levels;
};

// Evidence from picks, for one method that offers a menu, at one noise level.
struct InferenceRound {
  int picks = 0;  // 0 = the prior alone
  Interval accuracy, log_loss, brier, calibration_error, entropy_bits, bits_gained;
};
struct InferenceLevel {
  double level = 0.0;
  std::vector<InferenceRound> rounds;  // 0..choice.rounds
  std::vector<std::vector<double>>
      confusion;  // people of type k (row) inferred as i after all rounds, share of all
  std::vector<std::vector<double>>
      posterior;  // replicate 0: P(type i | one pick of contract j), leaving last
};
struct InferenceReport {
  std::string method;
  std::vector<InferenceLevel> levels;
};

struct Claim {
  std::string id, statement;
  double statistic = 0.0, lo = 0.0, hi = 0.0;
  std::string verdict;  // supported | contradicted | undecided | not tested here
};

struct Report {
  int schema = 1;
  std::string scenario, version, fingerprint;
  int replicates_done = 0, replicates = 0;  // fewer done than asked: a run still streaming
  std::vector<double> noise_levels;
  std::vector<std::string> types;
  std::string baseline;            // label of the method that vs_baseline compares with; or empty
  std::optional<NormReport> norm;  // when it was elicited
  std::vector<MethodReport> methods;
  std::vector<InferenceReport> inference;
  Incentives incentives;
  Front front;
  PressureReport pressure;
  std::vector<Claim> claims;
  double seconds = 0.0;
  [[nodiscard]] const MethodReport* method(std::string_view label) const;
};

[[nodiscard]] Json report_json(const Report& report);
// Reads what report_json wrote (the page gets it from its worker).
[[nodiscard]] Result<Report> parse_report(std::string_view text);
// Long form: scenario,method,level,type,metric,mean,lo,hi ("" as type = everyone).
[[nodiscard]] std::string report_csv(const Report& report);
// Hash of the canonical report without `seconds`, `version` and `fingerprint` itself; 16 hex
// digits.
[[nodiscard]] std::string fingerprint(const Report& report);

}  // namespace covenant
