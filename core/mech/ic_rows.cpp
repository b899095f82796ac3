#include "core/mech/ic_rows.hpp"

#include <algorithm>
#include <utility>

namespace covenant {
namespace {

constexpr std::size_t kNeighbours = 8;  // rows per type to start with
constexpr std::size_t kAdded = 4;       // rows per type and round

// member[c][g]: some type of group g takes contract c.
std::vector<std::vector<char>> members(const MenuProgram& menu) {
  std::vector<std::vector<char>> out(menu.program.leader.size(),
                                     std::vector<char>(menu.group_type.size(), 0));
  for (std::size_t k = 0; k < menu.block_of.size(); ++k) {
    out[static_cast<std::size_t>(menu.block_of[k])][static_cast<std::size_t>(menu.group_of[k])] = 1;
  }
  return out;
}

void insert(std::vector<int>& sorted, int value) {
  const auto at = std::lower_bound(sorted.begin(), sorted.end(), value);
  if (at == sorted.end() || *at != value) sorted.insert(at, value);
}

}  // namespace

IcRows all_rows(const MenuProgram& menu) {
  const std::vector<std::vector<char>> member = members(menu);
  IcRows out(menu.program.leader.size());
  for (std::size_t c = 0; c < out.size(); ++c) {
    for (std::size_t g = 0; g < menu.group_type.size(); ++g) {
      if (member[c][g] == 0) out[c].push_back(static_cast<int>(g));
    }
  }
  return out;
}

IcRows near_rows(const MenuProgram& menu) {
  const std::vector<std::vector<char>> member = members(menu);
  const Matrix& value = menu.program.value;
  IcRows out(menu.program.leader.size());
  std::vector<std::pair<double, int>> distance;
  for (Index g = 0; g < value.rows(); ++g) {
    distance.clear();
    for (Index h = 0; h < value.rows(); ++h) {
      if (h == g) continue;
      distance.emplace_back((value.row(h) - value.row(g)).cwiseAbs().maxCoeff(),
                            static_cast<int>(h));
    }
    const std::size_t count = std::min(kNeighbours, distance.size());
    std::partial_sort(distance.begin(), distance.begin() + static_cast<std::ptrdiff_t>(count),
                      distance.end());
    for (std::size_t c = 0; c < out.size(); ++c) {
      const int leader = menu.program.leader[c];
      for (std::size_t i = 0; i < count; ++i) {
        const int h = distance[i].second;
        if (leader == h && member[c][static_cast<std::size_t>(g)] == 0) {
          insert(out[c], static_cast<int>(g));
        }
        if (leader == static_cast<int>(g) && member[c][static_cast<std::size_t>(h)] == 0) {
          insert(out[c], h);
        }
      }
    }
  }
  return out;
}

bool add_broken_rows(const MenuProgram& menu, const Matrix& ic_slack, double tolerance,
                     IcRows& rows) {
  bool added = false;
  std::vector<std::pair<double, Index>> broken;
  for (std::size_t k = 0; k < menu.group_of.size(); ++k) {
    const int group = menu.group_of[k];
    broken.clear();
    for (Index c = 0; c < ic_slack.cols(); ++c) {
      const double slack = ic_slack(static_cast<Index>(k), c);
      if (slack < -tolerance && menu.program.leader[static_cast<std::size_t>(c)] != group) {
        broken.emplace_back(slack, c);
      }
    }
    std::sort(broken.begin(), broken.end());
    for (std::size_t i = 0; i < std::min(kAdded, broken.size()); ++i) {
      std::vector<int>& row = rows[static_cast<std::size_t>(broken[i].second)];
      const std::size_t before = row.size();
      insert(row, group);
      added = added || row.size() > before;
    }
  }
  return added;
}

void set_rows(MenuProgram& menu, const IcRows& rows) {
  BlockProgram& p = menu.program;
  const std::vector<std::vector<char>> member = members(menu);
  p.row_begin.assign(1, 0);
  p.row_group.clear();
  p.row_equal.clear();
  for (std::size_t c = 0; c < rows.size(); ++c) {
    std::vector<int> groups = rows[c];
    for (std::size_t g = 0; g < member[c].size(); ++g) {
      if (member[c][g] != 0 && static_cast<int>(g) != p.leader[c])
        insert(groups, static_cast<int>(g));
    }
    for (int g : groups) {
      p.row_group.push_back(g);
      p.row_equal.push_back(member[c][static_cast<std::size_t>(g)]);
    }
    p.row_begin.push_back(static_cast<int>(p.row_group.size()));
  }
}

}  // namespace covenant
