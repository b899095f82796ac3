// Unlabelled comparisons: EM climbs, finds groups that answered together, and says nothing it
// cannot know.
#include "core/model/mixture.hpp"

#include <doctest/doctest.h>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "tests/support/societies.hpp"

using namespace covenant;
using namespace covenant::test;

namespace {

// Two opposed groups of unequal size over one context of four responses.
TypeSpace opposed() {
  TypeSpace space;
  space.blocks = {4};
  space.context_weight = Vector::Ones(1);
  space.response_weight = Vector::Ones(4);
  space.reference = Vector::Constant(4, 0.25);
  space.share = Vector(2);
  space.share << 0.7, 0.3;
  space.reward = Matrix(2, 4);
  space.reward << 1.5, 0.5, -0.5, -1.5, -1.5, -0.5, 0.5, 1.5;
  space.norm = Vector::Zero(4);
  space.norm_factor = Vector::Ones(2);
  space.score = Matrix(4, 0);
  return space;
}

std::vector<std::int32_t> sample(const TypeSpace& space, const PairTable& table, int count,
                                 int per_person, std::uint32_t seed) {
  Rng who(seed, 0, Purpose::comparisons), label(seed, 0, Purpose::labels);
  const Questions questions = draw_questions(space, table, count, who, label, per_person);
  std::vector<std::int32_t> answers;
  const ComparisonCounts counts =
      label_questions(table, questions, space.reward, Annotation{}, &answers);
  CHECK(counts.wins.sum() + counts.losses.sum() == count);
  return answers;
}

}  // namespace

TEST_CASE("mixture: groups that answer together are found, shares and rewards alike") {
  const TypeSpace space = opposed();
  const PairTable table = pair_table(space);
  for (std::uint32_t seed = 0; seed < 5; ++seed) {
    CAPTURE(seed);
    const auto answers = sample(space, table, 12000, 20, seed);
    Rng rng(seed, 0, Purpose::mixture);
    const MixtureFit fit = fit_mixture(space, table, answers, 20, 2, 0.01, rng);
    CHECK(fit.converged);
    const Index large = fit.share(0) > fit.share(1) ? 0 : 1;
    // 600 people: 5 standard errors of a share, and of a fitted reward
    CHECK(std::fabs(fit.share(large) - 0.7) < 0.1);
    CHECK((fit.estimate.row(large) - space.reward.row(0)).cwiseAbs().maxCoeff() < 0.3);
    CHECK((fit.estimate.row(1 - large) - space.reward.row(1)).cwiseAbs().maxCoeff() < 0.4);
    CHECK(std::fabs(fit.counts.wins.sum() + fit.counts.losses.sum() - 12000.0) < 1e-6);
  }
}

// One answer per person: every mixture whose mean preferences agree fits equally well, the pooled
// fit of one component among them when preferences are of Bradley-Terry form.
TEST_CASE("mixture: from one answer each, two components fit hardly better than one") {
  TypeSpace space = opposed();
  space.reward.row(1) = space.reward.row(0);
  const PairTable table = pair_table(space);
  const auto answers = sample(space, table, 4000, 1, 1);
  Rng rng(1, 0, Purpose::mixture);
  const MixtureFit one = fit_mixture(space, table, answers, 1, 1, 0.01, rng);
  const MixtureFit two = fit_mixture(space, table, answers, 1, 2, 0.01, rng);
  CHECK(one.share(0) == doctest::Approx(1.0));
  CHECK(std::fabs(two.log_likelihood - one.log_likelihood) < 10.0);
}

TEST_CASE("mixture: EM never loses likelihood, and one component is the pooled fit") {
  const TypeSpace space = three_context_space();
  const PairTable table = pair_table(space);
  const auto answers = sample(space, table, 1500, 5, 3);
  double before = -1e300;
  for (const int iterations : {1, 2, 4, 8, 32}) {
    Rng rng(7, 0, Purpose::mixture);
    MixtureSettings settings;
    settings.restarts = 1;
    settings.max_iterations = iterations;
    settings.tolerance = 0.0;
    const MixtureFit fit = fit_mixture(space, table, answers, 5, 2, 0.1, rng, settings);
    CHECK(fit.log_likelihood >= before - 1e-9 * std::fabs(before));
    before = fit.log_likelihood;
  }
  Rng rng(7, 0, Purpose::mixture);
  const MixtureFit pooled = fit_mixture(space, table, answers, 5, 1, 0.1, rng);
  const BradleyTerryFit direct =
      fit_bradley_terry(space, table, pooled.counts.wins.row(0), pooled.counts.losses.row(0), 0.1);
  CHECK((pooled.estimate.row(0) - direct.estimate).cwiseAbs().maxCoeff() < 1e-12);
}

TEST_CASE("mixture: the assignment is the best of all") {
  for (std::uint32_t seed = 0; seed < 50; ++seed) {
    CAPTURE(seed);
    Rng rng(seed, 0, Purpose::test);
    Matrix cost(5, 5);
    for (Index i = 0; i < 5; ++i)
      for (Index j = 0; j < 5; ++j) cost(i, j) = rng.normal();
    const auto total = [&](const std::vector<int>& order) {
      double sum = 0.0;
      for (std::size_t i = 0; i < 5; ++i) sum += cost(static_cast<Index>(i), order[i]);
      return sum;
    };
    std::vector<int> order(5);
    std::iota(order.begin(), order.end(), 0);
    double best = total(order);
    while (std::next_permutation(order.begin(), order.end())) best = std::min(best, total(order));
    CHECK(total(assign_least(cost)) == doctest::Approx(best));
  }
}
