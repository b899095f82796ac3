// Whole runs: known answers where nothing is random, properties where it is.
#include "core/sim/simulation.hpp"

#include <doctest/doctest.h>
#include <cmath>

#include "core/eval/misalignment.hpp"
#include "core/sim/presets.hpp"
#include "tests/support/runs.hpp"

using namespace covenant;
using namespace covenant::test;

namespace {

constexpr double kExact = 1e-7;

// The three groups of the Condorcet example as a scenario: shares (.6, .3, .1), one context,
// infinite comparisons.
Scenario condorcet(const char* rationality) {
  const std::string text = std::string(R"json({
    "id": "condorcet", "norms": [],
    "contexts": [{"name": "c", "responses": [{"name": "a"}, {"name": "b"}, {"name": "c"}]}],
    "types": [{"name": "1", "share": 0.6, "rewards": [10, 3, 2]}, {"name": "2", "share": 0.3, "rewards": [0, 3, 2]},
              {"name": "3", "share": 0.1, "rewards": [0, 1, 2]}],
    "designer": {"kl": 0, "transfers": "none"},
    "feedback": {"comparisons": "infinite", "rationality": )json") +
                           rationality + "}}";
  const Result<Scenario> scenario = parse_scenario(text);
  REQUIRE(scenario);
  return scenario.value();
}

}  // namespace

TEST_CASE("simulation: dual use has the known objectives under each transfer regime") {
  const Report friction = run(exact("dual-use"));
  CHECK(std::fabs(mean(friction, "menu", "objective") - 0.685) < kExact);
  CHECK(std::fabs(mean(friction, "oracle", "objective") - 0.97) < kExact);
  CHECK(std::fabs(mean(friction, "average", "objective") - 0.47) < kExact);
  const Report none = run(with(exact("dual-use"), {{"transfers", "none"}}));
  CHECK(std::fabs(mean(none, "menu", "objective") - 0.655) < kExact);
  const Report money = run(with(exact("dual-use"), {{"transfers", "money"}}));
  CHECK(std::fabs(mean(money, "menu", "objective") - 0.97) < kExact);
  CHECK(friction.replicates == 1);
  const MetricValue* value = friction.method("menu")->levels[0].metric("regret");
  CHECK(value->value.lo == value->value.mean);
  CHECK(value->value.hi == value->value.mean);
}

TEST_CASE("simulation: the Condorcet groups get what is known from each method") {
  // greedy: RLHF picks b (mean 2.8), the average a (6), the menu of favourites 7.1
  const Report report = run(condorcet("\"infinite\""));
  CHECK(std::fabs(mean(report, "rlhf", "utility") - 2.8) < kExact);
  CHECK(std::fabs(mean(report, "average", "utility") - 6.0) < kExact);
  CHECK(std::fabs(mean(report, "menu", "utility") - 7.1) < kExact);
  CHECK(std::fabs(mean(report, "naive_menu", "utility") - 7.1) < kExact);
  // rescaled to [0, 1]: (1, .125, 0), (0, 1, 2/3), (0, .5, 1); best single policy a: .6, b: .425
  CHECK(std::fabs(mean(report, "rlhf", "distortion") - 0.6 / 0.425) < kExact);
  CHECK(std::fabs(mean(report, "average", "distortion") - 1.0) < kExact);
  CHECK(std::fabs(mean(report, "menu", "distortion") - 0.6) < kExact);
  // below rationality 2.254603 RLHF picks a, above it b
  CHECK(std::fabs(mean(run(condorcet("2.2546")), "rlhf", "utility") - 6.0) < kExact);
  CHECK(std::fabs(mean(run(condorcet("2.2547")), "rlhf", "utility") - 2.8) < kExact);
}

TEST_CASE(
    "simulation: the report does not depend on how replicates are spread over threads or steps") {
  const Scenario scenario =
      with(preset("three-groups").value(), {{"replicates", "9"}, {"run.noise_levels", "[0, 0.3]"}});
  const Report whole = run(scenario, 1);
  CHECK(run(scenario, 4).fingerprint == whole.fingerprint);
  Simulation steps(scenario);
  while (!steps.done()) steps.advance(2);
  CHECK(steps.report().fingerprint == whole.fingerprint);
  CHECK(run(with(scenario, {{"seed", "2"}}), 1).fingerprint != whole.fingerprint);
}

TEST_CASE(
    "simulation: a report survives its own text, and the fingerprint forgets only time and "
    "version") {
  const Scenario scenario =
      with(preset("dual-use").value(), {{"replicates", "3"}, {"choice.model", "logit"}});
  Report report = run(scenario);
  const Result<Report> again = parse_report(write_json(report_json(report)));
  REQUIRE(again);
  CHECK(report_json(again.value()) == report_json(report));
  CHECK(fingerprint(again.value()) == report.fingerprint);
  report.seconds = 9.0;
  report.version = "other";
  CHECK(fingerprint(report) == report.fingerprint);
  report.methods[0].levels[0].metrics[0].value.mean += 1e-15;
  CHECK(fingerprint(report) != report.fingerprint);
  CHECK_FALSE(parse_report("{\"schema\": 1}"));
}

TEST_CASE("simulation: the oracle bounds every method's objective, and regret is never negative") {
  for (const char* choice : {"best", "logit"}) {
    for (const PresetInfo& info : preset_list()) {
      CAPTURE(std::string(info.id));
      CAPTURE(choice);
      const Scenario scenario =
          with(preset(info.id).value(),
               {{"replicates", "3"}, {"run.noise_levels", "[0, 0.5]"}, {"choice.model", choice}});
      const Report report = run(scenario);
      for (std::size_t level = 0; level < report.noise_levels.size(); ++level) {
        const double bound = mean(report, "oracle", "objective", level);
        for (const MethodReport& method : report.methods) {
          CAPTURE(method.label);
          CHECK(mean(report, method.label.c_str(), "objective", level) <= bound + 1e-12);
          CHECK(mean(report, method.label.c_str(), "regret", level) >= -1e-12);
          CHECK(mean(report, method.label.c_str(), "coherence", level) <= 1.0 + 1e-12);
        }
      }
    }
  }
}

TEST_CASE("simulation: what is told by type adds up to what is told of everybody") {
  const Scenario scenario = with(preset("three-groups").value(),
                                 {{"comparisons", "infinite"},
                                  {"transfers", "money"},
                                  {"choice.model", "logit"},
                                  {"feedback.noise", R"([{"kind": "adversarial", "level": 0.3}])"},
                                  {"run.noise_levels", "[]"}});
  const Report report = run(scenario);
  for (const char* method : {"menu", "rlhf", "oracle"}) {
    for (const Metric metric : kTypeMetrics) {
      CAPTURE(method);
      CAPTURE(std::string(metric_name(metric)));
      if (is_menu_metric(metric) && std::string(method) != "menu") continue;
      double sum = 0.0, most = 0.0;
      for (std::size_t k = 0; k < 3; ++k) {
        const double own = type_mean(report, method, k, metric_name(metric));
        sum += scenario.types[k].share * own;
        most = std::max(most, own);
      }
      sum /= scenario.types[0].share + scenario.types[1].share + scenario.types[2].share;
      const double whole = mean(report, method, metric_name(metric));
      CHECK(whole == doctest::Approx(metric == Metric::misreport_gain ? most : sum).epsilon(1e-12));
    }
    double worst = -1e300;
    for (std::size_t k = 0; k < 3; ++k)
      worst = std::max(worst, type_mean(report, method, k, "regret"));
    CHECK(mean(report, method, "worst_regret") == worst);
  }
}

// Differences of the same replicates: their mean is the difference of means, they mirror each other
// when the two methods change places, and they are narrower than unpaired ones would be.
TEST_CASE("simulation: methods are compared in pairs with any baseline that is named") {
  const Scenario scenario =
      with(preset("three-groups").value(), {{"replicates", "40"}, {"run.noise_levels", "[0.3]"}});
  const Report to_average = run(with(scenario, {{"run.baseline", "average"}}));
  const Report to_menu = run(with(scenario, {{"baseline", "menu"}}));
  const auto versus = [](const Report& report, const char* method, const char* metric) {
    const MetricValue* value = report.method(method)->levels[0].metric(metric);
    REQUIRE(value != nullptr);
    REQUIRE(value->vs_baseline);
    return *value->vs_baseline;
  };
  const Interval one = versus(to_average, "menu", "regret"),
                 two = versus(to_menu, "average", "regret");
  CHECK(one.mean == doctest::Approx(mean(to_average, "menu", "regret") -
                                    mean(to_average, "average", "regret")));
  CHECK(one.lo == doctest::Approx(-two.hi));
  CHECK(one.hi == doctest::Approx(-two.lo));
  const Interval menu = interval(to_average, "menu", "regret"),
                 average = interval(to_average, "average", "regret");
  CHECK(one.hi - one.lo < std::hypot(menu.hi - menu.lo, average.hi - average.lo));
  // the comparison with rlhf is not touched, nobody is compared with itself
  CHECK(to_average.method("menu")->levels[0].metric("regret")->vs_rlhf ==
        to_menu.method("menu")->levels[0].metric("regret")->vs_rlhf);
  CHECK_FALSE(to_menu.method("menu")->levels[0].metric("regret")->vs_baseline);
  // what only menus have is compared among menus
  static_cast<void>(versus(to_menu, "naive_menu", "truthful"));
  const Result<Report> again = parse_report(write_json(report_json(to_menu)));
  REQUIRE(again);
  CHECK(again.value().baseline == "menu");
  CHECK(report_json(again.value()) == report_json(to_menu));
  CHECK(report_csv(to_menu).find(",regret_vs_baseline,") != std::string::npos);
  const Result<Scenario> nobody = with_field(scenario, "run.baseline", "best");
  REQUIRE_FALSE(nobody);
  CHECK(nobody.error().message.find("run.baseline: \"best\" is not known; allowed are menu") == 0);
}

// Eight picks from a menu of three and leaving are sampled; the same numbers serve every method.
TEST_CASE("simulation: no method's figures depend on which others stand beside it") {
  const Scenario scenario = with(preset("three-groups").value(),
                                 {{"choice.model", "logit"},
                                  {"choice.rounds", "8"},
                                  {"replicates", "2"},
                                  {"run.noise_levels", "[0.1, 0.2]"},
                                  {"methods", R"(["naive_menu", "popl", "ensemble", "menu"])"}});
  const Report beside = run(scenario), alone = run(with(scenario, {{"methods", R"(["menu"])"}}));
  const Json one = report_json(beside), two = report_json(alone);
  CHECK(one["inference"]["menu"] == two["inference"]["menu"]);
  for (std::size_t l = 0; l < 2; ++l)
    CHECK(one["methods"]["menu"]["levels"][l]["by_type"] ==
          two["methods"]["menu"]["levels"][l]["by_type"]);
  // levels neither
  const Report later = run(with(scenario, {{"run.noise_levels", "[0.2]"}}));
  CHECK(report_json(later)["inference"]["menu"][0] == one["inference"]["menu"][1]);
}

TEST_CASE("simulation: the report says what fits and solvers left open") {
  const Report report =
      run(with(preset("three-groups").value(),
               {{"replicates", "4"},
                {"run.noise_levels", "[0.2]"},
                {"methods", R"(["menu", "rlhf", "dpo", "ensemble", "maxmin", "nash", "group_dro",
                       "dpl_mean_var", "dpl_categorical"])"}}));
  for (const MethodReport& method : report.methods) {
    CAPTURE(method.label);
    const LevelReport& level = method.levels[0];
    const bool first_order = method.id.substr(0, 4) == "dpl_";
    CHECK(level.gradient_norm > 0.0);
    CHECK(level.gradient_norm < (first_order ? 1e-8 : 1e-11));
    const bool game = method.id == "menu" || method.id == "maxmin" || method.id == "nash" ||
                      method.id == "group_dro";
    CHECK(std::isnan(level.gap) != game);
    if (game) CHECK(std::fabs(level.gap) < 1e-7);
  }
}

TEST_CASE("simulation: the oracle bounds every method of the lab, under every kind of noise") {
  const std::string methods = all_methods_but({});
  for (const char* noise :
       {R"([{"kind": "gaussian", "level": 0.5}])", R"([{"kind": "adversarial", "level": 2}])",
        R"([{"kind": "flips", "level": 0.6, "factors": [1, 0, 1]},
            {"kind": "per_comparison", "level": 1}])"}) {
    for (const char* transfers : {"none", "money"}) {
      CAPTURE(std::string(noise));
      CAPTURE(transfers);
      const Report report = run(with(preset("three-groups").value(), {{"methods", methods.c_str()},
                                                                      {"feedback.noise", noise},
                                                                      {"transfers", transfers},
                                                                      {"run.noise_levels", "[]"},
                                                                      {"comparisons", "300"},
                                                                      {"replicates", "3"}}));
      for (const MethodReport& method : report.methods) {
        CAPTURE(method.label);
        const double bound = mean(report, "oracle", "objective");
        CHECK(mean(report, method.label.c_str(), "objective") <= bound + 1e-12);
        // money may be paid to people: then they can be better off than by their own ideal
        if (std::string(transfers) == "none")
          CHECK(mean(report, method.label.c_str(), "regret") >= -1e-12);
      }
    }
  }
}

TEST_CASE("simulation: permuting the types permutes the report and changes nothing else") {
  // popl's candidates are drawn; dpl_categorical: rounding chooses among equals
  const std::string methods = all_methods_but({"popl", "dpl_categorical"});
  const Scenario scenario = with(exact("three-groups"), {{"methods", methods.c_str()}});
  Scenario permuted = scenario;
  std::swap(permuted.types[0], permuted.types[2]);
  const Report a = run(scenario), b = run(permuted);
  for (const MethodReport& method : a.methods) {
    CAPTURE(method.label);
    const LevelReport& one = method.levels[0];
    const LevelReport& two = b.method(method.label)->levels[0];
    for (const MetricValue& metric : one.metrics) {
      CAPTURE(metric.name);
      CHECK(std::fabs(two.metric(metric.name)->value.mean - metric.value.mean) < 1e-6);
    }
    for (std::size_t k = 0; k < 3; ++k) {
      for (const MetricValue& metric : one.by_type[k].metrics) {
        CAPTURE(metric.name);
        CHECK(std::fabs(type_mean(b, method.label.c_str(), 2 - k, metric.name) -
                        metric.value.mean) < 1e-6);
      }
    }
  }
}

// Not those with a unit of their own: nash prices KL in preference probability, power_mean's
// exponent is per util. dpl_categorical: rounding chooses among equals.
TEST_CASE("simulation: doubling rewards, norm strength and kl leaves policies unchanged") {
  const std::string methods = all_methods_but({"nash", "power_mean", "dpl_categorical"});
  const Scenario scenario =
      with(exact("three-groups"), {{"methods", methods.c_str()}, {"replicates", "1"}});
  Scenario doubled = scenario;
  for (TypeSpec& type : doubled.types) {
    for (double& weight : type.weights) weight *= 2.0;
  }
  doubled.designer.norm_strength *= 2.0;
  doubled.designer.kl *= 2.0;
  doubled.feedback.rationality /= 2.0;
  const Report a = run(scenario), b = run(doubled);
  for (const MethodReport& method : a.methods) {
    CAPTURE(method.label);
    const Deployment& one = method.levels[0].deployment;
    const Deployment& two = b.method(method.label)->levels[0].deployment;
    REQUIRE(one.policies.size() == two.policies.size());
    for (std::size_t j = 0; j < one.policies.size(); ++j) {
      for (std::size_t r = 0; r < one.policies[j].size(); ++r) {
        CHECK(std::fabs(one.policies[j][r] - two.policies[j][r]) < 1e-6);
      }
    }
  }
}

TEST_CASE("simulation: an outside option nobody can match fails the design, which is counted") {
  const Scenario scenario = with(exact("dual-use"), {{"outside", "[0, 50, 0]"}});
  const Report report = run(scenario);
  CHECK(report.method("menu")->levels[0].failed_designs == 1);
  CHECK(mean(report, "menu", "leaving") > 0.5);
}

TEST_CASE(
    "simulation: people with spread stray around their type, and the oracle still bounds the "
    "menu") {
  const Scenario scenario = with(
      preset("three-groups").value(),
      {{"spread", "0.3"}, {"users", "60"}, {"replicates", "2"}, {"run.noise_levels", "[0, 0.2]"}});
  const Report report = run(scenario);
  CHECK(mean(report, "menu", "regret") > 0.0);
  CHECK(mean(report, "menu", "truthful") < 1.0);
}

TEST_CASE("simulation: the exact design and picks agree with the run") {
  const ExactDesign exact_design = design_exact(preset("dual-use").value());
  REQUIRE(exact_design.design.status == SolveStatus::optimal);
  CHECK(std::fabs(exact_design.design.objective - 0.685) < kExact);
  for (Index k = 0; k < 3; ++k) {
    const Pick pick = pick_as(exact_design, exact_design.reward.row(k).transpose());
    CHECK(pick.utility == doctest::Approx(exact_design.design.utility(k)).epsilon(1e-9));
    CHECK(pick.rent >= -1e-12);
  }
}
