#include "core/mech/ic_rows.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/opt/hybrid_gradient.hpp"
#include "core/opt/inner_products.hpp"

namespace covenant {
namespace {

constexpr std::size_t kNeighbours = 8;  // rows per type to start with
constexpr std::size_t kAdded = 4;       // rows per type and exchange
constexpr std::size_t kEnvious = 16;    // rows per contract and exchange
constexpr double kIdle = 10.0;          // slack over multiplier from which a row is dropped
constexpr double kDropBelow = 0.3;      // of the mean: before, nothing is known yet
constexpr double kBroken = 1e-12;       // a row that fails by less holds
constexpr double kBlur = 0.1;  // of the root of the mean: failures that may pass by themselves
constexpr Index kStripe = 64;  // groups looked at together
// Where a first-order method finds the rows.
constexpr Index kManyGroups = 200, kManyValues = 4;
constexpr int kFirstOrderSteps = 2500;
constexpr double kFirstOrderError = 1e-5;

// Groups of which some type takes block c, ascending.
IcRows members(const MenuProgram& menu) {
  IcRows out(menu.program.leader.size());
  for (std::size_t k = 0; k < menu.block_of.size(); ++k) {
    out[static_cast<std::size_t>(menu.block_of[k])].push_back(menu.group_of[k]);
  }
  for (std::vector<int>& groups : out) {
    std::sort(groups.begin(), groups.end());
    groups.erase(std::unique(groups.begin(), groups.end()), groups.end());
  }
  return out;
}

bool contains(const std::vector<int>& sorted, int value) {
  return std::binary_search(sorted.begin(), sorted.end(), value);
}

bool insert(std::vector<int>& sorted, int value) {
  const auto at = std::lower_bound(sorted.begin(), sorted.end(), value);
  if (at != sorted.end() && *at == value) return false;
  sorted.insert(at, value);
  return true;
}

// Rows the program holds that are worth keeping; `dropped` tells whether some are not.
IcRows kept_rows(const BlockProgram& p, const BlockPoint& point, bool all, bool& dropped) {
  IcRows out(p.leader.size());
  for (std::size_t c = 0; c < out.size(); ++c) {
    for (int r = p.row_begin[c]; r < p.row_begin[c + 1]; ++r) {
      const std::size_t row = static_cast<std::size_t>(r);
      if (p.row_equal[row] != 0) continue;
      if (all || point.slack(r) <= kIdle * point.lambda(r)) {
        out[c].push_back(p.row_group[row]);
      } else {
        dropped = true;
      }
    }
  }
  return out;
}

// Rows that group g breaks, given that contract c is worth worth[c] + base(c) to it, worst first
// and at most kAdded.
void broken_rows(const MenuProgram& menu, const double* worth, const Vector& base, int g,
                 double own, double tolerance, const IcRows& rows,
                 std::vector<std::pair<double, int>>& out) {
  out.clear();
  const auto next = [&](Index from) {
    return next_above(worth, base.data(), from, base.size(), own, tolerance);
  };
  for (Index c = next(0); c < base.size(); c = next(c + 1)) {
    const std::size_t block = static_cast<std::size_t>(c);
    if (menu.program.leader[block] == g || contains(rows[block], g)) continue;
    out.emplace_back(own - (worth[c] + base(c)), static_cast<int>(c));
  }
  const std::size_t count = std::min(kAdded, out.size());
  std::partial_sort(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(count), out.end());
  out.resize(count);
}

IcRows rows_of(const MenuProgram& menu, const std::vector<BindingIc>& binding) {
  const IcRows member = members(menu);
  IcRows out(member.size());
  for (const BindingIc& pair : binding) {
    const int group = menu.group_of[static_cast<std::size_t>(pair.type)];
    const std::size_t block =
        static_cast<std::size_t>(menu.block_of[static_cast<std::size_t>(pair.over)]);
    if (!contains(member[block], group)) insert(out[block], group);
  }
  return out;
}

}  // namespace

IcRows all_rows(const MenuProgram& menu) {
  const IcRows member = members(menu);
  IcRows out(member.size());
  for (std::size_t c = 0; c < out.size(); ++c) {
    out[c].reserve(menu.group_type.size());
    for (int g = 0; g < static_cast<int>(menu.group_type.size()); ++g) {
      if (!contains(member[c], g)) out[c].push_back(g);
    }
  }
  return out;
}

IcRows near_rows(const MenuProgram& menu) {
  const IcRows member = members(menu);
  const Matrix& value = menu.program.value;
  IcRows out(member.size()), led(menu.group_type.size());
  for (std::size_t c = 0; c < out.size(); ++c) {
    led[static_cast<std::size_t>(menu.program.leader[c])].push_back(static_cast<int>(c));
  }
  // g must not envy the blocks that h leads.
  const auto add = [&](int g, int h) {
    for (int c : led[static_cast<std::size_t>(h)]) {
      const std::size_t block = static_cast<std::size_t>(c);
      if (!contains(member[block], g)) insert(out[block], g);
    }
  };
  std::vector<std::pair<double, int>> distance;
  for (int g = 0; g < static_cast<int>(value.rows()); ++g) {
    distance.clear();
    for (int h = 0; h < static_cast<int>(value.rows()); ++h) {
      if (h == g) continue;
      distance.emplace_back((value.row(h) - value.row(g)).cwiseAbs().maxCoeff(), h);
    }
    const std::size_t count = std::min(kNeighbours, distance.size());
    std::partial_sort(distance.begin(), distance.begin() + static_cast<std::ptrdiff_t>(count),
                      distance.end());
    for (std::size_t i = 0; i < count; ++i) {
      add(g, distance[i].second);
      add(distance[i].second, g);
    }
  }
  return out;
}

void set_rows(MenuProgram& menu, const IcRows& rows) {
  BlockProgram& p = menu.program;
  const IcRows member = members(menu);
  p.row_begin.assign(1, 0);
  p.row_group.clear();
  p.row_equal.clear();
  std::size_t count = 0;
  for (std::size_t c = 0; c < rows.size(); ++c) count += rows[c].size() + member[c].size();
  p.row_begin.reserve(rows.size() + 1);
  p.row_group.reserve(count);
  p.row_equal.reserve(count);
  for (std::size_t c = 0; c < rows.size(); ++c) {
    std::vector<int> groups = rows[c];
    for (int g : member[c]) {
      if (g != p.leader[c]) insert(groups, g);
    }
    for (int g : groups) {
      p.row_group.push_back(g);
      p.row_equal.push_back(contains(member[c], g) ? 1 : 0);
    }
    p.row_begin.push_back(static_cast<int>(p.row_group.size()));
  }
}

bool find_rows(MenuProgram& menu, const MenuDesign* warm,
               const std::function<bool(int, double)>& progress) {
  const BlockProgram& p = menu.program;
  const bool curved = (p.quadratic.array() + p.entropy.array()).minCoeff() > 0.0;
  if (p.num_groups() < kManyGroups || p.num_values() < kManyValues) return true;
  if (!curved || !suits_hybrid_gradient(p)) return true;
  if (warm != nullptr) {
    set_rows(menu, rows_of(menu, warm->binding_ic));
    return true;
  }
  HybridGradientSettings settings;
  settings.max_iterations = kFirstOrderSteps;
  settings.tolerance = kFirstOrderError;
  settings.progress = progress;
  settings.exchange = [&menu](const BlockPoint& point) {
    return exchange_rows(menu, point, 0.0, true, false);
  };
  BlockPoint point;
  const HybridGradientInfo info = hybrid_gradient(p, settings, point);
  IcRows rows(p.leader.size());
  for (std::size_t c = 0; c < rows.size(); ++c) {
    for (int r = p.row_begin[c]; r < p.row_begin[c + 1]; ++r) {
      if (p.row_equal[static_cast<std::size_t>(r)] != 0) continue;
      if (!(point.lambda(r) > 0.0 || point.slack(r) < 0.0)) continue;
      rows[c].push_back(p.row_group[static_cast<std::size_t>(r)]);
    }
  }
  set_rows(menu, rows);
  return !info.cancelled;
}

bool exchange_rows(MenuProgram& menu, const BlockPoint& point, double mean, bool settled,
                   bool may_drop) {
  const BlockProgram& p = menu.program;
  bool changed = false;
  const bool keep_all = settled || mean > kDropBelow || !may_drop;
  IcRows rows = kept_rows(p, point, keep_all, changed);
  const double tolerance = settled ? kBroken : std::max(kBroken, kBlur * std::sqrt(mean));
  // What a group with values theta gets from block c: theta . x_c + base_c.
  Vector base(p.num_blocks());
  for (Index c = 0; c < base.size(); ++c) {
    const Index leader = p.leader[static_cast<std::size_t>(c)];
    base(c) = point.u(leader) - p.value.row(leader).dot(point.x.row(c));
  }
  const Matrix contract = point.x.transpose();
  Matrix worth;
  std::vector<std::pair<double, int>> broken;
  std::vector<std::vector<std::pair<double, int>>> wanted(rows.size());
  for (Index g = 0; g < p.num_groups(); ++g) {
    if (g % kStripe == 0) {
      inner_products(p.value.middleRows(g, std::min(kStripe, p.num_groups() - g)), contract, worth);
    }
    const int group = static_cast<int>(g);
    broken_rows(menu, worth.row(g % kStripe).data(), base, group, point.u(g), tolerance, rows,
                broken);
    for (const auto& [slack, c] : broken) {
      wanted[static_cast<std::size_t>(c)].emplace_back(slack, group);
    }
  }
  for (std::size_t c = 0; c < rows.size(); ++c) {
    std::sort(wanted[c].begin(), wanted[c].end());
    if (wanted[c].size() > kEnvious) wanted[c].resize(kEnvious);
    for (const auto& [slack, group] : wanted[c]) changed = insert(rows[c], group) || changed;
  }
  if (changed) set_rows(menu, rows);
  return changed;
}

}  // namespace covenant
