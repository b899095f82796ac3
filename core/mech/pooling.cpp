#include "core/mech/pooling.hpp"

#include <algorithm>
#include <cmath>

#include "core/base/check.hpp"
#include "core/mech/pooling_relaxed.hpp"
#include "core/mech/robust.hpp"
#include "core/mech/subsidy.hpp"
#include "core/mech/transfers.hpp"

namespace covenant {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
// A node must promise this much more than the best menu so far, relative to its size.
constexpr double kWorthwhile = 1e-10;
// A bound this many times below anything of the problem's size: hardly worth a search.
constexpr double kHopeless = 1e4;
// Of the values: an objective of 0 bounded by less than minus this has no menu.
constexpr Index kMostTogether = 128;  // types whose every constraint is held at once
constexpr double kProof = 1e-2;

// Of the objective, for tolerances. A root without limit says nothing of it.
double size_of(const MenuProblem& problem, const ConvexMenu& root) {
  const double values = problem.value.cwiseAbs().maxCoeff();
  if (!std::isfinite(root.bound)) return values;
  return std::max({std::fabs(root.bound), std::fabs(root.objective), root.scale, values});
}

class Search {
 public:
  // Nodes bounded below the floor are given up, as if without any menu.
  Search(const MenuProblem& problem, const ConvexMenu& root, ConvexMenuSolver& solver,
         const DesignSettings& settings, double floor)
      : problem_(problem),
        solver_(solver),
        settings_(settings),
        progress_(settings.progress),
        floor_(floor) {
    settings_.progress = [this](int, double) { return !stop(); };
    size_ = size_of(problem, root);
    bound_of_root_ = root.bound;
  }
  void visit(std::vector<int>& shared, const ConvexMenu& node);
  PooledMenu result;

 private:
  struct Child {
    int shared = 0;
    ConvexMenu menu;
  };
  double cutoff() const {
    return result.found ? result.best.objective + kWorthwhile * size_ : floor_;
  }
  enum class Answer { none, unproved, proved };
  Answer answer(const ConvexMenu& node);
  bool stop();
  ConvexMenu solve(const std::vector<int>& shared);

