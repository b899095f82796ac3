// Every kind of noise: what it does to the designer's estimates, and the two known effects of
// flips.
#include "core/sim/noise.hpp"

#include <doctest/doctest.h>
#include <cmath>

#include "core/sim/presets.hpp"
#include "core/sim/simulation.hpp"

using namespace covenant;

namespace {

Scenario with_noise(const char* noise, const char* preset_id = "three-groups") {
  Scenario scenario = preset(preset_id).value();
  for (const auto& field :
       {std::pair{"comparisons", "infinite"}, std::pair{"feedback.noise", noise},
        std::pair{"run.noise_levels", "[]"}}) {
    Result<Scenario> next = with_field(scenario, field.first, field.second);
    REQUIRE_MESSAGE(next, field.second);
    scenario = std::move(next).value();
  }
  return scenario;
}

// The designer's labelled estimate minus the truth, with infinitely many comparisons.
Matrix error_of(const Scenario& scenario) {
  const Environment env = make_environment(scenario);
  const NoiseDraws draws = draw_noise(scenario, env, 0);
  const Corruption corruption =
      corrupt(scenario, env, draws, scenario.feedback.noise[0].level, true);
  return corruption.reward - env.space.reward;
}

std::string refusal(const char* noise) {
  const Result<Scenario> result =
      with_field(preset("three-groups").value(), "feedback.noise", noise);
  return result ? "" : result.error().message;
}

}  // namespace

TEST_CASE("noise: each kind moves rewards as it says") {
  const Environment env = make_environment(preset("three-groups").value());
  // gaussian: standard deviation level * S over 45 entries (relative standard error .1; allowed .6
  // to 1.4)
  const Matrix gaussian = error_of(with_noise("[{\"kind\":\"gaussian\",\"level\":0.5}]"));
  const double sd = std::sqrt(gaussian.array().square().mean());
  CHECK(sd / (0.5 * env.scale) > 0.6);
  CHECK(sd / (0.5 * env.scale) < 1.4);

  const Matrix bait = error_of(with_noise("[{\"kind\":\"adversarial\",\"level\":0.5}]"));
  CHECK((bait.array() != 0.0).count() == 9);  // one response of three contexts, three types
  CHECK(bait.maxCoeff() == doctest::Approx(0.5 * env.scale).epsilon(1e-12));

  const Matrix missing = error_of(with_noise("[{\"kind\":\"missing_norm\",\"index\":3}]"));
  CHECK(missing(2, 0) ==
        doctest::Approx(-1.2 * 0.4).epsilon(1e-12));  // elders, "refer to a doctor": tradition .4

  const Matrix misreport =
      error_of(with_noise("[{\"kind\":\"misreport\",\"type\":\"Elders\",\"factor\":2}]"));
  CHECK(misreport.topRows(2).isZero());
  CHECK((misreport.row(2) - env.space.reward.row(2)).isZero(1e-12));

  const Matrix bias = error_of(
      with_noise("[{\"kind\":\"bias\",\"level\":2,\"offsets\":[1,0,0,0,0,0,0,0,0,0,0,0,0,0,0]}]"));
  CHECK(bias.col(0).isApprox(Vector::Constant(3, 2.0)));
  CHECK(bias.rightCols(14).isZero());
}

// Student's t: mean of |t| for df = 3 is 2 sqrt(3) / pi = 1.1027 (a normal's is .7979), and one
// draw in 25 lies beyond 3.48 (a normal's: one in 2,000).
TEST_CASE("noise: Student's t has the tails of its degrees of freedom") {
  const Scenario scenario = with_noise("[{\"kind\":\"student_t\",\"level\":1,\"df\":3}]");
  const Environment env = make_environment(scenario);
  double sum = 0.0;
  int count = 0, far = 0;
  for (int replicate = 0; replicate < 1000; ++replicate) {
    const Matrix drawn = draw_noise(scenario, env, replicate).reward[0];
    for (Index k = 0; k < drawn.rows(); ++k) {
      for (Index a = 0; a < drawn.cols(); ++a) {
        sum += std::fabs(drawn(k, a));
        far += std::fabs(drawn(k, a)) > 3.4819 ? 1 : 0;
        ++count;
      }
    }
  }
  // 45,000 draws: standard errors .006 and 42
  CHECK(std::fabs(sum / count - 1.1027) < 0.03);
  CHECK(std::abs(far - count / 25) < 190);
}

