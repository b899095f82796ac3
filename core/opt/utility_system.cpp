#include "core/opt/utility_system.hpp"

#include <algorithm>

namespace covenant {
namespace {

// Groups that block c ties together: those of its rows, then its leader.
void members(const BlockProgram& p, std::size_t c, std::vector<int>& out) {
  out.assign(p.row_group.begin() + p.row_begin[c], p.row_group.begin() + p.row_begin[c + 1]);
  out.push_back(p.leader[c]);
}

// Calls visit(column, row), row >= column, for every pair of groups that a block ties together, in
// the order of the blocks.
template <class Visit>
void for_entries(const BlockProgram& p, Visit visit) {
  std::vector<int> group;
  for (std::size_t c = 0; c < p.leader.size(); ++c) {
    members(p, c, group);
    for (std::size_t a = 0; a < group.size(); ++a) {
      for (std::size_t b = 0; b <= a; ++b) {
        visit(static_cast<std::size_t>(std::min(group[a], group[b])), std::max(group[a], group[b]));
      }
    }
  }
}

// The rows of every column, ascending, the diagonal among them: column j has those from begin[j] to
// begin[j + 1].
void lay_out(const BlockProgram& p, std::vector<int>& begin, std::vector<int>& row) {
  const std::size_t groups = static_cast<std::size_t>(p.num_groups());
  std::vector<std::size_t> end(groups + 1, 0);
  for (std::size_t g = 0; g < groups; ++g) end[g + 1] = 1;
  for_entries(p, [&](std::size_t column, int) { ++end[column + 1]; });
  for (std::size_t g = 0; g < groups; ++g) end[g + 1] += end[g];
  std::vector<int> all(end.back());
  const auto put = [&](std::size_t column, int at) { all[end[column]++] = at; };
  for (std::size_t g = 0; g < groups; ++g) put(g, static_cast<int>(g));
  for_entries(p, put);  // afterwards column j ends at end[j]
  begin.assign(1, 0);
  row.clear();
  for (std::size_t g = 0, from = 0; g < groups; from = end[g++]) {
    const auto first = all.begin() + static_cast<std::ptrdiff_t>(from);
    const auto last = all.begin() + static_cast<std::ptrdiff_t>(end[g]);
    std::sort(first, last);
    row.insert(row.end(), first, std::unique(first, last));
    begin.push_back(static_cast<int>(row.size()));
  }
}

}  // namespace

void UtilitySystem::setup(const BlockProgram& program) {
  std::vector<int> begin, row;
  lay_out(program, begin, row);
  diagonal_.assign(begin.begin(), begin.end() - 1);
  slot_.clear();
  for_entries(program, [&](std::size_t column, int at) {
    const auto first = row.begin() + begin[column], last = row.begin() + begin[column + 1];
    slot_.push_back(static_cast<int>(std::lower_bound(first, last, at) - row.begin()));
  });
  slot_begin_.assign(1, 0);
  for (std::size_t c = 0; c < program.leader.size(); ++c) {
    const std::size_t rows =
        static_cast<std::size_t>(program.row_begin[c + 1] - program.row_begin[c]);
    slot_begin_.push_back(slot_begin_.back() + (rows + 1) * (rows + 2) / 2);
  }
  value_.assign(row.size(), 0.0);
  factor_.analyse(begin, row);
}

void UtilitySystem::clear() { std::fill(value_.begin(), value_.end(), 0.0); }

void UtilitySystem::add_diagonal(const Vector& d) {
  for (std::size_t g = 0; g < diagonal_.size(); ++g) {
    value_[static_cast<std::size_t>(diagonal_[g])] += d(static_cast<Index>(g));
  }
}

}  // namespace covenant
