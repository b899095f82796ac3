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

// One utility per group leaves open how its types' multipliers split over the contracts they hold.
// The multipliers of the transfer bounds say how: kappa_c (certificate.hpp) = high - low.
void split_groups(const MenuProblem& problem, const MenuProgram& menu, const BlockPoint& point,
                  MenuMultipliers& out) {
  const BlockProgram& p = menu.program;
  Vector excess = Vector::Zero(p.num_blocks());
  const double total = problem.share.sum();
  for (const IcMultiplier& row : out.ic) {
    excess(row.contract) += row.value;
    excess(menu.block_of[static_cast<std::size_t>(row.type)]) -= row.value;
  }
  for (Index k = 0; k < problem.num_types(); ++k) {
    const double f = problem.share(k) / total;
    excess(menu.block_of[static_cast<std::size_t>(k)]) +=
        f * (problem.weight_transfer - problem.weight_utility + out.budget) - out.ir(k);
  }
  const double unit = menu.objective_unit / menu.utility_unit;
  for (Index c = 0; c < p.num_blocks(); ++c) {
    if (std::isfinite(p.transfer_lower)) excess(c) += unit * point.low(c);
    if (std::isfinite(p.transfer_upper) && !p.transfer_fixed()) excess(c) -= unit * point.high(c);
  }
  for (std::size_t type = 0; type < menu.block_of.size(); ++type) {
    for (std::size_t other = 0; other < menu.block_of.size(); ++other) {
      const int from = menu.block_of[type], to = menu.block_of[other];
      if (menu.group_of[type] != menu.group_of[other] || from == to) continue;
      if (!(excess(from) > 0.0 && excess(to) < 0.0)) continue;
      const double flow = std::min(excess(from), -excess(to));
      out.ic.push_back({static_cast<int>(type), to, flow});
      excess(from) -= flow;
      excess(to) += flow;
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
