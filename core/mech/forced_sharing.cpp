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
constexpr double kHullMargin = 1e-9;  // of the radius, when mixtures are compared
constexpr Index kMostForHulls = 32;   // types
constexpr double kTieBreak = 1e-10;   // right-hand sides, else all 0: pivots avoid tiny entries
constexpr double kMostWork = 3e8;     // entries that the pivots of one linear program may change

// Coordinates in which two types are compared with one free constant, and what they may differ by.
struct Part {
  std::vector<Index> coordinates;
  bool centred = false;  // a simplex part
};

// Rows of `from`, the first `some` of them and the others, mixed by `weight`; rid of its rounding.
Vector mixtures_apart(const Matrix& from, const Vector& weight, Index some) {
  Vector w = weight.cwiseMax(0.0);
  const Index others = from.rows() - some;
  const double one = w.head(some).sum(), other = w.tail(others).sum();
  if (!(one > 0.0 && other > 0.0)) return {};
  w.head(some) /= one;
  w.tail(others) /= -other;
  return from.transpose() * w;
}

class Closeness {
 public:
  explicit Closeness(const MenuProblem& problem);
  bool pair(Index a, Index b) const;
  // A quick test that only says no where that is certain.
  bool may_meet(const std::vector<Index>& some, const std::vector<Index>& others) const;
  // True only if proved.
  bool hulls(const std::vector<Index>& some, const std::vector<Index>& others) const;

 private:
  template <typename Difference>
  bool part_close(const Part& part, const Difference& apart, double margin) const;
  bool ranges_meet(const std::vector<Index>& some, const std::vector<Index>& others) const;
  bool separated(const std::vector<Index>& some, const std::vector<Index>& others) const;
  Matrix rows(const Matrix& from, Index some) const;
  Vector nearest(const std::vector<Index>& some, const std::vector<Index>& others) const;
  bool loose(Index d) const { return limit_(d) == 0.0; }  // the radius says nothing about d

  const MenuProblem& problem_;
  std::vector<Part> parts_;
  Vector limit_;  // 2 rho w_d
  double margin_ = 0.0;
  bool any_loose_ = false;
  Index coordinates_ = 0;  // in all parts
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
    coordinates_ += static_cast<Index>(part.coordinates.size());
    for (Index d : part.coordinates) any_loose_ = any_loose_ || loose(d);
  }
}

// Whether no difference of the two contracts in this part can pay, if values differ by apart(d). A
// loose coordinate leaves no choice of the constant, and two of them can be traded against each
// other for ever.
template <typename Difference>
bool Closeness::part_close(const Part& part, const Difference& apart, double margin) const {
  double low = -kInfinity, high = kInfinity;  // of the constant
  int free = 0;
  for (Index d : part.coordinates) {
    if (loose(d)) {
      if (!part.centred || ++free > 1) return false;
      low = std::max(low, apart(d));
      high = std::min(high, apart(d));
    } else {
      const double inside = margin_ + margin * limit_(d);
      low = std::max(low, apart(d) - limit_(d) + inside);
      high = std::min(high, apart(d) + limit_(d) - inside);
    }
  }
  return part.centred ? low <= high : low <= 0.0 && high >= 0.0;
}

bool Closeness::pair(Index a, Index b) const {
  const auto apart = [&](Index d) { return problem_.value(a, d) - problem_.value(b, d); };
  return std::all_of(parts_.begin(), parts_.end(),
                     [&](const Part& part) { return part_close(part, apart, 0.0); });
}

// Necessary for close hulls: some point of the range that the differences of mixtures have in each
// coordinate, alone, is within the limit of the part's constant.
bool Closeness::ranges_meet(const std::vector<Index>& some,
                            const std::vector<Index>& others) const {
  for (const Part& part : parts_) {
    double low = -kInfinity, high = kInfinity;  // of the constant
    for (Index d : part.coordinates) {
      double least = kInfinity, most = -kInfinity;
      for (Index i : some) {
        for (Index j : others) {
          const double apart = problem_.value(i, d) - problem_.value(j, d);
          least = std::min(least, apart);
          most = std::max(most, apart);
        }
      }
      low = std::max(low, least - limit_(d));
      high = std::min(high, most + limit_(d));
    }
    if (part.centred ? low > high : low > 0.0 || high < 0.0) return false;
  }
  return true;
}

// Sufficient for hulls that are not close: along the line between their centres every member of one
// is farther from every member of the other than the limit allows.
bool Closeness::separated(const std::vector<Index>& some, const std::vector<Index>& others) const {
  Vector along = Vector::Zero(problem_.num_values());
  double allowed = 0.0;
  for (const Part& part : parts_) {
    double mean = 0.0;
    for (Index d : part.coordinates) {
      for (Index i : some) along(d) += problem_.value(i, d) / static_cast<double>(some.size());
      for (Index j : others) along(d) -= problem_.value(j, d) / static_cast<double>(others.size());
      mean += along(d) / static_cast<double>(part.coordinates.size());
    }
    for (Index d : part.coordinates) {
      if (part.centred) along(d) -= mean;
      allowed += limit_(d) * std::fabs(along(d));
    }
  }
  double nearest = kInfinity, farthest = -kInfinity;
  for (Index i : some) nearest = std::min(nearest, along.dot(problem_.value.row(i).transpose()));
  for (Index j : others)
    farthest = std::max(farthest, along.dot(problem_.value.row(j).transpose()));
  return nearest - farthest >= allowed;
}

