// Menu problems without curvature are linear programs: GLPK, given every row as it stands in
// model section 1, must find the same objective.
#include <doctest/doctest.h>
#include <glpk.h>

#include <cmath>
#include <cstdio>

#include "core/mech/constraints.hpp"
#include "core/mech/screening.hpp"
#include "tests/support/menu_problems.hpp"

using namespace covenant;

namespace {

// The problem as GLPK holds it: columns x_k (n each), then t_k.
class LinearMenu {
 public:
  explicit LinearMenu(const MenuProblem& p) : p_(p), lp_(glp_create_prob()) {
    glp_set_obj_dir(lp_, GLP_MAX);
    const int types = static_cast<int>(p.num_types()), n = static_cast<int>(p.num_values());
    glp_add_cols(lp_, types * (n + 1));
    const Vector share = p.share / p.share.sum();
    for (int k = 0; k < types; ++k) {
      for (int d = 0; d < n; ++d) column(k, d, share(k));
      set_bounds(t(k), p.transfer_lower, p.transfer_upper);
      glp_set_obj_coef(lp_, t(k), share(k) * (p.weight_transfer - p.weight_utility));
    }
    for (int k = 0; k < types; ++k) {
      for (int j = 0; j < types; ++j) {
        if (j != k) add_ic(k, j);
      }
      add_ir(k);
      add_parts(k);
    }
    if (p.budget) {
      for (int k = 0; k < types; ++k) put(t(k), share(k));
      add_row(*p.budget);
    }
  }
  ~LinearMenu() { glp_delete_prob(lp_); }
  LinearMenu(const LinearMenu&) = delete;
  LinearMenu& operator=(const LinearMenu&) = delete;

  // GLP_OPT, or what else GLPK says.
  int solve(double& objective) {
    glp_smcp simplex;
    glp_init_smcp(&simplex);
    simplex.msg_lev = GLP_MSG_OFF;
    simplex.presolve = GLP_ON;
    simplex.tol_bnd = simplex.tol_dj = 1e-9;
    int failure = glp_simplex(lp_, &simplex);
    if (failure == GLP_ENOPFS) {
      // The presolver is mistaken now and then, where values of 1e-3 and of 1e3 meet in a row.
      simplex.presolve = GLP_OFF;
      failure = glp_simplex(lp_, &simplex);
      if (failure == 0 && glp_get_status(lp_) != GLP_OPT) return GLP_NOFEAS;
    }
    if (failure == GLP_ENODFS) return GLP_UNBND;  // or no menu at all: the caller knows better
    if (failure != 0) return GLP_UNDEF;
    objective = glp_get_obj_val(lp_);
    return glp_get_status(lp_);
  }

 private:
  int x(int k, int d) const { return 1 + k * static_cast<int>(p_.num_values()) + d; }
  int t(int k) const { return 1 + static_cast<int>(p_.num_types() * p_.num_values()) + k; }
  void set_bounds(int column, double low, double high) {
    const bool has_low = std::isfinite(low), has_high = std::isfinite(high);
    const int kind = low == high ? GLP_FX
                     : has_low   ? (has_high ? GLP_DB : GLP_LO)
                                 : (has_high ? GLP_UP : GLP_FR);
    glp_set_col_bnds(lp_, column, kind, low, high);
  }
  void column(int k, int d, double share) {
    const bool simplex = p_.set == AllocationSet::simplex;
    set_bounds(x(k, d), simplex ? 0.0 : p_.lower(d),
               simplex ? std::numeric_limits<double>::infinity() : p_.upper(d));
    double gain = p_.weight_utility * p_.value(k, d);
    if (p_.objective_allocation.rows() > 0) gain += p_.objective_allocation(k, d);
    if (p_.cost.linear.size() > 0) gain -= p_.cost.linear(d);
    glp_set_obj_coef(lp_, x(k, d), share * gain);
  }
  void put(int column, double value) {
    index_.push_back(column);
    value_.push_back(value);
  }
  void add_row(double low, bool equal = false) {
    const int row = glp_add_rows(lp_, 1);
    glp_set_row_bnds(lp_, row, equal ? GLP_FX : GLP_LO, low, low);
    glp_set_mat_row(lp_, row, static_cast<int>(index_.size()) - 1, index_.data(), value_.data());
    index_.assign(1, 0);
    value_.assign(1, 0.0);
  }
  // theta_k moved to a corner of the cube within the robust radius; without a radius there is one.
  int num_corners() const { return p_.robust_radius > 0.0 ? 1 << p_.num_values() : 1; }
  double value_at(int k, int d, int corner) const {
    const double weight = p_.radius_weight.size() > 0 ? p_.radius_weight(d) : 1.0;
    const double sign = ((corner >> d) & 1) != 0 ? 1.0 : -1.0;
    return p_.value(k, d) - sign * weight * p_.robust_radius;
  }
  void add_ic(int k, int j) {
    for (int corner = 0; corner < num_corners(); ++corner) {
      for (int d = 0; d < p_.num_values(); ++d) {
        put(x(k, d), value_at(k, d, corner));
        put(x(j, d), -value_at(k, d, corner));
      }
      put(t(k), -1.0);
      put(t(j), 1.0);
      add_row(0.0);
    }
  }
  void add_ir(int k) {
    const bool policy = p_.outside_policy.rows() > 0;
    for (int corner = 0; corner < num_corners(); ++corner) {
      double outside = policy ? 0.0 : p_.outside(k);
      for (int d = 0; d < p_.num_values(); ++d) {
        put(x(k, d), value_at(k, d, corner));
        if (policy) outside += value_at(k, d, corner) * p_.outside_policy(k, d);
      }
      put(t(k), -1.0);
      add_row(outside);
    }
  }
  void add_parts(int k) {
    int d = 0;
    for (int size : p_.blocks) {
      for (const int end = d + size; d < end; ++d) put(x(k, d), 1.0);
      add_row(1.0, true);
    }
  }

