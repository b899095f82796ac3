#include "core/sim/preset_texts.hpp"

namespace covenant::preset_texts {

// What every preset says unless its own text says otherwise (RFC 7396: objects merge).
const char* const kCommon = R"json({
  "schema": 1,
  "feedback": {"noise": [{"kind": "gaussian", "level": 0.2}]},
  "methods": ["menu", "naive_menu", "rlhf", "average", "oracle"],
  "run": {"noise_levels": [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5]}
})json";

// Scores and weights are ours, set before any comparison of methods was looked at. Each group cares
// most for a norm of its own. Teenagers and adults both want frank detail, but the designer's
// caution weighs four times as much for teenagers: what it would give an adult freely, a teenager
// would take too, so incentive compatibility binds.
const char* const kThreeGroups = R"json({
  "title": "Three groups, one assistant",
  "description": "Teenagers want to decide for themselves, adults want the plain truth, elders want their customs respected. Nobody's group is visible. The designer worries about risky detail, most of all where it reaches teenagers, who would gladly pass for adults.",
  "citation": "Synthetic; numbers chosen for teaching. The idea: arXiv 2503.00069.",
  "norms": ["autonomy", "safety", "candour", "tradition"],
  "contexts": [
    {"name": "a medical question", "weight": 0.4, "responses": [
      {"name": "refer to a doctor", "scores": [-0.6, 1.0, -0.5, 0.4]},
      {"name": "gentle summary", "scores": [-0.1, 0.6, 0.1, 0.6]},
      {"name": "plain facts", "scores": [0.4, 0.2, 0.8, 0.1]},
      {"name": "full detail with risks", "scores": [0.8, -0.3, 1.0, -0.3]},
      {"name": "how to treat it oneself", "scores": [1.0, -1.0, 0.6, -0.5]}]},
    {"name": "a family quarrel over values", "weight": 0.3, "responses": [
      {"name": "stay out of it", "scores": [-0.2, 0.7, -0.8, 0.3]},
      {"name": "keep the peace", "scores": [-0.5, 0.8, -0.3, 0.7]},
      {"name": "both sides", "scores": [0.3, 0.3, 0.6, 0.0]},
      {"name": "side with the asker", "scores": [0.9, -0.3, 0.1, -0.6]},
      {"name": "side with custom", "scores": [-0.8, 0.2, 0.2, 1.0]}]},
    {"name": "a risky hobby", "weight": 0.3, "responses": [
      {"name": "advise against", "scores": [-0.9, 1.0, -0.2, 0.5]},
      {"name": "find a club", "scores": [-0.1, 0.7, 0.2, 0.6]},
      {"name": "general advice", "scores": [0.3, 0.3, 0.5, 0.1]},
      {"name": "specifics with warnings", "scores": [0.7, -0.2, 0.9, -0.2]},
      {"name": "specifics, no lecture", "scores": [1.0, -0.8, 0.7, -0.4]}]}
  ],
  "types": [
    {"name": "Teenagers", "share": 0.25, "weights": [1.0, -0.1, 0.4, -0.3], "norm_factor": 2},
    {"name": "Adults", "share": 0.45, "weights": [0.5, 0.2, 1.2, 0.0], "norm_factor": 0.5},
    {"name": "Elders", "share": 0.3, "weights": [0.1, 0.5, 0.2, 1.2], "norm_factor": 1}
  ],
  "designer": {"norm": [0.0, 1.0, 0.0, 0.0], "norm_strength": 0.8, "transfers": "friction", "kl": 0.1}
})json";

const char* const kDualUse = R"json({
  "title": "Dual use: detail helps some and harms in other hands",
  "description": "Professionals, casual askers and a few who mean harm ask the same question. The designer cannot see who asks; verification is a friction that costs effort and is paid by nobody to anybody.",
  "citation": "Synthetic; a screening problem after Laffont and Martimort 2002, ch. 2, with ordeals in place of money.",
  "norms": ["harm"],
  "contexts": [
    {"name": "a dual-use question", "weight": 1, "responses": [
      {"name": "refuse", "scores": [0]},
      {"name": "summary", "scores": [0.1]},
      {"name": "partial answer", "scores": [0.6]},
      {"name": "full detail", "scores": [1.2]}]}
  ],
  "types": [
    {"name": "Professional", "share": 0.25, "rewards": [-1, 0.2, 0.9, 2.2], "norm_factor": 0},
    {"name": "Casual", "share": 0.6, "rewards": [-0.6, 0.8, 0.5, 0.3], "norm_factor": 0.5},
    {"name": "Harmful", "share": 0.15, "rewards": [-0.4, 0.1, 0.7, 1.3], "norm_factor": 3}
  ],
  "reference": [0.4, 0.4, 0.15, 0.05],
  "designer": {"norm": [-1], "norm_strength": 1, "transfers": "friction", "kl": 0}
})json";

