#include "core/sim/claims.hpp"

#include <cmath>

namespace covenant {
namespace {

double metric(const ReplicateResult& replicate, int method, int level, Metric which) {
  const auto m = static_cast<std::size_t>(method), l = static_cast<std::size_t>(level);
  return replicate.samples[m][l].outcome.metric[static_cast<std::size_t>(which)];
}

constexpr double kRounding = 1e-12;
constexpr double kCertified = 1e-9;  // violations up to here are what a certificate allows

// `above`: the claimed side is > 0, else < 0. `zero_counts`: 0 itself, and what the tolerance does
// not tell from it, is on the claimed side.
std::string verdict(const Interval& interval, int count, bool above, bool zero_counts,
                    double tolerance) {
  if (count == 0 || std::isnan(interval.mean)) return "not tested here";
  const double lo = above ? interval.lo : -interval.hi, hi = above ? interval.hi : -interval.lo;
  if (lo > 0.0 || (zero_counts && lo >= -tolerance)) return "supported";
  if (hi < 0.0) return "contradicted";
  return "undecided";
}

}  // namespace

ClaimLedger::ClaimLedger(const Scenario& scenario, const Environment& env) {
  for (int m = static_cast<int>(scenario.methods.size()) - 1; m >= 0; --m) {
    const std::string& id = scenario.methods[static_cast<std::size_t>(m)].id;
    if (id == "menu") {
      menu_ = m;
      menu_label_ = scenario.methods[static_cast<std::size_t>(m)].label;
    }
    if (id == "rlhf") rlhf_ = m;
  }
  for (std::size_t l = 0; l < env.levels.size(); ++l) {
    if (env.levels[l] == 0.0) quiet_ = static_cast<int>(l);
    if (std::fabs(env.levels[l] - kClaimedNoise) < 1e-9) {
      noisy_ = static_cast<int>(l);
      level_ = env.levels[l];
    }
  }
}

void ClaimLedger::add(const ReplicateResult& replicate) {
  if (menu_ < 0 || noisy_ < 0) return;
  const double menu = metric(replicate, menu_, noisy_, Metric::regret);
  if (rlhf_ >= 0)
    statistic_[less_regret].add(menu - metric(replicate, rlhf_, noisy_, Metric::regret));
  statistic_[violation].add(metric(replicate, menu_, noisy_, Metric::design_violation));
  statistic_[no_gain].add(metric(replicate, menu_, noisy_, Metric::misreport_gain));
  statistic_[stays].add(metric(replicate, menu_, noisy_, Metric::below_leaving));
  const MethodSample& sample =
      replicate.samples[static_cast<std::size_t>(menu_)][static_cast<std::size_t>(noisy_)];
  if (sample.inference) {
    const std::vector<InferenceScore>& rounds = sample.inference->rounds;
    statistic_[reveals_type].add(rounds.back().accuracy - rounds.front().accuracy);
    statistic_[bits].add(rounds[1].bits_gained);
  }
  if (quiet_ < 0) return;
  const double quiet = metric(replicate, menu_, quiet_, Metric::regret);
  statistic_[stable].add(menu - (1.0 + kStableRise) * quiet);
  if (rlhf_ < 0) return;
  const double rise = metric(replicate, rlhf_, noisy_, Metric::regret) -
                      metric(replicate, rlhf_, quiet_, Metric::regret);
  statistic_[baseline_degrades].add(rise - (menu - quiet));
}

// What each claim says, and the side it claims.
struct ClaimLedger::Rule {
  int statistic;  // a Statistic, or one of the pressure curve's
  const char *id, *statement;
  bool above, zero_counts;
};

const std::vector<ClaimLedger::Rule>& ClaimLedger::rules() {
  static const std::vector<Rule> list = {
      {less_regret, "less_misalignment",
       "Regret is lower than RLHF's at 20 % noise (menu minus RLHF, utils)", false, false},
      {stable, "stable_to_noise",
       "20 % noise raises the menu's regret by at most a fifth (regret minus 1.2 times that "
       "without noise, utils)",
       false, false},
      {baseline_degrades, "baseline_degrades_more",
       "Noise of 20 % raises RLHF's regret more than the menu's (difference of rises, utils)", true,
       false},
      {hacking, "no_reward_hacking",
       "Optimising less would not have done people more good, at 20 % noise (mean gold at the best "
       "weaker pressure minus that deployed, utils)",
       false, true},
      {fall, "no_hacking_under_pressure",
       "Nor does gold fall when the menu is optimised harder still (best mean gold minus that at "
       "the strongest pressure, utils)",
       false, true},
      {violation, "design_certified",
       "The design holds IC and IR at the estimates it was made for (largest violation, of the "
       "scale; up to 1e-9 counts as none)",
       false, true},
      {no_gain, "incentive_compatible",
       "Nobody gains by a contract meant for others or by leaving, at 20 % noise (largest gain, "
       "utils)",
       false, true},
      {stays, "individually_rational",
       "Nobody would rather leave than take the contract meant for them, at 20 % noise (share of "
       "people)",
       false, true},
      {reveals_type, "picks_reveal_types",
       "Picks identify types better than the prior, at 20 % noise (difference of accuracies)", true,
       false},
      {bits, "picks_carry_information",
       "One pick tells something about the type, at 20 % noise (bits gained over the prior)", true,
       false},
      {beyond_front, "pareto_improvement",
       "What the groups get on average lies beyond what any single policy could give them, at 20 % "
       "noise (distance, utils)",
       true, false},
  };
  return list;
}

// What a rule's statistic is, and over how many replicates; 0: not tested here.
std::pair<Interval, int> ClaimLedger::measured(const Rule& rule, const PressureReport& pressure,
                                               const Front& front) const {
  if (rule.statistic < count_) {
    const RunningMean& mean = statistic_[rule.statistic];
    if (mean.count() == 0) return {};
    Interval interval = replicate_interval(mean);
    // a violation, a gain and a share are not negative
    const bool positive =
        rule.statistic == violation || rule.statistic == no_gain || rule.statistic == stays;
    if (positive) interval = possible(Metric::misreport_gain, interval);
    return {interval, mean.count()};
  }
  if (menu_ < 0 || noisy_ < 0) return {};
  if (rule.statistic == beyond_front) {
    const FrontOutcome* outcome = front.outcome(menu_label_, level_);
    return outcome == nullptr ? std::pair<Interval, int>{} : std::pair{outcome->distance, 1};
  }
  for (const PressureCurveReport& curve : pressure.curves) {
    if (curve.deployed < 0 || curve.method != menu_label_ || pressure.level != level_) continue;
    return {rule.statistic == hacking ? curve.hacking : curve.fall, pressure.replicates};
  }
  return {};
}

std::vector<Claim> ClaimLedger::claims(const PressureReport& pressure, const Front& front) const {
  std::vector<Claim> out;
  for (const Rule& rule : rules()) {
    const auto [interval, count] = measured(rule, pressure, front);
    const double tolerance = rule.statistic == violation ? kCertified : kRounding;
    out.push_back({rule.id, rule.statement, interval.mean, interval.lo, interval.hi,
                   verdict(interval, count, rule.above, rule.zero_counts, tolerance)});
  }
  return out;
}

}  // namespace covenant