  const MenuProblem& p_;
  glp_prob* lp_;
  std::vector<int> index_{0};  // GLPK counts from 1
  std::vector<double> value_{0.0};
};

MenuProblem without_curvature(MenuProblem p) {
  p.cost.kl.resize(0);
  p.cost.quadratic.resize(0);
  for (Index d = 0; d < p.upper.size(); ++d) {
    if (!std::isfinite(p.upper(d))) p.upper(d) = p.lower(d) + 1.0;
  }
  return p;
}

}  // namespace

TEST_CASE("oracle: linear menu problems have GLPK's objective") {
  constexpr double kClose = 1e-6;  // GLPK's own tolerances are 1e-9, of the unscaled rows
  int compared = 0, unsettled = 0, undecided = 0;
  for (std::uint64_t seed = 0; seed < 1500; ++seed) {
    CAPTURE(seed);
    const MenuProblem p = without_curvature(test::random_menu_problem(seed));
    // Rows in units of 1e-6 or 1e6 are beyond GLPK's absolute tolerances.
    const double unit = p.value.cwiseAbs().maxCoeff();
    if (!(unit > 1e-2 && unit < 1e2)) continue;
    LinearMenu oracle(p);
    double objective = 0.0;
    const int status = oracle.solve(objective);
    if (status != GLP_OPT) {
      ++undecided;
      continue;
    }
    const MenuDesign design = design_menu(p);
    if (design.status != SolveStatus::optimal) {
      ++unsettled;
      continue;
    }
    const double size = std::max({std::fabs(objective), design.scale, 1e-3});
    CHECK(std::fabs(design.objective - objective) <= kClose * size);
    ++compared;
  }
  std::printf("oracle: %d compared, %d not settled by us, %d not by GLPK\n", compared, unsettled,
              undecided);
  CHECK(compared >= 700);
  CHECK(unsettled <= 5);
  CHECK(undecided <= 5);
}

TEST_CASE("oracle: no menu where GLPK finds none, and a reason is given") {
  int infeasible = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    CAPTURE(seed);
    MenuProblem p = without_curvature(test::random_menu_problem(seed));
    const double unit = p.value.cwiseAbs().maxCoeff();
    if (!(unit > 1e-2 && unit < 1e2)) continue;
    // Somebody's outside option rises by a random share of all values.
    p.outside_policy.resize(0, 0);
    Rng rng(seed, 7, Purpose::test);
    const Index k = static_cast<Index>(rng.below(static_cast<std::uint32_t>(p.num_types())));
    p.outside(k) = 2.0 * unit * rng.uniform();
    LinearMenu oracle(p);
    double objective = 0.0;
    const int status = oracle.solve(objective);
    if (status != GLP_NOFEAS) continue;
    const MenuDesign design = design_menu(p);
    CHECK(design.status == SolveStatus::infeasible);
    CHECK(design.reason != "");
    ++infeasible;
  }
  CHECK(infeasible >= 20);
}

namespace {

// Changes that make a good part of the problems infeasible or unbounded.
MenuProblem troubled(std::uint64_t seed, bool linear) {
  MenuProblem p = test::random_menu_problem(seed, {.max_types = 5});
  if (linear) p = without_curvature(p);
  Rng rng(seed, 13, Purpose::test);
  const double unit = p.value.cwiseAbs().maxCoeff();
  const Index k = static_cast<Index>(rng.below(static_cast<std::uint32_t>(p.num_types())));
  switch (rng.below(5)) {
    case 0:  // money to be raised from people who may have too little to gain
      p.budget = unit * rng.uniform();
      break;
    case 1:  // an outside option that may be out of reach
      p.outside_policy.resize(0, 0);
      p.outside(k) = 2.0 * unit * rng.uniform();
      break;
    case 2:  // everybody must be paid
      p.transfer_lower = -unit;
      p.transfer_upper = unit * (rng.uniform() - 0.7);
      break;
    case 3:  // a designer to whom money is worth less than to the types, with no lower bound
      p.weight_utility = 1.0;
      p.weight_transfer = 0.5;
      p.transfer_lower = -std::numeric_limits<double>::infinity();
      p.transfer_upper = std::numeric_limits<double>::infinity();
      if (rng.below(2) == 0) p.budget = -unit * rng.uniform();
      break;
    default:  // one quality without upper bound
      if (p.set == AllocationSet::box && linear) {
        p.upper(static_cast<Index>(rng.below(static_cast<std::uint32_t>(p.num_values())))) =
            std::numeric_limits<double>::infinity();
      }
  }
  return p;
}

}  // namespace

