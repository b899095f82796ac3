// Inference of types from choices: closed forms, recovery of known societies, no separation where
// there is none.
#include "core/sim/infer.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "core/base/digest.hpp"
#include "tests/support/choices.hpp"

using namespace covenant;

namespace {

Result<ChoiceInference> infer(const Scenario& scenario, const std::string& csv,
                              const InferSettings& settings = {}) {
  const Result<ChoiceData> data = parse_choices(csv, scenario);
  REQUIRE_MESSAGE(data, (data ? "" : data.error().message));
  return infer_choices(scenario, data.value(), settings);
}

ChoiceInference inferred(const Scenario& scenario, const std::string& csv,
                         const InferSettings& settings = {}) {
  Result<ChoiceInference> result = infer(scenario, csv, settings);
  REQUIRE_MESSAGE(result, (result ? "" : result.error().message));
  return std::move(result).value();
}

std::string error_of(const Scenario& scenario, const std::string& csv,
                     const InferSettings& settings = {}) {
  const Result<ChoiceInference> result = infer(scenario, csv, settings);
  return result ? "" : result.error().message;
}

const Agreement& agreement(const ChoiceInference& inference, std::size_t group,
                           const std::string& policy) {
  for (const Agreement& one : inference.agreement.at(group).policies)
    if (one.policy == policy) return one;
  FAIL("no such policy");
  return inference.agreement[0].policies[0];
}

// Share of people whose likeliest type under the true weights is their own, from choices of every
// context.
double bayes_accuracy(const Scenario& scenario, const std::string& csv) {
  const ChoiceData data = parse_choices(csv, scenario).value();
  std::vector<double> evidence(data.respondents.size(), 0.0);  // of t0 over t1
  for (const ChoiceRow& row : data.rows)
    evidence[static_cast<std::size_t>(row.respondent)] +=
        std::log(test::choice_probabilities(scenario, row.context,
                                            scenario.types[0].weights)[std::size_t(row.chosen)] /
                 test::choice_probabilities(scenario, row.context,
                                            scenario.types[1].weights)[std::size_t(row.chosen)]);
  int right = 0;
  for (std::size_t i = 0; i < evidence.size(); ++i)
    right += (evidence[i] > 0.0) == (data.groups[static_cast<std::size_t>(data.group[i])] == "t0")
                 ? 1
                 : 0;
  return double(right) / double(evidence.size());
}

}  // namespace

// One comparison a over b, shares 3:1, weights (2,0) and (0,1), rationality 0.5:
// P(t0 | a) ~ 3/4 sigma(.5 * 2), P(t1 | a) ~ 1/4 sigma(.5 * -1).
TEST_CASE("infer: without groups a posterior is the scenario's own prior times its likelihood") {
  Scenario scenario = test::choice_scenario(1, {{2.0, 0.0}, {0.0, 1.0}});
  scenario.types[0].share = 3.0;
  scenario.feedback.rationality = 0.5;
  const ChoiceInference result =
      inferred(scenario, "respondent,context,preferred,other\nx,s0,a,b\n");
  CHECK_FALSE(result.cross_validated);
  const double first = 0.75 / (1.0 + std::exp(-1.0)), second = 0.25 / (1.0 + std::exp(0.5));
  REQUIRE(result.posteriors.size() == 1);
  CHECK(result.posteriors[0].posterior[0] ==
        doctest::Approx(first / (first + second)).epsilon(1e-12));
  CHECK(result.posteriors[0].inferred == 0);
}

// The same with a choice among three responses: c has scores (0, 0) in s0.
TEST_CASE("infer: a choice among all responses has softmax probability") {
  const Scenario scenario = test::choice_scenario(1, {{2.0, 0.0}, {0.0, 1.0}});
  const ChoiceInference result = inferred(scenario, "respondent,context,response\nx,s0,c\n");
  const double first = 1.0 / (std::exp(2.0) + 2.0), second = 1.0 / (std::exp(1.0) + 2.0);
  CHECK(result.posteriors[0].posterior[0] ==
        doctest::Approx(first / (first + second)).epsilon(1e-12));
}

