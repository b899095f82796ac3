// Personalisation by asking: `q` comparisons put to the person when served, a Bayesian posterior
// over types (prior: the shares; likelihood: Bradley-Terry under the labelled estimates, integrated
// over spread), and the policy that is best for the posterior mean of estimate plus norm. By
// default it asks as often as a menu does: the equal-information baseline. Questions are chosen for
// this designer, one after the other given the answers so far: of the pairs that tell most about
// the type (mutual information, Lindley 1956), the one whose answer raises the expected objective
// most. Expectations over answers are exact, all 2^q of them. People answer by their true rewards,
// at the rationality of the feedback.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/special.hpp"
#include "core/mech/methods/method.hpp"

namespace covenant {
namespace {

constexpr std::size_t kShortlist = 8;  // pairs judged by the objective

double entropy(double p) {
  return p <= 0.0 || p >= 1.0 ? 0.0 : -p * log_(p) - (1.0 - p) * log_(1.0 - p);
}

struct Designer {
  const TypeSpace& space;
  Matrix worth;    // estimate plus norm               (num_types x num_responses)
  Matrix chance;   // P(first preferred)               (num_types x num_pairs)
  Matrix entropy;  // of an answer, the type known     (num_types x num_pairs), nats

  // The best policy where the types have these joint probabilities, and what it is worth times
  // their sum.
  [[nodiscard]] double best(const Vector& joint, Row& policy) const {
    const double mass = joint.sum();
    const Vector posterior = mass > 0.0 ? Vector(joint / mass) : space.share;
    const Row mean = posterior.transpose() * worth;
    policy = optimal_policy(space, mean);
    return mass * net_value(space, mean, policy);
  }

  [[nodiscard]] double information(const Vector& posterior, Index pair) const {
    return covenant::entropy(posterior.dot(chance.col(pair))) - posterior.dot(entropy.col(pair));
  }

  // The pair to ask about next.
  [[nodiscard]] Index choose(const Vector& joint) const {
    const double mass = joint.sum();
    const Vector posterior = mass > 0.0 ? Vector(joint / mass) : space.share;
    std::vector<double> told;
    for (Index p = 0; p < chance.cols(); ++p) told.push_back(information(posterior, p));
    std::vector<Index> order(told.size());
    std::iota(order.begin(), order.end(), Index{0});
    const std::size_t kept = std::min(kShortlist, order.size());
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(kept), order.end(),
                      [&](Index a, Index b) {
                        const double x = told[static_cast<std::size_t>(a)];
                        const double y = told[static_cast<std::size_t>(b)];
                        return x > y || (x == y && a < b);
                      });
    Index pick = order.front();
    double most = 0.0;
    Row policy;
    for (std::size_t i = 0; i < kept; ++i) {
      const Vector yes = posterior.cwiseProduct(chance.col(order[i]));
      const double value = best(yes, policy) + best(posterior - yes, policy);
      if (i > 0 && value <= most) continue;
      most = value;
      pick = order[i];
    }
    return pick;
  }
};

Designer make_designer(const TypeSpace& space, const Evidence& evidence) {
  const auto num_pairs = static_cast<Index>(evidence.pairs.pairs.size());
  Designer out{space, evidence.labelled + space.norm_factor * space.norm.transpose(),
               Matrix(space.num_types(), num_pairs), Matrix(space.num_types(), num_pairs)};
  for (Index k = 0; k < space.num_types(); ++k) {
    for (Index p = 0; p < num_pairs; ++p) {
      const PairTable::Pair& pair = evidence.pairs.pairs[static_cast<std::size_t>(p)];
      const double difference =
          evidence.labelled(k, pair.first) - evidence.labelled(k, pair.second);
      out.chance(k, p) = mean_preference(difference, pair.spread, evidence.answering);
      out.entropy(k, p) = entropy(out.chance(k, p));
    }
  }
  return out;
}

}  // namespace

void leaf_chances(const Interview& interview, const ConstRow& reward, std::vector<double>& chance) {
  const std::size_t asked = interview.questions.size();
  std::vector<double> reached(2 * asked + 1, 0.0);
  reached[0] = 1.0;
  for (std::size_t i = 0; i < asked; ++i) {
    const PairTable::Pair& pair = interview.questions[i];
    const double first =
        mean_preference(reward(pair.first) - reward(pair.second), 0.0, interview.answering);
    reached[2 * i + 1] = reached[i] * first;
    reached[2 * i + 2] = reached[i] * (1.0 - first);
  }
  chance.assign(reached.begin() + static_cast<std::ptrdiff_t>(asked), reached.end());
}

DeployedPolicies deploy_personalised(const TypeSpace& space, const DesignRules&,
                                     const Evidence& evidence, const Parameters& parameters) {
  const Designer designer = make_designer(space, evidence);
  const int depth = evidence.pairs.pairs.empty() ? 0 : static_cast<int>(parameters[0]);
  const std::size_t asked = (std::size_t{1} << depth) - 1;
  DeployedPolicies out;
  out.kind = DeploymentKind::asked;
  out.interview.answering = evidence.answering;
  std::vector<Vector> joint(2 * asked + 1);
  joint[0] = space.share;
  for (std::size_t i = 0; i < asked; ++i) {
    const Index pair = designer.choose(joint[i]);
    out.interview.questions.push_back(evidence.pairs.pairs[static_cast<std::size_t>(pair)]);
    joint[2 * i + 1] = joint[i].cwiseProduct(designer.chance.col(pair));
    joint[2 * i + 2] = joint[i] - joint[2 * i + 1];
  }
  const auto leaves = static_cast<Index>(asked) + 1;
  out.policy.resize(leaves, space.num_responses());
  out.transfer = Vector::Zero(leaves);
  Row policy;
  for (Index leaf = 0; leaf < leaves; ++leaf) {
    out.proxy += designer.best(joint[asked + static_cast<std::size_t>(leaf)], policy);
    out.policy.row(leaf) = policy;
  }
  out.estimate = evidence.labelled;
  out.proxy_reference = proxy_at_reference(space, evidence.labelled);
  return out;
}

}  // namespace covenant
