// A scenario as JSON, and single fields of it by their dotted path.
#include <algorithm>
#include <array>
#include <utility>

#include "core/mech/methods/method.hpp"
#include "core/sim/scenario.hpp"

namespace covenant {
namespace {

Json contexts_json(const Scenario& scenario) {
  Json list = Json::array();
  for (const ContextSpec& context : scenario.contexts) {
    Json responses = Json::array();
    for (const ResponseSpec& response : context.responses) {
      responses.push_back({{"name", response.name}, {"scores", response.scores}});
    }
    list.push_back(
        {{"name", context.name}, {"weight", context.weight}, {"responses", std::move(responses)}});
  }
  return list;
}

Json types_json(const Scenario& scenario) {
  Json list = Json::array();
  for (const TypeSpec& type : scenario.types) {
    Json json = {{"name", type.name}, {"share", type.share}};
    if (type.rewards.empty()) {
      json["weights"] = type.weights;
    } else {
      json["rewards"] = type.rewards;
    }
    json["norm_factor"] = type.norm_factor;
    list.push_back(std::move(json));
  }
  return list;
}

Json outside_json(const Scenario& scenario) {
  switch (scenario.outside) {
    case OutsideKind::reference:
      return "reference";
    case OutsideKind::number:
      return scenario.outside_values.at(0);
    case OutsideKind::per_type:
      return scenario.outside_values;
  }
  return nullptr;
}

Json designer_json(const Scenario& scenario) {
  const DesignerSpec& designer = scenario.designer;
  constexpr std::array<const char*, 3> regimes = {"none", "friction", "money"};
  Json json = Json::object();
  constexpr std::array<const char*, 3> aggregates = {"mean", "median", "trimmed_mean"};
  json["norm"] =
      designer.norm.empty() ? std::vector<double>(scenario.norms.size(), 0.0) : designer.norm;
  if (designer.elicited) json["norm"] = "elicited";
  json["community"] = designer.community;
  json["elicitation"] = aggregates[static_cast<std::size_t>(designer.elicitation)];
  json["trim"] = designer.trim;
  json["norm_strength"] = designer.norm_strength;
  json["transfers"] = regimes[static_cast<std::size_t>(designer.transfers)];
  json["kl"] = designer.kl;
  json["max_contracts"] = designer.max_contracts > 0 ? Json(designer.max_contracts) : Json(nullptr);
  json["robust_radius"] = designer.robust_radius;
  json["discount"] = designer.discount;
  return json;
}

Json noise_json(const NoiseSpec& noise) {
  Json json = {{"kind", noise_name(noise.kind)}, {"level", noise.level}};
  if (noise.kind == NoiseKind::student_t) json["df"] = noise.df;
  if (noise.kind == NoiseKind::bias) json["offsets"] = noise.offsets;
  if (noise.kind == NoiseKind::missing_norm) json["index"] = noise.index;
  if (noise.kind == NoiseKind::misreport) {
    json["type"] = noise.index;
    json["factor"] = noise.best ? Json("best") : Json(noise.factor);
  }
  if (!noise.factors.empty()) json["factors"] = noise.factors;
  return json;
}

Json feedback_json(const FeedbackSpec& feedback) {
  Json noise = Json::array();
  for (const NoiseSpec& entry : feedback.noise) noise.push_back(noise_json(entry));
  Json json = Json::object();
  json["comparisons"] =
      feedback.infinite_comparisons ? Json("infinite") : Json(feedback.comparisons);
  json["rationality"] =
      feedback.infinite_rationality ? Json("infinite") : Json(feedback.rationality);
  json["labelled"] = feedback.labelled;
  json["per_person"] = feedback.per_person;
  json["ridge"] = feedback.ridge;
  json["noise"] = std::move(noise);
  return json;
}

Json methods_json(const std::vector<MethodSpec>& methods) {
  Json list = Json::array();
  for (const MethodSpec& method : methods) {
    if (method.label == method.id && method.parameters.empty()) {
      list.push_back(method.id);
      continue;
    }
    Json entry = {{"id", method.id}};
    if (method.label != method.id) entry["label"] = method.label;
    const MethodInfo* info = find_method(method.id);
    for (std::size_t i = 0; info != nullptr && i < method.parameters.size(); ++i) {
      entry[std::string(info->parameters[i].name)] = method.parameters[i];
    }
    list.push_back(std::move(entry));
  }
  return list;
}

constexpr std::array<std::pair<std::string_view, std::string_view>, 13> kAliases = {{
    {"seed", "run.seed"},
    {"replicates", "run.replicates"},
    {"users", "run.users"},
    {"baseline", "run.baseline"},
    {"noise", "feedback.noise.0.level"},
    {"comparisons", "feedback.comparisons"},
    {"rationality", "feedback.rationality"},
    {"kl", "designer.kl"},
    {"norm_strength", "designer.norm_strength"},
    {"transfers", "designer.transfers"},
    {"max_contracts", "designer.max_contracts"},
    {"precision", "choice.precision"},
    {"rounds", "choice.rounds"},
}};

std::vector<std::string> split_path(std::string_view path) {
  std::vector<std::string> parts(1);
  for (const char c : path) {
    if (c == '.') {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

// The element an index part names, or nullptr.
Json* element(Json& array, const std::string& part) {
  if (part.empty() || part.size() > 6) return nullptr;
  if (!std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; }))
    return nullptr;
  const auto index = static_cast<std::size_t>(std::stoul(part));
  return index < array.size() ? &array[index] : nullptr;
}

Json* child(Json& json, const std::string& part) {
  if (json.is_array()) return element(json, part);
  if (!json.is_object()) return nullptr;
  const auto it = json.find(part);
  return it == json.end() ? nullptr : &*it;
}

}  // namespace

Json scenario_json(const Scenario& scenario) {
  Json json = Json::object();
  json["schema"] = 1;
  json["id"] = scenario.id;
  json["title"] = scenario.title;
  json["description"] = scenario.description;
  json["citation"] = scenario.citation;
  json["norms"] = scenario.norms;
  json["contexts"] = contexts_json(scenario);
  json["types"] = types_json(scenario);
  json["spread"] = scenario.spread;
  json["reference"] = scenario.reference.empty() ? Json("uniform") : Json(scenario.reference);
  json["outside"] = outside_json(scenario);
  json["designer"] = designer_json(scenario);
  json["feedback"] = feedback_json(scenario.feedback);
  json["choice"] = {{"model", scenario.choice.model == ChoiceModel::best ? "best" : "logit"},
                    {"precision", scenario.choice.precision},
                    {"rounds", scenario.choice.rounds}};
  json["methods"] = methods_json(scenario.methods);
  json["run"] = {
      {"seed", scenario.run.seed},
      {"replicates", scenario.run.replicates},
      {"users", scenario.run.users},
      {"noise_levels", scenario.run.noise_levels},
      {"baseline", scenario.run.baseline.empty() ? Json(nullptr) : Json(scenario.run.baseline)}};
  return json;
}

std::string canonical_path(std::string_view path) {
  for (const auto& [alias, full] : kAliases) {
    if (path == alias) return std::string(full);
  }
  std::string out;
  for (const char c : path) {
    if (c == '[') {
      out += '.';
    } else if (c != ']') {
      out += c;
    }
  }
  return out;
}

Result<Json> json_with_field(const Json& json, std::string_view path, std::string_view value) {
  const std::string shown(path.substr(0, 80));
  const std::string full = canonical_path(path);
  Json out = json;
  if (full == "feedback.noise.0.level" && out["feedback"]["noise"].empty()) {
    out["feedback"]["noise"].push_back({{"kind", "gaussian"}, {"level", 0}});
  }
  Json* place = &out;
  for (const std::string& part : split_path(full)) {
    place = child(*place, part);
    if (place == nullptr)
      return Error{ErrorCode::unknown_key,
                   shown + ": no such field (stopped at \"" + part.substr(0, 40) + "\")"};
  }
  const Result<Json> parsed = parse_json(value);
  if (parsed) {
    *place = parsed.value();
  } else if (value.find_first_of("[{\"") != std::string_view::npos) {
    return Error{ErrorCode::syntax, shown + ": " + parsed.error().message};
  } else {
    *place = std::string(value);  // a bare word: transfers=money
    const Result<Json> back =
        parse_json(place->dump(-1, ' ', false, Json::error_handler_t::replace));
    if (!back || back.value() != *place)
      return Error{ErrorCode::syntax, shown + ": is not valid UTF-8 text"};
  }
  return out;
}

Result<Scenario> with_field(const Scenario& scenario, std::string_view path,
                            std::string_view value) {
  const Result<Json> json = json_with_field(scenario_json(scenario), path, value);
  if (!json) return json.error();
  return scenario_from_json(json.value());
}

}  // namespace covenant