// 400 people per type and 12 choices each: standard errors of a weight are about
// 1 / sqrt(4800 * 0.1) = 0.05, so 0.25 is five of them (and the ridge's pull is below 0.01).
TEST_CASE("infer: known weights are recovered from choices and from comparisons") {
  const Scenario scenario = test::choice_scenario(12, {{1.5, -0.5}, {-0.5, 1.0}});
  for (const bool comparisons : {false, true}) {
    CAPTURE(comparisons);
    const ChoiceInference result =
        inferred(scenario, test::synthetic_choices(scenario, 400, 3, comparisons));
    for (std::size_t k = 0; k < 2; ++k) {
      CHECK(result.types[k].converged);
      for (std::size_t d = 0; d < 2; ++d)
        CHECK(std::fabs(result.types[k].weights[d] - scenario.types[k].weights[d]) < 0.25);
    }
  }
}

// With 12 choices from known types the best possible accuracy is that of the true weights; fitted
// weights lose little. Four standard errors of a share over 400 people are 0.1.
TEST_CASE("infer: held-out accuracy is near that of the true weights") {
  const Scenario scenario = test::choice_scenario(12, {{1.0, 0.0}, {0.0, 1.0}});
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    CAPTURE(seed);
    const std::string csv = test::synthetic_choices(scenario, 200, seed, false);
    const double best = bayes_accuracy(scenario, csv);
    for (const ChoiceClassifier classifier :
         {ChoiceClassifier::weights, ChoiceClassifier::majority}) {
      InferSettings settings;
      settings.classifier = classifier;
      const ChoiceInference result = inferred(scenario, csv, settings);
      CHECK(result.judged == 400);
      CHECK(std::fabs(result.accuracy.mean - best) < 0.1);
      CHECK(result.bits_gained.lo > 0.0);
    }
  }
}

// Groups drawn at random: accuracy 1/2 within four standard errors (0.1 at 400 people), no bits to
// gain.
TEST_CASE("infer: groups that mean nothing are not told apart") {
  const Scenario scenario = test::choice_scenario(12, {{1.0, 0.0}, {0.0, 1.0}});
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    CAPTURE(seed);
    const ChoiceInference result =
        inferred(scenario, test::synthetic_choices(scenario, 200, seed, false, true));
    CHECK(std::fabs(result.accuracy.mean - 0.5) < 0.1);
    CHECK(result.bits_gained.hi < 0.1);
    CHECK(result.accuracy.lo < result.accuracy.mean);
    CHECK(result.accuracy.hi > result.accuracy.mean);
  }
}

// Everyone of t0 takes a, everyone of t1 takes b, 60 people to 40. Fitted on four fifths, the
// group's majority agrees with every held-out choice, the pooled majority with the larger group's
// only.
TEST_CASE("infer: opposed unanimous groups: majorities agree as counted by hand") {
  const Scenario scenario = test::choice_scenario(10, {{1.0, 0.0}, {0.0, 1.0}});
  std::string csv = "respondent,group,context,response\n";
  for (int i = 0; i < 100; ++i)
    for (int s = 0; s < 10; ++s)
      csv += std::to_string(i) + (i < 60 ? ",t0,s" : ",t1,s") + std::to_string(s) +
             (i < 60 ? ",a\n" : ",b\n");
  const ChoiceInference result = inferred(scenario, csv);
  CHECK(result.accuracy.mean == 1.0);
  CHECK(result.majority == 0.6);
  CHECK(result.confusion == std::vector<std::vector<double>>{{1.0, 0.0}, {0.0, 1.0}});
  CHECK(agreement(result, 0, "own_majority").argmax.mean == 1.0);
  CHECK(agreement(result, 1, "own_majority").argmax.mean == 1.0);
  CHECK(agreement(result, 0, "pooled_majority").argmax.mean == 1.0);
  CHECK(agreement(result, 1, "pooled_majority").argmax.mean == 0.0);
  CHECK(agreement(result, 2, "pooled_majority").argmax.mean == doctest::Approx(0.6).epsilon(1e-12));
  const Agreement &own = agreement(result, 1, "own_majority"),
                  &all = agreement(result, 1, "pooled");
  CHECK(own.argmax_vs_pooled.mean ==
        doctest::Approx(own.argmax.mean - all.argmax.mean).epsilon(1e-12));
  CHECK(result.agreement[2].choices == 1000);
}

