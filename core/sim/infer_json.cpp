// The JSON and CSV of a ChoiceInference (infer.hpp).
#include <cmath>

#include "core/base/digest.hpp"
#include "core/sim/csv.hpp"
#include "core/sim/infer.hpp"
#include "core/sim/menu_file.hpp"

namespace covenant {

namespace {

Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json numbers(const std::vector<double>& values) {
  Json array = Json::array();
  for (const double value : values) array.push_back(number(value));
  return array;
}

Json interval(const Interval& value) {
  return {{"mean", number(value.mean)}, {"lo", number(value.lo)}, {"hi", number(value.hi)}};
}

Json compared(const Interval& value, const Interval& vs_pooled) {
  Json json = interval(value);
  json["vs_pooled"] = interval(vs_pooled);
  return json;
}

const char* classifier_name(ChoiceClassifier classifier) {
  return classifier == ChoiceClassifier::weights ? "weights" : "majority";
}

// Objects by key order, numbers by their bits, everything with a mark of its kind.
void digest_json(Digest& digest, const Json& json) {
  digest.add_byte(static_cast<unsigned char>(json.type()));
  if (json.is_number_float()) digest.add(json.get<double>());
  if (json.is_number_integer()) digest.add(static_cast<std::uint64_t>(json.get<std::int64_t>()));
  if (json.is_boolean()) digest.add_byte(json.get<bool>() ? 1 : 0);
  if (json.is_string()) digest.add(std::string_view(json.get_ref<const std::string&>()));
  if (json.is_structured()) digest.add(static_cast<std::uint64_t>(json.size()));
  for (auto it = json.begin(); json.is_structured() && it != json.end(); ++it) {
    if (json.is_object()) digest.add(std::string_view(it.key()));
    digest_json(digest, *it);
  }
}

Json settings_json(const ChoiceInference& inference) {
  Json json{{"classifier", inference.cross_validated
                               ? classifier_name(inference.settings.classifier)
                               : "the scenario's own weights"}};
  if (inference.cross_validated) {
    json["folds"] = inference.settings.folds;
    json["min_choices"] = inference.settings.min_choices;
    json["ridge"] = inference.ridge;
    json["seed"] = inference.seed;
  }
  return json;
}

Json fitted_json(const ChoiceInference& inference, const FittedType& type) {
  Json json{{"name", type.name}, {"share", type.share}};
  if (inference.cross_validated) {
    json["respondents"] = type.respondents;
    json["choices"] = type.choices;
    json["gradient_norm"] = number(type.gradient_norm);
    json["converged"] = type.converged;
  }
  json[inference.unit] = numbers(type.weights);
  return json;
}

Json accuracy_json(const ChoiceInference& inference) {
  Json json{{"respondents", inference.judged},
            {"accuracy", interval(inference.accuracy)},
            {"majority", number(inference.majority)},
            {"log_loss", interval(inference.log_loss)},
            {"brier", interval(inference.brier)},
            {"calibration_error", interval(inference.calibration_error)},
            {"entropy_bits", interval(inference.entropy_bits)},
            {"bits_gained", interval(inference.bits_gained)}};
  Json by_type = Json::array();
  for (std::size_t k = 0; k < inference.types.size(); ++k)
    by_type.push_back({{"type", inference.types[k].name},
                       {"respondents", inference.judged_by_type[k]},
                       {"recovered", interval(inference.recovered[k])},
                       {"inferred_as", numbers(inference.confusion[k])}});
  json["by_type"] = by_type;
  Json pairs = Json::array();
  for (const PairAccuracy& pair : inference.pairs)
    pairs.push_back({{"types",
                      {inference.types[static_cast<std::size_t>(pair.first)].name,
                       inference.types[static_cast<std::size_t>(pair.second)].name}},
                     {"respondents", pair.respondents},
                     {"accuracy", interval(pair.accuracy)},
                     {"majority", number(pair.majority)}});
  if (!inference.pairs.empty()) json["pairs"] = pairs;
  return json;
}

Json agreement_json(const ChoiceInference& inference) {
  Json groups = Json::array();
  for (const GroupAgreement& group : inference.agreement) {
    Json policies = Json::object();
    for (const Agreement& agreement : group.policies)
      policies[agreement.policy] = {
          {"probability", compared(agreement.probability, agreement.probability_vs_pooled)},
          {"argmax", compared(agreement.argmax, agreement.argmax_vs_pooled)}};
    groups.push_back({{"group", group.type.empty() ? Json(nullptr) : Json(group.type)},
                      {"respondents", group.respondents},
                      {"choices", group.choices},
                      {"policies", policies}});
  }
  return groups;
}

Json posteriors_json(const ChoiceInference& inference) {
  Json people = Json::array();
  for (const RespondentPosterior& person : inference.posteriors) {
    Json json{{"respondent", person.respondent}, {"choices", person.choices}};
    if (inference.cross_validated) {
      json["type"] = person.type < 0
                         ? Json(nullptr)
                         : Json(inference.types[static_cast<std::size_t>(person.type)].name);
      json["fold"] = person.fold < 0 ? Json(nullptr) : Json(person.fold);
    }
    json["inferred"] = inference.types[static_cast<std::size_t>(person.inferred)].name;
    json["posterior"] = numbers(person.posterior);
    people.push_back(std::move(json));
  }
  return people;
}

}  // namespace

Json choice_inference_json(const ChoiceInference& inference) {
  Json json{{"schema", 1}, {"kind", "inference"}, {"scenario", inference.scenario}};
  json["settings"] = settings_json(inference);
  json["respondents"] = inference.respondents;
  json["choices"] = inference.choices;
  json["left_out"] = inference.left_out;
  Json types = Json::array();
  for (const FittedType& type : inference.types) types.push_back(fitted_json(inference, type));
  json["types"] = types;
  if (inference.cross_validated) {
    json["pooled"] = fitted_json(inference, inference.pooled);
    json["inference"] = accuracy_json(inference);
    json["failed_designs"] = inference.failed_designs;
    json["agreement"] = agreement_json(inference);
  }
  json["design"] = menu_design_json(inference.design.problem, inference.design.design);
  json["posteriors"] = posteriors_json(inference);
  Digest digest;
  digest_json(digest, json);
  Json result{{"schema", 1}, {"kind", "inference"}, {"scenario", inference.scenario}};
  result["version"] = std::string(version());
  result["fingerprint"] = digest.hex();
  for (auto it = json.begin(); it != json.end(); ++it)
    if (!result.contains(it.key())) result[it.key()] = *it;
  return result;
}

std::string choice_inference_csv(const ChoiceInference& inference) {
  std::string text = "scenario,method,level,type,metric,mean,lo,hi\n";
  const auto finite = [](double value) {
    return std::isfinite(value) ? number_text(value) : std::string();
  };
  const auto add = [&](const std::string& method, const std::string& type,
                       const std::string& metric, const Interval& value) {
    text += csv_field(inference.scenario) + "," + method + ",," + csv_field(type) + "," +
            csv_field(metric) + "," + finite(value.mean) + "," + finite(value.lo) + "," +
            finite(value.hi) + "\n";
  };
  const std::string infer = "infer";
  if (inference.cross_validated) {
    add(infer, "", "accuracy", inference.accuracy);
    add(infer, "", "majority", {inference.majority, inference.majority, inference.majority});
    add(infer, "", "log_loss", inference.log_loss);
    add(infer, "", "brier", inference.brier);
    add(infer, "", "calibration_error", inference.calibration_error);
    add(infer, "", "entropy_bits", inference.entropy_bits);
    add(infer, "", "bits_gained", inference.bits_gained);
    for (std::size_t k = 0; k < inference.types.size(); ++k)
      add(infer, inference.types[k].name, "recovered", inference.recovered[k]);
    for (const PairAccuracy& pair : inference.pairs)
      add(infer,
          inference.types[static_cast<std::size_t>(pair.first)].name + " v. " +
              inference.types[static_cast<std::size_t>(pair.second)].name,
          "accuracy", pair.accuracy);
    for (const GroupAgreement& group : inference.agreement)
      for (const Agreement& agreement : group.policies) {
        add(agreement.policy, group.type, "agreement_probability", agreement.probability);
        add(agreement.policy, group.type, "agreement_argmax", agreement.argmax);
        add(agreement.policy, group.type, "agreement_probability_vs_pooled",
            agreement.probability_vs_pooled);
        add(agreement.policy, group.type, "agreement_argmax_vs_pooled", agreement.argmax_vs_pooled);
      }
  }
  for (const RespondentPosterior& person : inference.posteriors)
    for (std::size_t k = 0; k < person.posterior.size(); ++k)
      add(infer, inference.types[k].name, "posterior:" + person.respondent,
          {person.posterior[k], person.posterior[k], person.posterior[k]});
  return text;
}

}  // namespace covenant
