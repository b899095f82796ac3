#include "core/model/utility.hpp"

#include <cmath>
#include <limits>

#include "core/base/special.hpp"

namespace covenant {

double policy_value(const TypeSpace& space, const ConstRow& reward, const ConstRow& policy) {
  double sum = 0.0;
  for (Index a = 0; a < policy.size(); ++a) sum += space.response_weight(a) * policy(a) * reward(a);
  return sum;
}

double policy_kl(const TypeSpace& space, const ConstRow& policy) {
  return distance_kl(space, policy, space.reference.transpose());
}

Row optimal_policy(const TypeSpace& space, const ConstRow& reward) {
  Row policy = Row::Zero(reward.size());
  Index start = 0;
  for (const int size : space.blocks) {
    Index best = start;
    for (Index a = start + 1; a < start + size; ++a) {
      if (reward(a) > reward(best)) best = a;
    }
    if (space.kl == 0.0) {
      policy(best) = 1.0;
    } else {
      double sum = 0.0;
      for (Index a = start; a < start + size; ++a) {
        policy(a) = space.reference(a) * exp_((reward(a) - reward(best)) / space.kl);
        sum += policy(a);
      }
      for (Index a = start; a < start + size; ++a) policy(a) /= sum;
    }
    start += size;
  }
  return policy;
}

double distance_tv(const TypeSpace& space, const ConstRow& p, const ConstRow& q) {
  double sum = 0.0;
  for (Index a = 0; a < p.size(); ++a) sum += space.response_weight(a) * std::fabs(p(a) - q(a));
  return 0.5 * sum;
}

double distance_l2(const TypeSpace& space, const ConstRow& p, const ConstRow& q) {
  double sum = 0.0;
  for (Index a = 0; a < p.size(); ++a)
    sum += space.response_weight(a) * (p(a) - q(a)) * (p(a) - q(a));
  return std::sqrt(sum);
}

double distance_kl(const TypeSpace& space, const ConstRow& p, const ConstRow& q) {
  double sum = 0.0;
  for (Index a = 0; a < p.size(); ++a) {
    if (p(a) <= 0.0) continue;
    if (q(a) <= 0.0) return std::numeric_limits<double>::infinity();
    sum += space.response_weight(a) * p(a) * log_(p(a) / q(a));
  }
  return sum;
}

}  // namespace covenant