TEST_CASE("oracle: problems without a menu or without a limit are told apart as GLPK does") {
  int optimal = 0, infeasible = 0, unbounded = 0, undecided = 0;
  for (std::uint64_t seed = 10000; seed < 13000; ++seed) {
    CAPTURE(seed);
    const bool linear = seed % 3 != 0;
    const MenuProblem p = troubled(seed, linear);
    const double unit = p.value.cwiseAbs().maxCoeff();
    if (!(unit > 1e-2 && unit < 1e2)) continue;
    LinearMenu oracle(p);
    double objective = 0.0;
    const int status = oracle.solve(objective);
    const MenuDesign design = design_menu(p);
    const char* said = status_name(design.status);
    CAPTURE(said);
    CAPTURE(design.reason);
    const bool solved =
        design.status == SolveStatus::optimal || design.status == SolveStatus::feasible;
    if (status == GLP_NOFEAS) {
      CHECK(design.status == SolveStatus::infeasible);
      CHECK(design.reason != "");
      ++infeasible;
    } else if (!linear) {
      // Same constraints, other objective: GLPK only says that there is a menu.
      CHECK(design.status != SolveStatus::infeasible);
      ++optimal;
    } else if (status == GLP_UNBND) {
      CHECK(design.status == SolveStatus::unbounded);
      CHECK(design.reason != "");
      ++unbounded;
    } else if (status == GLP_OPT) {
      CHECK(solved);
      const double size = std::max({std::fabs(objective), design.scale, 1e-3});
      CHECK(std::fabs(design.objective - objective) <= 1e-6 * size);
      ++optimal;
    } else {
      ++undecided;
    }
  }
  std::printf("oracle: %d with a menu, %d without, %d without limit, %d not decided by GLPK\n",
              optimal, infeasible, unbounded, undecided);
  CHECK(optimal >= 1000);
  CHECK(infeasible >= 200);
  CHECK(unbounded >= 100);
}

namespace {

// Radii from far less than the types are apart to far more; half of the outside options are raised,
// which types that must share may not be able to have together.
MenuProblem robust(std::uint64_t seed) {
  MenuProblem p = without_curvature(test::random_menu_problem(seed, {.max_types = 4}));
  Rng rng(seed, 17, Purpose::test);
  const double unit = p.value.cwiseAbs().maxCoeff();
  constexpr double kRadii[] = {1e-3, 0.01, 0.05, 0.15, 0.5};
  p.robust_radius = unit * kRadii[rng.below(5)];
  if (rng.below(4) == 0) {
    p.radius_weight.resize(p.num_values());
    for (Index d = 0; d < p.num_values(); ++d) p.radius_weight(d) = 0.05 + rng.uniform();
  }
  if (rng.below(2) == 0) return p;
  p.outside_policy.resize(0, 0);
  for (Index k = 0; k < p.num_types(); ++k) p.outside(k) = 0.5 * unit * rng.uniform();
  return p;
}

}  // namespace

TEST_CASE("oracle: robust menus are those that GLPK finds with every corner of the radius") {
  int optimal = 0, infeasible = 0, undecided = 0, unsettled = 0;
  for (std::uint64_t seed = 20000; seed < 23000; ++seed) {
    CAPTURE(seed);
    const MenuProblem p = robust(seed);
    const double unit = p.value.cwiseAbs().maxCoeff();
    if (!(unit > 1e-2 && unit < 1e2) || p.num_values() > 6) continue;
    LinearMenu oracle(p);
    double objective = 0.0;
    const int status = oracle.solve(objective);
    const MenuDesign design = design_menu(p);
    const char* said = status_name(design.status);
    CAPTURE(said);
    CAPTURE(design.reason);
    if (status == GLP_NOFEAS) {
      CHECK(design.status == SolveStatus::infeasible);
      CHECK(design.reason != "");
      ++infeasible;
    } else if (status == GLP_OPT) {
      CHECK((design.status == SolveStatus::optimal || design.status == SolveStatus::feasible));
      unsettled += design.status == SolveStatus::optimal ? 0 : 1;
      const double size = std::max({std::fabs(objective), design.scale, 1e-3});
      CHECK(std::fabs(design.objective - objective) <= 1e-6 * size);
      ++optimal;
    } else {
      ++undecided;
    }
  }
  std::printf("oracle: robust: %d with a menu (%d not settled by us), %d without, %d not by GLPK\n",
              optimal, unsettled, infeasible, undecided);
  CHECK(optimal >= 700);
  CHECK(infeasible >= 100);
  CHECK(unsettled <= optimal / 100);
}
