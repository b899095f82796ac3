// The bounded search for few contracts among many types (pooling.hpp).
#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/check.hpp"
#include "core/mech/forced_sharing.hpp"
#include "core/mech/pooling.hpp"
#include "core/mech/pooling_relaxed.hpp"
#include "core/mech/transfers.hpp"

namespace covenant {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kWorthwhile = 1e-9;  // relative gain from which a pooling counts as better
constexpr Index kFewestSolves = 300;
constexpr Index kSolvesTimesTypes = 40000;
constexpr int kRounds = 50;  // of reassignment in a clustering

double squared_distance(const Matrix& a, Index i, const Matrix& b, Index j) {
  double sum = 0.0;
  for (Index d = 0; d < a.cols(); ++d) sum += (a(i, d) - b(j, d)) * (a(i, d) - b(j, d));
  return sum;
}

// The centre nearest to every point.
Classes nearest(const Matrix& point, const Matrix& centre) {
  Classes out;
  for (Index k = 0; k < point.rows(); ++k) {
    int best = 0;
    double least = kInfinity;
    for (Index c = 0; c < centre.rows(); ++c) {
      const double distance = squared_distance(point, k, centre, c);
      if (!(distance < least)) continue;
      least = distance;
      best = static_cast<int>(c);
    }
    out.push_back(best);
  }
  return out;
}

// Centres as far apart as can be, the first at the point of largest norm.
Matrix far_points(const Matrix& point, Index count) {
  Matrix centre(count, point.cols());
  Index next = 0;
  point.rowwise().squaredNorm().maxCoeff(&next);
  Vector distance = Vector::Constant(point.rows(), kInfinity);
  for (Index c = 0; c < count; ++c) {
    centre.row(c) = point.row(next);
    for (Index k = 0; k < point.rows(); ++k) {
      distance(k) = std::min(distance(k), squared_distance(point, k, centre, c));
    }
    distance.maxCoeff(&next);
  }
  return centre;
}

// Lloyd's algorithm, weighted by shares. Lloyd 1982.
Classes cluster(const Matrix& point, const Vector& share, Index count) {
  Matrix centre = far_points(point, count);
  Classes classes = nearest(point, centre);
  for (int round = 0; round < kRounds; ++round) {
    Matrix sum = Matrix::Zero(count, point.cols());
    Vector weight = Vector::Zero(count);
    for (Index k = 0; k < point.rows(); ++k) {
      const Index c = classes[static_cast<std::size_t>(k)];
      sum.row(c) += share(k) * point.row(k);
      weight(c) += share(k);
    }
    for (Index c = 0; c < count; ++c) {
      if (weight(c) > 0.0) centre.row(c) = sum.row(c) / weight(c);
    }
    const Classes next = nearest(point, centre);
    if (next == classes) break;
    classes = next;
  }
  return renumbered(classes);
}

class Exchange {
 public:
  Exchange(const MenuProblem& problem, const ConvexMenu& root, ConvexMenuSolver& solver,
           const DesignSettings& settings)
      : problem_(problem), root_(root), solver_(solver), settings_(settings) {
    settings_.progress = [this, &settings](int, double) {
      cancelled_ = cancelled_ || (settings.progress && !settings.progress(steps_++, gap()));
      return !cancelled_;
    };
    size_ = problem.value.cwiseAbs().maxCoeff();
    if (std::isfinite(root.bound)) {
      size_ = std::max({std::fabs(root.bound), root.scale, size_});
    }
    solves_left_ = std::max(kFewestSolves, kSolvesTimesTypes / problem.num_types());
    Classes own(static_cast<std::size_t>(problem.num_types()));
    std::iota(own.begin(), own.end(), 0);
    together_ = forced_sharing(problem, own, settings_.progress);
  }
  void start();
  void improve();
  PooledMenu finish();