TEST_CASE("noise: a factor for each type scales every kind that has a level") {
  for (const char* noise :
       {R"([{"kind":"gaussian","level":0.5)", R"([{"kind":"student_t","level":0.5)",
        R"([{"kind":"adversarial","level":0.5)",
        R"([{"kind":"bias","level":0.5,"offsets":[1,2,0,0,0,0,0,0,0,0,0,0,0,0,3])"}) {
    CAPTURE(std::string(noise));
    const Matrix alike = error_of(with_noise((std::string(noise) + "}]").c_str()));
    const Matrix scaled =
        error_of(with_noise((std::string(noise) + R"(,"factors":[0,1,3]}])").c_str()));
    CHECK(alike.row(0).cwiseAbs().maxCoeff() > 0.1);
    CHECK(scaled.row(0).isZero());
    CHECK(scaled.row(1) == alike.row(1));
    CHECK((scaled.row(2) - 3.0 * alike.row(2)).isZero(1e-12));
  }
  const Scenario labels = with_noise(
      R"([{"kind":"per_comparison","level":0.5,"factors":[0,1,2]},
          {"kind":"flips","level":0.3,"factors":[1,0,9]}])");
  const Environment env = make_environment(labels);
  const Annotation heard = corrupt(labels, env, draw_noise(labels, env, 0), 0.5, true).annotation;
  CHECK(heard.fresh_sd(0) == 0.0);
  CHECK(heard.fresh_sd(1) == doctest::Approx(std::sqrt(2.0) * 0.5 * env.scale));
  CHECK(heard.fresh_sd(2) == doctest::Approx(2.0 * heard.fresh_sd(1)));
  CHECK(heard.flip == (Vector(3) << 0.3, 0.0, 1.0).finished());  // at most 1
  CHECK(
      refusal(R"([{"kind":"gaussian","factors":[1,1]}])").find("factors: 2 entries; expected 3") !=
      std::string::npos);
  CHECK(refusal(R"([{"kind":"missing_norm","index":0,"factors":[1,1,1]}])")
            .find("factors: is not known") != std::string::npos);
}

// Labels reversed with probability e blur a group's own log-odds too: 2 becomes .986916 at e = .2.
TEST_CASE("noise: with comparisons without end, noisy labels reach labelled methods as well") {
  const Result<Scenario> scenario = parse_scenario(R"json({"id":"one","norms":[],
      "contexts":[{"name":"c","responses":["a","b"]}],
      "types":[{"name":"T","share":1,"rewards":[2,0]},{"name":"U","share":1,"rewards":[2,0]}],
      "designer":{"kl":1,"transfers":"none"}, "methods":["menu","average","rlhf"],
      "feedback":{"comparisons":"infinite","rationality":1,
                  "noise":[{"kind":"flips","factors":[1,0],"level":0.2}]}})json");
  REQUIRE(scenario);
  const Report report = run(scenario.value());
  const auto gap = [&](const char* method, std::size_t type) {
    const std::vector<double>& estimate =
        report.method(method)->levels[0].deployment.reward_estimate.at(type);
    return estimate[0] - estimate[1];
  };
  CHECK(std::fabs(gap("menu", 0) - 0.986916) < 5e-7);
  CHECK(gap("menu", 1) == 2.0);
  CHECK(std::fabs(gap("average", 0) - (2.0 + 0.986916) / 2.0) < 5e-7);
}

TEST_CASE("noise: entries combine, and only the first is swept") {
  const Scenario scenario = with_noise(
      "[{\"kind\":\"adversarial\",\"level\":0.5},{\"kind\":\"misreport\",\"type\":0,\"factor\":0}"
      "]");
  const Environment env = make_environment(scenario);
  const Corruption none = corrupt(scenario, env, draw_noise(scenario, env, 0), 0.0, true);
  CHECK(none.reward.row(0).isZero());
  CHECK(none.reward.row(1) == env.space.reward.row(1));
  CHECK(is_silent(scenario, 0.0) == false);  // the misreport stays
  CHECK(is_random(scenario, 1.0) == false);
}

