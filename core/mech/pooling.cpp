#include "core/mech/pooling.hpp"

#include <algorithm>
#include <cmath>

#include "core/base/check.hpp"
#include "core/mech/robust.hpp"
#include "core/mech/transfers.hpp"

namespace covenant {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
// A node must promise this much more than the best menu so far, relative to its size.
constexpr double kWorthwhile = 1e-10;
// A bound this many times below anything of the problem's size belongs to a node without any menu.
constexpr double kHopeless = 1e4;

class Search {
 public:
  Search(const MenuProblem& problem, const ConvexMenu& root, ConvexMenuSolver& solver,
         const DesignSettings& settings)
      : problem_(problem), solver_(solver), settings_(settings), progress_(settings.progress) {
    settings_.progress = [this](int, double) { return !stop(); };
    const double values = problem.value.cwiseAbs().maxCoeff();
    size_ = std::max({std::fabs(root.bound), std::fabs(root.objective), root.scale, values});
    bound_of_root_ = root.bound;
    floor_ = root.bound - kHopeless * size_;
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
  bool answers(const ConvexMenu& node);
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

// Takes the node's menu if it is feasible and small enough; then nothing below it can do better.
bool Search::answers(const ConvexMenu& node) {
  if (!is_feasible(node)) return false;
  if (count_contracts(problem_, node.menu) > problem_.max_contracts) return false;
  ConvexMenu merged = node;
  merge_contracts(problem_, merged.menu);
  recheck(problem_, merged);
  if (!result.found || merged.objective > result.best.objective) {
    result.found = true;
    // Multipliers stay those of the node's own contracts.
    merged.menu = node.menu;
    result.best = merged;
  }
  return true;
}

void Search::visit(std::vector<int>& shared, const ConvexMenu& node) {
  if (result.best.cancelled) return;
  if (node.pruned || node.bound <= cutoff() || answers(node)) {
    bound_ = std::max(bound_, node.bound);
    result.best.bound = bound_;
    return;
  }
  if (static_cast<Index>(shared.size()) == problem_.num_types()) {
    bound_ = std::max(bound_, node.bound);
    result.best.bound = bound_;
    result.undecided = true;
    return;
  }
  const int used = shared.empty() ? 0 : 1 + *std::max_element(shared.begin(), shared.end());
  std::vector<Child> children;
  for (int c = 0; c < std::min(used + 1, problem_.max_contracts); ++c) {
    shared.push_back(c);
    children.push_back({c, solve(shared)});
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
    return exchange_contracts(problem, root, solver, settings);
  }
  Search search(problem, root, solver, settings);
  std::vector<int> shared;
  search.visit(shared, root);
  return search.result;
}

}  // namespace covenant
