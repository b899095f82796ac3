// Every method of the lab, with its paper, its assumptions and its parameters; what it does is
// found by deploy.cpp.
#include "core/mech/methods/method.hpp"

namespace covenant {
namespace {

constexpr std::string_view kPooled = "pooled comparisons come from one reward; one policy for all";
constexpr std::string_view kLabelled = "labelled comparisons; one policy for all";
constexpr ParameterInfo kEpsilon{
    "epsilon", -1,    -1,
    0.49,      false, "share of labels assumed to be flipped; -1 = told the true one"};

constexpr ParameterInfo kQuantile{"quantile", 0.01,  0.001,
                                  0.999,      false, "of each response's reward, .5 = median"};

}  // namespace

const std::vector<MethodInfo>& method_list() {
  static const std::vector<MethodInfo> list = {
      {"menu",
       "Mussa & Rosen 1978; Laffont & Martimort 2002",
       "labelled comparisons; people know their type and pick once; transfers can be collected",
       1,
       {}},
      {"naive_menu",
       "none: the menu without incentive constraints",
       "labelled comparisons; people pick once, whatever the designer meant for them",
       1,
       {}},
      {"oracle", "none: the upper bound", "true types and true rewards are known", 0, {}},
      {"average", "Harsanyi 1955", kLabelled, 0, {}},
      {"rlhf", "Christiano et al. 2017; Ouyang et al. 2022", kPooled, 0, {}},
      {"best_of_n",
       "Stiennon et al. 2020; Gao et al. 2023",
       "as rlhf; samples n responses of the reference, keeps the best",
       0,
       {{"n", 16, 1, 1e6, true, "samples per answer"}}},
      {"borda",
       "Siththaranjan et al. 2024 (RLHF as Borda count)",
       "pooled comparisons; no reward, so neither norm nor KL enters; greedy",
       0,
       {}},
      {"dpo",
       "Rafailov et al. 2023",
       "as rlhf without ridge; no explicit reward, so the norm does not enter",
       0,
       {}},
      {"cdpo",
       "Mitchell 2023 (conservative DPO)",
       "as dpo; labels are flipped at rate epsilon, told to the method",
       0,
       {kEpsilon}},
      {"rdpo",
       "Chowdhury et al. 2024 (robust DPO)",
       "as dpo; labels are flipped at rate epsilon, told to the method",
       0,
       {kEpsilon}},
      {"ensemble",
       "Coste et al. 2024",
       kPooled,
       0,
       {{"members", 5, 2, 100, true, "reward models, each on a bootstrap of the comparisons"},
        {"penalty", -1, -1, 1e6, false,
         "weight of the variance between members; -1 = worst member instead"}}},
      {"maxmin",
       "Chakraborty et al. 2024 (MaxMin-RLHF)",
       "labelled comparisons; one policy, for the group worst off",
       0,
       {}},
      {"nash",
       "Munos et al. 2024 (NLHF); Fishburn 1984 (maximal lottery)",
       "pooled comparisons; preferences, not rewards, so the norm does not enter",
       0,
       {}},
      {"power_mean",
       "Park et al. 2024",
       kLabelled,
       0,
       {{"alpha", -10, -1e3, 1e3, false,
         "log-mean-exp exponent of a response's rewards: -inf worst, 0 mean, inf best"}}},
      {"median_of_mles", "Kleine Buening et al. 2025 (without its pessimism)", kLabelled, 0, {}},
      {"affine_maximiser",
       "Roberts 1979; Soumalias et al. 2024; Sun et al. 2024",
       "groups report rewards and pay VCG prices; one policy for all",
       1,
       {}},
      {"dpl_mean_var",
       "Siththaranjan et al. 2024 (distributional preference learning)",
       "pooled comparisons; rewards are normal over the hidden context; risk-averse; one policy",
       0,
       {kQuantile}},
      {"dpl_categorical",
       "Siththaranjan et al. 2024 (distributional preference learning)",
       "pooled comparisons; rewards have histograms over the hidden context; risk-averse; one "
       "policy",
       0,
       {kQuantile, {"bins", 10, 2, 100, true, "bins of each histogram"}}},
      {"group_dro",
       "Ramesh et al. 2024 (GRPO); Sagawa et al. 2020",
       "labelled comparisons; as dpo for the group it fits worst, so the norm does not enter",
       0,
       {}},
      {"popl",
       "Boldi et al. 2024 (lexicase selection)",
       "pooled comparisons, whoever made them; people pick once from a free menu",
       1,
       {{"policies", 8, 1, 64, true, "selections offered, repeats left out"},
        {"population", 100, 2, 1000, true, "reward functions that evolve"},
        {"generations", 50, 0, 500, true, "rounds of selection and change"}},
       -1,
       true},
      {"personalised",
       "none: Bayes' rule on comparisons asked of the person served",
       "labelled comparisons; people answer as the feedback's annotators do, and not strategically",
       1,
       {{"q", 1, 0, 8, true, "comparisons asked of each person"}},
       0},
      {"soup",
       "Rame et al. 2023 (rewarded soups)",
       "labelled comparisons; one policy per group, interpolated into one",
       0,
       {}},
  };
  return list;
}

int answers_asked(const MethodInfo& method, const Parameters& parameters) {
  if (method.answers_parameter < 0) return method.answers_per_person;
  return static_cast<int>(parameters[static_cast<std::size_t>(method.answers_parameter)]);
}

const MethodInfo* find_method(std::string_view id) {
  for (const MethodInfo& method : method_list()) {
    if (method.id == id) return &method;
  }
  return nullptr;
}

}  // namespace covenant
