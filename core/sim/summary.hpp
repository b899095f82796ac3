// core/sim/summary.hpp: folds replicates, in index order, into a report.
#pragma once

#include <limits>
#include <optional>
#include <vector>

#include "core/eval/statistics.hpp"
#include "core/sim/claims.hpp"
#include "core/sim/pressure_summary.hpp"
#include "core/sim/replicate.hpp"
#include "core/sim/report.hpp"

namespace covenant {

class Summary {
 public:
  Summary(const Scenario& scenario, const Environment& env);
  // Call in index order: 0, 1, 2, ...
  void add(const ReplicateResult& replicate);
  [[nodiscard]] int count() const { return count_; }
  // Without fingerprint and seconds.
  [[nodiscard]] Report report(const Scenario& scenario, const Environment& env,
                              int replicates) const;

 private:
  struct RoundMeans {
    RunningMean accuracy, log_loss, brier, entropy, bits;
    RunningCalibration calibration;
  };
  struct Cell {  // one method at one level
    int failed = 0;
    double gradient_norm = 0.0;  // largest over replicates; of the gap too
    double gap = std::numeric_limits<double>::quiet_NaN();
    RunningMean metric[kNumMetrics];
    RunningMean vs_rlhf[kNumMetrics], vs_baseline[kNumMetrics];  // differences; empty of itself
    std::vector<RunningMean> by_type;                            // kTypeMetrics, type by type
    std::vector<RunningMean> type_value;
    RunningVector value;  // of all types, replicates in which every type was met
    std::vector<RoundMeans> rounds;
    Matrix confusion;  // sum over replicates
    std::optional<DeployedPolicies> deployment;
    Matrix picks, posterior;  // replicate 0
  };
  void add_cell(Cell& cell, const MethodSample& sample);
  void add_inference(Cell& cell, const InferenceOutcome& inference);
  [[nodiscard]] LevelReport level_report(std::size_t method, std::size_t level,
                                         const Scenario& scenario, const Environment& env) const;
  [[nodiscard]] bool offers_menu(int method, std::size_t level) const;
  [[nodiscard]] std::vector<MetricValue> metric_values(std::size_t method, std::size_t level) const;
  [[nodiscard]] InferenceLevel inference_level(const Cell& cell, double level) const;

  [[nodiscard]] Front front(const Scenario& scenario, const Environment& env, bool done) const;

  ClaimLedger ledger_;
  Incentives incentives_;
  Front exact_front_;
  PressureSummary pressure_;
  int count_ = 0;
  int rlhf_ = -1, baseline_ = -1;         // indices among the methods, -1: none
  std::vector<std::vector<Cell>> cells_;  // [method][level]
};

}  // namespace covenant
