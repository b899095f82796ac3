#include "core/mech/constraints.hpp"

#include <algorithm>
#include <cmath>

#include "core/base/check.hpp"
#include "core/base/special.hpp"
#include "core/opt/inner_products.hpp"

namespace covenant {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
// Below this share of the scale a slack counts as a tie, and below this distance two allocations as
// one.
constexpr double kTie = 1e-9;

bool has_policy_outside(const MenuProblem& problem, Index type) {
  return problem.outside_policy.rows() > 0 && std::isfinite(problem.outside_policy(type, 0));
}

double radius_weight(const MenuProblem& problem, Index d) {
  return problem.radius_weight.size() > 0 ? problem.radius_weight(d) : 1.0;
}

// Three distances between an allocation and another one (nullptr: zero).
struct Distance {
  double one = 0.0, two = 0.0, weighted = 0.0;
};

Distance distance(const MenuProblem& problem, const double* from, const double* to) {
  Distance sum;
  for (Index d = 0; d < problem.num_values(); ++d) {
    const double gap = std::fabs(from[d] - (to == nullptr ? 0.0 : to[d]));
    sum.one += gap;
    sum.two += gap * gap;
    sum.weighted += radius_weight(problem, d) * gap;
  }
  sum.two = std::sqrt(sum.two);
  return sum;
}

const double* policy_outside(const MenuProblem& problem, Index type) {
  return has_policy_outside(problem, type) ? problem.outside_policy.row(type).data() : nullptr;
}

// Calls visit(slack, distance) for every other contract and for leaving. Slacks without the robust
// part.
template <class Visit>
void for_rivals(const MenuProblem& problem, const Menu& menu, Index type, Visit visit) {
  const Index own = menu.assigned[static_cast<std::size_t>(type)];
  const double* x = menu.allocation.row(own).data();
  const double utility = problem.value.row(type).dot(menu.allocation.row(own)) - menu.transfer(own);
  for (Index j = 0; j < menu.num_contracts(); ++j) {
    if (j == own) continue;
    const double other = problem.value.row(type).dot(menu.allocation.row(j)) - menu.transfer(j);
    visit(utility - other, distance(problem, x, menu.allocation.row(j).data()));
  }
  visit(utility - outside_utility(problem, type),
        distance(problem, x, policy_outside(problem, type)));
}

// What the worst error within the robust radius takes from the advantage of one over the other.
double robust_loss(const MenuProblem& problem, const double* own, const double* other) {
  return problem.robust_radius * distance(problem, own, other).weighted;
}

// What is not a number breaks everything.
void note_violation(double slack, double& worst) {
  if (-slack <= worst) return;
  worst = slack < 0.0 ? -slack : kInfinity;
}

// Calls visit(type, contract, slack) for every pair, contract -1 for leaving, a few types at a
// time.
template <class Visit>
MenuCheck for_slacks(const MenuProblem& problem, const Menu& menu, Visit visit) {
  constexpr Index kTypes = 64;
  const Index types = problem.num_types(), contracts = menu.num_contracts();
  const bool robust = problem.robust_radius > 0.0;
  COVENANT_CHECK(menu.allocation.cols() == problem.num_values());
  COVENANT_CHECK(static_cast<Index>(menu.assigned.size()) == types);

  MenuCheck check;
  double raised = 0.0;
  const Matrix contract = menu.allocation.transpose();
  Matrix utility;  // theta_k . x_j
  for (Index k = 0; k < types; ++k) {
    const Index row = k % kTypes;
    if (row == 0) {
      inner_products(problem.value.middleRows(k, std::min(kTypes, types - k)), contract, utility);
    }
    const Index own = menu.assigned[static_cast<std::size_t>(k)];
    const double outside = outside_utility(problem, k), value = utility(row, own);
    const double paid = menu.transfer(own);
    check.scale = std::max({check.scale, std::fabs(value), std::fabs(paid), std::fabs(outside)});
    raised += problem.share(k) * paid;
    const double* x = menu.allocation.row(own).data();
    for (Index j = 0; j < contracts; ++j) {
      double slack = (value - utility(row, j)) - (paid - menu.transfer(j));
      if (robust) slack -= robust_loss(problem, x, menu.allocation.row(j).data());
      note_violation(slack, check.ic_violation);
      visit(k, j, slack);
    }
    double slack = value - paid - outside;
    if (robust) slack -= robust_loss(problem, x, policy_outside(problem, k));
    note_violation(slack, check.ir_violation);
    visit(k, Index{-1}, slack);
  }
  if (problem.budget) {
    note_violation(raised / problem.share.sum() - *problem.budget, check.budget_violation);
  }
  return check;
}

double largest_allocation(const Menu& menu) {
  return menu.allocation.size() > 0 ? menu.allocation.cwiseAbs().maxCoeff() : 0.0;
}

}  // namespace

double outside_utility(const MenuProblem& problem, Index type) {
  if (!has_policy_outside(problem, type)) return problem.outside(type);
  return problem.value.row(type).dot(problem.outside_policy.row(type));
}

