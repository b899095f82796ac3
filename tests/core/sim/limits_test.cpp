// With more and more comparisons every method comes to what it does with infinitely many, whatever
// the noise: the exact limits are the limits.
#include <doctest/doctest.h>
#include <cmath>

#include "tests/support/runs.hpp"

using namespace covenant;
using namespace covenant::test;

namespace {

// Everybody's expected utility and objective under a method, picks included.
std::pair<double, double> outcome(const Report& report, const std::string& method) {
  return {mean(report, method.c_str(), "utility"), mean(report, method.c_str(), "objective")};
}

Scenario society(const char* noise) {
  // popl stays random where feedback is exact; borda jumps where the best two are close
  const std::string methods = all_methods_but({"popl", "borda"});
  return with(preset("three-groups").value(), {{"feedback.noise", noise},
                                               {"run.noise_levels", "[]"},
                                               {"choice.model", "logit"},
                                               {"designer.kl", "0.5"},
                                               {"users", "1000000"},
                                               {"replicates", "1"},
                                               {"methods", methods.c_str()}});
}

}  // namespace

TEST_CASE("limits: sampled comparisons lead every method to its exact limit, under every noise") {
  for (const char* noise :
       {"[]", R"([{"kind": "flips", "level": 0.2, "factors": [1.5, 0, 1]}])",
        R"([{"kind": "per_comparison", "level": 1, "factors": [0, 1, 2]}])",
        R"([{"kind": "adversarial", "level": 0.5}, {"kind": "missing_norm", "index": 0},
            {"kind": "flips", "level": 0.1}])"}) {
    CAPTURE(noise);
    const Scenario scenario = society(noise);
    const Report few = run(with(scenario, {{"comparisons", "400"}}));
    const Report many = run(with(scenario, {{"comparisons", "1000000"}}));
    const Report limit = run(with(scenario, {{"comparisons", "infinite"}}));
    double far = 0.0;
    for (const MethodReport& method : limit.methods) {
      CAPTURE(method.label);
      const std::pair<double, double> exact = outcome(limit, method.label);
      const std::pair<double, double> near = outcome(many, method.label);
      // dpl_*: a low quantile of a distribution that comparisons hardly determine (dpl_test.cpp)
      const double allowed = method.id.substr(0, 4) == "dpl_" ? 0.2 : 0.01;
      CHECK(std::fabs(near.first - exact.first) < allowed);
      CHECK(std::fabs(near.second - exact.second) < allowed);
      far = std::fmax(far, std::fabs(outcome(few, method.label).second - exact.second));
    }
    CHECK(far > 0.02);  // or nothing converges
  }
}
