// tests/oracle/linear_menu.hpp: a menu problem without curvature as GLPK's linear program, every
// row as it stands in model section 1.
#pragma once

#include <glpk.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "core/mech/constraints.hpp"
#include "core/mech/screening.hpp"

namespace covenant::test {

// The problem as GLPK holds it: columns x_k (n each), then t_k.
class LinearMenu {
 public:
  // `classes`: types with the same number share a contract; empty: nobody must.
  explicit LinearMenu(const MenuProblem& p, const std::vector<int>& classes = {})
      : p_(p), lp_(glp_create_prob()) {
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
    for (int k = 0; k < static_cast<int>(classes.size()); ++k) pool(k, classes);
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
    if (failure == GLP_ENOPFS || failure == GLP_ENODFS) {
      // "No dual solution" may as well mean that there is no menu.
      simplex.presolve = GLP_OFF;
      if (glp_simplex(lp_, &simplex) != 0) return GLP_UNDEF;
      // The presolver is mistaken now and then, where values of 1e-3 and of 1e3 meet in a row; in
      // rational numbers it is clear.
      const bool agree = failure == GLP_ENODFS || glp_get_status(lp_) == GLP_NOFEAS;
      failure = agree ? 0 : glp_exact(lp_, &simplex);
    }
    if (failure != 0) return GLP_UNDEF;
    if (glp_get_status(lp_) == GLP_OPT && shortfall() > 1e-6) return GLP_UNDEF;
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
  // By how much GLPK's own solution breaks its bounds.
  double shortfall() {
    double absolute = 0.0, worst = 0.0, relative = 0.0;
    int where = 0, which = 0;
    for (const int condition : {GLP_KKT_PE, GLP_KKT_PB}) {
      glp_check_kkt(lp_, GLP_SOL, condition, &absolute, &where, &relative, &which);
      worst = std::max(worst, absolute);
    }
    return worst;
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
  void pool(int k, const std::vector<int>& classes) {
    int first = 0;
    while (classes[static_cast<std::size_t>(first)] != classes[static_cast<std::size_t>(k)])
      ++first;
    if (first == k) return;
    for (int d = 0; d <= p_.num_values(); ++d) {
      put(d < p_.num_values() ? x(k, d) : t(k), 1.0);
      put(d < p_.num_values() ? x(first, d) : t(first), -1.0);
      add_row(0.0, true);
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

}  // namespace covenant::test
