// core/sim/claims.hpp: the claims made for menus (model.md section 5), tested on this run.
// Each is a statistic per replicate with a claimed side: `supported` when the whole 95 % interval
// of its mean lies there, `contradicted` when it lies on the other, else `undecided`; `not tested
// here` when the scenario cannot show it. Nothing here knows what the answer should be.
#pragma once

#include <string>
#include <vector>

#include "core/eval/statistics.hpp"
#include "core/sim/replicate.hpp"
#include "core/sim/report.hpp"

namespace covenant {

inline constexpr double kClaimedNoise = 0.2;
// `stable` allows regret to rise by this share of what it is without noise.
inline constexpr double kStableRise = 0.2;

class ClaimLedger {
 public:
  // The first method of each id counts as the menu and as RLHF; levels 0 and kClaimedNoise must be
  // run.
  ClaimLedger(const Scenario& scenario, const Environment& env);
  void add(const ReplicateResult& replicate);  // in index order
  // `pressure` and `front` of the same replicates.
  [[nodiscard]] std::vector<Claim> claims(const PressureReport& pressure, const Front& front) const;

 private:
  enum Statistic {
    less_regret,
    stable,
    baseline_degrades,
    violation,
    no_gain,
    stays,
    reveals_type,
    bits,
    count_,  // from here on of the pressure curve
    hacking = count_,
    fall,
    beyond_front  // of the front
  };
  struct Rule;
  [[nodiscard]] std::pair<Interval, int> measured(const Rule& rule, const PressureReport& pressure,
                                                  const Front& front) const;
  [[nodiscard]] static const std::vector<Rule>& rules();
  int menu_ = -1, rlhf_ = -1, quiet_ = -1,
      noisy_ = -1;                // indices of methods and levels, -1 = not run
  double level_ = kClaimedNoise;  // as the scenario states it
  std::string menu_label_;
  RunningMean statistic_[count_];
};

}  // namespace covenant