// Weights: mean relevance (0 to 5) of each foundation by self-placed politics, divided by 5.
// Responses and their scores are ours. Shares: respondents of Strimling et al. 2019, not of any
// census.
const char* const kMoralFoundations = R"json({
  "title": "Four political groups and their moral foundations",
  "description": "How much each foundation counts is measured and published; the groups differ less than their quarrels suggest, so this is a hard case for telling people apart.",
  "citation": "Weights: Graham et al. 2011, doi 10.1037/a0021847 (published group means, divided by 5). Shares: respondents of Strimling et al. 2019, doi 10.1038/s41562-019-0647-x, CC BY-SA 4.0. Responses and scores are ours.",
  "norms": ["harm", "fairness", "ingroup", "authority", "purity"],
  "contexts": [
    {"name": "a child breaks a house rule", "weight": 1, "responses": [
      {"name": "comfort first", "scores": [1.0, 0.2, 0.1, -0.6, 0.0]},
      {"name": "same rule for all", "scores": [0.1, 1.0, 0.0, 0.3, 0.0]},
      {"name": "firm consequence", "scores": [-0.5, 0.4, 0.2, 1.0, 0.2]},
      {"name": "family honour", "scores": [-0.3, -0.1, 1.0, 0.6, 0.5]},
      {"name": "let it pass", "scores": [0.4, -0.4, 0.0, -0.8, -0.2]}]},
    {"name": "a joke about a flag", "weight": 1, "responses": [
      {"name": "laugh along", "scores": [-0.2, 0.1, -0.9, -0.5, -0.6]},
      {"name": "who could be hurt", "scores": [0.9, 0.4, 0.1, 0.0, 0.1]},
      {"name": "free speech for all", "scores": [0.0, 0.9, -0.4, -0.4, -0.3]},
      {"name": "honour the flag", "scores": [-0.1, -0.1, 1.0, 0.7, 0.4]},
      {"name": "some things are sacred", "scores": [0.0, -0.2, 0.6, 0.5, 1.0]}]},
    {"name": "sharing a windfall", "weight": 1, "responses": [
      {"name": "to those in need", "scores": [1.0, 0.4, -0.2, 0.0, 0.1]},
      {"name": "equal parts", "scores": [0.3, 1.0, 0.0, 0.0, 0.0]},
      {"name": "family first", "scores": [0.2, -0.4, 1.0, 0.3, 0.2]},
      {"name": "ask the elders", "scores": [0.0, 0.1, 0.5, 1.0, 0.3]},
      {"name": "keep it", "scores": [-0.5, -0.6, -0.3, -0.2, -0.3]}]}
  ],
  "types": [
    {"name": "Liberal", "share": 0.360190, "weights": [0.786, 0.808, 0.412, 0.376, 0.288], "norm_factor": 1},
    {"name": "Moderate", "share": 0.253555, "weights": [0.736, 0.754, 0.512, 0.474, 0.418], "norm_factor": 1},
    {"name": "Conservative", "share": 0.348341, "weights": [0.696, 0.688, 0.606, 0.562, 0.576], "norm_factor": 1},
    {"name": "Libertarian", "share": 0.037915, "weights": [0.652, 0.732, 0.432, 0.342, 0.262], "norm_factor": 1}
  ],
  "designer": {"norm": [1, 0, 0, 0, 0], "norm_strength": 0.2, "transfers": "friction", "kl": 0.1},
  "choice": {"model": "logit", "precision": 10, "rounds": 3}
})json";