// Rows of the linear program below: 0 the limit, then the parts, then the types in `from`, of which
// the first `some` are on one side. Columns: y_d up and down, u and w up and down, the types'
// slack.
Matrix Closeness::rows(const Matrix& from, Index some) const {
  const Index types = from.rows(), parts = static_cast<Index>(parts_.size()), first = 1 + parts;
  const Index u = 2 * coordinates_, slack = u + 4;
  const double size = from.cwiseAbs().maxCoeff(), most = limit_.maxCoeff();
  Matrix out = Matrix::Zero(first + types, slack + types);
  Index column = 0;
  for (Index p = 0; p < parts; ++p) {
    const Part& part = parts_[static_cast<std::size_t>(p)];
    for (Index d : part.coordinates) {
      for (const double sign : {1.0, -1.0}) {
        out(0, column) = limit_(d) / most;
        if (part.centred) out(1 + p, column) = sign;
        for (Index i = 0; i < types; ++i) {
          out(first + i, column) = (i < some ? sign : -sign) * from(i, d) / size;
        }
        ++column;
      }
    }
  }
  for (Index i = 0; i < types; ++i) {
    const Index bound = i < some ? u : u + 2;
    out(first + i, bound) = out(first + i, slack + i) = -1.0;
    out(first + i, bound + 1) = 1.0;
  }
  return out;
}

// Difference of the two mixtures that come closest, or nearly; empty where that was too much work.
// They are the prices of the rows of
//   max u + w   s.t.   u <= v_i . y (i in some),  w <= -v_j . y (j in others),
//               sum_d limit_d |y_d| = 1,  sum of y over each centred part = 0
// which has few rows however many coordinates there are. Values are taken from the first of `some`,
// and their differences and the limits divided by the largest, so that entries are of order one.
Vector Closeness::nearest(const std::vector<Index>& some, const std::vector<Index>& others) const {
  std::vector<Index> both = some;
  both.insert(both.end(), others.begin(), others.end());
  const Index types = static_cast<Index>(both.size());
  Matrix from(types, problem_.num_values());
  for (Index i = 0; i < types; ++i) {
    from.row(i) =
        problem_.value.row(both[static_cast<std::size_t>(i)]) - problem_.value.row(some[0]);
  }
  if (coordinates_ == 0 || from.isZero(0.0)) return Vector::Zero(problem_.num_values());
  const Index height = 1 + static_cast<Index>(parts_.size()) + types, u = 2 * coordinates_;
  const double entries =
      (static_cast<double>(height) + 1.0) * static_cast<double>(u + 4 + types + height);
  const double pivots = kMostWork / entries;
  if (pivots < static_cast<double>(height)) return {};  // each row takes one at least
  Vector b = Vector::Zero(height), gain = Vector::Zero(u + 4 + types);
  b(0) = 1.0;
  for (Index i = 0; i < types; ++i)
    b(height - types + i) = kTieBreak * static_cast<double>(types + i);
  gain(u) = gain(u + 2) = 1.0;
  gain(u + 1) = gain(u + 3) = -1.0;
  const Index first = static_cast<Index>(some.size());
  const LinearSolution solution =
      solve_linear(gain, rows(from, first), b, static_cast<int>(pivots));
  if (solution.status != LinearStatus::optimal) return {};
  return mixtures_apart(from, -solution.price.tail(types), first);
}

// The linear program only proposes mixtures: that they are close is computed from the values.
bool Closeness::hulls(const std::vector<Index>& some, const std::vector<Index>& others) const {
  const Vector apart = nearest(some, others);
  return apart.size() > 0 && std::all_of(parts_.begin(), parts_.end(), [&](const Part& part) {
           return part_close(part, apart, kHullMargin);
         });
}

bool Closeness::may_meet(const std::vector<Index>& some, const std::vector<Index>& others) const {
  return !any_loose_ && ranges_meet(some, others) && !separated(some, others);
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
bool join_hulls(const Closeness& closeness, Classes& classes,
                const std::function<bool(int, double)>& progress) {
  const std::vector<std::vector<Index>> groups = members(classes);
  for (std::size_t c = 0; c < groups.size(); ++c) {
    for (std::size_t e = 0; e < c; ++e) {
      if (groups[c].size() + groups[e].size() <= 2) continue;  // pairs are settled
      if (!closeness.may_meet(groups[c], groups[e])) continue;
      if (progress && !progress(0, 1.0)) return false;
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

Classes forced_sharing(const MenuProblem& problem, const Classes& classes,
                       const std::function<bool(int, double)>& progress) {
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
  while (problem.num_types() <= kMostForHulls && join_hulls(closeness, out, progress)) {
    out = renumbered(out);
  }
  return out;
}

}  // namespace covenant
