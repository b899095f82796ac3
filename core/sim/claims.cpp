#include "core/sim/claims.hpp"

#include <cmath>

namespace covenant {
namespace {

double metric(const ReplicateResult& replicate, int method, int level, Metric which) {
  const auto m = static_cast<std::size_t>(method), l = static_cast<std::size_t>(level);
  return replicate.samples[m][l].outcome.metric[static_cast<std::size_t>(which)];
}

// `above`: the claimed side is > 0, else < 0. `zero_counts`: 0 itself is on the claimed side.
std::string verdict(const Interval& interval, int count, bool above, bool zero_counts) {
  if (count == 0 || std::isnan(interval.mean)) return "not tested here";
  const double lo = above ? interval.lo : -interval.hi, hi = above ? interval.hi : -interval.lo;
  constexpr double kRounding = 1e-12;
  if (lo > 0.0 || (zero_counts && lo >= -kRounding)) return "supported";
  if (hi < 0.0) return "contradicted";
  return "undecided";
}

}  // namespace

ClaimLedger::ClaimLedger(const Scenario& scenario, const Environment& env) {
  for (int m = static_cast<int>(scenario.methods.size()) - 1; m >= 0; --m) {
    const std::string& id = scenario.methods[static_cast<std::size_t>(m)].id;
    if (id == "menu") menu_ = m;
    if (id == "rlhf") rlhf_ = m;
  }
  for (std::size_t l = 0; l < env.levels.size(); ++l) {
    if (env.levels[l] == 0.0) quiet_ = static_cast<int>(l);
    if (std::fabs(env.levels[l] - kClaimedNoise) < 1e-9) noisy_ = static_cast<int>(l);
  }
}

void ClaimLedger::add(const ReplicateResult& replicate) {
  if (menu_ < 0 || noisy_ < 0) return;
  const double menu = metric(replicate, menu_, noisy_, Metric::regret);
  if (rlhf_ >= 0)
    statistic_[less_regret].add(menu - metric(replicate, rlhf_, noisy_, Metric::regret));
  statistic_[no_gain].add(metric(replicate, menu_, noisy_, Metric::misreport_gain));
  const MethodSample& sample =
      replicate.samples[static_cast<std::size_t>(menu_)][static_cast<std::size_t>(noisy_)];
  if (sample.inference) {
    const std::vector<InferenceScore>& rounds = sample.inference->rounds;
    statistic_[reveals_type].add(rounds.back().accuracy - rounds.front().accuracy);
  }
  if (quiet_ < 0) return;
  const double quiet = metric(replicate, menu_, quiet_, Metric::regret);
  statistic_[stable].add(menu - (1.0 + kStableRise) * quiet);
  if (rlhf_ < 0) return;
  const double rise = metric(replicate, rlhf_, noisy_, Metric::regret) -
                      metric(replicate, rlhf_, quiet_, Metric::regret);
  statistic_[baseline_degrades].add(rise - (menu - quiet));
}

std::vector<Claim> ClaimLedger::claims() const {
  struct Rule {
    Statistic statistic;
    const char *id, *statement;
    bool above, zero_counts;
  };
  static constexpr Rule rules[] = {
      {less_regret, "less_misalignment",
       "Regret is lower than RLHF's at 20 % noise (menu minus RLHF, utils)", false, false},
      {stable, "stable_to_noise",
       "20 % noise raises the menu's regret by at most a fifth (regret minus 1.2 times that "
       "without noise, utils)",
       false, false},
      {baseline_degrades, "baseline_degrades_more",
       "Noise of 20 % raises RLHF's regret more than the menu's (difference of rises, utils)", true,
       false},
      {no_gain, "incentive_compatible",
       "Nobody gains by a contract meant for others or by leaving, at 20 % noise (largest gain, "
       "utils)",
       false, true},
      {reveals_type, "picks_reveal_types",
       "Picks identify types better than the prior, at 20 % noise (difference of accuracies)", true,
       false},
  };
  std::vector<Claim> out;
  for (const Rule& row : rules) {
    const RunningMean& mean = statistic_[row.statistic];
    const Interval interval =
        mean.count() > 0 ? mean.interval(t_critical(mean.count())) : Interval{};
    out.push_back({row.id, row.statement, interval.mean, interval.lo, interval.hi,
                   verdict(interval, mean.count(), row.above, row.zero_counts)});
  }
  return out;
}

}  // namespace covenant