 private:
  // A type that would mind little if it had to take another contract.
  struct Candidate {
    double slack = 0.0;
    Index type = 0;
  };
  double gap() const { return found_ ? (root_.bound - best_.objective) / size_ : kInfinity; }
  bool done() const { return cancelled_ || solves_left_ <= 0 || gap() <= kGapReported; }
  void take(int contract, std::size_t type, Classes& classes) const;
  Classes agreed(Classes classes) const;
  bool attempt(const Classes& classes);
  bool move(int from, int to, std::size_t count);
  bool move_groups();
  bool split_off();
  bool move_any();
  bool swap();
  std::vector<Candidate> candidates(int from, int to) const;

  const MenuProblem& problem_;
  const ConvexMenu& root_;
  ConvexMenuSolver& solver_;
  DesignSettings settings_;
  double size_ = 1.0;
  Index solves_left_ = 0;
  int steps_ = 0;
  bool cancelled_ = false, found_ = false;
  Classes together_;  // who must share
  Classes classes_;   // of the best menu so far
  std::vector<Witness> witnesses_;
  ConvexMenu best_;
};

// Gives a type another contract, and with it those who must share.
void Exchange::take(int contract, std::size_t type, Classes& classes) const {
  classes[type] = contract;
  if (!(problem_.robust_radius > 0.0)) return;
  for (std::size_t k = 0; k < classes.size(); ++k) {
    if (together_[k] == together_[type]) classes[k] = contract;
  }
}

// Those who must share take the contract of the first of them.
Classes Exchange::agreed(Classes classes) const {
  std::vector<int> first(classes.size(), -1);
  for (std::size_t k = 0; k < classes.size(); ++k) {
    int& contract = first[static_cast<std::size_t>(together_[k])];
    if (contract < 0) contract = classes[k];
    classes[k] = contract;
  }
  return renumbered(classes);
}

// Solves a pooling; true if its menu beats the best so far, which it then replaces.
bool Exchange::attempt(const Classes& classes) {
  if (done()) return false;
  --solves_left_;
  SolveLimits limits;
  limits.thorough = false;
  if (found_) limits.prune_below = best_.objective + kWorthwhile * size_;
  ConvexMenu menu = solve_pooling(problem_, classes, witnesses_, solver_, settings_, limits);
  if (menu.cancelled || menu.pruned) return false;
  if (!is_feasible(menu)) return false;
  if (count_contracts(problem_, menu.menu) > problem_.max_contracts) return false;
  if (found_ && !(menu.objective > limits.prune_below)) return false;
  found_ = true;
  classes_ = classes;
  best_ = std::move(menu);
  return true;
}

void Exchange::start() {
  const Index limit = std::min<Index>(problem_.max_contracts, problem_.num_types());
  Matrix chosen(problem_.num_types(), problem_.num_values());
  for (Index k = 0; k < chosen.rows(); ++k) {
    chosen.row(k) = root_.menu.allocation.row(root_.menu.assigned[static_cast<std::size_t>(k)]);
  }
  if (chosen.allFinite()) attempt(agreed(cluster(chosen, problem_.share, limit)));
  attempt(agreed(cluster(problem_.value, problem_.share, limit)));
  if (!found_) attempt(Classes(static_cast<std::size_t>(problem_.num_types()), 0));
}

std::vector<Exchange::Candidate> Exchange::candidates(int from, int to) const {
  std::vector<Candidate> out;
  const Menu& menu = best_.menu;
  for (Index k = 0; k < problem_.num_types(); ++k) {
    if (classes_[static_cast<std::size_t>(k)] != from) continue;
    const double slack =
        problem_.value.row(k).dot(menu.allocation.row(from) - menu.allocation.row(to)) -
        menu.transfer(from) + menu.transfer(to);
    out.push_back({slack, k});
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const Candidate& a, const Candidate& b) { return a.slack < b.slack; });
  return out;
}

// The `count` types of one contract that lose least take the other; false if that does not help.
bool Exchange::move(int from, int to, std::size_t count) {
  const std::vector<Candidate> order = candidates(from, to);
  if (order.size() < count) return false;
  Classes classes = classes_;
  for (std::size_t i = 0; i < count; ++i) {
    take(to, static_cast<std::size_t>(order[i].type), classes);
  }
  return attempt(renumbered(classes));
}

