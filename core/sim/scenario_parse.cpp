// Reading and checking a scenario: every error names the field and what is allowed.
#include <algorithm>
#include <cmath>
#include <set>

#include "core/mech/methods/method.hpp"
#include "core/sim/scenario.hpp"
#include "core/sim/scenario_read.hpp"

namespace covenant {

using namespace scenario_read;

namespace {

// Names are how people and files refer to things: given, short and unlike each other.
void check_names(ReadContext& context, const std::string& path,
                 const std::vector<std::string>& names) {
  std::set<std::string> seen;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string here = at(path, i) + ".name";
    if (names[i].empty()) context.fail(ErrorCode::missing, here, "is empty; a name is expected");
    if (!seen.insert(names[i]).second) {
      context.fail(ErrorCode::out_of_range, here,
                   "\"" + names[i] + "\" stands twice; names must differ");
    }
  }
}

template <class T>
std::vector<std::string> names_of(const std::vector<T>& items) {
  std::vector<std::string> names;
  for (const T& item : items) names.push_back(item.name);
  return names;
}

void read_norms(ObjectReader& reader, Scenario& out) {
  const Json* json = reader.find("norms");
  if (json == nullptr) return;
  const Json* array =
      read_array(reader.context(), *json, "norms", 0, static_cast<std::size_t>(kMax.norms));
  for (std::size_t i = 0; array != nullptr && i < array->size(); ++i) {
    const Json& name = (*array)[i];
    if (!name.is_string() || name.get<std::string>().empty() ||
        name.get<std::string>().size() > 200) {
      reader.context().fail(ErrorCode::wrong_type, at("norms", i),
                            "a name of 1 to 200 bytes in quotes is expected");
      return;
    }
    out.norms.push_back(name.get<std::string>());
  }
}

void read_response(ReadContext& context, const Json& json, const std::string& path, int num_norms,
                   ContextSpec& into) {
  // "a" is short for {"name": "a"}
  const Json object = json.is_string() ? Json{{"name", json}} : json;
  ObjectReader reader(context, object, path);
  ResponseSpec response;
  reader.require("name");
  reader.text("name", response.name, 200);
  if (num_norms == 0) {
    reader.numbers("scores", response.scores, 0, kAnyNumber, 0);
  } else if (!reader.numbers("scores", response.scores, static_cast<std::size_t>(num_norms),
                             kAnyNumber)) {
    response.scores.assign(static_cast<std::size_t>(num_norms),
                           0.0);  // a scenario of `rewards` needs none
  }
  reader.finish();
  into.responses.push_back(std::move(response));
}

void read_contexts(ObjectReader& reader, Scenario& out) {
  ReadContext& context = reader.context();
  const Json* json = reader.require("contexts");
  if (json == nullptr) return;
  const Json* array =
      read_array(context, *json, "contexts", 1, static_cast<std::size_t>(kMax.contexts));
  for (std::size_t i = 0; array != nullptr && i < array->size() && !context.error; ++i) {
    ContextSpec spec;
    ObjectReader part(context, (*array)[i], at("contexts", i));
    part.require("name");
    part.text("name", spec.name, 200);
    part.number("weight", spec.weight, kPositiveAmount);
    if (const Json* responses = part.require("responses")) {
      const std::string path = part.path("responses");
      const Json* list = read_array(context, *responses, path, 1,
                                    static_cast<std::size_t>(kMax.responses_per_context));
      for (std::size_t r = 0; list != nullptr && r < list->size() && !context.error; ++r) {
        read_response(context, (*list)[r], at(path, r), out.num_norms(), spec);
      }
      check_names(context, path, names_of(spec.responses));
    }
    part.finish();
    out.contexts.push_back(std::move(spec));
  }
  check_names(context, "contexts", names_of(out.contexts));
  if (out.num_responses() > kMax.responses) {
    context.fail(ErrorCode::too_large, "contexts",
                 std::to_string(out.num_responses()) + " responses in all; allowed are " +
                     std::to_string(kMax.responses));
  }
}

void read_type(ReadContext& context, const Json& json, const std::string& path, Scenario& out) {
  ObjectReader reader(context, json, path);
  TypeSpec type;
  reader.require("name");
  reader.text("name", type.name, 200);
  reader.require("share");
  reader.number("share", type.share, kPositiveAmount);
  const bool has_weights =
      out.num_norms() > 0 ? reader.numbers("weights", type.weights,
                                           static_cast<std::size_t>(out.num_norms()), kAnyNumber)
                          : (reader.find("weights") != nullptr);
  const bool has_rewards = reader.numbers(
      "rewards", type.rewards, static_cast<std::size_t>(out.num_responses()), kAnyNumber);
  if (out.num_norms() == 0 && has_weights) {
    context.fail(ErrorCode::out_of_range, reader.path("weights"),
                 "the scenario has no norms; give rewards");
  } else if (has_weights == has_rewards) {
    context.fail(ErrorCode::missing, path,
                 "either weights (one per norm) or rewards (one per response) is expected");
  }
  reader.number("norm_factor", type.norm_factor, kAmount);
  reader.finish();
  out.types.push_back(std::move(type));
}

void read_types(ObjectReader& reader, Scenario& out) {
  ReadContext& context = reader.context();
  const Json* json = reader.require("types");
  if (json == nullptr || context.error) return;
  const Json* array = read_array(context, *json, "types", 1, static_cast<std::size_t>(kMax.types));
  for (std::size_t i = 0; array != nullptr && i < array->size() && !context.error; ++i) {
    read_type(context, (*array)[i], at("types", i), out);
  }
  check_names(context, "types", names_of(out.types));
}

void read_reference(ObjectReader& reader, Scenario& out) {
  const Json* json = reader.find("reference");
  if (json == nullptr || reader.context().error) return;
  if (json->is_string() && json->get<std::string>() == "uniform") return;
  if (!json->is_array()) {
    reader.context().fail(ErrorCode::wrong_type, "reference",
                          "\"uniform\" or one probability per response is expected");
    return;
  }
  const auto size = static_cast<std::size_t>(out.num_responses());
  if (!read_numbers(reader.context(), *json, "reference", out.reference, size, {0.0, 1.0, true}))
    return;
  std::size_t start = 0;
  for (const ContextSpec& context : out.contexts) {
    double sum = 0.0;
    for (std::size_t i = 0; i < context.responses.size(); ++i) sum += out.reference[start + i];
    start += context.responses.size();
    if (std::fabs(sum - 1.0) > 1e-9) {
      reader.context().fail(ErrorCode::out_of_range, "reference",
                            "the probabilities of context \"" + context.name + "\" sum to " +
                                number_text(sum) + "; they must sum to 1");
      return;
    }
  }
}

void read_outside(ObjectReader& reader, Scenario& out) {
  const Json* json = reader.find("outside");
  if (json == nullptr || reader.context().error) return;
  if (json->is_string() && json->get<std::string>() == "reference") return;
  if (json->is_number()) {
    double value = 0.0;
    if (!read_number(reader.context(), *json, "outside", value, kAnyNumber)) return;
    out.outside = OutsideKind::number;
    out.outside_values = {value};
  } else if (json->is_array()) {
    const auto size = static_cast<std::size_t>(out.num_types());
    if (read_numbers(reader.context(), *json, "outside", out.outside_values, size, kAnyNumber)) {
      out.outside = OutsideKind::per_type;
    }
  } else {
    reader.context().fail(ErrorCode::wrong_type, "outside",
                          "\"reference\", a number, or one number per type is expected");
  }
}

void read_community(ObjectReader& reader, Scenario& out) {
  DesignerSpec& designer = out.designer;
  const int aggregate = one_of(reader, "elicitation", {"mean", "median", "trimmed_mean"});
  if (aggregate >= 0) designer.elicitation = static_cast<NormAggregate>(aggregate);
  reader.number("trim", designer.trim, {0.0, 0.49, false});
  const Json* json = reader.find("community");
  if (json == nullptr || reader.context().error) return;
  if (out.num_norms() == 0 && !json->empty()) {
    reader.context().fail(ErrorCode::out_of_range, "designer.community",
                          "the scenario has no norms to ask a community about");
    return;
  }
  const Json* array = read_array(reader.context(), *json, "designer.community", 0,
                                 static_cast<std::size_t>(kMax.community));
  for (std::size_t i = 0; array != nullptr && i < array->size() && !reader.context().error; ++i) {
    read_numbers(reader.context(), (*array)[i], at("designer.community", i),
                 designer.community.emplace_back(), static_cast<std::size_t>(out.num_norms()),
                 kAnyNumber);
  }
}

void take_elicited_norm(DesignerSpec& designer) {
  const ElicitedNorm elicited =
      elicit_norm(designer.community, designer.elicitation, designer.trim);
  designer.norm.clear();
  for (const Interval& norm : elicited.norm) designer.norm.push_back(norm.mean);
}

void read_designer(ObjectReader& parent, Scenario& out) {
  out.designer.norm.assign(out.norms.size(), 0.0);
  const Json* json = parent.find("designer");
  if (json == nullptr) return;
  ObjectReader reader(parent.context(), *json, "designer");
  DesignerSpec& designer = out.designer;
  const Json* norm = reader.find("norm");
  read_community(reader, out);
  if (norm != nullptr && norm->is_string()) {
    designer.elicited = one_of(reader, "norm", {"elicited"}) == 0;
    if (designer.elicited && designer.community.empty()) {
      reader.context().fail(ErrorCode::missing, "designer.community",
                            "one row of norms per respondent is expected to elicit the norm from");
    }
    if (!reader.context().error) take_elicited_norm(designer);
  } else if (norm != nullptr && out.num_norms() == 0) {
    read_numbers(reader.context(), *norm, "designer.norm", designer.norm, 0, kAnyNumber, 0);
  } else if (norm != nullptr) {
    read_numbers(reader.context(), *norm, "designer.norm", designer.norm,
                 static_cast<std::size_t>(out.num_norms()), kAnyNumber);
  }
  reader.number("norm_strength", designer.norm_strength, kAmount);
  const int transfers = one_of(reader, "transfers", {"none", "friction", "money"});
  if (transfers >= 0) designer.transfers = static_cast<TransferRegime>(transfers);
  reader.number("kl", designer.kl, kAmount);
  const Json* limit = reader.find("max_contracts");
  if (limit != nullptr && !limit->is_null()) {
    reader.integer("max_contracts", designer.max_contracts, 1, kMax.types + 1);
  }
  reader.number("robust_radius", designer.robust_radius, kAmount);
  reader.number("discount", designer.discount, kUnitInterval);
  reader.finish();
}

// EM walks over all of them hundreds of times.
constexpr int kMaxUnlabelled = 100000;

void read_feedback(ObjectReader& parent, Scenario& out) {
  const Json* json = parent.find("feedback");
  if (json == nullptr) return;
  ObjectReader reader(parent.context(), *json, "feedback");
  FeedbackSpec& feedback = out.feedback;
  const Json* comparisons = reader.find("comparisons");
  if (comparisons != nullptr && comparisons->is_string()) {
    feedback.infinite_comparisons = one_of(reader, "comparisons", {"infinite"}) == 0;
  } else {
    reader.integer("comparisons", feedback.comparisons, 1, kMax.comparisons);
  }
  const Json* rationality = reader.find("rationality");
  if (rationality != nullptr && rationality->is_string()) {
    feedback.infinite_rationality = one_of(reader, "rationality", {"infinite"}) == 0;
  } else {
    reader.number("rationality", feedback.rationality, kPositiveAmount);
  }
  reader.integer("per_person", feedback.per_person, 1, kMax.per_person);
  if (feedback.per_person > 1 && out.spread > 0.0) {
    reader.context().fail(ErrorCode::unsupported, "feedback.per_person",
                          "more than one comparison of a person needs spread 0; 1 is allowed");
  }
  reader.boolean("labelled", feedback.labelled);
  if (!feedback.labelled &&
      (feedback.infinite_comparisons || feedback.comparisons > kMaxUnlabelled)) {
    reader.context().fail(ErrorCode::unsupported, "feedback.labelled",
                          "unlabelled feedback needs a number of comparisons, at most " +
                              std::to_string(kMaxUnlabelled) + "; true is allowed with any");
  }
  reader.number("ridge", feedback.ridge, {0.0, kMax.magnitude, !feedback.infinite_comparisons});
  read_noise(reader, out);
  reader.finish();
}

void read_choice(ObjectReader& parent, Scenario& out) {
  const Json* json = parent.find("choice");
  if (json == nullptr) return;
  ObjectReader reader(parent.context(), *json, "choice");
  const int model = one_of(reader, "model", {"best", "logit"});
  if (model >= 0) out.choice.model = static_cast<ChoiceModel>(model);
  reader.number("precision", out.choice.precision, kPositiveAmount);
  reader.integer("rounds", out.choice.rounds, 1, kMax.rounds);
  reader.finish();
}

void read_baseline(ObjectReader& reader, Scenario& out) {
  const Json* json = reader.find("baseline");
  if (json == nullptr || json->is_null()) return;
  std::vector<std::string> labels;
  for (const MethodSpec& method : out.methods) labels.push_back(method.label);
  if (one_of(reader, "baseline", labels) >= 0) reader.text("baseline", out.run.baseline);
}

void read_run(ObjectReader& parent, Scenario& out) {
  const Json* json = parent.find("run");
  if (json == nullptr) return;
  ObjectReader reader(parent.context(), *json, "run");
  long long seed = 1;
  if (reader.integer("seed", seed, 0, 1LL << 53)) out.run.seed = static_cast<std::uint64_t>(seed);
  reader.integer("replicates", out.run.replicates, 1, kMax.replicates);
  reader.integer("users", out.run.users, 1, kMax.users);
  if (reader.numbers("noise_levels", out.run.noise_levels, 0, {0.0, 1000.0, false},
                     static_cast<std::size_t>(kMax.noise_levels))) {
    const std::vector<double>& levels = out.run.noise_levels;
    if (std::adjacent_find(levels.begin(), levels.end(), std::greater_equal<>()) != levels.end()) {
      reader.context().fail(ErrorCode::out_of_range, "run.noise_levels", "levels must increase");
    }
  }
  read_baseline(reader, out);
  reader.finish();
}

}  // namespace

int Scenario::num_responses() const {
  std::size_t count = 0;
  for (const ContextSpec& context : contexts) count += context.responses.size();
  return static_cast<int>(count);
}

Result<Scenario> scenario_from_json(const Json& json) {
  ReadContext context;
  ObjectReader reader(context, json, "");
  Scenario out;
  int schema = 1;
  reader.integer("schema", schema, 1, 1);
  reader.text("id", out.id, 200);
  reader.text("title", out.title);
  reader.text("description", out.description, 20000);
  reader.text("citation", out.citation, 20000);
  read_norms(reader, out);
  read_contexts(reader, out);
  read_types(reader, out);
  reader.number("spread", out.spread, kAmount);
  read_reference(reader, out);
  read_outside(reader, out);
  read_designer(reader, out);
  read_feedback(reader, out);
  read_choice(reader, out);
  read_methods(reader, out);
  read_run(reader, out);
  reader.finish();
  if (context.error) return *context.error;
  return out;
}

Result<Scenario> parse_scenario(std::string_view json_text) {
  Result<Json> json = parse_json(json_text);
  if (!json) return json.error();
  return scenario_from_json(json.value());
}

}  // namespace covenant
