#include "core/sim/replicate.hpp"

#include <algorithm>

#include "core/base/check.hpp"
#include "core/sim/misreport.hpp"
#include "core/sim/noise.hpp"

namespace covenant {
namespace {

// What all levels of a replicate share.
struct Draws {
  std::vector<Agent> people;
  Questions questions;
  NoiseDraws noise;
};

Draws draw(const Scenario& scenario, const Environment& env, int index) {
  const auto stream = [&](Purpose purpose) {
    return Rng(scenario.run.seed, static_cast<std::uint32_t>(index), purpose);
  };
  Draws draws;
  Rng users = stream(Purpose::users);
  const FeedbackSpec& feedback = scenario.feedback;
  draws.people =
      draw_population(env.space, scenario.run.users, feedback.infinite_comparisons, users);
  if (!feedback.infinite_comparisons) {
    Rng who = stream(Purpose::comparisons), label = stream(Purpose::labels);
    draws.questions =
        draw_questions(env.space, env.pairs, feedback.comparisons, who, label, feedback.per_person);
    draw_label_noise(scenario, index, draws.questions);
  }
  draws.noise = draw_noise(scenario, env, index);
  return draws;
}

struct Deployed {
  DeployedPolicies policies;
  Outcome outcome;
};

// What each method learns at one setting of the noise: the same for all, unless a group reports
// what serves it best against the method at hand.
class Feedback {
 public:
  Feedback(const Scenario& scenario, const Environment& env, const Draws& draws, double level,
           bool on, int index) {
    const Corruption honest = corrupt(scenario, env, draws.noise, level, on);
    if (!on || strategic_type(scenario) < 0) {
      evidence_.push_back(gather_evidence(scenario, env, draws.questions, honest, index));
      return;
    }
    for (const MethodSpec& method : scenario.methods) {
      const Corruption report =
          best_misreport(scenario, env, draws.questions, draws.people, honest, method, index);
      evidence_.push_back(gather_evidence(scenario, env, draws.questions, report, index));
    }
  }
  [[nodiscard]] const Evidence& of(std::size_t method) const {
    return evidence_[evidence_.size() == 1 ? 0 : method];
  }

 private:
  std::vector<Evidence> evidence_;  // one, or one per method
};

std::vector<Deployed> deploy_all(const Scenario& scenario, const Environment& env,
                                 const Feedback& feedback, const std::vector<Agent>& people) {
  const World world{env.space, env.rules, env.choice};
  std::vector<Deployed> all;
  for (std::size_t m = 0; m < scenario.methods.size(); ++m) {
    const MethodSpec& spec = scenario.methods[m];
    Deployed deployed;
    deployed.policies = find_deploy(spec.id)(env.space, env.rules, feedback.of(m), spec.parameters);
    deployed.outcome = evaluate(world, deployed.policies, people);
    all.push_back(std::move(deployed));
  }
  return all;
}

std::vector<std::vector<PressurePoint>> measure_pressure(const Environment& env,
                                                         const Feedback& feedback,
                                                         const std::vector<Agent>& people) {
  const World world{env.space, env.rules, env.choice};
  std::vector<std::vector<PressurePoint>> curves;
  for (const CurvePlan& plan : env.curves)
    curves.push_back(pressure_curve(world, find_deploy(plan.id), plan.parameters, plan.grid,
                                    feedback.of(static_cast<std::size_t>(plan.method)), people));
  return curves;
}

}  // namespace

ReplicateResult run_replicate(const Scenario& scenario, const Environment& env, int index) {
  const Draws draws = draw(scenario, env, index);
  const World world{env.space, env.rules, env.choice};
  const Feedback quiet(scenario, env, draws, 0.0, false, index);
  const std::vector<Deployed> clean = deploy_all(scenario, env, quiet, draws.people);

  ReplicateResult result;
  result.samples.resize(scenario.methods.size());
  for (std::size_t l = 0; l < env.levels.size(); ++l) {
    const bool noisy = !is_silent(scenario, env.levels[l]);
    const Feedback feedback =
        noisy ? Feedback(scenario, env, draws, env.levels[l], true, index) : quiet;
    std::vector<Deployed> all = noisy ? deploy_all(scenario, env, feedback, draws.people) : clean;
    if (static_cast<int>(l) == env.pressure_level && index < kPressureReplicates)
      result.pressure = measure_pressure(env, feedback, draws.people);
    for (std::size_t m = 0; m < all.size(); ++m) {
      MethodSample sample;
      sample.failed = all[m].policies.failed;
      sample.gradient_norm = std::max(feedback.of(m).gradient_norm, all[m].policies.gradient_norm);
      sample.gap = all[m].policies.gap;
      sample.outcome = std::move(all[m].outcome);
      if (noisy) {
        sample.outcome.metric[static_cast<std::size_t>(Metric::coherence)] =
            coherence(env.space, draws.people, sample.outcome, clean[m].outcome);
      }
      sample.outcome.policy.resize(0, 0);
      if (all[m].policies.kind == DeploymentKind::menu) {
        // the same numbers for every method and level
        Rng picks(scenario.run.seed, static_cast<std::uint32_t>(index), Purpose::picks);
        sample.inference =
            infer_types(world, all[m].policies, draws.people, scenario.choice.rounds, picks);
      }
      if (index == 0) sample.deployment = std::move(all[m].policies);
      result.samples[m].push_back(std::move(sample));
    }
  }
  return result;
}

}  // namespace covenant
