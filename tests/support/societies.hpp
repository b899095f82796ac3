// tests/support/societies.hpp: small societies that several tests share.
#pragma once

#include "core/mech/methods/method.hpp"
#include "core/model/type_space.hpp"

namespace covenant::test {

// Shares (.6, .3, .1), one context of three responses, rewards (10,3,2), (0,3,2), (0,1,2), uniform
// reference.
inline TypeSpace condorcet_space() {
  TypeSpace space;
  space.blocks = {3};
  space.context_weight = Vector::Ones(1);
  space.response_weight = Vector::Ones(3);
  space.reference = Vector::Constant(3, 1.0 / 3.0);
  space.share = Vector(3);
  space.share << 0.6, 0.3, 0.1;
  space.reward = Matrix(3, 3);
  space.reward << 10, 3, 2, 0, 3, 2, 0, 1, 2;
  space.norm = Vector::Zero(3);
  space.norm_factor = Vector::Ones(3);
  space.score = Matrix(3, 0);
  return space;
}

// Two types over three contexts of unequal weight and 2, 3 and 4 responses.
inline TypeSpace three_context_space() {
  TypeSpace space;
  space.blocks = {2, 3, 4};
  space.context_weight = Vector(3);
  space.context_weight << 0.2, 0.3, 0.5;
  space.response_weight = Vector(9);
  space.response_weight << 0.2, 0.2, 0.3, 0.3, 0.3, 0.5, 0.5, 0.5, 0.5;
  space.reference = Vector(9);
  space.reference << 0.5, 0.5, 0.2, 0.3, 0.5, 0.1, 0.2, 0.3, 0.4;
  space.share = Vector(2);
  space.share << 0.7, 0.3;
  space.reward = Matrix(2, 9);
  space.reward << 1.0, -0.5, 0.3, 0.8, -0.2, 0.1, 0.9, -0.7, 0.4,  //
      -0.6, 0.7, 0.2, -0.9, 0.5, 0.6, -0.3, 0.2, -0.1;
  space.norm = Vector::Zero(9);
  space.norm_factor = Vector::Ones(2);
  space.kl = 0.2;
  space.score = Matrix(9, 0);
  return space;
}

// One context of `responses`, uniform reference and shares, rewards as given (types x responses).
inline TypeSpace one_context_space(const Matrix& reward, double kl) {
  TypeSpace space;
  const Index n = reward.cols(), types = reward.rows();
  space.blocks = {static_cast<int>(n)};
  space.context_weight = Vector::Ones(1);
  space.response_weight = Vector::Ones(n);
  space.reference = Vector::Constant(n, 1.0 / static_cast<double>(n));
  space.share = Vector::Constant(types, 1.0 / static_cast<double>(types));
  space.reward = reward;
  space.norm = Vector::Zero(n);
  space.norm_factor = Vector::Ones(types);
  space.kl = kl;
  space.score = Matrix(n, 0);
  return space;
}

// Infinitely many labelled comparisons of these people, labelled at this rationality (0: without
// error).
inline Evidence exact_evidence(const TypeSpace& space, double rationality) {
  Evidence evidence;
  evidence.pairs = pair_table(space);
  evidence.infinite = true;
  evidence.answering.infinite_rationality = rationality == 0.0;
  evidence.answering.rationality = rationality;
  evidence.unit = rationality == 0.0 ? 1.0 : rationality;
  evidence.counts = expected_labels(space, evidence.pairs, space.reward, evidence.answering);
  evidence.labelled = space.reward;
  const auto [wins, losses] = pooled_counts(evidence);
  evidence.pooled = fit_pooled(space, evidence, wins, losses, 0.0).estimate;
  return evidence;
}

// The same with this many comparisons drawn.
inline Evidence sampled_evidence(const TypeSpace& space, double rationality, int count,
                                 std::uint64_t seed) {
  Evidence evidence = exact_evidence(space, rationality);
  Rng who(seed, 0, Purpose::comparisons), label(seed, 0, Purpose::labels);
  const Questions questions = draw_questions(space, evidence.pairs, count, who, label);
  evidence.infinite = false;
  evidence.counts = label_questions(evidence.pairs, questions, space.reward, evidence.answering,
                                    &evidence.answers);
  evidence.ridge = 0.01;
  evidence.seed = seed;
  return evidence;
}

}  // namespace covenant::test