TEST_CASE("noise: uniform flips shrink Borda towards a half and keep infinite-data RLHF's choice") {
  // P(label) becomes (1 - 2e) P + e
  const Scenario scenario = with_noise("[{\"kind\":\"flips\",\"level\":0.3}]");
  const Environment env = make_environment(scenario);
  const NoiseDraws draws = draw_noise(scenario, env, 0);
  const Corruption clean = corrupt(scenario, env, draws, 0.3, false),
                   flipped = corrupt(scenario, env, draws, 0.3, true);
  const ComparisonCounts a = expected_labels(env.space, env.pairs, clean.reward, clean.annotation);
  const ComparisonCounts b =
      expected_labels(env.space, env.pairs, flipped.reward, flipped.annotation);
  for (Index p = 0; p < a.wins.cols(); ++p) {
    const double before = a.wins(0, p) / (a.wins(0, p) + a.losses(0, p));
    const double after = b.wins(0, p) / (b.wins(0, p) + b.losses(0, p));
    CHECK(after == doctest::Approx(0.4 * before + 0.3).epsilon(1e-12));
  }
}

TEST_CASE("noise: flips of the majority alone reverse the decision where they should") {
  // two opposed groups, majority w = .6, exact labels: reversed at e > 1 - 1 / (2 w) = 1/6
  const auto utility_at = [](const char* level) {
    const std::string text = std::string(R"json({"id":"opposed","norms":[],
      "contexts":[{"name":"c","responses":[{"name":"a"},{"name":"b"}]}],
      "types":[{"name":"M","share":0.6,"rewards":[1,0]},{"name":"m","share":0.4,"rewards":[0,1]}],
      "designer":{"kl":0,"transfers":"none"}, "methods":["rlhf"],
      "feedback":{"comparisons":"infinite","rationality":"infinite",
                  "noise":[{"kind":"flips","factors":[1,0],"level":)json") +
                             level + "}]}}";
    const Result<Scenario> scenario = parse_scenario(text);
    REQUIRE(scenario);
    return run(scenario.value()).methods[0].levels[0].metric("utility")->value.mean;
  };
  CHECK(utility_at("0.16") == doctest::Approx(0.6).epsilon(1e-12));
  CHECK(utility_at("0.17") == doctest::Approx(0.4).epsilon(1e-12));
}

TEST_CASE("noise: sampled flips and fresh noise have their exact limits") {
  Scenario scenario = with_noise(
      "[{\"kind\":\"flips\",\"level\":0.2},{\"kind\":\"per_comparison\",\"level\":0.7}]");
  scenario.feedback.infinite_comparisons = false;
  const Environment env = make_environment(scenario);
  const Corruption corruption = corrupt(scenario, env, draw_noise(scenario, env, 0), 0.2, true);
  Rng who(1, 0, Purpose::comparisons), label(1, 0, Purpose::labels);
  const int n = 200000;
  Questions questions = draw_questions(env.space, env.pairs, n, who, label);
  draw_label_noise(scenario, 0, questions);
  const ComparisonCounts drawn =
      label_questions(env.pairs, questions, corruption.reward, corruption.annotation);
  const ComparisonCounts expected =
      expected_labels(env.space, env.pairs, corruption.reward, corruption.annotation);
  for (Index k = 0; k < 3; ++k) {
    for (Index p = 0; p < expected.wins.cols(); ++p) {
      const double share = expected.wins(k, p);
      CHECK(std::fabs(drawn.wins(k, p) / n - share) < 5.0 * std::sqrt(share * (1.0 - share) / n));
    }
  }
}

TEST_CASE("noise: what cannot be is refused by name") {
  CHECK(refusal("[{\"kind\":\"magic\"}]").find("allowed are gaussian, student_t") !=
        std::string::npos);
  CHECK(refusal("[{\"kind\":\"bias\",\"offsets\":[1]}]").find("offsets: 1 entries; expected 15") !=
        std::string::npos);
  CHECK(refusal("[{\"kind\":\"missing_norm\",\"index\":4}]").find("from 0 to 3") !=
        std::string::npos);
  CHECK(refusal("[{\"kind\":\"misreport\",\"type\":\"Nobody\",\"factor\":1}]")
            .find("allowed are Teenagers") != std::string::npos);
  CHECK(refusal("[{\"kind\":\"gaussian\",\"df\":3}]").find("df: is not known") !=
        std::string::npos);
}
