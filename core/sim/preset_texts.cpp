#include "core/sim/preset_texts.hpp"

namespace covenant::preset_texts {

// Scores and weights are ours, set before any comparison of methods was looked at. Each group cares
// most for a norm of its own. Teenagers and adults both want frank detail, but the designer's
// caution weighs four times as much for teenagers: what it would give an adult freely, a teenager
// would take too, so incentive compatibility binds.
const char* const kThreeGroups = R"json({
  "schema": 1,
  "id": "three-groups",
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
  "designer": {"norm": [0.0, 1.0, 0.0, 0.0], "norm_strength": 0.8, "transfers": "friction", "kl": 0.1},
  "feedback": {"comparisons": 2000, "rationality": 1, "labelled": true, "ridge": 0.01,
               "noise": [{"kind": "gaussian", "level": 0.2}]},
  "choice": {"model": "best", "precision": 10, "rounds": 1},
  "methods": ["menu", "naive_menu", "rlhf", "average", "oracle"],
  "run": {"seed": 1, "replicates": 200, "users": 1000,
          "noise_levels": [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5]}
})json";

const char* const kDualUse = R"json({
  "schema": 1,
  "id": "dual-use",
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
  "outside": "reference",
  "designer": {"norm": [-1], "norm_strength": 1, "transfers": "friction", "kl": 0},
  "feedback": {"comparisons": 2000, "rationality": 1, "labelled": true, "ridge": 0.01,
               "noise": [{"kind": "gaussian", "level": 0.2}]},
  "choice": {"model": "best", "precision": 10, "rounds": 1},
  "methods": ["menu", "naive_menu", "rlhf", "average", "oracle"],
  "run": {"seed": 1, "replicates": 200, "users": 1000,
          "noise_levels": [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5]}
})json";

// Weights: mean relevance (0 to 5) of each foundation by self-placed politics, divided by 5.
// Responses and their scores are ours. Shares: respondents of Strimling et al. 2019, not of any
// census.
const char* const kMoralFoundations = R"json({
  "schema": 1,
  "id": "moral-foundations",
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
  "feedback": {"comparisons": 2000, "rationality": 1, "labelled": true, "ridge": 0.01,
               "noise": [{"kind": "gaussian", "level": 0.2}]},
  "choice": {"model": "logit", "precision": 10, "rounds": 3},
  "methods": ["menu", "naive_menu", "rlhf", "average", "oracle"],
  "run": {"seed": 1, "replicates": 200, "users": 1000,
          "noise_levels": [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5]}
})json";

}  // namespace covenant::preset_texts
