#include "core/mech/forced_sharing.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/check.hpp"
#include "core/opt/linear_program.hpp"

namespace covenant {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kRounding = 1e-12;   // of the largest value: no closer to the limit than this
constexpr double kHullMargin = 1e-9;  // of the radius, as the linear program has its own rounding
constexpr Index kMostForHulls = 32;   // types

// Coordinates in which two types are compared with one free constant, and what they may differ by.
struct Part {
  std::vector<Index> coordinates;
  bool centred = false;  // a simplex part
};

class Closeness {
 public:
  explicit Closeness(const MenuProblem& problem);
  bool pair(Index a, Index b) const;
  bool hulls(const std::vector<Index>& some, const std::vector<Index>& others) const;

 private:
  bool part_close(const Part& part, Index a, Index b) const;
  bool loose(Index d) const { return limit_(d) == 0.0; }  // the radius says nothing about d

  const MenuProblem& problem_;
  std::vector<Part> parts_;
  Vector limit_;  // 2 rho w_d
  double margin_ = 0.0;
  bool any_loose_ = false;
};

Closeness::Closeness(const MenuProblem& problem) : problem_(problem) {
  const Index n = problem.num_values();
  limit_ = Vector::Constant(n, 2.0 * problem.robust_radius);
  if (problem.radius_weight.size() > 0) limit_ = limit_.cwiseProduct(problem.radius_weight);
  margin_ = kRounding * std::max(problem.value.cwiseAbs().maxCoeff(), limit_.maxCoeff());
  if (problem.set == AllocationSet::box) {
    Part part;
    for (Index d = 0; d < n; ++d) {
      if (problem.upper(d) > problem.lower(d)) part.coordinates.push_back(d);
    }
    parts_.push_back(part);
  } else {
    Index next = 0;
    for (int size : problem.blocks) {
      Part part;
      part.centred = true;
      for (const Index end = next + size; next < end; ++next) part.coordinates.push_back(next);
      if (size > 1) parts_.push_back(part);
    }
  }
  for (const Part& part : parts_) {
    for (Index d : part.coordinates) any_loose_ = any_loose_ || loose(d);
  }
}

// Whether no difference of the two contracts in this part can pay. A loose coordinate leaves no
// choice of the constant, and two of them can be traded against each other for ever.
bool Closeness::part_close(const Part& part, Index a, Index b) const {
  double low = -kInfinity, high = kInfinity;  // of the constant
  int free = 0;
  for (Index d : part.coordinates) {
    const double apart = problem_.value(a, d) - problem_.value(b, d);
    if (loose(d)) {
      if (!part.centred || ++free > 1) return false;
      low = std::max(low, apart);
      high = std::min(high, apart);
    } else {
      low = std::max(low, apart - limit_(d) + margin_);
      high = std::min(high, apart + limit_(d) - margin_);
    }
  }
  return part.centred ? low <= high : low <= 0.0 && high >= 0.0;
}

bool Closeness::pair(Index a, Index b) const {
  return std::all_of(parts_.begin(), parts_.end(),
                     [&](const Part& part) { return part_close(part, a, b); });
}

// Smallest s such that some mixtures of both differ by at most s times the limit: below 1?
bool Closeness::hulls(const std::vector<Index>& some, const std::vector<Index>& others) const {
  if (any_loose_) return false;
  Index coordinates = 0;
  for (const Part& part : parts_) coordinates += static_cast<Index>(part.coordinates.size());
  const Index first = static_cast<Index>(some.size()),
              both = first + static_cast<Index>(others.size());
  const Index constants = 2 * static_cast<Index>(parts_.size()), s = both + constants;
  Matrix a = Matrix::Zero(2 * coordinates + 2, s + 1 + 2 * coordinates);
  Vector b = Vector::Zero(2 * coordinates + 2);
  Index row = 0;
  for (std::size_t p = 0; p < parts_.size(); ++p) {
    for (Index d : parts_[p].coordinates) {
      for (const double sign : {1.0, -1.0}) {
        const double unit = sign / limit_(d);
        for (std::size_t i = 0; i < some.size(); ++i) {
          a(row, static_cast<Index>(i)) = unit * problem_.value(some[i], d);
        }
        for (std::size_t j = 0; j < others.size(); ++j) {
          a(row, first + static_cast<Index>(j)) = -unit * problem_.value(others[j], d);
        }
        if (parts_[p].centred) {
          a(row, both + 2 * static_cast<Index>(p)) = -unit;
          a(row, both + 2 * static_cast<Index>(p) + 1) = unit;
        }
        a(row, s) = -1.0;
        a(row, s + 1 + row) = 1.0;
        ++row;
      }
    }
  }
  a.row(row).head(first).setOnes();
  a.row(row + 1).segment(first, both - first).setOnes();
  b(row) = b(row + 1) = 1.0;
  Vector gain = Vector::Zero(a.cols());
  gain(s) = -1.0;
  const LinearSolution solution = solve_linear(gain, a, b);
  return solution.status == LinearStatus::optimal && -solution.value < 1.0 - kHullMargin;
}

std::vector<std::vector<Index>> members(const Classes& classes) {
  std::vector<std::vector<Index>> out(
      static_cast<std::size_t>(1 + *std::max_element(classes.begin(), classes.end())));
  for (std::size_t k = 0; k < classes.size(); ++k) {
    out[static_cast<std::size_t>(classes[k])].push_back(static_cast<Index>(k));
  }
  return out;
}

void join(int kept, int gone, Classes& classes) {
  for (int& c : classes) c = c == gone ? kept : c;
}

// True if two classes were joined.
bool join_hulls(const Closeness& closeness, Classes& classes) {
  const std::vector<std::vector<Index>> groups = members(classes);
  for (std::size_t c = 0; c < groups.size(); ++c) {
    for (std::size_t e = 0; e < c; ++e) {
      if (groups[c].size() + groups[e].size() <= 2) continue;  // pairs are settled
      if (!closeness.hulls(groups[c], groups[e])) continue;
      join(static_cast<int>(e), static_cast<int>(c), classes);
      return true;
    }
  }
  return false;
}

}  // namespace

Classes renumbered(const Classes& classes) {
  Classes name(classes.size(), -1), out;
  int next = 0;
  for (int c : classes) {
    int& label = name[static_cast<std::size_t>(c)];
    if (label < 0) label = next++;
    out.push_back(label);
  }
  return out;
}

Classes forced_sharing(const MenuProblem& problem, const Classes& classes) {
  COVENANT_CHECK(static_cast<Index>(classes.size()) == problem.num_types());
  Classes out = renumbered(classes);
  if (!(problem.robust_radius > 0.0)) return out;
  const Closeness closeness(problem);
  for (std::size_t a = 0; a < out.size(); ++a) {
    for (std::size_t b = 0; b < a; ++b) {
      if (out[a] == out[b]) continue;
      if (closeness.pair(static_cast<Index>(a), static_cast<Index>(b))) join(out[b], out[a], out);
    }
  }
  out = renumbered(out);
  while (problem.num_types() <= kMostForHulls && join_hulls(closeness, out)) out = renumbered(out);
  return out;
}

}  // namespace covenant
