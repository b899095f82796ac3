#include "core/sim/summary.hpp"

#include <algorithm>
#include <cmath>

#include "core/base/check.hpp"

namespace covenant {
namespace {

std::vector<double> to_list(const Matrix& matrix, Index row) {
  std::vector<double> list(static_cast<std::size_t>(matrix.cols()));
  for (std::size_t i = 0; i < list.size(); ++i) list[i] = matrix(row, static_cast<Index>(i));
  return list;
}

std::vector<std::vector<double>> to_lists(const Matrix& matrix) {
  std::vector<std::vector<double>> lists;
  for (Index row = 0; row < matrix.rows(); ++row) lists.push_back(to_list(matrix, row));
  return lists;
}

// What nobody in this replicate speaks for (a type that was not met) says nothing.
void add_present(RunningMean& mean, double value) {
  if (!std::isnan(value)) mean.add(value);
}

void add_types(const Outcome& outcome, std::vector<RunningMean>& by_type,
               std::vector<RunningMean>& type_value) {
  for (Index k = 0; k < outcome.by_type.rows(); ++k) {
    add_present(type_value[static_cast<std::size_t>(k)], outcome.type_value(k));
    for (Index i = 0; i < outcome.by_type.cols(); ++i)
      add_present(by_type[static_cast<std::size_t>(k * outcome.by_type.cols() + i)],
                  outcome.by_type(k, i));
  }
}

void add_difference(const Outcome& one, const Outcome& other, RunningMean (&out)[kNumMetrics]) {
  for (std::size_t i = 0; i < kNumMetrics; ++i) out[i].add(one.metric[i] - other.metric[i]);
}

}  // namespace

Summary::Summary(const Scenario& scenario, const Environment& env)
    : ledger_(scenario, env),
      incentives_(find_incentives(scenario, env)),
      exact_front_(exact_front(env.space)) {
  const auto num_types = static_cast<std::size_t>(scenario.num_types());
  for (std::size_t m = 0; m < scenario.methods.size(); ++m) {
    if (rlhf_ < 0 && scenario.methods[m].id == "rlhf") rlhf_ = static_cast<int>(m);
    if (scenario.methods[m].label == scenario.run.baseline) baseline_ = static_cast<int>(m);
  }
  Cell empty;
  empty.by_type.resize(num_types * kTypeMetrics.size());
  empty.type_value.resize(num_types);
  empty.rounds.resize(static_cast<std::size_t>(scenario.choice.rounds) + 1);
  empty.confusion = Matrix::Zero(scenario.num_types(), scenario.num_types());
  cells_.assign(scenario.methods.size(), std::vector<Cell>(env.levels.size(), empty));
}

void Summary::add(const ReplicateResult& replicate) {
  COVENANT_CHECK(replicate.samples.size() == cells_.size());
  for (std::size_t m = 0; m < cells_.size(); ++m) {
    for (std::size_t l = 0; l < cells_[m].size(); ++l) {
      const Outcome& own = replicate.samples[m][l].outcome;
      const auto compare = [&](int other, RunningMean(&out)[kNumMetrics]) {
        if (other < 0 || other == static_cast<int>(m)) return;
        add_difference(own, replicate.samples[static_cast<std::size_t>(other)][l].outcome, out);
      };
      add_cell(cells_[m][l], replicate.samples[m][l]);
      compare(rlhf_, cells_[m][l].vs_rlhf);
      compare(baseline_, cells_[m][l].vs_baseline);
    }
  }
  ledger_.add(replicate);
  pressure_.add(replicate);
  ++count_;
}

void Summary::add_cell(Cell& cell, const MethodSample& sample) {
  cell.failed += sample.failed ? 1 : 0;
  cell.gradient_norm = std::max(cell.gradient_norm, sample.gradient_norm);
  cell.gap = std::fmax(cell.gap, sample.gap);  // ignores NaN
  for (std::size_t i = 0; i < kNumMetrics; ++i) cell.metric[i].add(sample.outcome.metric[i]);
  add_types(sample.outcome, cell.by_type, cell.type_value);
  cell.value.add(sample.outcome.type_value);
  if (sample.inference) add_inference(cell, *sample.inference);
  if (count_ == 0) {
    cell.deployment = sample.deployment;
    cell.picks = sample.outcome.picks;
    if (sample.inference) cell.posterior = sample.inference->posterior;
  }
}

void Summary::add_inference(Cell& cell, const InferenceOutcome& inference) {
  for (std::size_t r = 0; r < cell.rounds.size(); ++r) {
    const InferenceScore& score = inference.rounds[r];
    RoundMeans& means = cell.rounds[r];
    means.accuracy.add(score.accuracy);
    means.log_loss.add(score.log_loss);
    means.brier.add(score.brier);
    means.entropy.add(score.entropy_bits);
    means.bits.add(score.bits_gained);
    means.calibration.add(score.excess);
  }
  cell.confusion += inference.confusion;
}

bool Summary::offers_menu(int method, std::size_t level) const {
  if (method < 0) return false;
  const Cell& cell = cells_[static_cast<std::size_t>(method)][level];
  return cell.deployment && cell.deployment->kind == DeploymentKind::menu;
}

std::vector<MetricValue> Summary::metric_values(std::size_t method, std::size_t level) const {
  const Cell& cell = cells_[method][level];
  const bool menu = offers_menu(static_cast<int>(method), level);
  std::vector<MetricValue> out;
  for (std::size_t i = 0; i < kNumMetrics; ++i) {
    const auto metric = static_cast<Metric>(i);
    if (is_menu_metric(metric) && !menu) continue;
    MetricValue value{metric_name(metric), possible(metric, replicate_interval(cell.metric[i]))};
    // what only menus have is compared among menus
    if (cell.vs_rlhf[i].count() > 0 && !is_menu_metric(metric))
      value.vs_rlhf = replicate_interval(cell.vs_rlhf[i]);
    if (cell.vs_baseline[i].count() > 0 &&
        (!is_menu_metric(metric) || offers_menu(baseline_, level)))
      value.vs_baseline = replicate_interval(cell.vs_baseline[i]);
    out.push_back(std::move(value));
  }
  return out;
}

LevelReport Summary::level_report(std::size_t method, std::size_t level, const Scenario& scenario,
                                  const Environment& env) const {
  const Cell& cell = cells_[method][level];
  LevelReport out;
  out.level = env.levels[level];
  out.failed_designs = cell.failed;
  out.gradient_norm = cell.gradient_norm;
  out.gap = cell.gap;
  out.metrics = metric_values(method, level);
  const bool menu = offers_menu(static_cast<int>(method), level);
  for (std::size_t k = 0; k < scenario.types.size(); ++k) {
    TypeMetrics type{scenario.types[k].name, {}};
    for (std::size_t i = 0; i < kTypeMetrics.size(); ++i) {
      if (is_menu_metric(kTypeMetrics[i]) && !menu) continue;
      const RunningMean& mean = cell.by_type[k * kTypeMetrics.size() + i];
      type.metrics.push_back(
          {metric_name(kTypeMetrics[i]), possible(kTypeMetrics[i], replicate_interval(mean))});
    }
    type.metrics.push_back({"value", replicate_interval(cell.type_value[k])});
    out.by_type.push_back(std::move(type));
  }
  if (cell.deployment) {
    out.deployment.offers_menu = menu;
    out.deployment.policies = to_lists(cell.deployment->policy);
    const Vector& transfer = cell.deployment->transfer;
    out.deployment.transfers.assign(transfer.data(), transfer.data() + transfer.size());
    out.deployment.picks = to_lists(cell.picks);
    out.deployment.reward_estimate = to_lists(cell.deployment->estimate);
  }
  return out;
}

InferenceLevel Summary::inference_level(const Cell& cell, double level) const {
  InferenceLevel out;
  out.level = level;
  for (std::size_t r = 0; r < cell.rounds.size(); ++r) {
    const RoundMeans& means = cell.rounds[r];
    out.rounds.push_back({static_cast<int>(r), replicate_interval(means.accuracy),
                          replicate_interval(means.log_loss), replicate_interval(means.brier),
                          means.calibration.interval(t_critical(count_)),
                          replicate_interval(means.entropy), replicate_interval(means.bits)});
  }
  out.confusion = to_lists(cell.confusion / count_);
  out.posterior = to_lists(cell.posterior);
  return out;
}

Front Summary::front(const Scenario& scenario, const Environment& env, bool done) const {
  Front front = exact_front_;
  for (std::size_t m = 0; m < cells_.size(); ++m) {
    const std::string& label = scenario.methods[m].label;
    if (const std::optional<DeployedPolicies>& first = cells_[m].front().deployment)
      front.sets.push_back({label, deployed_set(env.space, first->policy, first->transfer)});
    FrontMethodOutcomes outcomes{label, {}};
    for (std::size_t l = 0; done && l < env.levels.size(); ++l) {
      if (cells_[m][l].value.count() > 0)
        outcomes.levels.push_back(front_outcome(env.space, cells_[m][l].value, env.levels[l]));
    }
    if (done) front.outcomes.push_back(std::move(outcomes));
  }
  return front;
}

Report Summary::report(const Scenario& scenario, const Environment& env, int replicates) const {
  COVENANT_CHECK(count_ > 0);
  Report report;
  report.scenario = scenario.id;
  report.replicates_done = count_;
  report.replicates = replicates;
  report.noise_levels = env.levels;
  report.baseline = scenario.run.baseline;
  if (scenario.designer.elicited) report.norm = norm_report(scenario);
  for (const TypeSpec& type : scenario.types) report.types.push_back(type.name);
  for (std::size_t m = 0; m < cells_.size(); ++m) {
    const MethodInfo* info = find_method(scenario.methods[m].id);
    MethodReport method{scenario.methods[m].label,
                        scenario.methods[m].id,
                        std::string(info->assumes),
                        answers_asked(*info, scenario.methods[m].parameters),
                        {}};
    InferenceReport inference{scenario.methods[m].label, {}};
    for (std::size_t l = 0; l < env.levels.size(); ++l) {
      const Cell& cell = cells_[m][l];
      method.levels.push_back(level_report(m, l, scenario, env));
      if (cell.rounds.front().accuracy.count() > 0)
        inference.levels.push_back(inference_level(cell, env.levels[l]));
    }
    report.methods.push_back(std::move(method));
    if (!inference.levels.empty()) report.inference.push_back(std::move(inference));
  }
  report.incentives = incentives_;
  report.front = front(scenario, env, count_ == replicates);
  report.pressure = pressure_.report(scenario, env);
  for (const PressureCurveReport& curve : report.pressure.curves) {
    if (curve.deployed < 0) continue;
    const auto same = [&](const MethodReport& method) { return method.label == curve.method; };
    const auto method = std::find_if(report.methods.begin(), report.methods.end(), same);
    method->levels[static_cast<std::size_t>(env.pressure_level)].metrics.push_back(
        {"hacking", curve.hacking});
  }
  report.claims = ledger_.claims(report.pressure, report.front);
  return report;
}

}  // namespace covenant
