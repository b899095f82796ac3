#include "core/opt/utility_system.hpp"

#include <algorithm>
#include <cstdint>

namespace covenant {
namespace {

// Groups that block c ties together: those of its rows, then its leader.
void members(const BlockProgram& p, std::size_t c, std::vector<int>& out) {
  out.assign(p.row_group.begin() + p.row_begin[c], p.row_group.begin() + p.row_begin[c + 1]);
  out.push_back(p.leader[c]);
}

}  // namespace

void UtilitySystem::setup(const BlockProgram& program) {
  const std::int64_t groups = program.num_groups();
  std::vector<int> group;
  std::vector<std::int64_t> keys;  // column * groups + row, row >= column
  for (std::int64_t g = 0; g < groups; ++g) keys.push_back(g * groups + g);
  const auto key = [&](int a, int b) {
    return std::int64_t{std::min(a, b)} * groups + std::max(a, b);
  };
  slot_begin_.assign(1, 0);
  for (std::size_t c = 0; c < program.leader.size(); ++c) {
    members(program, c, group);
    for (std::size_t a = 0; a < group.size(); ++a) {
      for (std::size_t b = 0; b <= a; ++b) keys.push_back(key(group[a], group[b]));
    }
    slot_begin_.push_back(slot_begin_.back() + group.size() * (group.size() + 1) / 2);
  }
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());

  std::vector<int> begin, row;
  diagonal_.clear();
  for (std::size_t at = 0; at < keys.size(); ++at) {
    if (keys[at] / groups == keys[at] % groups) {
      begin.push_back(static_cast<int>(at));
      diagonal_.push_back(static_cast<int>(at));
    }
    row.push_back(static_cast<int>(keys[at] % groups));
  }
  begin.push_back(static_cast<int>(keys.size()));

  slot_.clear();
  for (std::size_t c = 0; c < program.leader.size(); ++c) {
    members(program, c, group);
    for (std::size_t a = 0; a < group.size(); ++a) {
      for (std::size_t b = 0; b <= a; ++b) {
        const auto found = std::lower_bound(keys.begin(), keys.end(), key(group[a], group[b]));
        slot_.push_back(static_cast<int>(found - keys.begin()));
      }
    }
  }
  value_.assign(keys.size(), 0.0);
  factor_.analyse(begin, row);
}

void UtilitySystem::clear() { std::fill(value_.begin(), value_.end(), 0.0); }

void UtilitySystem::add_diagonal(const Vector& d) {
  for (std::size_t g = 0; g < diagonal_.size(); ++g) {
    value_[static_cast<std::size_t>(diagonal_[g])] += d(static_cast<Index>(g));
  }
}

}  // namespace covenant
