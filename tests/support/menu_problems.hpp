// tests/support/menu_problems.hpp: scalar menu problems, and random ones of every kind, named by a
// seed.
#pragma once

#include <cmath>
#include <limits>
#include <vector>

#include "core/base/rng.hpp"
#include "core/mech/screening.hpp"

namespace covenant::test {

// Mussa and Rosen's setting: scalar quality, cost q^2/2, no upper bound, transfers free and kept by
// the designer.
inline MenuProblem scalar(const std::vector<double>& values, const std::vector<double>& shares) {
  MenuProblem p;
  const Index types = static_cast<Index>(values.size());
  p.value.resize(types, 1);
  p.share.resize(types);
  for (Index k = 0; k < types; ++k) {
    p.value(k, 0) = values[static_cast<std::size_t>(k)];
    p.share(k) = shares[static_cast<std::size_t>(k)];
  }
  p.outside = Vector::Zero(types);
  p.lower = Vector::Zero(1);
  p.upper = Vector::Constant(1, std::numeric_limits<double>::infinity());
  p.cost.quadratic = Vector::Ones(1);
  return p;
}

struct RandomMenuOptions {
  int min_types = 1, max_types = 6;
  bool tiny_differences = false;  // some types differ by 1e-4 only
};

inline double power_of_ten(int exponent) {
  double value = 1.0;
  for (int i = 0; i < std::abs(exponent); ++i) value *= 10.0;
  return exponent < 0 ? 1.0 / value : value;
}

inline void random_simplex(Rng& rng, double scale, MenuProblem& p) {
  const Index n = p.num_values();
  p.cost.reference.resize(n);
  Index begin = 0;
  for (int size : p.blocks) {
    for (Index d = begin; d < begin + size; ++d) p.cost.reference(d) = rng.uniform() + 0.01;
    p.cost.reference.segment(begin, size) /= p.cost.reference.segment(begin, size).sum();
    begin += size;
  }
  p.outside_policy = p.cost.reference.transpose().replicate(p.num_types(), 1);
  if (rng.below(3) > 0) {
    p.cost.kl = Vector::Constant(static_cast<Index>(p.blocks.size()),
                                 scale * power_of_ten(-static_cast<int>(rng.below(4))));
  }
  if (rng.below(6) == 0) p.cost.quadratic = Vector::Constant(n, 0.3 * scale);
}

inline void random_box(Rng& rng, double scale, MenuProblem& p) {
  const Index n = p.num_values();
  const double size = rng.below(3) == 0 ? power_of_ten(static_cast<int>(rng.below(7)) - 3) : 1.0;
  p.lower = Vector::Zero(n);
  p.upper = Vector::Constant(n, size);
  if (rng.below(2) == 0) {
    p.cost.quadratic = Vector::Constant(n, scale / size);
    if (rng.below(2) == 0) p.upper.setConstant(std::numeric_limits<double>::infinity());
  }
  if (rng.below(3) == 0) p.cost.linear = Vector::Constant(n, 0.3 * scale);
  if (rng.below(5) == 0) p.lower = Vector::Constant(n, -size);
}

inline void random_regime(Rng& rng, double scale, MenuProblem& p) {
  switch (rng.below(6)) {
    case 0:
      break;  // a monopolist
    case 1:
      p.weight_utility = 1, p.weight_transfer = 0, p.transfer_lower = 0;
      break;  // friction
    case 2:
      p.weight_utility = 1, p.transfer_lower = p.transfer_upper = 0;
      break;  // none
    case 3:
      p.weight_utility = 1, p.budget = 0.0;
      break;  // money
    case 4:
      p.weight_utility = 1;
      break;  // money, no budget
    default:
      p.transfer_lower = 0, p.transfer_upper = 0.5 * scale;
      break;
  }
}

// Every problem is feasible (the outside option is in X at no transfer) and bounded.
inline MenuProblem random_menu_problem(std::uint64_t seed, const RandomMenuOptions& options = {}) {
  Rng rng(seed, 0, Purpose::test);
  MenuProblem p;
  const Index types = options.min_types + static_cast<Index>(rng.below(static_cast<std::uint32_t>(
                                              options.max_types - options.min_types + 1)));
  Index n = 1 + static_cast<Index>(rng.below(4));
  if (rng.below(2) == 0) {
    p.set = AllocationSet::simplex;
    n = 0;
    for (std::uint32_t b = rng.below(3) + 1; b > 0; --b) {
      p.blocks.push_back(1 + static_cast<int>(rng.below(5)));
      n += p.blocks.back();
    }
  }
  const double scale = rng.below(3) == 0 ? power_of_ten(static_cast<int>(rng.below(13)) - 6) : 1.0;
  p.value.resize(types, n);
  p.share.resize(types);
  p.outside = Vector::Zero(types);
  const std::uint32_t style = rng.below(options.tiny_differences ? 4 : 3);
  for (Index k = 0; k < types; ++k) {
    p.share(k) = rng.below(10) == 0 ? 1e-6 : rng.uniform() + 0.05;
    for (Index d = 0; d < n; ++d) {
      double value = rng.uniform();
      if (style == 1) value = 1.0 + rng.below(3);
      if (style == 2) value = 2.0 * value - 1.0;
      if (style == 3 && k > 0) value = p.value(0, d) / scale * (1.0 + 1e-4 * value);
      p.value(k, d) = scale * value;
    }
    if (k > 0 && rng.below(7) == 0) p.value.row(k) = p.value.row(k - 1);
  }
  if (p.set == AllocationSet::simplex) {
    random_simplex(rng, scale, p);
  } else {
    random_box(rng, scale, p);
  }
  random_regime(rng, scale, p);
  if (rng.below(2) == 0) {
    p.objective_allocation.resize(types, n);
    for (Index k = 0; k < types; ++k) {
      for (Index d = 0; d < n; ++d) p.objective_allocation(k, d) = scale * (rng.uniform() - 0.7);
    }
  }
  return p;
}

// A random problem in which half of the types are another type but for `apart` of the largest
// value.
inline MenuProblem near_duplicates(std::uint64_t seed, double apart) {
  MenuProblem p = random_menu_problem(seed);
  Rng rng(seed, 21, Purpose::test);
  const double size = apart * p.value.cwiseAbs().maxCoeff();
  for (Index k = 1; k < p.num_types(); ++k) {
    if (rng.below(2) == 0) continue;
    const Index twin = static_cast<Index>(rng.below(static_cast<std::uint32_t>(k)));
    for (Index d = 0; d < p.num_values(); ++d) {
      p.value(k, d) = p.value(twin, d) + size * (2.0 * rng.uniform() - 1.0);
    }
  }
  return p;
}

// Rochet and Chone's square on an n x n grid of cells, quadratic cost.
inline MenuProblem rochet_chone(int n) {
  MenuProblem p;
  p.value.resize(n * n, 2);
  for (int i = 0; i < n * n; ++i) {
    p.value(i, 0) = 1.0 + (i / n + 0.5) / n;
    p.value(i, 1) = 1.0 + (i % n + 0.5) / n;
  }
  p.share = Vector::Ones(n * n);
  p.outside = Vector::Zero(n * n);
  p.lower = Vector::Zero(2);
  p.upper = Vector::Constant(2, std::numeric_limits<double>::infinity());
  p.cost.quadratic = Vector::Ones(2);
  return p;
}

}  // namespace covenant::test
