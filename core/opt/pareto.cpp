#include "core/opt/pareto.hpp"

#include <algorithm>
#include <numeric>

#include "core/base/check.hpp"

namespace covenant {
namespace {

bool dominates(const Matrix& points, Index a, Index b) {
  bool more = false;
  for (Index j = 0; j < points.cols(); ++j) {
    if (points(a, j) < points(b, j)) return false;
    more = more || points(a, j) > points(b, j);
  }
  return more;
}

Matrix rows_of(const Matrix& points, const std::vector<Index>& rows) {
  Matrix out(static_cast<Index>(rows.size()), points.cols());
  for (std::size_t i = 0; i < rows.size(); ++i)
    out.row(static_cast<Index>(i)) = points.row(rows[i]);
  return out;
}

// Rows by falling first column; equal ones keep their order.
Matrix sorted(const Matrix& points) {
  std::vector<Index> order(static_cast<std::size_t>(points.rows()));
  std::iota(order.begin(), order.end(), Index{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](Index a, Index b) { return points(a, 0) > points(b, 0); });
  return rows_of(points, order);
}

// Points relative to the reference, all entries > 0, none dominated. Two columns: a staircase.
double volume_of(const Matrix& unsorted) {
  const Matrix points = sorted(unsorted);
  double volume = 0.0;
  if (points.cols() <= 2) {
    double reached = 0.0;
    for (Index i = 0; i < points.rows(); ++i) {
      const double height = points.cols() == 2 ? points(i, 1) : (i == 0 ? 1.0 : 0.0);
      volume += points(i, 0) * std::max(0.0, height - reached);
      reached = std::max(reached, height);
    }
    return volume;
  }
  // each point's own box, minus what the points after it cover of it; those after have the smaller
  // first column, so within the box that column is their own and the others are cut off
  for (Index i = 0; i < points.rows(); ++i) {
    const Index rest = points.rows() - i - 1;
    double box = points.row(i).prod();
    if (rest > 0) {
      Matrix cut = points.bottomRows(rest);
      for (Index r = 0; r < rest; ++r) cut.row(r) = cut.row(r).cwiseMin(points.row(i));
      box -= volume_of(rows_of(cut, nondominated(cut)));
    }
    volume += box;
  }
  return volume;
}

}  // namespace

std::vector<Index> nondominated(const Matrix& points) {
  std::vector<Index> kept;
  for (Index i = 0; i < points.rows(); ++i) {
    bool keep = true;
    for (Index other = 0; other < points.rows() && keep; ++other) {
      if (other == i) continue;
      keep = !dominates(points, other, i) && (other > i || points.row(other) != points.row(i));
    }
    if (keep) kept.push_back(i);
  }
  return kept;
}

double hypervolume(const Matrix& points, const Vector& reference) {
  COVENANT_CHECK(points.cols() == reference.size());
  COVENANT_CHECK(points.cols() >= 1 && points.cols() <= kMaxHypervolumeColumns);
  Matrix above = points.rowwise() - reference.transpose();
  std::vector<Index> inside;
  for (Index i = 0; i < above.rows(); ++i) {
    if (above.row(i).minCoeff() > 0.0) inside.push_back(i);
  }
  above = rows_of(above, inside);
  return volume_of(rows_of(above, nondominated(above)));
}

double sparsity(const Matrix& points) {
  if (points.rows() < 2) return 0.0;
  double sum = 0.0;
  for (Index j = 0; j < points.cols(); ++j) {
    std::vector<double> column;
    for (Index i = 0; i < points.rows(); ++i) column.push_back(points(i, j));
    std::sort(column.begin(), column.end());
    for (std::size_t i = 1; i < column.size(); ++i)
      sum += (column[i] - column[i - 1]) * (column[i] - column[i - 1]);
  }
  return sum / static_cast<double>(points.rows() - 1);
}

double expected_utility(const Matrix& points, const Matrix& weights) {
  COVENANT_CHECK(points.rows() > 0 && weights.rows() > 0 && points.cols() == weights.cols());
  double sum = 0.0;
  for (Index w = 0; w < weights.rows(); ++w) {
    double best = points.row(0).dot(weights.row(w));
    for (Index i = 1; i < points.rows(); ++i)
      best = std::max(best, points.row(i).dot(weights.row(w)));
    sum += best;
  }
  return sum / static_cast<double>(weights.rows());
}

Matrix simplex_grid(Index columns, int most_steps, Index most_rows) {
  COVENANT_CHECK(columns >= 1 && most_steps >= 1);
  // C(columns + n - 1, n) rows for n steps
  int steps = 1;
  double rows = static_cast<double>(columns);
  while (steps < most_steps) {
    const double next = rows * static_cast<double>(columns + steps) / (steps + 1);
    if (next > static_cast<double>(most_rows) + 0.5) break;
    rows = next;
    ++steps;
  }
  Matrix grid(static_cast<Index>(rows + 0.5), columns);
  std::vector<int> part(static_cast<std::size_t>(columns), 0);
  part.back() = steps;
  for (Index row = 0; row < grid.rows(); ++row) {
    for (Index j = 0; j < columns; ++j)
      grid(row, j) = static_cast<double>(part[static_cast<std::size_t>(j)]) / steps;
    // next composition: one step from the last non-empty part to the one before, the rest to the
    // end
    std::size_t last = part.size() - 1;
    while (last > 0 && part[last] == 0) --last;
    if (last == 0) break;
    const int moved = part[last];
    part[last] = 0;
    ++part[last - 1];
    part.back() = moved - 1;
  }
  return grid;
}

}  // namespace covenant
