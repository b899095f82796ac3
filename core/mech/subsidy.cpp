#include "core/mech/subsidy.hpp"

#include <algorithm>
#include <cmath>

#include "core/mech/constraints.hpp"

namespace covenant {
namespace {

constexpr double kMargin = 1e-8;      // of the size of the problem, per type
constexpr double kLeastShare = 1e-3;  // smaller types are lost in the rounding of the others

// What the worst type is short of when all get the same allocation at the same, lowest price.
double enough(const MenuProblem& problem) {
  Menu same;
  same.allocation.resize(1, problem.num_values());
  Index begin = 0;
  for (int size : problem.blocks) {
    same.allocation.row(0).segment(begin, size).setConstant(1.0 / size);
    begin += size;
  }
  if (problem.set == AllocationSet::box) same.allocation.row(0) = problem.lower.transpose();
  double price = std::isfinite(problem.transfer_lower) ? problem.transfer_lower
                                                       : std::min(0.0, problem.transfer_upper);
  if (problem.budget) price = std::max(price, *problem.budget);
  same.transfer = Vector::Constant(1, price);
  same.assigned.assign(static_cast<std::size_t>(problem.num_types()), 0);
  const MenuCheck check = check_menu(problem, same);
  return check.ir_violation + problem.value.cwiseAbs().maxCoeff();
}

template <class M>
void append_columns(M& matrix, Index count) {
  const Index before = matrix.cols();
  matrix.conservativeResize(Eigen::NoChange, before + count);
  matrix.rightCols(count).setZero();
}

void append(Vector& vector, Index count, double value) {
  const Index before = vector.size();
  vector.conservativeResize(before + count);
  vector.tail(count).setConstant(value);
}

}  // namespace

MenuProblem subsidy_problem(const MenuProblem& problem) {
  MenuProblem out = problem;
  const Index n = problem.num_values(), more = problem.set == AllocationSet::box ? 1 : 2;
  const double most = enough(problem);
  const double unit = more == 1 ? 1.0 : most;  // of utility per unit of the new good
  append_columns(out.value, more);
  out.value.col(n).setConstant(unit);
  if (out.outside_policy.rows() > 0) {
    append_columns(out.outside_policy, more);
    if (more == 2) out.outside_policy.col(n + 1).setOnes();
    for (Index k = 0; k < problem.num_types(); ++k) {
      if (!std::isfinite(problem.outside_policy(k, 0))) {
        out.outside_policy.row(k).tail(more).setConstant(problem.outside_policy(k, 0));
      }
    }
  }
  if (more == 1) {
    append(out.lower, 1, 0.0);
    append(out.upper, 1, most);
  } else {
    out.blocks.push_back(2);
  }
  if (problem.radius_weight.size() == 0) out.radius_weight = Vector::Ones(n);
  append(out.radius_weight, more, 0.0);
  out.cost = MenuCost{};
  out.cost.linear = Vector::Zero(n + more);
  out.cost.linear(n) = unit;
  out.objective_allocation.resize(0, 0);
  out.weight_utility = out.weight_transfer = 0.0;
  out.share.setOnes();
  // Shares say what a budget asks for; where there is none, nobody counts more than others.
  if (problem.budget) out.share = problem.share;
  return out;
}

bool needs_subsidy(const MenuProblem& subsidised, const ConvexMenu& optimum) {
  const double least = std::max(kLeastShare, subsidised.share.minCoeff() / subsidised.share.sum());
  const double size = std::max(optimum.scale, subsidised.value.cwiseAbs().maxCoeff());
  return optimum.bound < -kMargin * least * size && is_feasible(optimum);
}

MenuProblem only_types(const MenuProblem& problem, const std::vector<Index>& types) {
  MenuProblem out = problem;
  const Index count = static_cast<Index>(types.size());
  out.names.clear();
  out.share.resize(count);
  out.outside.resize(count);
  for (Matrix* m : {&out.value, &out.outside_policy, &out.objective_allocation}) {
    if (m->rows() > 0) m->resize(count, m->cols());
  }
  for (Index i = 0; i < count; ++i) {
    const Index k = types[static_cast<std::size_t>(i)];
    if (static_cast<std::size_t>(k) < problem.names.size()) {
      out.names.push_back(problem.names[static_cast<std::size_t>(k)]);
    }
    out.share(i) = problem.share(k);
    out.outside(i) = problem.outside(k);
    out.value.row(i) = problem.value.row(k);
    if (out.outside_policy.rows() > 0) out.outside_policy.row(i) = problem.outside_policy.row(k);
    if (out.objective_allocation.rows() > 0) {
      out.objective_allocation.row(i) = problem.objective_allocation.row(k);
    }
  }
  return out;
}

}  // namespace covenant
