#include "core/sim/replicate.hpp"

#include <algorithm>

#include "core/base/check.hpp"
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
    draws.questions = draw_questions(env.space, env.pairs, feedback.comparisons, who, label);
    draw_label_noise(scenario, index, draws.questions);
  }
  draws.noise = draw_noise(scenario, env, index);
  return draws;
}

struct Deployed {
  DeployedPolicies policies;
  Outcome outcome;
};

// Every method at one setting of the noise.
std::vector<Deployed> deploy_all(const Scenario& scenario, const Environment& env,
                                 const Evidence& evidence, const std::vector<Agent>& people) {
  const World world{env.space, env.rules, env.choice};
  std::vector<Deployed> all;
  for (const MethodSpec& spec : scenario.methods) {
    Deployed deployed;
    deployed.policies = find_deploy(spec.id)(env.space, env.rules, evidence, spec.parameters);
    deployed.outcome = evaluate(world, deployed.policies, people);
    all.push_back(std::move(deployed));
  }
  return all;
}

std::vector<std::vector<PressurePoint>> measure_pressure(const Environment& env,
                                                         const Evidence& evidence,
                                                         const std::vector<Agent>& people) {
  const World world{env.space, env.rules, env.choice};
  std::vector<std::vector<PressurePoint>> curves;
  for (const CurvePlan& plan : env.curves)
    curves.push_back(
        pressure_curve(world, find_deploy(plan.id), plan.parameters, plan.grid, evidence, people));
  return curves;
}

}  // namespace

ReplicateResult run_replicate(const Scenario& scenario, const Environment& env, int index) {
  const Draws draws = draw(scenario, env, index);
  const World world{env.space, env.rules, env.choice};
  const auto evidence_at = [&](double level, bool on) {
    return gather_evidence(scenario, env, draws.questions,
                           corrupt(scenario, env, draws.noise, level, on), index);
  };
  const Evidence quiet = evidence_at(0.0, false);
  const std::vector<Deployed> clean = deploy_all(scenario, env, quiet, draws.people);
  Rng picks(scenario.run.seed, static_cast<std::uint32_t>(index), Purpose::picks);

  ReplicateResult result;
  result.samples.resize(scenario.methods.size());
  for (std::size_t l = 0; l < env.levels.size(); ++l) {
    const bool noisy = !is_silent(scenario, env.levels[l]);
    const Evidence evidence = noisy ? evidence_at(env.levels[l], true) : quiet;
    std::vector<Deployed> all = noisy ? deploy_all(scenario, env, evidence, draws.people) : clean;
    if (static_cast<int>(l) == env.pressure_level && index < kPressureReplicates)
      result.pressure = measure_pressure(env, evidence, draws.people);
    for (std::size_t m = 0; m < all.size(); ++m) {
      MethodSample sample;
      sample.failed = all[m].policies.failed;
      sample.outcome = std::move(all[m].outcome);
      if (noisy) {
        sample.outcome.metric[static_cast<std::size_t>(Metric::coherence)] =
            coherence(env.space, draws.people, sample.outcome, clean[m].outcome);
      }
      sample.outcome.policy.resize(0, 0);
      if (all[m].policies.kind == DeploymentKind::menu) {
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
