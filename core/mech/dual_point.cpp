#include "core/mech/dual_point.hpp"

#include <algorithm>
#include <cmath>

#include "core/mech/certificate.hpp"
#include "core/mech/constraints.hpp"

namespace covenant {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
// Sums of multipliers that should vanish exactly may miss by this share of their size.
constexpr double kRounding = 1e-15;
constexpr double kCancelled = 1e6;       // terms this many times larger than their sum
constexpr double kNearlyBinding = 1e-7;  // of the largest slack
constexpr Index kAllPairs = 64;          // contracts up to which every pair is tried

// Larger than any slack of the menu.
double largest_slack(const MenuProblem& problem, const Menu& menu) {
  const Vector reach = menu.allocation.cwiseAbs().colwise().maxCoeff().transpose();
  double size = 0.0;
  for (Index k = 0; k < problem.num_types(); ++k) {
    size = std::max(
        size, problem.value.row(k).cwiseAbs().dot(reach) + std::fabs(outside_utility(problem, k)));
  }
  return 2.0 * (size + menu.transfer.cwiseAbs().maxCoeff());
}

}  // namespace

DualPoint::DualPoint(const MenuProblem& problem, const Menu& menu,
                     const MenuMultipliers& multipliers)
    : problem_(problem), menu_(menu), ir_(multipliers.ir.cwiseMax(0.0)) {
  const std::size_t contracts = static_cast<std::size_t>(menu.num_contracts());
  begin_.assign(contracts + 1, 0);
  rows_.reserve(multipliers.ic.size());
  for (const IcMultiplier& row : multipliers.ic) {
    if (!(row.value > 0.0) || block_of(row.type) == row.contract) continue;
    rows_.push_back({row.type, row.contract, {row.value, 0.0}});
  }
  std::stable_sort(rows_.begin(), rows_.end(), [](const Row& a, const Row& b) {
    return a.contract != b.contract ? a.contract < b.contract : a.type < b.type;
  });
  for (const Row& row : rows_) ++begin_[static_cast<std::size_t>(row.contract) + 1];
  for (std::size_t c = 0; c < contracts; ++c) begin_[c + 1] += begin_[c];
  member_begin_.assign(contracts + 1, 0);
  for (int c : menu.assigned) ++member_begin_[static_cast<std::size_t>(c) + 1];
  for (std::size_t c = 0; c < contracts; ++c) member_begin_[c + 1] += member_begin_[c];
  std::vector<int> next(member_begin_.begin(), member_begin_.end() - 1);
  member_.resize(menu.assigned.size());
  for (std::size_t k = 0; k < menu.assigned.size(); ++k) {
    int& place = next[static_cast<std::size_t>(menu.assigned[k])];
    member_[static_cast<std::size_t>(place++)] = static_cast<int>(k);
  }
  budget_ = problem.budget ? std::max(multipliers.budget, 0.0) : 0.0;
  share_ = problem.share / problem.share.sum();
  size_ = largest_slack(problem, menu);
}

void DualPoint::shrink(double factor) {
  for (Row& row : rows_) row.value = {row.value.value() * factor, 0.0};
  ir_ *= factor;
  budget_ *= factor;
}

void DualPoint::drop(double below) {
  double most = ir_.maxCoeff();
  for (const Row& row : rows_) most = std::max(most, row.value.high);
  most = std::max(most, problem_.weight_utility + problem_.weight_transfer);
  for (Row& row : rows_) {
    if (row.value.high <= below * most) row.value = {};
  }
  ir_ = (ir_.array() <= below * most).select(0.0, ir_);
}

// own_i = f_i w_u + v_i + sum_c l_ic, the negative of i's multiplier on its own contract; kappa_c.
void DualPoint::balance() {
  const std::size_t contracts = static_cast<std::size_t>(menu_.num_contracts());
  own_ = share_ * problem_.weight_utility + ir_;
  noise_ = Vector::Zero(menu_.num_contracts());
  std::vector<Twofold> kappa(contracts);
  const auto at = [&](Index c) -> Twofold& { return kappa[static_cast<std::size_t>(c)]; };
  for (Index i = 0; i < own_.size(); ++i) {
    const Index c = block_of(i);
    at(c).add(share_(i) * (problem_.weight_transfer + budget_) - own_(i));
    noise_(c) += kRounding * std::fabs(own_(i));
  }
  for (const Row& row : rows_) {
    own_(row.type) += row.value.value();
    for (const double part : {row.value.high, row.value.low}) {
      at(row.contract).add(part);
      at(block_of(row.type)).add(-part);
    }
  }
  kappa_.resize(menu_.num_contracts());
  for (Index c = 0; c < kappa_.size(); ++c) kappa_(c) = at(c).value();
}

