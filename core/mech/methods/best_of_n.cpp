// Best of n samples of the reference by the learned reward plus norm (Stiennon et al. 2020), in
// closed form: with F the reference's distribution function in the order of the proxy, a response
// is kept with probability F(a)^n - F(below a)^n; responses of equal proxy share theirs by
// reference.
#include <algorithm>
#include <numeric>

#include "core/base/special.hpp"
#include "core/mech/methods/formulas.hpp"
#include "core/mech/methods/method.hpp"

namespace covenant {
namespace {

double power(double base, double n) {
  return base <= 0.0 ? 0.0 : exp_(n * log_(std::min(base, 1.0)));
}

}  // namespace

Row best_of_n_policy(const TypeSpace& space, const Row& proxy, double n) {
  Row policy = Row::Zero(proxy.size());
  Index start = 0;
  for (const int size : space.blocks) {
    std::vector<Index> order(static_cast<std::size_t>(size));
    std::iota(order.begin(), order.end(), start);
    std::stable_sort(order.begin(), order.end(),
                     [&](Index a, Index b) { return proxy(a) < proxy(b); });
    double below = 0.0;
    for (std::size_t i = 0; i < order.size();) {
      std::size_t end = i;
      double mass = 0.0;
      while (end < order.size() && proxy(order[end]) == proxy(order[i]))
        mass += space.reference(order[end++]);
      const double above = end == order.size() ? 1.0 : below + mass;
      const double kept = power(above, n) - power(below, n);
      for (; i < end; ++i) policy(order[i]) = kept * space.reference(order[i]) / mass;
      below = above;
    }
    start += size;
  }
  return policy;
}

DeployedPolicies deploy_best_of_n(const TypeSpace& space, const DesignRules&,
                                  const Evidence& evidence, const Parameters& parameters) {
  const Row proxy = evidence.pooled + pooled_norm_factor(space) * space.norm.transpose();
  return deploy_policy(space, best_of_n_policy(space, proxy, parameters[0]), evidence.pooled);
}

}  // namespace covenant
