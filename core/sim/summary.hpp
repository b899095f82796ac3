// core/sim/summary.hpp: folds replicates, in index order, into a report.
#pragma once

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
    RunningMean metric[kNumMetrics], versus[kNumMetrics];
    std::vector<RunningMean> type_utility, type_value, type_regret, type_truthful;
    RunningVector value;  // of all types, replicates in which every type was met
    std::vector<RoundMeans> rounds;
    Matrix confusion;  // sum over replicates
    std::optional<DeployedPolicies> deployment;
    Matrix picks, posterior;  // replicate 0
  };
  void add_cell(Cell& cell, const MethodSample& sample, const MethodSample* baseline);
  void add_inference(Cell& cell, const InferenceOutcome& inference);
  [[nodiscard]] LevelReport level_report(const Cell& cell, double level,
                                         const Scenario& scenario) const;
  [[nodiscard]] InferenceLevel inference_level(const Cell& cell, double level) const;

  [[nodiscard]] Front front(const Scenario& scenario, const Environment& env, bool done) const;

  ClaimLedger ledger_;
  Front exact_front_;
  PressureSummary pressure_;
  int count_ = 0;
  int baseline_ = -1;                     // index of rlhf among the methods
  std::vector<std::vector<Cell>> cells_;  // [method][level]
};

}  // namespace covenant
