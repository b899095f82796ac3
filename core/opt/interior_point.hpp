// core/opt/interior_point.hpp: primal-dual interior point (Mehrotra predictor-corrector) for a
// BlockProgram. Entropy terms enter as they are (gradient l (log(x/r) + 1), curvature l / x) beside
// the barrier of x >= 0, so that tiny optimal probabilities neither stall nor underflow. Infeasible
// start; the loop's own residuals only decide when to stop: proofs are made elsewhere from the
// point it returns. Source: Mehrotra 1992; Wright 1997; Andersen & Ye 1999 for the smooth convex
// terms.
#pragma once

#include <functional>
#include <optional>

#include "core/opt/block_kkt.hpp"
#include "core/opt/block_program.hpp"

namespace covenant {

struct InteriorPointSettings {
  double tolerance = 1e-11;    // of the measure
  double good_enough = 1e-10;  // of the measure: from here on little patience
  int max_iterations = 200;
  int patience = 12;  // iterations without progress before giving up
  // For degenerate problems, where exact steps are badly conditioned: curvature added to every step
  // (not to the objective), the least share of complementarity to aim for, rounds of refinement.
  double proximal = 0.0, caution = 0.0;
  int refine = 0;
  bool by_slack = false;  // multipliers of rows follow their slacks instead of the linear system
  // Rows between nearly equal groups start as far from their bounds as others: for those who share
  // because transfers are fixed, whose slacks are allocations and not differences of values.
  bool wide_start = false;
  // Error of a point, asked for near the end; without it the largest of complementarity and
  // residuals.
  std::function<double(const BlockPoint&)> measure;
  std::function<bool(int iteration, double gap)> progress;  // false cancels
  std::function<bool(const BlockPoint&)> stop;              // asked every iteration; true ends
  // For programs that hold only some of their rows: called each time the mean slack * multiplier
  // has halved, and at the end (`settled`). May replace the rows of the program (blocks
  // and groups stay); true if it did. Rows that stay keep slack and multiplier, new ones start
  // centred.
  std::function<bool(const BlockPoint&, double mean, bool settled)> exchange;
  double furthest =
      1.0 - 1e-9;         // share of the way to the nearest bound that a step may go, at most
  double gap_unit = 1.0;  // what the sum of slack * multiplier is divided by, without a measure
};

enum class InteriorPointStatus { converged, stalled, cancelled, stopped };

struct InteriorPointInfo {
  InteriorPointStatus status = InteriorPointStatus::stalled;
  int iterations = 0;
  double gap = 0.0;     // sum of slack * multiplier
  double primal = 0.0;  // largest primal residual
  double dual = 0.0;    // largest dual residual, weighted by x where x is small
};

// Keeps its buffers, so solving many programs of one shape allocates once.
class InteriorPoint {
 public:
  // `program` must stay where it is; only settings.exchange may change it meanwhile.
  InteriorPointInfo solve(const BlockProgram& program, const InteriorPointSettings& settings);
  [[nodiscard]] const BlockPoint& point() const { return best_; }

 private:
  struct Residuals {
    Matrix x;      // grad - z + zu - A' l - b beta
    Matrix parts;  // sum - 1
    Vector u;      // in the basis of the utility tree
    Vector rows, low, high, ir;
    double budget = 0.0;
  };
  void allocate();
  void resize_rows();
  void start();
  void residuals();
  void transfer_residuals(Index c);
  double complementarity() const;
  double primal_residual() const;
  double dual_residual();
  void weights();
  struct Debt;
  void right_side(double target, bool corrected);
  double transfer_side(Index c, const Debt& debt) const;
  void expand(BlockPoint& step, double target, bool corrected);
  void expand_rows(Index c, const Debt& debt, BlockPoint& step);
  double expand_transfer(Index c, const Debt& debt, BlockPoint& step);
  double longest_step(const BlockPoint& step) const;
  double stepped_complementarity(const BlockPoint& step, double length) const;
  void move(const BlockPoint& step, double length);
  double direction(double gap);
  bool iterate(const InteriorPointInfo& info);
  bool exchange(const InteriorPointInfo& info, const InteriorPointSettings& settings);
  void recentre(double worst);
  double carry_rows(const std::vector<int>& begin, const std::vector<int>& group, double mean);
  double transfer(Index c) const;
  double merit(const InteriorPointInfo& info, const InteriorPointSettings& settings) const;
  void measure(InteriorPointInfo& info);
  void follow(const InteriorPointSettings& settings);
  std::optional<InteriorPointStatus> ending(const InteriorPointInfo& info, double merit,
                                            const InteriorPointSettings& settings) const;

  const BlockProgram* program_ = nullptr;
  BlockKkt kkt_;
  BlockPoint point_, best_, affine_, step_;
  Residuals residual_;
  Vector coordinates_;  // of point_.u in that basis
  BlockWeights weights_;
  BlockVector right_, out_;
  Index pairs_ = 1;  // complementarity pairs
  int refine_ = 0;
  double proximal_ = 0.0, caution_ = 0.0, furthest_ = 1.0;
  bool by_slack_ = false, wide_start_ = false;
  double next_exchange_ = 0.0;  // mean slack * multiplier at which rows are looked at again
};

}  // namespace covenant
