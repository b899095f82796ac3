// core/sim/scenario.hpp: everything a run depends on, as plain data (model.md section 2).
// Same Scenario, same Report, bit for bit. Holds std types only, so that == is defaulted.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.hpp"
#include "core/base/result.hpp"
#include "core/eval/elicitation.hpp"
#include "core/mech/choice.hpp"

namespace covenant {

struct ResponseSpec {
  std::string name;
  std::vector<double> scores;  // one per norm (num_norms)
  bool operator==(const ResponseSpec&) const = default;
};

struct ContextSpec {
  std::string name;
  double weight = 1.0;  // > 0; normalised over contexts where used
  std::vector<ResponseSpec> responses;
  bool operator==(const ContextSpec&) const = default;
};

struct TypeSpec {
  std::string name;
  double share = 1.0;           // > 0; normalised over types where used
  std::vector<double> weights;  // one per norm; empty when `rewards` is given
  std::vector<double>
      rewards;               // one per response, contexts in order; empty when `weights` is given
  double norm_factor = 1.0;  // how much the designer's norm counts for what this type receives
  bool operator==(const TypeSpec&) const = default;
};

enum class OutsideKind { reference, number, per_type };
enum class TransferRegime { none, friction, money };

struct DesignerSpec {
  std::vector<double> norm;  // one per norm; empty = zero; what was elicited, if `elicited`
  bool elicited = false;     // "norm": "elicited": from the community's answers
  NormAggregate elicitation = NormAggregate::mean;
  double trim = 0.1;  // trimmed_mean: share cut off at either end, [0, 0.5)
  std::vector<std::vector<double>> community;  // one row of norms per respondent
  double norm_strength = 0.0;                  // >= 0
  TransferRegime transfers = TransferRegime::friction;
  double kl = 0.1;             // >= 0
  int max_contracts = 0;       // 0 = no limit (null in JSON)
  double robust_radius = 0.0;  // >= 0, reward units
  double discount = 0.0;       // tau in [0, 1]
  bool operator==(const DesignerSpec&) const = default;
};

enum class NoiseKind {
  gaussian,      // + level S z on the reward of each type and response
  student_t,     // the same with Student's t of `df` degrees of freedom
  bias,          // + level times `offsets` (one per response, utils) on every type's reward
  adversarial,   // + level S on each context's response of lowest share-weighted reward: a bait
  missing_norm,  // the designer's features lack norm `index`; level ignored
  misreport,     // `type` reports its rewards times `factor`, or what serves it best; level ignored
  flips,         // labels reversed with probability level, at most 1
  per_comparison,  // fresh Gaussian noise of sd level S on either reward of each comparison
};

// `factors` multiply the level for each type, where there is a level.
struct NoiseSpec {
  NoiseKind kind = NoiseKind::gaussian;
  double level = 0.0;           // >= 0
  int df = 3;                   // student_t
  std::vector<double> offsets;  // bias
  int index = 0;                // missing_norm: a norm; misreport: a type
  double factor = 1.0;          // misreport, >= 0
  bool best = false;            // misreport: the report that serves the type best instead
  std::vector<double> factors;  // one per type, >= 0; empty = ones
  bool operator==(const NoiseSpec&) const = default;
};
[[nodiscard]] const char* noise_name(NoiseKind kind);
// False for the kinds that ignore `level`.
[[nodiscard]] bool noise_has_level(NoiseKind kind);

struct FeedbackSpec {
  bool infinite_comparisons = false;
  int comparisons = 2000;  // in all, over types and contexts; unused when infinite
  bool infinite_rationality = false;
  double rationality = 1.0;  // inverse temperature > 0; unused when infinite
  double ridge = 0.01;       // >= 0, in Bradley-Terry units
  bool labelled = true;      // the group of a comparison is known; else a mixture is fitted
  int per_person = 1;        // comparisons that the same person answers
  std::vector<NoiseSpec> noise;
  bool operator==(const FeedbackSpec&) const = default;
};

struct ChoiceSpec {
  ChoiceModel model = ChoiceModel::best;
  double precision = 10.0;  // logit only, > 0
  int rounds = 1;           // picks per person, evidence for inference, 1..100
  bool operator==(const ChoiceSpec&) const = default;
};

struct MethodSpec {
  std::string id;                  // one of mech's method_list()
  std::string label;               // unique within a scenario; defaults to id
  std::vector<double> parameters;  // every number the method takes, in the order of its MethodInfo
  bool operator==(const MethodSpec&) const = default;
};

struct RunSpec {
  std::uint64_t seed = 1;  // <= 2^53, so that it survives JSON everywhere
  int replicates = 200;
  int users = 1000;
  std::vector<double> noise_levels;  // of the first noise entry; empty = its own level only
  std::string baseline;  // label of a method all others are compared with, besides rlhf; or empty
  bool operator==(const RunSpec&) const = default;
};

struct Scenario {
  std::string id = "untitled", title, description, citation;
  std::vector<std::string> norms;
  std::vector<ContextSpec> contexts;
  std::vector<TypeSpec> types;
  double spread = 0.0;  // sd of a person's weights (or rewards) around the type's, >= 0
  std::vector<double>
      reference;  // one probability per response, contexts in order; empty = uniform
  OutsideKind outside = OutsideKind::reference;
  std::vector<double> outside_values;  // one number (number) or one per type (per_type)
  DesignerSpec designer;
  FeedbackSpec feedback;
  ChoiceSpec choice;
  std::vector<MethodSpec> methods;
  RunSpec run;
  bool operator==(const Scenario&) const = default;

  [[nodiscard]] int num_types() const { return static_cast<int>(types.size()); }
  [[nodiscard]] int num_norms() const { return static_cast<int>(norms.size()); }
  [[nodiscard]] int num_contexts() const { return static_cast<int>(contexts.size()); }
  [[nodiscard]] int num_responses() const;  // over all contexts
};

// What a scenario may hold; the page and the parser share these bounds.
struct ScenarioLimits {
  int norms = 32, contexts = 200, responses_per_context = 128, responses = 2000, types = 24,
      methods = 32;
  int community = 1000, per_person = 1000;
  int comparisons = 10000000, replicates = 100000, users = 1000000, rounds = 100,
      noise_levels = 101;
  double magnitude = 1e6;  // |scores|, |weights|, |rewards|, ...
};
inline constexpr ScenarioLimits kScenarioLimits{};

// Parses, fills defaults and validates. Every error names the field and what is allowed.
[[nodiscard]] Result<Scenario> parse_scenario(std::string_view json_text);
[[nodiscard]] Result<Scenario> scenario_from_json(const Json& json);
// Every field, in the order of model.md; parse(write(s)) == s.
[[nodiscard]] Json scenario_json(const Scenario& scenario);

// Overrides one field by its dotted path, e.g. "designer.kl" = "0.2", "types.1.share" or
// "types[1].share", "noise" (alias of feedback.noise[0].level), "seed", "kl", ...: value is JSON
// text, or bare text for strings.
[[nodiscard]] Result<Scenario> with_field(const Scenario& scenario, std::string_view path,
                                          std::string_view value);
// The aliases ("seed" -> "run.seed"), or the path itself, with [i] written as .i.
[[nodiscard]] std::string canonical_path(std::string_view path);
// Replaces what stands at a path of a scenario's JSON; an error when no such field exists.
[[nodiscard]] Result<Json> json_with_field(const Json& json, std::string_view path,
                                           std::string_view value);

}  // namespace covenant
