#include "core/mech/menu_program.hpp"

#include <algorithm>
#include <cmath>

#include "core/base/check.hpp"
#include "core/base/special.hpp"
#include "core/mech/constraints.hpp"
#include "core/mech/ic_rows.hpp"

namespace covenant {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
// Values closer than this, relative to the largest, are rounding and make one group.
constexpr double kSameValue = 1e-14;
constexpr double kWidest = 1e6;  // unit of utility over that of the values

double at(const Vector& v, Index d) { return v.size() > 0 ? v(d) : 0.0; }

bool rows_equal(const Matrix& m, Index a, Index b, double tolerance) {
  for (Index d = 0; d < m.cols(); ++d) {
    if (!(std::fabs(m(a, d) - m(b, d)) <= tolerance)) return false;
  }
  return true;
}

// The group of type k, a new one if no other type has its (scaled, centred) values.
int find_group(const Matrix& value, Index k, double same, MenuProgram& out) {
  for (std::size_t g = 0; g < out.group_type.size(); ++g) {
    if (rows_equal(value, k, out.group_type[g], same)) return static_cast<int>(g);
  }
  out.group_type.push_back(static_cast<int>(k));
  return static_cast<int>(out.group_type.size()) - 1;
}

// The block of type k, a new one if no other type has its values and its g; block_first: a type of
// each.
int find_block(const MenuProblem& problem, const Matrix& value, Index k, double same,
               std::vector<Index>& block_first) {
  for (std::size_t b = 0; b < block_first.size(); ++b) {
    const Index first = block_first[b];
    const bool same_gain = problem.objective_allocation.rows() == 0 ||
                           rows_equal(problem.objective_allocation, k, first, 0.0);
    if (same_gain && rows_equal(value, k, first, same)) return static_cast<int>(b);
  }
  block_first.push_back(k);
  return static_cast<int>(block_first.size()) - 1;
}

// Groups: types with the same values, or closer than `apart`. Blocks: classes, or types that also
// agree in g.
void number_types(const MenuProblem& problem, const std::vector<int>& class_of, const Matrix& value,
                  double apart, MenuProgram& out) {
  const double same = kSameValue * value.cwiseAbs().maxCoeff();
  const double alike = std::max(apart, kSameValue) * value.cwiseAbs().maxCoeff();
  std::vector<Index> block_first;
  for (Index k = 0; k < problem.num_types(); ++k) {
    out.group_of.push_back(find_group(value, k, alike, out));
    out.block_of.push_back(class_of.empty() ? find_block(problem, value, k, same, block_first)
                                            : class_of[static_cast<std::size_t>(k)]);
  }
  const int blocks = 1 + *std::max_element(out.block_of.begin(), out.block_of.end());
  out.program.leader.assign(static_cast<std::size_t>(blocks), -1);
  for (std::size_t k = 0; k < out.block_of.size(); ++k) {
    int& leader = out.program.leader[static_cast<std::size_t>(out.block_of[k])];
    if (leader < 0) leader = out.group_of[k];
    for (std::size_t l = 0; l < k; ++l) {
      if (out.group_of[k] == out.group_of[l] && out.block_of[k] != out.block_of[l]) {
        out.split_groups = true;
      }
    }
  }
}

void simplex_parts(const MenuProblem& problem, BlockProgram& p) {
  if (problem.set != AllocationSet::simplex) return;
  p.simplex_begin.assign(1, 0);
  for (int size : problem.blocks) p.simplex_begin.push_back(p.simplex_begin.back() + size);
}

// A natural size for x_d: the box, or where the cost turns, or what an outside option asks for.
double unit_of(const MenuProblem& problem, Index d, double reach) {
  const double width = problem.upper(d) - problem.lower(d);
  if (width < kInfinity) return width;
  const double largest = problem.value.col(d).cwiseAbs().maxCoeff();
  double unit = largest > 0.0 ? reach / largest : 0.0;
  const double curvature = at(problem.cost.quadratic, d);
  if (curvature > 0.0) {
    for (Index k = 0; k < problem.num_types(); ++k) {
      double slope =
          std::max(problem.weight_transfer, problem.weight_utility) * problem.value(k, d) -
          at(problem.cost.linear, d);
      if (problem.objective_allocation.rows() > 0) slope += problem.objective_allocation(k, d);
      unit = std::max({unit, slope / curvature, std::fabs(problem.lower(d))});
    }
  }
  return unit > 0.0 && unit < kInfinity ? unit : 1.0;
}

void scale_allocation(const MenuProblem& problem, MenuProgram& out) {
  BlockProgram& p = out.program;
  const Index n = problem.num_values();
  out.x_unit = Vector::Ones(n);
  out.x_shift = Vector::Zero(n);
  p.upper = Vector::Constant(n, kInfinity);
  simplex_parts(problem, p);
  if (p.is_simplex()) return;
  double reach = 0.0;
  for (Index k = 0; k < problem.num_types(); ++k) {
    reach = std::max(reach, std::fabs(outside_utility(problem, k)));
  }
  for (double t : {problem.transfer_lower, problem.transfer_upper}) {
    if (std::isfinite(t)) reach = std::max(reach, std::fabs(t));
  }
  for (Index d = 0; d < n; ++d) {
    out.x_unit(d) = unit_of(problem, d, reach);
    out.x_shift(d) = problem.lower(d);
    // A coordinate that cannot move has unit 0, and counts for nothing.
    const bool fixed = problem.upper(d) == problem.lower(d);
    p.upper(d) = fixed ? 1.0 : (problem.upper(d) - problem.lower(d)) / out.x_unit(d);
  }
}

// theta'_k = theta_k unit, minus its mean per simplex part; theta_k.x = theta'_k.x' + constant_k.
Matrix centred_values(const MenuProblem& problem, const MenuProgram& out, Vector& constant) {
  const std::vector<int>& begins = out.program.simplex_begin;
  Matrix value(problem.num_types(), problem.num_values());
  constant.resize(problem.num_types());
  for (Index k = 0; k < problem.num_types(); ++k) {
    value.row(k) = problem.value.row(k).cwiseProduct(out.x_unit.transpose());
    constant(k) = problem.value.row(k).dot(out.x_shift);
    for (std::size_t b = 0; b + 1 < begins.size(); ++b) {
      const Index begin = begins[b], size = begins[b + 1] - begin;
      const double mean = value.row(k).segment(begin, size).mean();
      value.row(k).segment(begin, size).array() -= mean;
      constant(k) += mean;
    }
  }
  return value;
}

// Values, outside options and transfer bounds in units of utility. t = theta.x - U: constants
// cancel.
void scale_utility(const MenuProblem& problem, const Matrix& value, const Vector& constant,
                   MenuProgram& out) {
  BlockProgram& p = out.program;
  const Index groups = static_cast<Index>(out.group_type.size());
  p.value.resize(groups, problem.num_values());
  p.outside = Vector::Constant(groups, -kInfinity);
  for (Index g = 0; g < groups; ++g) {
    p.value.row(g) = value.row(out.group_type[static_cast<std::size_t>(g)]);
  }
  for (std::size_t k = 0; k < out.group_of.size(); ++k) {
    const Index g = out.group_of[k], type = static_cast<Index>(k);
    const double outside = outside_utility(problem, type) - constant(type);
    if (outside <= p.outside(g)) continue;
    p.outside(g) = outside;
    out.group_type[static_cast<std::size_t>(g)] = static_cast<int>(k);
  }
  double unit = std::max(p.value.cwiseAbs().maxCoeff(), p.outside.cwiseAbs().maxCoeff());
  // Types who value all responses alike leave nothing but the rounding of their mean.
  const double largest = problem.value.cwiseAbs().maxCoeff();
  if (p.is_simplex() && unit <= kSameValue * largest) unit = largest;
  if (!(unit > 0.0)) unit = 1.0;
  out.value_unit = unit;
  // Where users are paid as much as budget and bounds let the designer, that is what they get.
  if (problem.weight_utility > problem.weight_transfer && problem.budget.has_value()) {
    const double most = std::min(-*problem.budget, -problem.transfer_lower);
    unit = std::max(unit, std::min(most, kWidest * unit));
  }
  out.utility_unit = unit;
  p.value /= unit;
  p.outside /= unit;
  p.transfer_lower = problem.transfer_lower / unit;
  p.transfer_upper = problem.transfer_upper / unit;
  p.has_budget = problem.budget.has_value();
  p.budget = problem.budget.value_or(0.0) / unit;
}

// Shares, and what x and U are worth to the objective before costs and transfers.
void sum_gains(const MenuProblem& problem, MenuProgram& out) {
  BlockProgram& p = out.program;
  const Index blocks = static_cast<Index>(p.leader.size());
  const double total = problem.share.sum();
  p.weight = Vector::Zero(blocks);
  p.gain = Matrix::Zero(blocks, problem.num_values());
  p.utility_gain = Vector::Zero(p.value.rows());
  for (std::size_t k = 0; k < out.group_of.size(); ++k) {
    const Index c = out.block_of[k], type = static_cast<Index>(k);
    const double f = problem.share(type) / total;
    p.weight(c) += f;
    p.utility_gain(out.group_of[k]) += f * problem.weight_utility * out.utility_unit;
    if (problem.objective_allocation.rows() > 0) {
      p.gain.row(c) += f * problem.objective_allocation.row(type);
    }
  }
}

// Costs in the program's coordinates; what is linear in them counts against the gains.
void scale_costs(const MenuProblem& problem, MenuProgram& out) {
  BlockProgram& p = out.program;
  const Index n = problem.num_values();
  p.quadratic.resize(n);
  p.entropy.setZero(n);
  p.log_reference.setZero(n);
  for (Index d = 0; d < n; ++d) {
    const double unit = out.x_unit(d), curvature = at(problem.cost.quadratic, d);
    const double slope = at(problem.cost.linear, d) + curvature * out.x_shift(d);
    for (Index c = 0; c < p.gain.rows(); ++c) {
      p.gain(c, d) = (p.gain(c, d) - p.weight(c) * slope) * unit;
    }
    p.quadratic(d) = curvature * unit * unit;
  }
  for (std::size_t b = 0; b + 1 < p.simplex_begin.size(); ++b) {
    const double kl = at(problem.cost.kl, static_cast<Index>(b));
    if (!(kl > 0.0)) continue;
    for (Index d = p.simplex_begin[b]; d < p.simplex_begin[b + 1]; ++d) {
      p.entropy(d) = kl;
      p.log_reference(d) = log_(problem.cost.reference(d));
    }
  }
}

// Objective coefficients of x and U, then divided by a common unit.
void scale_objective(const MenuProblem& problem, MenuProgram& out) {
  sum_gains(problem, out);
  scale_costs(problem, out);
  BlockProgram& p = out.program;
  double unit = 0.0;
  for (Index c = 0; c < p.gain.rows(); ++c) {
    const Index leader = p.leader[static_cast<std::size_t>(c)];
    const double paid = p.weight(c) * problem.weight_transfer * out.utility_unit;
    p.gain.row(c) += paid * p.value.row(leader);
    p.utility_gain(leader) -= paid;
    unit = std::max(unit, p.gain.row(c).cwiseAbs().maxCoeff() / p.weight(c));
    unit = std::max(unit, std::fabs(paid) / p.weight(c));
  }
  unit = std::max({unit, p.quadratic.maxCoeff(), p.entropy.maxCoeff(),
                   problem.weight_utility * out.utility_unit});
  if (!(unit > 0.0)) unit = 1.0;
  // Among many contracts the typical one has weight 1, and the objective is their number.
  if (p.num_groups() > kLazyFrom) unit *= p.weight.mean();
  out.objective_unit = unit;
  p.gain /= unit;
  p.utility_gain /= unit;
  p.quadratic /= unit;
  p.entropy /= unit;
  // A coordinate that cannot move counts for nothing. It rests in the middle by a curvature of its
  // own, as without one all would count as linear.
  for (Index d = 0; d < p.quadratic.size(); ++d) {
    if (out.x_unit(d) > 0.0) continue;
    p.quadratic(d) = 1.0;
    p.gain.col(d) = 0.5 * p.weight;
  }
}

// Where the objective does not see transfers and nothing bounds them below, all utilities could
// rise together for ever. IC keeps transfers within one range of values of each other, so this
// bound is lossless.
void bound_transfers(const MenuProblem& problem, MenuProgram& out) {
  BlockProgram& p = out.program;
  if (problem.weight_utility != problem.weight_transfer || p.has_budget) return;
  if (p.transfer_lower > -kInfinity) return;
  double range = 0.0;
  for (Index d = 0; d < p.num_values(); ++d) {
    range += p.value.col(d).cwiseAbs().maxCoeff() * (p.upper(d) < kInfinity ? p.upper(d) : 1.0);
  }
  const double highest = p.transfer_upper < kInfinity ? p.transfer_upper : 0.0;
  p.transfer_lower = std::min(0.0, highest) - 8.0 * (range + p.outside.cwiseAbs().maxCoeff() + 1.0);
  out.artificial_lower = true;
}

}  // namespace

MenuProgram make_menu_program(const MenuProblem& problem, const std::vector<int>& class_of,
                              double apart) {
  COVENANT_CHECK(class_of.empty() || static_cast<Index>(class_of.size()) == problem.num_types());
  MenuProgram out;
  scale_allocation(problem, out);
  Vector constant;
  const Matrix value = centred_values(problem, out, constant);
  number_types(problem, class_of, value, apart, out);
  scale_utility(problem, value, constant, out);
  scale_objective(problem, out);
  set_rows(out, out.program.num_groups() > kLazyFrom ? near_rows(out) : all_rows(out));
  bound_transfers(problem, out);
  return out;
}

}  // namespace covenant