  const MenuProblem& problem_;
  ConvexMenuSolver& solver_;
  DesignSettings settings_;
  const std::function<bool(int, double)>& progress_;
  int steps_ = 0;
  double size_ = 1.0, floor_ = -kInfinity, bound_of_root_ = kInfinity;
  double bound_ = -kInfinity;  // of everything closed so far
};

// Counts steps of all nodes together, and asks whether to go on.
bool Search::stop() {
  const double gap = result.found ? (bound_of_root_ - result.best.objective) / size_ : kInfinity;
  result.best.cancelled = result.best.cancelled || (progress_ && !progress_(steps_++, gap));
  return result.best.cancelled;
}

// Types beyond those decided keep contracts of their own.
ConvexMenu Search::solve(const std::vector<int>& shared) {
  std::vector<int> class_of = shared;
  int next = shared.empty() ? 0 : 1 + *std::max_element(shared.begin(), shared.end());
  while (static_cast<Index>(class_of.size()) < problem_.num_types()) class_of.push_back(next++);
  return solve_robust(problem_, class_of, solver_, settings_, {cutoff()});
}

// Takes the node's menu if it is feasible and small enough. Proved, contracts that are nearly the
// same made one: then nothing below the node can do better.
Search::Answer Search::answer(const ConvexMenu& node) {
  if (!is_feasible(node)) return Answer::none;
  if (count_contracts(problem_, node.menu) > problem_.max_contracts) return Answer::none;
  ConvexMenu merged = node;
  merge_contracts(problem_, merged.menu);
  recheck(problem_, merged);
  if (merged.gap < -kGapReported) return Answer::none;  // worth more than any menu can be
  const bool proved = is_optimal(node) && is_optimal(merged);
  if (!result.found || merged.objective > result.best.objective) {
    result.found = true;
    // Multipliers stay those of the node's own contracts.
    merged.menu = node.menu;
    result.best = merged;
  }
  return proved ? Answer::proved : Answer::unproved;
}

void Search::visit(std::vector<int>& shared, const ConvexMenu& node) {
  if (result.best.cancelled) return;
  const bool last = static_cast<Index>(shared.size()) == problem_.num_types();
  const bool closed = node.pruned || node.bound <= cutoff();
  // Without a limit the node's menu is only as far as its solve went. An answer that is not proved
  // may be beaten below; one that was not worth a search may still be the better menu.
  const Answer found = !node.pruned && node.bound < kInfinity ? answer(node) : Answer::none;
  if (closed || last || found == Answer::proved) {
    bound_ = std::max(bound_, node.bound);
    result.best.bound = bound_;
    result.undecided = result.undecided || (last && !closed && found == Answer::none);
    return;
  }
  const int used = shared.empty() ? 0 : 1 + *std::max_element(shared.begin(), shared.end());
  std::vector<Child> children;
  for (int c = 0; c < std::min(used + 1, problem_.max_contracts); ++c) {
    shared.push_back(c);
    children.push_back({c, solve(shared)});
    // Whatever its solve proved, it cannot do better than with fewer types decided.
    ConvexMenu& child = children.back().menu;
    child.bound = std::min(child.bound, node.bound);
    recheck(problem_, child);
    shared.pop_back();
  }
  std::stable_sort(children.begin(), children.end(),
                   [](const Child& a, const Child& b) { return a.menu.bound > b.menu.bound; });
  for (const Child& child : children) {
    shared.push_back(child.shared);
    visit(shared, child.menu);
    shared.pop_back();
  }
}

// Any menu of few contracts, whatever the objective; where there is none, proofs take a moment.
PooledMenu any_menu(const MenuProblem& problem, ConvexMenuSolver& solver,
                    const DesignSettings& settings) {
  MenuProblem indifferent = problem;
  indifferent.cost = MenuCost{};
  indifferent.objective_allocation.resize(0, 0);
  indifferent.weight_utility = indifferent.weight_transfer = 0.0;
  const ConvexMenu root = solve_robust(indifferent, {}, solver, settings);
  const double floor = -kProof * problem.value.cwiseAbs().maxCoeff();
  Search search(indifferent, root, solver, settings, floor);
  std::vector<int> shared;
  search.visit(shared, root);
  return search.result;
}

// What was not looked at is bounded by the root alone.
PooledMenu cut_off(const MenuProblem& problem, const ConvexMenu& root, PooledMenu result) {
  if (!result.found || !result.best.cancelled) return result;
  result.best.bound = root.bound;
  recheck(problem, result.best);
  return result;
}

// One contract leaves a single pooling, which has a menu or has not.
bool no_single_contract(const MenuProblem& problem, ConvexMenuSolver& solver,
                        const DesignSettings& settings) {
  const MenuProblem subsidised = subsidy_problem(problem);
  const std::vector<int> together(static_cast<std::size_t>(problem.num_types()), 0);
  std::vector<Witness> witnesses;
  const ConvexMenu least = solve_pooling(subsidised, together, witnesses, solver, settings);
  return !least.cancelled && needs_subsidy(subsidised, least);
}

// Where the few types that bind did not lead to the optimum, all of them at once.
void try_together(const MenuProblem& problem, ConvexMenuSolver& solver,
                  const DesignSettings& settings, PooledMenu& out) {
  if (out.best.cancelled || (out.found && is_optimal(out.best))) return;
  if (problem.num_types() > kMostTogether) return;
  const std::vector<int> together(static_cast<std::size_t>(problem.num_types()), 0);
  ConvexMenu all = solve_robust(problem, together, solver, settings);
  if (all.cancelled || !is_feasible(all)) return;
  if (out.found) {
    all.bound = std::min(all.bound, out.best.bound);
    if (all.objective < out.best.objective) all.menu = out.best.menu;
  }
  recheck(problem, all);
  out.best = all;
  out.found = true;
}

}  // namespace

Index count_contracts(const MenuProblem& problem, const Menu& menu) {
  Menu merged = menu;
  merge_contracts(problem, merged);
  return merged.num_contracts();
}

PooledMenu pool_contracts(const MenuProblem& problem, const ConvexMenu& root,
                          ConvexMenuSolver& solver, const DesignSettings& settings) {
  COVENANT_CHECK(problem.max_contracts >= 1);
  if (problem.num_types() > kMaxExactTypes) {
    PooledMenu out = exchange_contracts(problem, root, solver, settings);
    if (problem.max_contracts == 1) try_together(problem, solver, settings, out);
    const bool shown = !out.found && !out.best.cancelled && problem.max_contracts == 1 &&
                       no_single_contract(problem, solver, settings);
    if (shown) out.undecided = false;
    return out;
  }
  const double hopeless = root.bound - kHopeless * size_of(problem, root);
  Search search(problem, root, solver, settings, root.bound < kInfinity ? hopeless : -kInfinity);
  std::vector<int> shared;
  search.visit(shared, root);
  if (search.result.found || search.result.best.cancelled)
    return cut_off(problem, root, search.result);
  const PooledMenu any = any_menu(problem, solver, settings);
  search.result.best.cancelled = any.best.cancelled;
  search.result.undecided = any.undecided;
  if (!any.found || any.best.cancelled) return search.result;
  Search patient(problem, root, solver, settings, -kInfinity);
  patient.visit(shared, root);
  return cut_off(problem, root, patient.result);
}

}  // namespace covenant