// A grid of responses is filled in by presets.cpp.
const char* const kHiddenContext = R"json({
  "citation": "Siththaranjan et al. 2024, arXiv 2312.08358, section 2.",
  "norms": ["amount", "amount above 0.8"],
  "contexts": [{"name": "how much?", "responses": []}],
  "types": [
    {"name": "Safe above 0.8", "share": 1, "weights": [1, 1]},
    {"name": "Harmed above 0.8", "share": 1, "weights": [1, -1]}],
  "designer": {"kl": 0, "transfers": "none"},
  "feedback": {"comparisons": "infinite", "rationality": "infinite", "noise": []},
  "methods": ["menu", "naive_menu", "rlhf", "average", "borda", "oracle"]
})json";

const char* const kCondorcet = R"json({
  "citation": "Rewards ours. RLHF as a Borda count: arXiv 2312.08358.",
  "contexts": [{"name": "one question", "responses": ["a", "b", "c"]}],
  "types": [
    {"name": "Six in ten", "share": 6, "rewards": [10, 3, 2]},
    {"name": "Three in ten", "share": 3, "rewards": [0, 3, 2]},
    {"name": "One in ten", "share": 1, "rewards": [0, 1, 2]}],
  "designer": {"kl": 0, "transfers": "none"},
  "feedback": {"comparisons": "infinite", "rationality": "infinite", "noise": []},
  "methods": ["menu", "naive_menu", "rlhf", "average", "borda", "nash", "maxmin", "oracle"]
})json";

const char* const kDistortion = R"json({
  "citation": "Instance ours, after Goelz, Haghtalab and Yang 2025, arXiv 2505.23749.",
  "contexts": [{"name": "one question", "responses":
    ["for the many", "for the few", "lukewarm", "cooler", "coolest"]}],
  "types": [
    {"name": "The many", "share": 55, "rewards": [1, 0, 0.02, 0.01, 0.005]},
    {"name": "The few", "share": 45, "rewards": [0, 1, 0.02, 0.01, 0.005]}],
  "designer": {"kl": 0, "transfers": "none"},
  "feedback": {"comparisons": "infinite", "rationality": "infinite", "noise": []},
  "methods": ["menu", "naive_menu", "rlhf", "average", "borda", "nash", "oracle"]
})json";

const char* const kGoodhart = R"json({
  "citation": "Numbers ours. Gao et al. 2023, arXiv 2210.10760; heavy tails: Kwa et al. 2024, arXiv 2407.14503.",
  "contexts": [{"name": "one question", "responses":
    ["best", "good", "fair", "plain", "vague", "evasive", "wordy", "wrong", "rude", "bait"]}],
  "types": [
    {"name": "Novices", "share": 6, "rewards": [2, 1, 0.6, 0.3, 0.1, 0, -0.1, -0.3, -0.6, -1]},
    {"name": "Experts", "share": 4, "rewards": [2, 1.2, 0.3, 0.5, -0.1, 0, -0.3, -0.3, -0.6, -1]}],
  "designer": {"kl": 0.05, "transfers": "none"},
  "feedback": {"comparisons": "infinite", "noise": [
    {"kind": "student_t", "df": 2, "level": 0.2}, {"kind": "adversarial", "level": 5}]},
  "methods": ["menu", "rlhf", "best_of_n", "average", "oracle"]
})json";

const char* const kFlips = R"json({
  "citation": "Numbers ours. Flipped labels: Chowdhury et al. 2024, arXiv 2403.00409.",
  "contexts": [{"name": "one question", "responses": ["a", "b"]}],
  "types": [
    {"name": "Majority", "share": 6, "rewards": [1, 0]},
    {"name": "Minority", "share": 4, "rewards": [0, 1]}],
  "designer": {"kl": 0, "transfers": "none"},
  "feedback": {"comparisons": 20000, "rationality": 4,
    "noise": [{"kind": "flips", "level": 0.2, "factors": [1, 0]}]},
  "methods": ["menu", "naive_menu", "rlhf", "average", "rdpo", "oracle"]
})json";

const char* const kImbalance = R"json({
  "citation": "Numbers ours, after Chakraborty et al. 2024 (MaxMin-RLHF), arXiv 2402.08925.",
  "contexts": [{"name": "one question", "responses": ["a", "b"]}],
  "types": [
    {"name": "Majority", "share": 10, "rewards": [1, -1]},
    {"name": "Minority", "share": 1, "rewards": [-1, 1]}],
  "designer": {"kl": 1, "transfers": "none"},
  "feedback": {"comparisons": "infinite", "noise": []},
  "methods": ["menu", "naive_menu", "rlhf", "average", "maxmin", "oracle"]
})json";

