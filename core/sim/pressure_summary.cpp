#include "core/sim/pressure_summary.hpp"

#include <algorithm>

#include "core/base/check.hpp"

namespace covenant {
namespace {

using Curves = std::vector<std::vector<PressurePoint>>;  // [replicate][setting]

Interval mean_of(const Curves& replicates, std::size_t setting, double PressurePoint::*quantity) {
  RunningMean mean;
  for (const std::vector<PressurePoint>& points : replicates) mean.add(points[setting].*quantity);
  return replicate_interval(mean);
}

Interval at_least_zero(const Interval& interval) {
  return {std::max(0.0, interval.mean), std::max(0.0, interval.lo), std::max(0.0, interval.hi)};
}

PressureCurveReport curve_report(const PressureGrid& grid, const std::string& label,
                                 const Curves& replicates, double scale) {
  PressureCurveReport out;
  out.method = label;
  out.path = grid.path == PressurePath::kl ? "kl" : "samples";
  out.deployed = grid.deployed;
  const int last = static_cast<int>(grid.setting.size()) - 1;
  if (grid.deployed >= 0) out.hacking = at_least_zero(gold_fall(replicates, grid.deployed));
  out.fall = gold_fall(replicates, last);
  out.goodhart = goodhart_name(classify(out.fall, proxy_excess(replicates, last), scale));
  for (std::size_t i = 0; i < grid.setting.size(); ++i) {
    out.points.push_back({grid.setting[i], mean_of(replicates, i, &PressurePoint::kl),
                          mean_of(replicates, i, &PressurePoint::gold),
                          mean_of(replicates, i, &PressurePoint::proxy)});
  }
  return out;
}

std::string labels_with(const std::vector<PressureCurveReport>& curves, const char* goodhart) {
  std::string text;
  for (const PressureCurveReport& curve : curves) {
    if (curve.goodhart != goodhart) continue;
    text += (text.empty() ? "" : ", ") + curve.method;
    if (curve.path == "samples") text += " by best of n";
  }
  return text;
}

std::string finding(const std::vector<PressureCurveReport>& curves) {
  const std::string strong = labels_with(curves, "strong"), weak = labels_with(curves, "weak");
  std::string text =
      strong.empty()
          ? "No strong Goodhart: no method's mean gold is shown to fall as it is "
            "optimised harder."
          : "Strong Goodhart, mean gold falls as it is optimised harder: " + strong + ".";
  text += weak.empty() ? " No weak Goodhart."
                       : " Weak, the proxy promises more than gold gives: " + weak + ".";
  return text;
}

}  // namespace

void PressureSummary::add(const ReplicateResult& replicate) {
  if (replicate.pressure.empty()) return;
  curves_.resize(replicate.pressure.size());
  for (std::size_t c = 0; c < curves_.size(); ++c) curves_[c].push_back(replicate.pressure[c]);
}

PressureReport PressureSummary::report(const Scenario& scenario, const Environment& env) const {
  COVENANT_CHECK(curves_.size() == env.curves.size() && !curves_.empty());
  PressureReport out;
  out.level = env.levels[static_cast<std::size_t>(env.pressure_level)];
  out.replicates = static_cast<int>(curves_.front().size());
  for (std::size_t c = 0; c < curves_.size(); ++c) {
    const CurvePlan& plan = env.curves[c];
    out.curves.push_back(curve_report(plan.grid,
                                      scenario.methods[static_cast<std::size_t>(plan.method)].label,
                                      curves_[c], env.scale));
  }
  out.finding = finding(out.curves);
  return out;
}

}  // namespace covenant