double DualPoint::excess(Index c) const {
  if (std::fabs(kappa_(c)) <= noise_(c)) return 0.0;
  const bool low = problem_.transfer_lower > -kInfinity, high = problem_.transfer_upper < kInfinity;
  if (low && high) return 0.0;
  if (low) return std::max(kappa_(c), 0.0);
  if (high) return std::min(kappa_(c), 0.0);
  return kappa_(c);
}

// The type of contract `from` that is closest to picking `to`.
Index DualPoint::cheapest(Index from, Index to) const {
  Index best = -1;
  double least = kInfinity;
  for (int m = member_begin_[static_cast<std::size_t>(from)];
       m < member_begin_[static_cast<std::size_t>(from) + 1]; ++m) {
    const Index i = member_[static_cast<std::size_t>(m)];
    const double slack = ic_slack(problem_, menu_, i, to);
    if (best >= 0 && !(slack < least)) continue;
    best = i;
    least = slack;
  }
  return best;
}

double DualPoint::take_back(std::size_t begin, std::size_t end, Index from, Index to,
                            double amount) {
  for (std::size_t r = begin; r < end && amount > 0.0; ++r) {
    Row& row = rows_[r];
    if (row.contract != from || block_of(row.type) != to) continue;
    const double back = std::min(amount, row.value.value());
    row.value.add(-back);
    amount -= back;
  }
  return amount;
}

// Moves kappa from one contract to another: first takes back multipliers the other way, then adds.
void DualPoint::push(Index from, Index to, double amount) {
  kappa_(from) -= amount;
  kappa_(to) += amount;
  const std::size_t c = static_cast<std::size_t>(from);
  amount = take_back(begin_[c], begin_[c + 1], from, to, amount);
  amount = take_back(begin_.back(), rows_.size(), from, to, amount);
  if (!(amount > 0.0)) return;
  rows_.push_back({static_cast<int>(cheapest(from, to)), static_cast<int>(to), {amount, 0.0}});
}

// kappa_c += amount by taking from IR multipliers, its own types' first, then others' through IC.
bool DualPoint::raise(Index c, double amount) {
  for (int m = member_begin_[static_cast<std::size_t>(c)];
       m < member_begin_[static_cast<std::size_t>(c) + 1] && amount > 0.0; ++m) {
    double& own = ir_(member_[static_cast<std::size_t>(m)]);
    const double back = std::min(amount, own);
    own -= back;
    kappa_(c) += back;
    amount -= back;
  }
  while (amount > 0.0) {
    Index best = -1;
    double least = kInfinity;
    for (Index i = 0; i < ir_.size(); ++i) {
      if (!(ir_(i) > 0.0)) continue;
      const double slack = ic_slack(problem_, menu_, i, c);
      if (best >= 0 && !(slack < least)) continue;
      best = i;
      least = slack;
    }
    if (best < 0) return amount <= noise_(c);
    const double back = std::min(amount, ir_(best));
    ir_(best) -= back;
    kappa_(block_of(best)) += back;
    push(block_of(best), c, back);
    amount -= back;
  }
  return true;
}

// Contracts between which someone is (nearly) indifferent first, then any.
void DualPoint::match_pairs() {
  for (double limit : {kNearlyBinding * size_, kInfinity}) {
    for (Index from = 0; from < kappa_.size(); ++from) {
      for (Index to = 0; to < kappa_.size() && excess(from) > 0.0; ++to) {
        if (to == from || !(excess(to) < 0.0)) continue;
        if (ic_slack(problem_, menu_, cheapest(from, to), to) > limit) continue;
        push(from, to, std::min(excess(from), -excess(to)));
      }
    }
  }
}

// The same among thousands of contracts: only along rows that the solver held.
void DualPoint::match_rows() {
  for (std::size_t r = 0; r < begin_.back(); ++r) {
    Row& row = rows_[r];
    const Index envious = block_of(row.type), envied = row.contract;
    const double more = std::min(excess(envious), -excess(envied));
    const double less = std::min({excess(envied), -excess(envious), row.value.value()});
    const double change = more > 0.0 ? more : less > 0.0 ? -less : 0.0;
    row.value.add(change);
    kappa_(envious) -= change;
    kappa_(envied) += change;
  }
}

