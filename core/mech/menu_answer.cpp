// The way back from a BlockProgram's point to a menu and its multipliers (menu_program.hpp).
#include <algorithm>
#include <cmath>

#include "core/mech/menu_program.hpp"
#include "core/opt/block_pairs.hpp"

namespace covenant {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
// A variable this close to a bound, in program units, and closer than its multiplier is large,
// belongs on it.
constexpr double kSnap = 1e-6;

}  // namespace

Menu to_menu(const MenuProblem& problem, const MenuProgram& menu, const BlockPoint& point) {
  const BlockProgram& p = menu.program;
  const Index blocks = p.num_blocks(), n = p.num_values();
  Menu out;
  out.allocation.resize(blocks, n);
  out.transfer.resize(blocks);
  out.assigned = menu.block_of;
  Vector x(n);
  for (Index c = 0; c < blocks; ++c) {
    for (Index d = 0; d < n; ++d) x(d) = std::min(std::max(point.x(c, d), 0.0), p.upper(d));
    for (std::size_t b = 0; b + 1 < p.simplex_begin.size(); ++b) {
      const Index begin = p.simplex_begin[b], size = p.simplex_begin[b + 1] - begin;
      x.segment(begin, size) /= x.segment(begin, size).sum();
    }
    const Index leader = p.leader[static_cast<std::size_t>(c)];
    const double transfer = menu.utility_unit * (p.value.row(leader).dot(x) - point.u(leader));
    out.transfer(c) = std::min(std::max(transfer, problem.transfer_lower), problem.transfer_upper);
    for (Index d = 0; d < n; ++d) {
      double value = menu.x_shift(d) + menu.x_unit(d) * x(d);
      if (!p.is_simplex()) value = std::min(std::max(value, problem.lower(d)), problem.upper(d));
      out.allocation(c, d) = value;
    }
  }
  return out;
}

void snap_to_bounds(const MenuProgram& menu, bool all, BlockPoint& point) {
  const BlockProgram& p = menu.program;
  for (Index c = 0; c < p.num_blocks(); ++c) {
    for (Index d = 0; d < p.num_values(); ++d) {
      if (p.entropy(d) > 0.0) continue;
      double& x = point.x(c, d);
      if (x < kSnap && (all || x < point.z(c, d))) x = 0.0;
      if (p.is_simplex() || p.upper(d) == kInfinity) continue;
      if (p.upper(d) - x < kSnap && p.upper(d) - x < point.zu(c, d)) x = p.upper(d);
    }
  }
  for (Index g = 0; g < p.num_groups(); ++g) {
    const double slack = point.u(g) - p.outside(g);
    if (slack < kSnap && (all || slack < point.nu(g))) point.u(g) = p.outside(g);
  }
  for_pairs(p, point, point, [](double& slack, double&, double& multiplier, double&) {
    if (multiplier < kSnap && multiplier < slack) multiplier = 0.0;
  });
}

namespace {

// What stands before a group's values in the virtual values of a block that some of its types take,
// by the program's own multipliers, less what the multipliers in `out` make of it; by the first of
// those types.
Vector missing_weight(const MenuProblem& problem, const MenuProgram& menu, const BlockPoint& point,
                      const std::vector<int>& first, const MenuMultipliers& out) {
  const BlockProgram& p = menu.program;
  const double unit = menu.objective_unit / menu.utility_unit, total = problem.share.sum();
  Vector missing = Vector::Zero(problem.num_types());
  const auto at = [&](int group, std::size_t block) -> double& {
    std::size_t k = 0;
    while (menu.group_of[k] != group || menu.block_of[k] != static_cast<int>(block)) ++k;
    return missing(static_cast<Index>(k));
  };
  for (std::size_t k = 0; k < first.size(); ++k) {
    const Index type = static_cast<Index>(k);
    const double f = problem.share(type) / total;
    missing(first[k]) -= f * problem.weight_utility + out.ir(type);
    const std::size_t block = static_cast<std::size_t>(menu.block_of[k]);
    at(p.leader[block], block) += f * (problem.weight_transfer + out.budget);
  }
  for (const IcMultiplier& row : out.ic)
    missing(first[static_cast<std::size_t>(row.type)]) -= row.value;
  for (std::size_t c = 0; c < p.leader.size(); ++c) {
    double& leader = at(p.leader[c], c);
    const Index block = static_cast<Index>(c);
    if (std::isfinite(p.transfer_lower)) leader += unit * point.low(block);
    if (std::isfinite(p.transfer_upper) && !p.transfer_fixed()) leader -= unit * point.high(block);
    for (int r = p.row_begin[c]; r < p.row_begin[c + 1]; ++r) {
      const std::size_t row = static_cast<std::size_t>(r);
      leader += unit * point.lambda(r);
      if (p.row_equal[row] != 0) at(p.row_group[row], c) -= unit * point.lambda(r);
    }
  }
  return missing;
}

// One utility per group leaves open how its types' multipliers split over the contracts they hold.
void split_groups(const MenuProblem& problem, const MenuProgram& menu, const BlockPoint& point,
                  MenuMultipliers& out) {
  const std::size_t types = menu.block_of.size();
  const auto same_group = [&](std::size_t k, std::size_t l) {
    return menu.group_of[k] == menu.group_of[l];
  };
  std::vector<int> first(types);
  for (std::size_t k = 0; k < types; ++k) {
    std::size_t l = 0;
    while (!same_group(k, l) || menu.block_of[k] != menu.block_of[l]) ++l;
    first[k] = static_cast<int>(l);
  }
  Vector missing = missing_weight(problem, menu, point, first, out);
  for (std::size_t type = 0; type < types; ++type) {
    for (std::size_t other = 0; other < types; ++other) {
      double& from = missing(first[type]);
      double& to = missing(first[other]);
      if (!same_group(type, other) || !(from > 0.0 && to < 0.0)) continue;
      const double flow = std::min(from, -to);
      out.ic.push_back({static_cast<int>(type), menu.block_of[other], flow});
      from -= flow;
      to += flow;
    }
  }
}

}  // namespace

MenuMultipliers to_multipliers(const MenuProblem& problem, const MenuProgram& menu,
                               const BlockPoint& point) {
  const BlockProgram& p = menu.program;
  const double unit = menu.objective_unit / menu.utility_unit;
  const Index types = static_cast<Index>(menu.block_of.size());
  MenuMultipliers out;
  out.ic.reserve(p.row_group.size());
  out.ir = Vector::Zero(types);
  for (std::size_t c = 0; c < p.leader.size(); ++c) {
    for (int r = p.row_begin[c]; r < p.row_begin[c + 1]; ++r) {
      const std::size_t row = static_cast<std::size_t>(r);
      if (p.row_equal[row] != 0) continue;
      const int type = menu.group_type[static_cast<std::size_t>(p.row_group[row])];
      out.ic.push_back({type, static_cast<int>(c), unit * point.lambda(r)});
    }
  }
  for (std::size_t g = 0; g < menu.group_type.size(); ++g) {
    out.ir(menu.group_type[g]) = unit * point.nu(static_cast<Index>(g));
  }
  out.budget = unit * point.beta;
  if (menu.split_groups) split_groups(problem, menu, point, out);
  return out;
}

}  // namespace covenant
