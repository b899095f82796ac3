#include "core/opt/sparse_cholesky.hpp"

#include <algorithm>
#include <cmath>

#include <Eigen/Sparse>
// Sparse first
#include <Eigen/OrderingMethods>

#include "core/opt/rank_update.hpp"
#include "core/opt/small_dense.hpp"

namespace covenant {
namespace {

constexpr std::size_t kPanel = 8;       // pivots eliminated column by column
constexpr std::size_t kStrip = 64;      // pivots applied to the rest of a front at once
constexpr double kPadding = 0.25;       // share of a merged front that may be zeros
constexpr std::size_t kSmallFront = 8;  // rows below which fronts are merged anyway

// Rows of column j of L below the diagonal, from A and the children in the elimination tree.
struct Symbolic {
  std::vector<std::vector<int>> below;
  std::vector<int> parent;
};

Symbolic symbolic(const std::vector<std::vector<int>>& column) {
  const std::size_t size = column.size();
  Symbolic out{std::vector<std::vector<int>>(size), std::vector<int>(size, -1)};
  std::vector<std::vector<int>> child(size);
  std::vector<int> mark(size, -1);
  for (std::size_t j = 0; j < size; ++j) {
    const int here = static_cast<int>(j);
    std::vector<int>& rows = out.below[j];
    const auto add = [&](int i) {
      if (i <= here || mark[static_cast<std::size_t>(i)] == here) return;
      mark[static_cast<std::size_t>(i)] = here;
      rows.push_back(i);
    };
    for (int i : column[j]) add(i);
    for (int c : child[j]) {
      for (int i : out.below[static_cast<std::size_t>(c)]) add(i);
    }
    std::sort(rows.begin(), rows.end());
    if (rows.empty()) continue;
    out.parent[j] = rows.front();
    child[static_cast<std::size_t>(rows.front())].push_back(here);
  }
  return out;
}

// Columns of A under an order: rows at positions, each pair once.
std::vector<std::vector<int>> permuted(const std::vector<int>& begin, const std::vector<int>& row,
                                       const std::vector<int>& position) {
  std::vector<std::vector<int>> out(position.size());
  for (std::size_t j = 0; j < position.size(); ++j) {
    for (int e = begin[j]; e < begin[j + 1]; ++e) {
      const int a = position[j];
      const int b = position[static_cast<std::size_t>(row[static_cast<std::size_t>(e)])];
      out[static_cast<std::size_t>(std::min(a, b))].push_back(std::max(a, b));
    }
  }
  return out;
}

// Children before parents, and next to them.
std::vector<int> postorder(const std::vector<int>& parent) {
  const std::size_t size = parent.size();
  std::vector<std::vector<int>> child(size);
  std::vector<int> out, stack;
  for (std::size_t j = size; j-- > 0;) {
    if (parent[j] < 0) continue;
    child[static_cast<std::size_t>(parent[j])].push_back(static_cast<int>(j));
  }
  for (std::size_t root = 0; root < size; ++root) {
    if (parent[root] >= 0) continue;
    const std::size_t start = out.size();
    stack.assign(1, static_cast<int>(root));
    while (!stack.empty()) {  // parents first, then turned round
      const int j = stack.back();
      stack.pop_back();
      out.push_back(j);
      for (int c : child[static_cast<std::size_t>(j)]) stack.push_back(c);
    }
    std::reverse(out.begin() + static_cast<std::ptrdiff_t>(start), out.end());
  }
  return out;
}

// Cholesky of the columns [first, last) of a front, which have lost what those before them say.
void factor_panel(double* a, std::size_t rows, std::size_t first, std::size_t last,
                  const double* diagonal) {
  for (std::size_t j = first; j < last; ++j) {
    double* column = a + j * rows;
    for (std::size_t k = first; k < j; ++k) {
      const double* other = a + k * rows;
      const double factor = other[j];
      for (std::size_t i = j; i < rows; ++i) column[i] -= factor * other[i];
    }
    const double pivot = column[j] > kPivotFloor * diagonal[j] ? std::sqrt(column[j]) : kHugePivot;
    column[j] = pivot;
    for (std::size_t i = j + 1; i < rows; ++i) column[i] /= pivot;
  }
}

// Cholesky of the first `columns` columns; `diagonal` says what pivots were before elimination.
void factor_columns(double* a, std::size_t rows, std::size_t columns, const double* diagonal,
                    std::vector<double>& packed) {
  for (std::size_t strip = 0; strip < columns; strip += kStrip) {
    const std::size_t strip_end = std::min(strip + kStrip, columns);
    for (std::size_t panel = strip; panel < strip_end; panel += kPanel) {
      const std::size_t panel_end = std::min(panel + kPanel, strip_end);
      factor_panel(a, rows, panel, panel_end, diagonal);
      if (panel_end == strip_end) break;
      subtract_products({a, rows, panel, panel_end, panel_end, strip_end, a, 0}, packed);
    }
    if (strip_end == columns) break;
    subtract_products({a, rows, strip, strip_end, strip_end, columns, a, 0}, packed);
  }
}

// Gives back what there was before it asks for more.
void renew(std::vector<double>& numbers, std::size_t size) {
  std::vector<double>().swap(numbers);
  numbers.assign(size, 0.0);
}

}  // namespace

void SparseCholesky::order(const std::vector<int>& begin, const std::vector<int>& row) {
  const int size = static_cast<int>(begin.size()) - 1;
  Eigen::SparseMatrix<double> pattern(size, size);
  pattern.resizeNonZeros(static_cast<Index>(row.size()));
  std::copy(begin.begin(), begin.end(), pattern.outerIndexPtr());
  std::copy(row.begin(), row.end(), pattern.innerIndexPtr());
  for (std::size_t e = 0; e < row.size(); ++e) pattern.valuePtr()[e] = 1.0;
  Eigen::PermutationMatrix<Eigen::Dynamic, Eigen::Dynamic, int> found;
  Eigen::AMDOrdering<int> amd;
  amd(pattern.selfadjointView<Eigen::Lower>(), found);
  order_.assign(found.indices().data(), found.indices().data() + size);
  position_.resize(order_.size());
}

void SparseCholesky::analyse(const std::vector<int>& begin, const std::vector<int>& row) {
  order(begin, row);
  const auto number = [&] {
    for (std::size_t k = 0; k < order_.size(); ++k) {
      position_[static_cast<std::size_t>(order_[k])] = static_cast<int>(k);
    }
  };
  number();
  const std::vector<int> post = postorder(symbolic(permuted(begin, row, position_)).parent);
  std::vector<int> renumbered;
  for (int j : post) renumbered.push_back(order_[static_cast<std::size_t>(j)]);
  order_ = renumbered;
  number();
  const Symbolic final = symbolic(permuted(begin, row, position_));
  make_fronts(final.below, final.parent);
  place_entries(begin, row);
  place_updates();
}

// A column joins the front of the one before when that is its only child's last column and the two
// patterns are the same, or differ by few zeros.
void SparseCholesky::make_fronts(const std::vector<std::vector<int>>& below,
                                 const std::vector<int>& parent) {
  const std::size_t size = below.size();
  front_.clear();
  row_.clear();
  std::vector<int> front_of(size);
  std::size_t zeros = 0;
  for (std::size_t j = 0; j < size; ++j) {
    bool joins = j > 0 && parent[j - 1] == static_cast<int>(j);
    if (joins) {
      // Taking j in, every earlier column of the front gets j's rows.
      const std::size_t columns =
          static_cast<std::size_t>(front_.back().last - front_.back().first);
      const std::size_t more = columns * (below[j].size() + 1 - below[j - 1].size());
      const std::size_t rows = columns + 1 + below[j].size();
      const double share =
          static_cast<double>(zeros + more) / static_cast<double>((columns + 1) * rows);
      joins = more == 0 || rows <= kSmallFront || share <= kPadding;
      if (joins) zeros += more;
    }
    if (!joins) {
      front_.push_back({});
      front_.back().first = static_cast<int>(j);
      zeros = 0;
    }
    front_.back().last = static_cast<int>(j) + 1;
    front_of[j] = static_cast<int>(front_.size()) - 1;
  }
  std::size_t lower = 0;
  child_.assign(front_.size(), {});
  for (std::size_t f = 0; f < front_.size(); ++f) {
    Front& front = front_[f];
    const std::size_t last = static_cast<std::size_t>(front.last) - 1;
    front.row_begin = row_.size();
    front.lower_begin = lower;
    for (int j = front.first; j < front.last; ++j) row_.push_back(j);
    row_.insert(row_.end(), below[last].begin(), below[last].end());
    lower += (row_.size() - front.row_begin) * static_cast<std::size_t>(front.last - front.first);
    if (parent[last] < 0) continue;
    const int owner = front_of[static_cast<std::size_t>(parent[last])];
    child_[static_cast<std::size_t>(owner)].push_back(static_cast<int>(f));
  }
  renew(lower_, lower);
}

void SparseCholesky::place_entries(const std::vector<int>& begin, const std::vector<int>& row) {
  std::vector<std::vector<std::pair<int, int>>> at(order_.size());  // row, entry
  for (std::size_t j = 0; j < order_.size(); ++j) {
    for (int e = begin[j]; e < begin[j + 1]; ++e) {
      const int a = position_[j];
      const int b = position_[static_cast<std::size_t>(row[static_cast<std::size_t>(e)])];
      at[static_cast<std::size_t>(std::min(a, b))].emplace_back(std::max(a, b), e);
    }
  }
  entry_.clear();
  diagonal_.assign(order_.size(), 0.0);
  local_.assign(order_.size(), 0);
  for (std::size_t f = 0; f < front_.size(); ++f) {
    const Front& front = front_[f];
    const std::size_t rows = num_rows(f);
    for (std::size_t r = 0; r < rows; ++r) {
      local_[static_cast<std::size_t>(row_[front.row_begin + r])] = static_cast<int>(r);
    }
    for (int j = front.first; j < front.last; ++j) {
      const std::size_t column =
          front.lower_begin + static_cast<std::size_t>(j - front.first) * rows;
      for (const auto& [i, e] : at[static_cast<std::size_t>(j)]) {
        const int place = local_[static_cast<std::size_t>(i)];
        entry_.push_back({e, column + static_cast<std::size_t>(place)});
      }
    }
  }
}

// What fronts leave to their parents lies on a stack: a parent takes its children's from the top.
void SparseCholesky::place_updates() {
  std::size_t top = 0, most = 0;
  for (std::size_t f = 0; f < front_.size(); ++f) {
    const std::size_t rest =
        num_rows(f) - static_cast<std::size_t>(front_[f].last - front_[f].first);
    // Its own is built in work_, then takes the place where its children's lay.
    std::size_t base = top;
    for (int c : child_[f]) base = std::min(base, front_[static_cast<std::size_t>(c)].update_begin);
    front_[f].update_begin = base;
    top = base + rest * (rest + 1) / 2;
    most = std::max(most, top);
  }
  renew(stack_, most);
}

void SparseCholesky::factor(const std::vector<double>& value) {
  std::fill(lower_.begin(), lower_.end(), 0.0);
  for (const Entry& entry : entry_) {
    lower_[entry.to] = value[static_cast<std::size_t>(entry.from)];
  }
  for (std::size_t f = 0; f < front_.size(); ++f) {
    const std::size_t rows = num_rows(f);
    for (int j = front_[f].first; j < front_[f].last; ++j) {
      const std::size_t k = static_cast<std::size_t>(j - front_[f].first);
      diagonal_[static_cast<std::size_t>(j)] = lower_[front_[f].lower_begin + k * rows + k];
    }
  }
  for (std::size_t f = 0; f < front_.size(); ++f) eliminate(f);
}

// Adds the child's update to this front's columns and to the update it is building in work_.
void SparseCholesky::add_child(std::size_t child, std::size_t f) {
  const Front &from = front_[child], &to = front_[f];
  const std::size_t own = static_cast<std::size_t>(from.last - from.first);
  const std::size_t count = num_rows(child) - own;
  const std::size_t rows = num_rows(f), columns = static_cast<std::size_t>(to.last - to.first);
  const std::size_t rest = rows - columns;
  const double* update = stack_.data() + from.update_begin;  // lower triangle, by columns
  for (std::size_t b = 0; b < count; ++b) {
    const std::size_t column =
        static_cast<std::size_t>(local_[static_cast<std::size_t>(row_[from.row_begin + own + b])]);
    double* out = column < columns ? lower_.data() + to.lower_begin + column * rows
                                   : work_.data() + (column - columns) * rest;
    const std::size_t shift = column < columns ? 0 : columns;
    for (std::size_t a = b; a < count; ++a) {
      const std::size_t r = static_cast<std::size_t>(
          local_[static_cast<std::size_t>(row_[from.row_begin + own + a])]);
      out[r - shift] += update[a - b];
    }
    update += count - b;
  }
}

void SparseCholesky::eliminate(std::size_t f) {
  const Front& front = front_[f];
  const std::size_t rows = num_rows(f),
                    columns = static_cast<std::size_t>(front.last - front.first);
  const std::size_t rest = rows - columns;
  for (std::size_t r = 0; r < rows; ++r) {
    local_[static_cast<std::size_t>(row_[front.row_begin + r])] = static_cast<int>(r);
  }
  work_.assign(rest * rest, 0.0);
  for (int c : child_[f]) add_child(static_cast<std::size_t>(c), f);
  double* lower = lower_.data() + front.lower_begin;
  factor_columns(lower, rows, columns, diagonal_.data() + front.first, packed_);
  if (rest > 0) {
    subtract_products({lower, rows, 0, columns, columns, rows, work_.data(), columns}, packed_);
  }
  double* out = stack_.data() + front.update_begin;
  for (std::size_t j = 0; j < rest; ++j) {
    const double* column = work_.data() + j * rest;
    out = std::copy(column + j, column + rest, out);
  }
}

void SparseCholesky::solve(Vector& x) {
  std::vector<double>& y = diagonal_;  // free after factor()
  for (std::size_t k = 0; k < order_.size(); ++k) y[k] = x(order_[k]);
  for (std::size_t f = 0; f < front_.size(); ++f) {
    const std::size_t rows = num_rows(f);
    const int* row = row_.data() + front_[f].row_begin;
    const std::size_t columns = static_cast<std::size_t>(front_[f].last - front_[f].first);
    for (std::size_t k = 0; k < columns; ++k) {
      const double* column = lower_.data() + front_[f].lower_begin + k * rows;
      const double value = y[static_cast<std::size_t>(row[k])] / column[k];
      y[static_cast<std::size_t>(row[k])] = value;
      for (std::size_t i = k + 1; i < rows; ++i) {
        y[static_cast<std::size_t>(row[i])] -= column[i] * value;
      }
    }
  }
  for (std::size_t f = front_.size(); f-- > 0;) {
    const std::size_t rows = num_rows(f);
    const int* row = row_.data() + front_[f].row_begin;
    const std::size_t columns = static_cast<std::size_t>(front_[f].last - front_[f].first);
    for (std::size_t k = columns; k-- > 0;) {
      const double* column = lower_.data() + front_[f].lower_begin + k * rows;
      double value = y[static_cast<std::size_t>(row[k])];
      for (std::size_t i = k + 1; i < rows; ++i) {
        value -= column[i] * y[static_cast<std::size_t>(row[i])];
      }
      y[static_cast<std::size_t>(row[k])] = value / column[k];
    }
  }
  for (std::size_t k = 0; k < order_.size(); ++k) x(order_[k]) = y[k];
}

}  // namespace covenant