bool DualPoint::settle(Index c) {
  const double high = excess(c);
  if (high < 0.0) return raise(c, -high);
  if (!(high > 0.0)) return true;
  Index best = -1;
  double least = kInfinity;
  for (int m = member_begin_[static_cast<std::size_t>(c)];
       m < member_begin_[static_cast<std::size_t>(c) + 1]; ++m) {
    const Index i = member_[static_cast<std::size_t>(m)];
    const double slack = ir_slack(problem_, menu_, i);
    if (best >= 0 && !(slack < least)) continue;
    best = i;
    least = slack;
  }
  ir_(best) += high;
  return true;
}

bool DualPoint::repair() {
  if (problem_.budget && problem_.transfer_lower == -kInfinity) {
    budget_ = std::max(budget_, problem_.weight_utility - problem_.weight_transfer);
  }
  balance();
  if (kappa_.size() <= kAllPairs) {
    match_pairs();
  } else {
    match_rows();
  }
  for (Index c = 0; c < kappa_.size(); ++c) {
    if (!settle(c)) return false;
  }
  balance();
  return true;
}

// Virtual values from differences to the first type of each contract, so that large multipliers
// between nearly equal types cancel before they are multiplied:
//   sum_i own_i theta_i - sum_j l_jc theta_j = (F_c (w_t + b) - kappa_c) theta_ref + differences.
void DualPoint::virtual_values(Matrix& value, Vector& weight) const {
  const Index contracts = menu_.num_contracts();
  value.setZero(contracts, problem_.num_values());
  weight.setZero(contracts);
  const Matrix& theta = problem_.value;
  const auto reference = [&](Index c) {
    return member_[static_cast<std::size_t>(member_begin_[static_cast<std::size_t>(c)])];
  };
  for (Index i = 0; i < own_.size(); ++i) {
    const Index c = block_of(i), ref = reference(c);
    if (i != ref) value.row(c) += own_(i) * (theta.row(i) - theta.row(ref));
    weight(c) += share_(i);
    if (problem_.objective_allocation.rows() > 0) {
      value.row(c) += share_(i) * problem_.objective_allocation.row(i);
    }
  }
  for (const Row& row : rows_) {
    const double multiplier = row.value.value();
    if (multiplier == 0.0) continue;
    value.row(row.contract) -=
        multiplier * (theta.row(row.type) - theta.row(reference(row.contract)));
  }
  for (Index c = 0; c < contracts; ++c) {
    value.row(c) +=
        (weight(c) * (problem_.weight_transfer + budget_) - settled(c)) * theta.row(reference(c));
  }
}

// kappa_c, exactly 0 where a transfer without bounds asks for it.
double DualPoint::settled(Index c) const {
  const double t = kappa_(c) > 0.0 ? problem_.transfer_upper : problem_.transfer_lower;
  return std::isfinite(t) ? kappa_(c) : 0.0;
}

double DualPoint::value() const {
  Matrix virtual_value;
  Vector weight;
  virtual_values(virtual_value, weight);
  double sum = problem_.budget ? -budget_ * *problem_.budget : 0.0;
  double terms = std::fabs(sum);  // what rounding is measured against
  for (Index i = 0; i < ir_.size(); ++i) {
    const double given = ir_(i) * outside_utility(problem_, i);
    sum -= given;
    terms += std::fabs(given);
  }
  // kappa's own sum is known without cancellation; what rounding changed in it is paid for.
  double mismatch = -ir_.sum();
  for (Index i = 0; i < share_.size(); ++i) {
    mismatch += share_(i) * (problem_.weight_transfer + budget_ - problem_.weight_utility);
  }
  for (Index c = 0; c < weight.size(); ++c) {
    mismatch -= settled(c);
    const double best = best_response_value(problem_, virtual_value.row(c).data(), weight(c));
    sum += best;
    terms += std::fabs(best);
    const double kappa = settled(c);
    if (kappa != 0.0) {
      sum += kappa * (kappa > 0.0 ? problem_.transfer_upper : problem_.transfer_lower);
    }
  }
  sum += std::fabs(mismatch) * size_;
  // Multipliers far too large would leave nothing but rounding, which is no bound.
  return terms > kCancelled * std::fabs(sum) ? sum + kRounding * terms : sum;
}

}  // namespace covenant