// Large groups first, then ever smaller ones; what helped is tried again.
bool Exchange::move_groups() {
  bool ever = false;
  std::size_t count = 1;
  while (2 * count * static_cast<std::size_t>(problem_.max_contracts) <= classes_.size())
    count *= 2;
  while (count > 0 && !done()) {
    bool helped = false;
    const int contracts = 1 + *std::max_element(classes_.begin(), classes_.end());
    for (int from = 0; from < contracts && !helped; ++from) {
      for (int to = 0; to < contracts && !helped && !done(); ++to) {
        helped = from != to && move(from, to, count);
      }
    }
    if (!helped) count /= 2;
    ever = ever || helped;
  }
  return ever;
}

// Two contracts become one, and the one that is free goes to a single type; or, while there are
// fewer contracts than allowed, just the latter.
bool Exchange::split_off() {
  const int contracts = 1 + *std::max_element(classes_.begin(), classes_.end());
  const bool spare = contracts < problem_.max_contracts;
  const int first_into = spare ? contracts - 1 : 0;
  for (int into = first_into; into < contracts; ++into) {
    for (int gone = spare ? contracts : into + 1; gone < contracts + (spare ? 1 : 0); ++gone) {
      for (std::size_t k = 0; k < classes_.size(); ++k) {
        if (done()) return false;
        Classes classes = classes_;
        for (int& c : classes) c = c == gone ? into : c;
        take(gone, k, classes);
        if (attempt(renumbered(classes))) return true;
      }
    }
  }
  return false;
}

// One type takes another contract, however much it minds.
bool Exchange::move_any() {
  const int contracts = 1 + *std::max_element(classes_.begin(), classes_.end());
  for (std::size_t k = 0; k < classes_.size(); ++k) {
    for (int to = 0; to < contracts; ++to) {
      if (done()) return false;
      if (classes_[k] == to) continue;
      Classes classes = classes_;
      take(to, k, classes);
      if (attempt(renumbered(classes))) return true;
    }
  }
  return false;
}

// Two types take each other's contracts.
bool Exchange::swap() {
  for (std::size_t k = 0; k < classes_.size(); ++k) {
    for (std::size_t l = 0; l < k; ++l) {
      if (done()) return false;
      if (classes_[k] == classes_[l]) continue;
      Classes classes = classes_;
      take(classes_[l], k, classes);
      take(classes_[k], l, classes);
      if (attempt(renumbered(classes))) return true;
    }
  }
  return false;
}

void Exchange::improve() {
  if (!found_) return;
  move_groups();
  while (!done() && (split_off() || move_any() || swap())) move_groups();
}

// The best pooling once more, with care; the bound is that of any menu.
PooledMenu Exchange::finish() {
  PooledMenu out;
  out.found = found_;
  out.undecided = !found_;
  out.best.cancelled = cancelled_;
  if (!found_) return out;
  double bound = root_.bound;
  if (!cancelled_) {
    ConvexMenu exact = solve_pooling(problem_, classes_, witnesses_, solver_, settings_);
    // A single contract leaves nothing to choose: its bound is that of the problem.
    if (problem_.max_contracts == 1 && !exact.cancelled) bound = std::min(bound, exact.bound);
    if (!cancelled_ && worst_violation(exact) <= worst_violation(best_)) best_ = std::move(exact);
  }
  best_.cancelled = cancelled_;
  best_.bound = bound;
  recheck(problem_, best_);
  out.best = best_;
  return out;
}

}  // namespace

PooledMenu exchange_contracts(const MenuProblem& problem, const ConvexMenu& root,
                              ConvexMenuSolver& solver, const DesignSettings& settings) {
  COVENANT_CHECK(problem.max_contracts >= 1);
  Exchange search(problem, root, solver, settings);
  search.start();
  search.improve();
  return search.finish();
}

}  // namespace covenant
