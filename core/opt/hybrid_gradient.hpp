// core/opt/hybrid_gradient.hpp: primal-dual hybrid gradient for a BlockProgram of many groups, a
// few digits in a small part of an interior point's time. It holds no matrix: a row costs 4 n flops
// per iteration. Each step maximises the linearised Lagrangian near the last point (a clipped
// parabola; on a simplex with entropy a soft-max), then moves the multipliers along the slacks of
// the extrapolated point. Steps are scaled by the rows (Pock & Chambolle 2011), and the method
// starts again from its average whenever that has become good enough (Applegate et al. 2021).
// Source: Chambolle & Pock 2011.
#pragma once

#include <functional>

#include "core/opt/block_program.hpp"

namespace covenant {

struct HybridGradientSettings {
  int max_iterations = 2000;
  double tolerance = 1e-4;  // of the error: largest residual of rows, allocations and utilities
  int check_every = 50;     // iterations between looks at the error
  // May replace the rows of the program, which keep their multipliers by (block, group); true if it
  // did. Called at every restart.
  std::function<bool(const BlockPoint&)> exchange;
  std::function<bool(int iteration, double error)> progress;  // false cancels
};

struct HybridGradientInfo {
  int iterations = 0;
  double error = 0.0;
  bool cancelled = false;
};

// Solves programs without budget, and with transfers that are free. `point` is filled with x, u,
// slack and lambda of the rows; the rest is 0. Checked: no budget, no transfer bounds.
HybridGradientInfo hybrid_gradient(const BlockProgram& program,
                                   const HybridGradientSettings& settings, BlockPoint& point);

// Whether hybrid_gradient can be used.
[[nodiscard]] bool suits_hybrid_gradient(const BlockProgram& program);

}  // namespace covenant