const char* const kMisreport = R"json({
  "citation": "Numbers ours. Strategic feedback: Soumalias et al. 2024, arXiv 2405.05905; Kleine Buening et al. 2025, arXiv 2503.09561.",
  "contexts": [{"name": "one question", "responses": ["left", "middle", "right"]}],
  "types": [
    {"name": "Strategic", "share": 4, "rewards": [1, 0.6, 0]},
    {"name": "Sincere", "share": 6, "rewards": [0, 0.7, 1]}],
  "designer": {"kl": 0.2},
  "feedback": {"comparisons": "infinite",
    "noise": [{"kind": "misreport", "type": "Strategic", "factor": "best"}]},
  "run": {"noise_levels": [0.2]},
  "methods": ["menu", "rlhf", "average", "median_of_mles", "affine_maximiser", "oracle"]
})json";

// Contexts are filled in by presets.cpp: one dilemma per attribute.
const char* const kMoralMachine = R"json({
  "citation": "Awad et al. 2018, Nature 563:59-64, doi 10.1038/s41586-018-0637-6: mean AMCE of each cluster; shares of countries, not of people.",
  "norms": ["inaction", "pedestrians", "lawful", "females", "fit", "high status", "young", "more", "humans"],
  "contexts": [],
  "types": [
    {"name": "Western", "share": 67, "weights": [0.0617, 0.0905, 0.3485, 0.1021, 0.1586, 0.3441, 0.4812, 0.504, 0.594]},
    {"name": "Eastern", "share": 28, "weights": [0.0484, 0.1279, 0.3647, 0.0951, 0.1196, 0.3098, 0.4098, 0.454, 0.5933]},
    {"name": "Southern", "share": 35, "weights": [0.0338, 0.1024, 0.3482, 0.1557, 0.1716, 0.4028, 0.5145, 0.5018, 0.5165]}]
})json";

const char* const kMoralIssues = R"json({
  "citation": "Strimling et al. 2019, doi 10.1038/s41562-019-0647-x, CC BY-SA 4.0: how many raters say that an argument of each kind applies, for minus against; weights fitted to the published choices, shares of respondents.",
  "norms": ["harm", "fairness", "ingroup", "authority", "purity", "liberty"],
  "contexts": [
    {"name": "legal abortion", "responses": [{"name": "for", "scores": [-0.23, 0.28, -0.04, -0.19, -0.7, 0.67]}, "against"]},
    {"name": "death penalty", "responses": [{"name": "for", "scores": [-0.23, -0.2, 0.05, 0.38, -0.15, -0.01]}, "against"]},
    {"name": "legal marijuana", "responses": [{"name": "for", "scores": [0.05, 0.2, -0.05, -0.52, -0.5, 0.66]}, "against"]},
    {"name": "same-sex marriage", "responses": [{"name": "for", "scores": [0.19, 0.62, -0.09, -0.37, -0.74, 0.63]}, "against"]},
    {"name": "illegal pornography", "responses": [{"name": "for", "scores": [0.12, -0.28, 0.04, 0.16, 0.77, -0.66]}, "against"]}],
  "types": [
    {"name": "Liberal", "share": 152, "weights": [1.951, 2.826, -2.515, 1.798, -3.087, -0.62]},
    {"name": "Moderate", "share": 107, "weights": [0.78, 2.93, -1.835, 1.824, -1.886, -0.17]},
    {"name": "Conservative", "share": 147, "weights": [-0.521, 2.6, -2.526, 2.034, -0.108, -0.017]}]
})json";

const char* const kConsensus = R"json({
  "citation": "Synthetic: a control.",
  "contexts": [{"name": "one question", "responses": ["clear", "short", "long", "evasive"]}],
  "types": [
    {"name": "One", "share": 1, "rewards": [1, 0.6, 0.2, 0]},
    {"name": "Two", "share": 1, "rewards": [0.97, 0.62, 0.18, 0.02]},
    {"name": "Three", "share": 1, "rewards": [1.02, 0.58, 0.22, 0]}]
})json";

}  // namespace covenant::preset_texts
