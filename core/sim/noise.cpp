#include "core/sim/noise.hpp"

#include <algorithm>
#include <cmath>

#include "core/base/check.hpp"

namespace covenant {
namespace {

bool has(const Scenario& scenario, NoiseKind kind) {
  const std::vector<NoiseSpec>& noise = scenario.feedback.noise;
  return std::any_of(noise.begin(), noise.end(),
                     [&](const NoiseSpec& entry) { return entry.kind == kind; });
}

double level_of(const Scenario& scenario, std::size_t entry, double level) {
  return entry == 0 ? level : scenario.feedback.noise[entry].level;
}

// The entry's level for each type.
Vector type_levels(const NoiseSpec& noise, double level, Index num_types) {
  Vector own = Vector::Constant(num_types, level);
  for (std::size_t k = 0; k < noise.factors.size(); ++k)
    own(static_cast<Index>(k)) *= noise.factors[k];
  return own;
}

// Student's t: a normal over the root of a mean of df squared normals.
double draw_deviate(const NoiseSpec& noise, Rng& rng) {
  const double z = rng.normal();
  if (noise.kind != NoiseKind::student_t) return z;
  double squares = 0.0;
  for (int i = 0; i < noise.df; ++i) {
    const double other = rng.normal();
    squares += other * other;
  }
  return z / std::sqrt(squares / noise.df);
}

// 1 on each context's response of lowest share-weighted reward, ties to the lower index.
Row bait(const TypeSpace& space) {
  const Row mean = space.share.transpose() * space.reward;
  Row out = Row::Zero(mean.size());
  Index start = 0;
  for (const int size : space.blocks) {
    Index worst = 0;
    mean.segment(start, size).minCoeff(&worst);
    out(start + worst) = 1.0;
    start += size;
  }
  return out;
}

// `level`: of each type.
void corrupt_reward(const NoiseSpec& noise, const Environment& env, const Matrix& deviate,
                    const Vector& level, Matrix& reward) {
  switch (noise.kind) {
    case NoiseKind::gaussian:
    case NoiseKind::student_t:
      for (Index k = 0; k < reward.rows(); ++k)
        reward.row(k) += (level(k) * env.scale) * deviate.row(k);
      break;
    case NoiseKind::bias:
      for (Index a = 0; a < reward.cols(); ++a)
        reward.col(a) += level * noise.offsets[static_cast<std::size_t>(a)];
      break;
    case NoiseKind::adversarial:
      reward += (level * env.scale) * bait(env.space);
      break;
    case NoiseKind::missing_norm:
      reward -= env.weight.col(noise.index) * env.score.col(noise.index).transpose();
      break;
    case NoiseKind::misreport:
      if (!noise.best) reward.row(noise.index) *= noise.factor;  // else misreport.hpp finds it
      break;
    case NoiseKind::flips:
    case NoiseKind::per_comparison:
      break;  // of the labels
  }
}

// Two reversals in a row: e1 + e2 - 2 e1 e2.
void add_flips(const Vector& level, Vector& flip) {
  for (Index k = 0; k < flip.size(); ++k) {
    const double e = std::min(1.0, level(k));
    flip(k) = flip(k) + e - 2.0 * flip(k) * e;
  }
}

}  // namespace

NoiseDraws draw_noise(const Scenario& scenario, const Environment& env, int replicate) {
  Rng rng(scenario.run.seed, static_cast<std::uint32_t>(replicate), Purpose::reward_noise);
  NoiseDraws draws;
  for (const NoiseSpec& noise : scenario.feedback.noise) {
    Matrix& entry = draws.reward.emplace_back();
    if (noise.kind != NoiseKind::gaussian && noise.kind != NoiseKind::student_t) continue;
    entry.resize(env.space.num_types(), env.space.num_responses());
    for (Index k = 0; k < entry.rows(); ++k) {
      for (Index a = 0; a < entry.cols(); ++a) entry(k, a) = draw_deviate(noise, rng);
    }
  }
  return draws;
}

void draw_label_noise(const Scenario& scenario, int replicate, Questions& questions) {
  const auto index = static_cast<std::uint32_t>(replicate);
  const std::size_t count = questions.type.size();
  if (has(scenario, NoiseKind::flips)) {
    Rng rng(scenario.run.seed, index, Purpose::flips);
    for (std::size_t n = 0; n < count; ++n) questions.flip.push_back(rng.uniform());
  }
  if (has(scenario, NoiseKind::per_comparison)) {
    Rng rng(scenario.run.seed, index, Purpose::comparison_noise);
    for (std::size_t n = 0; n < count; ++n) questions.fresh.push_back(rng.normal());
  }
}

Corruption corrupt(const Scenario& scenario, const Environment& env, const NoiseDraws& draws,
                   double level, bool on) {
  Corruption out{env.space.reward, env.annotation};
  const Index num_types = env.space.num_types();
  out.annotation.flip = Vector::Zero(num_types);
  Vector fresh_variance = Vector::Zero(num_types);
  for (std::size_t e = 0; on && e < scenario.feedback.noise.size(); ++e) {
    const NoiseSpec& noise = scenario.feedback.noise[e];
    const double own = level_of(scenario, e, level);
    if (own == 0.0 && noise_has_level(noise.kind)) continue;
    const Vector levels = type_levels(noise, own, num_types);
    corrupt_reward(noise, env, draws.reward[e], levels, out.reward);
    if (noise.kind == NoiseKind::flips) add_flips(levels, out.annotation.flip);
    if (noise.kind == NoiseKind::per_comparison)
      fresh_variance += 2.0 * env.scale * env.scale * levels.cwiseAbs2();
  }
  out.annotation.fresh_sd = fresh_variance.cwiseSqrt();
  return out;
}

bool is_silent(const Scenario& scenario, double level) {
  for (std::size_t e = 0; e < scenario.feedback.noise.size(); ++e) {
    const bool fixed = !noise_has_level(scenario.feedback.noise[e].kind);
    if (fixed || level_of(scenario, e, level) != 0.0) return false;
  }
  return true;
}

bool is_random(const Scenario& scenario, double level) {
  for (std::size_t e = 0; e < scenario.feedback.noise.size(); ++e) {
    const NoiseKind kind = scenario.feedback.noise[e].kind;
    const bool drawn = kind == NoiseKind::gaussian || kind == NoiseKind::student_t;
    if (drawn && level_of(scenario, e, level) != 0.0) return true;
  }
  return false;
}

}  // namespace covenant
