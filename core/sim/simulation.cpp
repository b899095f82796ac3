#include "core/sim/simulation.hpp"

#include <algorithm>
#include <thread>

#include "core/base/check.hpp"
#include "core/sim/environment.hpp"
#include "core/sim/noise.hpp"
#include "core/sim/replicate.hpp"
#include "core/sim/summary.hpp"

namespace covenant {

struct Simulation::State {
  Scenario scenario;
  Environment env;
  Summary summary;
  int replicates = 1;
};

namespace {

// Nothing is random: exact labels, no noise at any level, people by share and their picks in
// expectation.
bool is_exact(const Scenario& scenario, const Environment& env) {
  if (!scenario.feedback.infinite_comparisons || scenario.spread > 0.0) return false;
  for (const MethodSpec& method : scenario.methods) {
    if (find_method(method.id)->random) return false;
  }
  for (const double level : env.levels) {
    if (is_random(scenario, level)) return false;
  }
  return true;
}

// 1 where there are no threads (the page spreads work over Web Workers): -pthread defines
// _REENTRANT.
int usable_threads(int asked, int work) {
#ifdef _REENTRANT
  return std::clamp(asked, 1, work);
#else
  static_cast<void>(asked);
  static_cast<void>(work);
  return 1;
#endif
}

// Replicates first..first+count-1, spread over threads; the caller folds them in order.
std::vector<ReplicateResult> run_batch(const Scenario& scenario, const Environment& env, int first,
                                       int count, int threads) {
  std::vector<ReplicateResult> results(static_cast<std::size_t>(count));
  const auto work = [&](int worker) {
    for (int i = worker; i < count; i += threads) {
      results[static_cast<std::size_t>(i)] = run_replicate(scenario, env, first + i);
    }
  };
  if (threads == 1) {
    work(0);
    return results;
  }
  std::vector<std::thread> pool;
  for (int worker = 0; worker < threads; ++worker) pool.emplace_back(work, worker);
  for (std::thread& thread : pool) thread.join();
  return results;
}

}  // namespace

std::string_view version() { return "0.1.0"; }

Simulation::Simulation(const Scenario& scenario) {
  const Environment env = make_environment(scenario);
  state_ = std::make_unique<State>(State{scenario, env, Summary(scenario, env), 1});
  if (!is_exact(scenario, env)) state_->replicates = scenario.run.replicates;
}

Simulation::~Simulation() = default;
Simulation::Simulation(Simulation&&) noexcept = default;
Simulation& Simulation::operator=(Simulation&&) noexcept = default;

int Simulation::num_replicates() const { return state_->replicates; }
int Simulation::num_done() const { return state_->summary.count(); }

void Simulation::advance(int count, int threads) {
  const int end = std::min(num_replicates(), num_done() + std::max(count, 0));
  const int batch = threads <= 1 ? 1 : 4 * threads;
  while (num_done() < end) {
    const int size = std::min(batch, end - num_done());
    const std::vector<ReplicateResult> results =
        run_batch(state_->scenario, state_->env, num_done(), size, usable_threads(threads, size));
    for (const ReplicateResult& result : results) state_->summary.add(result);
  }
}

ReplicateResult Simulation::replicate(int index) const {
  COVENANT_CHECK(index >= 0 && index < num_replicates());
  return run_replicate(state_->scenario, state_->env, index);
}

void Simulation::fold(const ReplicateResult& replicate) {
  COVENANT_CHECK(!done());
  state_->summary.add(replicate);
}

Report Simulation::report() const {
  Report report = state_->summary.report(state_->scenario, state_->env, num_replicates());
  report.version = version();
  report.fingerprint = fingerprint(report);
  return report;
}

Report run(const Scenario& scenario, int threads) {
  Simulation simulation(scenario);
  simulation.advance(simulation.num_replicates(), threads);
  return simulation.report();
}

ExactDesign design_exact(const Scenario& scenario, const MenuDesign* warm_start) {
  const Environment env = make_environment(scenario);
  ExactDesign exact;
  exact.problem = menu_problem(env.space, env.rules, env.space.reward);
  for (const TypeSpec& type : scenario.types) exact.problem.names.push_back(type.name);
  DesignSettings settings;
  settings.warm_start = warm_start;
  exact.design = design_menu(exact.problem, settings);
  exact.reward = env.space.reward;
  exact.context_weight = env.space.response_weight;
  exact.reference = env.space.reference;
  exact.blocks = env.space.blocks;
  return exact;
}

Pick pick_as(const ExactDesign& exact, const Vector& reward) {
  const MenuProblem& problem = exact.problem;
  COVENANT_CHECK(reward.size() == problem.num_values());
  const Vector value = reward.cwiseProduct(exact.context_weight);

  // leaving: the reference, or the number of the type whose wishes are nearest
  double outside = value.dot(exact.reference);
  if (problem.outside_policy.size() == 0) {
    Index nearest = 0;
    (exact.reward.rowwise() - reward.transpose()).rowwise().squaredNorm().minCoeff(&nearest);
    outside = problem.outside(nearest);
  }
  Pick pick{-1, outside, 0.0};
  const Menu& menu = exact.design.menu;
  for (Index j = 0; j < menu.num_contracts(); ++j) {
    const double utility = menu.allocation.row(j).dot(value) - menu.transfer(j);
    // a tie with leaving goes to the contract, as it does for the type it is meant for
    const double margin = 1e-9 * exact.design.scale;
    const bool better =
        pick.contract < 0 ? utility >= pick.utility - margin : utility > pick.utility + margin;
    if (better) pick = {static_cast<int>(j), utility, 0.0};
  }
  pick.rent = pick.utility - outside;
  return pick;
}

}  // namespace covenant
