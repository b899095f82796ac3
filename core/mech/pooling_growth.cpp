#include "core/mech/pooling_growth.hpp"

#include <algorithm>

#include "core/mech/forced_sharing.hpp"
#include "core/mech/pooling.hpp"
#include "core/mech/pooling_relaxed.hpp"
#include "core/mech/robust.hpp"
#include "core/mech/subsidy.hpp"

namespace covenant {
namespace {

class GrowthSearch {
 public:
  GrowthSearch(const MenuProblem& problem, ConvexMenuSolver& solver, const DesignSettings& settings)
      : problem_(problem),
        rays_(ray_problem(problem)),
        subsidised_(subsidy_problem(problem)),
        solver_(solver),
        settings_(settings) {}
  Growth visit(Classes& shared);
  Growth only(const Classes& classes);
  Growth by_search();

 private:
  bool without_menu(const Classes& classes);

  const MenuProblem& problem_;
  MenuProblem rays_, subsidised_;
  ConvexMenuSolver& solver_;
  const DesignSettings& settings_;
};

// Types beyond those decided keep contracts of their own: if even that does not grow, nothing below
// does.
Growth GrowthSearch::visit(Classes& shared) {
  Classes classes = shared;
  int next = shared.empty() ? 0 : 1 + *std::max_element(shared.begin(), shared.end());
  const int used = next;
  while (static_cast<Index>(classes.size()) < problem_.num_types()) classes.push_back(next++);
  const ConvexMenu ray = solve_robust(rays_, classes, solver_, settings_);
  if (ray.cancelled) return Growth::undecided;
  if (!may_grow(rays_, ray)) return Growth::limited;
  if (shared.size() == classes.size()) {
    if (!grows(rays_, ray)) return Growth::undecided;
    const ConvexMenu least = solve_robust(subsidised_, classes, solver_, settings_);
    if (needs_subsidy(subsidised_, least)) return Growth::limited;
    return is_optimal(least) ? Growth::unlimited : Growth::undecided;
  }
  Growth found = Growth::limited;
  for (int c = 0; c < std::min(used + 1, problem_.max_contracts); ++c) {
    shared.push_back(c);
    const Growth below = visit(shared);
    shared.pop_back();
    if (below == Growth::unlimited) return below;
    if (below == Growth::undecided) found = below;
  }
  return found;
}

// A pooling of many types, through the few that bind.
Growth GrowthSearch::only(const Classes& classes) {
  std::vector<Witness> witnesses;
  const ConvexMenu ray = solve_pooling(rays_, classes, witnesses, solver_, settings_);
  if (ray.cancelled) return Growth::undecided;
  if (!may_grow(rays_, ray)) return Growth::limited;
  witnesses.clear();
  const ConvexMenu least = solve_pooling(subsidised_, classes, witnesses, solver_, settings_);
  if (needs_subsidy(subsidised_, least)) return Growth::limited;
  return grows(rays_, ray) && is_optimal(least) ? Growth::unlimited : Growth::undecided;
}

Growth GrowthSearch::by_search() {
  const ConvexMenu root = solve_robust(rays_, {}, solver_, settings_);
  if (root.cancelled) return Growth::undecided;
  const PooledMenu best = exchange_contracts(rays_, root, solver_, settings_);
  if (!best.found || best.best.cancelled) return Growth::undecided;
  const Growth found = only(best.best.menu.assigned);
  return found == Growth::limited ? Growth::undecided : found;
}

}  // namespace

Growth pooled_growth(const MenuProblem& problem, ConvexMenuSolver& solver,
                     const DesignSettings& settings) {
  DesignSettings cold = settings;  // these are other problems
  cold.warm_start = nullptr;
  GrowthSearch search(problem, solver, cold);
  if (problem.max_contracts == 1) {
    return search.only(Classes(static_cast<std::size_t>(problem.num_types()), 0));
  }
  if (problem.num_types() > kMaxExactTypes) return search.by_search();
  Classes shared;
  return search.visit(shared);
}

}  // namespace covenant
