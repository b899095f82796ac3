#include "core/sim/misreport.hpp"

#include <limits>

#include "core/base/check.hpp"
#include "core/eval/misalignment.hpp"

namespace covenant {
namespace {

struct Search {
  const Scenario& scenario;
  const Environment& env;
  const Questions& questions;
  const std::vector<Agent>& own;  // the people of the strategic type
  const MethodSpec& method;
  int type, replicate;
  Corruption best;
  double value = -std::numeric_limits<double>::infinity();

  // Takes a report if it serves the type better.
  bool consider(const Row& report) {
    constexpr double kRounding = 1e-12;
    Corruption trial = best;
    trial.reward.row(type) = report;
    const Evidence evidence = gather_evidence(scenario, env, questions, trial, replicate);
    const DeployedPolicies deployed =
        find_deploy(method.id)(env.space, env.rules, evidence, method.parameters);
    const Outcome outcome = evaluate({env.space, env.rules, env.choice}, deployed, own);
    const double utility = type_column(outcome, Metric::utility)(type);
    if (!(utility > value + kRounding * env.scale)) return false;
    value = utility;
    best = std::move(trial);
    return true;
  }
};

}  // namespace

int strategic_type(const Scenario& scenario) {
  for (const NoiseSpec& noise : scenario.feedback.noise) {
    if (noise.kind == NoiseKind::misreport && noise.best) return noise.index;
  }
  return -1;
}

Corruption best_misreport(const Scenario& scenario, const Environment& env,
                          const Questions& questions, const std::vector<Agent>& people,
                          const Corruption& honest, const MethodSpec& method, int replicate) {
  const int type = strategic_type(scenario);
  COVENANT_CHECK(type >= 0);
  std::vector<Agent> own;
  for (const Agent& agent : people) {
    if (agent.type == type) own.push_back(agent);
  }
  if (own.empty()) return honest;
  Search search{scenario, env, questions, own, method, type, replicate, honest};
  const Row truth = honest.reward.row(type);
  search.consider(truth);
  for (const double factor : {0.0, 0.25, 0.5, 2.0, 4.0, 8.0, 16.0}) search.consider(factor * truth);
  for (const double step : {4.0 * env.scale, env.scale}) {
    for (Index a = 0; a < truth.size(); ++a) {
      for (const double side : {step, -step}) {
        Row report = search.best.reward.row(type);
        report(a) += side;
        if (search.consider(report)) break;
      }
    }
  }
  return search.best;
}

}  // namespace covenant