// Free transfers at zero and no norm: each type may have its favourite for nothing (model.md
// section 2), so the designed menu is everyone's own policy up to the solver's tolerance.
TEST_CASE("infer: without norm and KL cost the menu is everyone's favourite") {
  Scenario scenario = test::choice_scenario(8, {{1.5, -0.5}, {-0.5, 1.0}});
  scenario.designer.kl = 0.0;
  InferSettings settings;
  settings.min_choices = 1;
  const ChoiceInference result =
      inferred(scenario, test::synthetic_choices(scenario, 40, 5, false), settings);
  CHECK(result.failed_designs == 0);
  for (std::size_t group = 0; group < 3; ++group) {
    CAPTURE(group);
    CHECK(agreement(result, group, "menu").probability.mean ==
          doctest::Approx(agreement(result, group, "own_group").probability.mean).epsilon(1e-6));
  }
}

TEST_CASE(
    "infer: people of other groups are left out, people of none are inferred but not counted") {
  const Scenario scenario = test::choice_scenario(10, {{1.0, 0.0}, {0.0, 1.0}});
  std::string csv = test::synthetic_choices(scenario, 20, 7, false);
  for (int s = 0; s < 10; ++s) csv += "stranger,other,s" + std::to_string(s) + ",a\n";
  for (int s = 0; s < 10; ++s) csv += "blank,,s" + std::to_string(s) + ",a\n";
  const ChoiceInference result = inferred(scenario, csv);
  CHECK(result.respondents == 40);
  CHECK(result.choices == 400);
  CHECK(result.judged == 40);
  REQUIRE(result.left_out.size() == 2);
  CHECK(result.left_out[0] == "1 respondent of group 'other', which is not among the types");
  REQUIRE(result.posteriors.size() == 41);
  CHECK(result.posteriors.back().respondent == "blank");
  CHECK(result.posteriors.back().fold == -1);
}

TEST_CASE("infer: three types report every pair; a pair's posterior is the three's renormalised") {
  const Scenario scenario = test::choice_scenario(10, {{2.0, 0.0}, {0.0, 2.0}, {0.0, 0.0}});
  const ChoiceInference result =
      inferred(scenario, test::synthetic_choices(scenario, 30, 9, false));
  REQUIRE(result.pairs.size() == 3);
  int right = 0, total = 0;
  for (const RespondentPosterior& person : result.posteriors) {
    if (person.type == 2) continue;
    ++total;
    right += (person.posterior[0] >= person.posterior[1]) == (person.type == 0) ? 1 : 0;
  }
  CHECK(result.pairs[0].respondents == total);
  CHECK(result.pairs[0].accuracy.mean ==
        doctest::Approx(double(right) / double(total)).epsilon(1e-15));
}

TEST_CASE("infer: types given by rewards are fitted per response") {
  Scenario scenario = test::choice_scenario(2, {{1.0, 0.0}, {0.0, 1.0}});
  for (TypeSpec& type : scenario.types) {
    type.weights.clear();
    type.rewards.assign(6, 0.0);
  }
  scenario.feedback.ridge = 0.0;
  std::string csv = "respondent,group,context,response\n";
  for (int i = 0; i < 40; ++i)
    for (int s = 0; s < 2; ++s)
      csv += std::to_string(i) + ",t" + std::to_string(i % 2) + ",s" + std::to_string(s) + "," +
             (i % 8 < 4   ? "a"
              : i % 8 < 6 ? "b"
                          : "c") +
             "\n";
  InferSettings settings;
  settings.min_choices = 1;
  const ChoiceInference result = inferred(scenario, csv, settings);
  CHECK(result.unit == "rewards");
  const std::vector<double>& fitted = result.types[0].weights;
  REQUIRE(fitted.size() == 6);
  CHECK(fitted[0] - fitted[1] ==
        doctest::Approx(std::log(2.0)).epsilon(1e-7));  // 10 chose a, 5 b, 5 c
  CHECK(fitted[4] - fitted[5] == doctest::Approx(0.0).epsilon(1e-7));
}