double ic_slack(const MenuProblem& problem, const Menu& menu, Index type, Index contract) {
  const Index own = menu.assigned[static_cast<std::size_t>(type)];
  const double value = problem.value.row(type).dot(menu.allocation.row(own));
  const double other = problem.value.row(type).dot(menu.allocation.row(contract));
  const double slack = (value - other) - (menu.transfer(own) - menu.transfer(contract));
  return problem.robust_radius > 0.0 ? slack - robust_loss(problem, menu.allocation.row(own).data(),
                                                           menu.allocation.row(contract).data())
                                     : slack;
}

double ir_slack(const MenuProblem& problem, const Menu& menu, Index type) {
  const Index own = menu.assigned[static_cast<std::size_t>(type)];
  const double value = problem.value.row(type).dot(menu.allocation.row(own));
  const double slack = value - menu.transfer(own) - outside_utility(problem, type);
  return problem.robust_radius > 0.0 ? slack - robust_loss(problem, menu.allocation.row(own).data(),
                                                           policy_outside(problem, type))
                                     : slack;
}

MenuSlack menu_slack(const MenuProblem& problem, const Menu& menu) {
  MenuSlack slack;
  slack.ic.resize(problem.num_types(), menu.num_contracts());
  slack.ir.resize(problem.num_types());
  const MenuCheck check = for_slacks(problem, menu, [&](Index k, Index j, double value) {
    (j < 0 ? slack.ir(k) : slack.ic(k, j)) = value;
  });
  slack.scale = check.scale;
  slack.ic_violation = check.ic_violation;
  slack.ir_violation = check.ir_violation;
  return slack;
}

MenuCheck check_menu(const MenuProblem& problem, const Menu& menu) {
  return for_slacks(problem, menu, [](Index, Index, double) {});
}

MenuCheck visit_slacks(const MenuProblem& problem, const Menu& menu, const SlackVisit& visit) {
  return for_slacks(problem, menu, visit);
}

double allocation_cost(const MenuProblem& problem, const double* allocation) {
  const MenuCost& cost = problem.cost;
  double sum = 0.0;
  for (Index d = 0; d < problem.num_values(); ++d) {
    const double x = allocation[d];
    if (cost.linear.size() > 0) sum += cost.linear(d) * x;
    if (cost.quadratic.size() > 0) sum += 0.5 * cost.quadratic(d) * x * x;
  }
  double reference = 1.0, log_reference = 0.0;  // of the entry before: often the same
  Index d = 0;
  for (Index b = 0; b < cost.kl.size(); ++b) {
    const Index end = d + problem.blocks[static_cast<std::size_t>(b)];
    for (; d < end; ++d) {
      const double x = allocation[d];
      if (!(cost.kl(b) > 0.0 && x > 0.0)) continue;
      if (cost.reference(d) != reference) {
        reference = cost.reference(d);
        log_reference = log_(reference);
      }
      sum += cost.kl(b) * x * (log_(x) - log_reference);
    }
  }
  return sum;
}

double menu_objective(const MenuProblem& problem, const Menu& menu) {
  double sum = 0.0, total = 0.0;
  for (Index k = 0; k < problem.num_types(); ++k) {
    const Index own = menu.assigned[static_cast<std::size_t>(k)];
    const double value = problem.value.row(k).dot(menu.allocation.row(own));
    double gain = problem.weight_utility * (value - menu.transfer(own)) +
                  problem.weight_transfer * menu.transfer(own) -
                  allocation_cost(problem, menu.allocation.row(own).data());
    if (problem.objective_allocation.rows() > 0) {
      gain += problem.objective_allocation.row(k).dot(menu.allocation.row(own));
    }
    sum += problem.share(k) * gain;
    total += problem.share(k);
  }
  return sum / total;
}

Vector certified_radius(const MenuProblem& problem, const Menu& menu) {
  const double tie = kTie * check_menu(problem, menu).scale;
  const double same = kTie * largest_allocation(menu);
  Vector radius(problem.num_types());
  for (Index k = 0; k < radius.size(); ++k) {
    double least = kInfinity;
    for_rivals(problem, menu, k, [&](double slack, const Distance& apart) {
      if (apart.one <= same) {
        if (slack <= tie) least = 0.0;
      } else {
        least = std::min(least, std::max(0.0, slack) / apart.one);
      }
    });
    radius(k) = least;
  }
  return radius;
}

Vector flip_bound(const MenuProblem& problem, const Menu& menu, double sd) {
  COVENANT_CHECK(sd >= 0.0);
  const double tie = kTie * check_menu(problem, menu).scale;
  const double same = kTie * largest_allocation(menu);
  Vector bound(problem.num_types());
  for (Index k = 0; k < bound.size(); ++k) {
    double sum = 0.0;
    for_rivals(problem, menu, k, [&](double slack, const Distance& apart) {
      if (apart.one <= same || sd == 0.0) {
        if (slack <= tie) sum += 1.0;
      } else {
        sum += normal_cdf(-slack / (sd * apart.two));
      }
    });
    bound(k) = std::min(1.0, sum);
  }
  return bound;
}

}  // namespace covenant
