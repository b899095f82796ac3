#include "core/eval/frontier.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include "core/base/check.hpp"
#include "core/mech/methods/formulas.hpp"
#include "core/opt/pareto.hpp"

namespace covenant {
namespace {

// A convex set of weights by its corners in order, each (num_types): a segment or a polygon.
using Cell = std::vector<Vector>;

// What is left of the cell where normal . w >= 0.
Cell clip(const Cell& cell, const Vector& normal) {
  Cell out;
  const std::size_t edges = cell.size() == 2 ? 1 : cell.size();
  for (std::size_t i = 0; i < cell.size(); ++i) {
    const double here = normal.dot(cell[i]);
    if (here >= 0.0) out.push_back(cell[i]);
    if (i >= edges) continue;
    const Vector& next = cell[(i + 1) % cell.size()];
    const double there = normal.dot(next);
    if ((here > 0.0 && there < 0.0) || (here < 0.0 && there > 0.0))
      out.push_back((here * next - there * cell[i]) / (here - there));
  }
  return out;
}

// More than a rounding error: length of a segment, area of a polygon, in the first coordinates.
bool has_interior(const Cell& cell) {
  constexpr double kSliver = 1e-12;
  if (cell.empty()) return false;
  if (cell.front().size() == 1) return true;
  if (cell.front().size() == 2)
    return cell.size() == 2 && std::fabs(cell[0](0) - cell[1](0)) > kSliver;
  double area = 0.0;
  for (std::size_t i = 2; i < cell.size(); ++i) {
    const Vector a = cell[i - 1] - cell[0], b = cell[i] - cell[0];
    area += a(0) * b(1) - a(1) * b(0);
  }
  return std::fabs(area) > kSliver;
}

// The best response of a context at every corner of the cell, or -1 if that differs.
Index best_everywhere(const TypeSpace& space, const Cell& cell, Index start, Index size) {
  Index best = -1;
  for (const Vector& weight : cell) {
    Index here = 0;
    (weight.transpose() * space.reward.middleCols(start, size)).maxCoeff(&here);
    if (best >= 0 && here != best) return -1;
    best = here;
  }
  return best;
}

struct Piece {
  Cell cell;
  Vector utility;  // of the responses chosen so far, r_k
};

// The piece cut into the cells where one response of the context is best.
void split(const TypeSpace& space, const Piece& piece, Index start, Index size,
           std::vector<Piece>& out) {
  const double weight = space.response_weight(start);
  const Index everywhere = best_everywhere(space, piece.cell, start, size);
  if (everywhere >= 0) {
    out.push_back({piece.cell, piece.utility + weight * space.reward.col(start + everywhere)});
    return;
  }
  for (Index a = start; a < start + size; ++a) {
    Cell cell = piece.cell;
    for (Index b = start; b < start + size && !cell.empty(); ++b) {
      const Vector more = space.reward.col(a) - space.reward.col(b);
      if (b < a && more.isZero(0.0)) cell.clear();  // the same response again
      if (b != a) cell = clip(cell, more);
    }
    if (has_interior(cell)) out.push_back({cell, piece.utility + weight * space.reward.col(a)});
  }
}

// Vertices for up to three types, or nothing if there are too many.
std::vector<Piece> vertex_pieces(const TypeSpace& space) {
  const Index num_types = space.num_types();
  Cell all;
  for (Index k = 0; k < num_types; ++k) all.push_back(Vector::Unit(num_types, k));
  std::vector<Piece> pieces = {{all, Vector::Zero(num_types)}};
  Index start = 0;
  for (const int size : space.blocks) {
    std::vector<Piece> next;
    for (const Piece& piece : pieces) {
      split(space, piece, start, size, next);
      if (static_cast<Index>(next.size()) > kMaxFrontPoints) return {};
    }
    pieces = std::move(next);
    start += size;
  }
  return pieces;
}

PolicyFront from_pieces(const std::vector<Piece>& pieces, Index num_types) {
  PolicyFront front;
  front.vertices = true;
  front.weight.resize(static_cast<Index>(pieces.size()), num_types);
  front.utility.resize(front.weight.rows(), num_types);
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    Vector middle = Vector::Zero(num_types);
    for (const Vector& corner : pieces[i].cell) middle += corner;
    front.weight.row(static_cast<Index>(i)) =
        middle.transpose() / static_cast<double>(pieces[i].cell.size());
    front.utility.row(static_cast<Index>(i)) = pieces[i].utility.transpose();
  }
  front.value = front.utility;
  return front;
}

PolicyFront at_weights(const TypeSpace& space) {
  const Matrix grid = simplex_grid(space.num_types(), 100, kMaxFrontPoints);
  Matrix utility(grid.rows(), grid.cols()), value(grid.rows(), grid.cols());
  for (Index i = 0; i < grid.rows(); ++i) {
    const Row policy = optimal_policy(space, grid.row(i) * space.reward);
    utility.row(i) = type_utilities(space, policy).transpose();
    value.row(i) = type_values(space, policy).transpose();
  }
  PolicyFront front;
  const std::vector<Index> kept = nondominated(value);
  const auto rows = static_cast<Index>(kept.size());
  front.weight.resize(rows, grid.cols());
  front.utility.resize(rows, grid.cols());
  front.value.resize(rows, grid.cols());
  for (Index i = 0; i < rows; ++i) {
    const Index from = kept[static_cast<std::size_t>(i)];
    front.weight.row(i) = grid.row(from);
    front.utility.row(i) = utility.row(from);
    front.value.row(i) = value.row(from);
  }
  return front;
}

}  // namespace

Vector type_utilities(const TypeSpace& space, const ConstRow& policy) {
  Vector utility(space.num_types());
  for (Index k = 0; k < utility.size(); ++k)
    utility(k) = policy_value(space, space.reward.row(k), policy);
  return utility;
}

Vector type_values(const TypeSpace& space, const ConstRow& policy) {
  const double price = space.kl > 0.0 ? space.kl * policy_kl(space, policy) : 0.0;
  return type_utilities(space, policy).array() - price;
}

PolicyFront policy_front(const TypeSpace& space) {
  if (space.kl == 0.0 && space.num_types() <= 3) {
    const std::vector<Piece> pieces = vertex_pieces(space);
    if (!pieces.empty()) return from_pieces(pieces, space.num_types());
  }
  return at_weights(space);
}

Vector front_nadir(const TypeSpace& space) {
  Vector nadir = Vector::Constant(space.num_types(), std::numeric_limits<double>::infinity());
  for (Index j = 0; j < space.num_types(); ++j)
    nadir = nadir.cwiseMin(type_values(space, optimal_policy(space, space.reward.row(j))));
  return nadir;
}

FrontMeasures front_measures(const Matrix& value, const Vector& nadir) {
  FrontMeasures measures;
  measures.hypervolume =
      value.cols() <= kMaxHypervolumeColumns ? hypervolume(value, nadir) : std::nan("");
  measures.sparsity = sparsity(value);
  measures.expected_utility =
      expected_utility(value, simplex_grid(value.cols(), 100, kMaxFrontPoints));
  return measures;
}

FrontDistance front_distance(const TypeSpace& space, const Vector& outcome) {
  COVENANT_CHECK(outcome.size() == space.num_types());
  const Matrix ahead = space.reward.colwise() - outcome;  // context weights sum to 1
  const MaxMin best = max_min_policy(space, ahead);
  return {-best.value, best.bound - best.value, best.weight};
}

}  // namespace covenant
