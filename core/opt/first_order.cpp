#include "core/opt/first_order.hpp"

#include <deque>
#include <vector>

namespace covenant {
namespace {

constexpr std::size_t kMemory = 20;

struct Move {
  Vector step, change;  // of x and of the gradient
  double product = 0.0;
};

// -H gradient, H the inverse Hessian that the moves tell of (two-loop recursion).
Vector direction(const std::deque<Move>& moves, const Vector& gradient) {
  Vector out = -gradient;
  std::vector<double> kept(moves.size());
  for (std::size_t i = moves.size(); i-- > 0;) {
    kept[i] = moves[i].step.dot(out) / moves[i].product;
    out -= kept[i] * moves[i].change;
  }
  if (!moves.empty()) out *= moves.back().product / moves.back().change.squaredNorm();
  for (std::size_t i = 0; i < moves.size(); ++i)
    out += (kept[i] - moves[i].change.dot(out) / moves[i].product) * moves[i].step;
  return out;
}

// Bisection for a step that lowers the value enough and is not too short; false if there is none.
bool search(const SmoothFunction& function, const Vector& along, double length,
            FirstOrderResult& at, Vector& gradient) {
  constexpr double kDecrease = 1e-4, kCurvature = 0.9;
  const double slope = gradient.dot(along);
  double low = 0.0, high = 0.0;
  Vector trial, there;
  for (int tries = 0; tries < 60; ++tries) {
    trial = at.x + length * along;
    const double value = function(trial, there);
    if (!(value <= at.value + kDecrease * length * slope)) {
      high = length;
    } else if (there.dot(along) < kCurvature * slope) {
      low = length;
    } else {
      at.x = trial;
      at.value = value;
      gradient = there;
      return true;
    }
    length = high > 0.0 ? 0.5 * (low + high) : 2.0 * low;
  }
  return false;
}

}  // namespace

FirstOrderResult minimise_smooth(const SmoothFunction& function, const Vector& start,
                                 double tolerance, int max_iterations) {
  FirstOrderResult at;
  at.x = start;
  Vector gradient;
  at.value = function(at.x, gradient);
  std::deque<Move> moves;
  for (; at.iterations < max_iterations; ++at.iterations) {
    at.gradient_norm = gradient.cwiseAbs().maxCoeff();
    if (at.gradient_norm <= tolerance) break;
    Vector along = direction(moves, gradient);
    if (!(gradient.dot(along) < 0.0)) {
      moves.clear();
      along = -gradient;
    }
    const Vector x = at.x, before = gradient;
    const double length = moves.empty() ? 1.0 / gradient.norm() : 1.0;
    if (!search(function, along, length, at, gradient)) {
      if (moves.empty()) break;
      moves.clear();  // once more along the gradient
      continue;
    }
    Move move{at.x - x, gradient - before, 0.0};
    move.product = move.step.dot(move.change);
    if (!(move.product > 0.0)) continue;
    moves.push_back(std::move(move));
    if (moves.size() > kMemory) moves.pop_front();
  }
  at.gradient_norm = gradient.cwiseAbs().maxCoeff();
  return at;
}

}  // namespace covenant
