// core/sim/simulation.hpp: Scenario -> Report.
// A Simulation is advanced replicate by replicate, so that callers can show progress, stream
// partial reports, cancel, and spread replicates over threads or workers: each replicate is a pure
// function of (scenario, index), and the report reduces them in index order, whoever computed them.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "core/mech/screening.hpp"
#include "core/sim/report.hpp"
#include "core/sim/scenario.hpp"

namespace covenant {

struct ReplicateResult;  // replicate.hpp

[[nodiscard]] std::string_view version();

class Simulation {
 public:
  explicit Simulation(
      const Scenario& scenario);  // Checked: the scenario is valid (came from parse_scenario)
  ~Simulation();
  Simulation(Simulation&&) noexcept;
  Simulation& operator=(Simulation&&) noexcept;

  // Replicates that this scenario needs (1 when nothing is random).
  [[nodiscard]] int num_replicates() const;
  [[nodiscard]] int num_done() const;
  [[nodiscard]] bool done() const { return num_done() == num_replicates(); }
  // Runs the next `count` replicates (fewer at the end), on `threads` threads where there are
  // threads.
  void advance(int count, int threads = 1);
  // The same in pieces: the replicate of an index, computed anywhere, and folded here in the order
  // 0, 1, 2, ... Checked: there is one left to fold.
  [[nodiscard]] ReplicateResult replicate(int index) const;
  void fold(const ReplicateResult& replicate);
  // Of the replicates done so far (at least one). `seconds` is left 0: core has no clock.
  [[nodiscard]] Report report() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// All of it at once.
[[nodiscard]] Report run(const Scenario& scenario, int threads = 1);

// The menu the designer would offer if feedback were exact (infinite comparisons, no noise): what
// the cards, the type space and the instant preview show. Types, blocks and norms in theta units of
// model.md section 2.
struct ExactDesign {
  MenuProblem problem;
  MenuDesign design;
  Matrix
      reward;  // true r_k per response (num_types x num_responses), utils, not weighted by context
  Vector context_weight;    // per response: its context's normalised weight (num_responses)
  Vector reference;         // reference policy (num_responses)
  std::vector<int> blocks;  // responses per context
};
[[nodiscard]] ExactDesign design_exact(const Scenario& scenario,
                                       const MenuDesign* warm_start = nullptr);

// What a person with this reward (num_responses, utils) does with a menu: contract index, or -1 for
// leaving (reference policy at transfer 0, or the outside number of the nearest named type). Ties
// as in model.md "Choice".
struct Pick {
  int contract = -1;
  double utility = 0.0;  // of the pick
  double rent = 0.0;     // utility minus leaving
};
[[nodiscard]] Pick pick_as(const ExactDesign& exact, const Vector& reward);

}  // namespace covenant