TEST_CASE("infer: the same input gives the same fingerprint, another seed another one") {
  Scenario scenario = test::choice_scenario(10, {{1.0, 0.0}, {0.0, 1.0}});
  const std::string csv = test::synthetic_choices(scenario, 20, 7, false);
  const std::string first = choice_inference_json(inferred(scenario, csv)).at("fingerprint");
  CHECK(choice_inference_json(inferred(scenario, csv)).at("fingerprint") == first);
  CHECK(first.size() == 16);
  scenario.run.seed = 2;
  CHECK(choice_inference_json(inferred(scenario, csv)).at("fingerprint") != first);
}

// Recorded natively; the web-test preset runs the same under Node. It moves only with the fit, the
// folds or the generator of this test's people, not with the menu.
TEST_CASE("infer: posteriors have the same bits on every platform") {
  const Scenario scenario = test::choice_scenario(12, {{1.5, -0.5}, {-0.5, 1.0}, {0.0, 0.0}});
  Digest digest;
  for (const bool comparisons : {false, true})
    for (const RespondentPosterior& person :
         inferred(scenario, test::synthetic_choices(scenario, 20, 11, comparisons)).posteriors)
      for (const double share : person.posterior) digest.add(share);
  CHECK(digest.hex() == "7e0a29048f0de4f8");
}

TEST_CASE("infer: the CSV has one row per figure, and the JSON what it promises") {
  const Scenario scenario = test::choice_scenario(10, {{1.0, 0.0}, {0.0, 1.0}});
  const ChoiceInference result =
      inferred(scenario, test::synthetic_choices(scenario, 20, 7, false));
  const std::string csv = choice_inference_csv(result);
  CHECK(csv.substr(0, csv.find('\n')) == "scenario,method,level,type,metric,mean,lo,hi");
  // 7 figures, 2 recovered, 3 groups x 6 policies x 4, 40 people x 2 types, and the header
  CHECK(std::count(csv.begin(), csv.end(), '\n') == 1 + 7 + 2 + 72 + 80);
  const Json json = choice_inference_json(result);
  for (const char* key : {"schema", "scenario", "version", "fingerprint", "types", "inference",
                          "agreement", "design", "posteriors"}) {
    CAPTURE(key);
    CHECK(json.contains(key));
  }
  CHECK(json.at("design").at("status") == "optimal");
  CHECK(json.at("posteriors").size() == 40);
}

TEST_CASE("infer: refusals say what is allowed") {
  const Scenario scenario = test::choice_scenario(10, {{1.0, 0.0}, {0.0, 1.0}});
  const std::string csv = test::synthetic_choices(scenario, 3, 7, false);
  CHECK(error_of(scenario, csv, {.folds = 1}) == "folds: 1 is not from 2 to 50");
  CHECK(error_of(scenario, csv, {.folds = 7}) ==
        "folds: 7 folds for 6 respondents; at most one fold each");
  CHECK(error_of(scenario, csv, {.min_choices = 0}) == "min_choices: 0 is less than 1");
  CHECK(error_of(scenario, csv, {.min_choices = 11}) ==
        "min_choices: nobody has made 11 choices; a smaller number is needed");
  CHECK(error_of(scenario, csv, {.types = {"t0"}}) ==
        "types: one type leaves nothing to infer; at least two are needed");
  CHECK(error_of(scenario, csv, {.types = {"t0", "t9"}}) ==
        "types: 't9' is not a type of the scenario; allowed: t0, t1");
  CHECK(error_of(scenario, csv, {.types = {"t0", "t0"}}) == "types: 't0' is given twice");
  Scenario renamed = scenario;
  renamed.types[1].name = "parents";
  CHECK(error_of(renamed, csv) ==
        "types: nobody in the choices is in group 'parents'; the groups there are t0, t1 (restrict "
        "the types to those, "
        "or rename the scenario's)");
  Scenario certain = scenario;
  certain.feedback.infinite_rationality = true;
  CHECK(error_of(certain, "respondent,context,response\nx,s0,c\n").substr(0, 21) ==
        "feedback.rationality:");
}
