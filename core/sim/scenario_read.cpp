// Noise entries and methods of a scenario.
#include "core/sim/scenario_read.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "core/mech/methods/method.hpp"

namespace covenant {
namespace {

constexpr std::array<const char*, 8> kNoiseNames = {"gaussian",    "student_t",     "bias",
                                                    "adversarial", "missing_norm",  "misreport",
                                                    "flips",       "per_comparison"};

}  // namespace

const char* noise_name(NoiseKind kind) { return kNoiseNames[static_cast<std::size_t>(kind)]; }

bool noise_has_level(NoiseKind kind) {
  return kind != NoiseKind::missing_norm && kind != NoiseKind::misreport;
}

namespace scenario_read {
namespace {

void read_missing_norm(ObjectReader& reader, const Scenario& out, NoiseSpec& noise) {
  reader.require("index");
  reader.integer("index", noise.index, 0, std::max(0, out.num_norms() - 1));
  bool weights = out.num_norms() > 0;
  for (const TypeSpec& type : out.types) weights = weights && type.rewards.empty();
  if (!weights) {
    reader.context().fail(ErrorCode::out_of_range, reader.path("kind"),
                          "missing_norm needs norms and types given by weights");
  }
}

// The search redesigns every method for every step on every response.
constexpr int kMaxSearched = 200;

// A type by its name or its number.
void read_misreport(ObjectReader& reader, const Scenario& out, NoiseSpec& noise) {
  const Json* type = reader.require("type");
  if (type != nullptr && type->is_string()) {
    std::vector<std::string> names;
    for (const TypeSpec& spec : out.types) names.push_back(spec.name);
    noise.index = std::max(0, one_of(reader, "type", names));
  } else {
    reader.integer("type", noise.index, 0, std::max(0, out.num_types() - 1));
  }
  const Json* factor = reader.require("factor");
  if (factor != nullptr && factor->is_string()) {
    noise.best = one_of(reader, "factor", {"best"}) == 0;
    if (out.num_responses() > kMaxSearched) {
      reader.context().fail(ErrorCode::unsupported, reader.path("factor"),
                            "the best report is searched for up to " +
                                std::to_string(kMaxSearched) +
                                " responses in all; a number >= 0 is allowed");
    }
    for (const NoiseSpec& other : out.feedback.noise) {
      if (!other.best) continue;
      reader.context().fail(ErrorCode::unsupported, reader.path("factor"),
                            "one type at most may search for its best report; a number >= 0 is "
                            "allowed");
    }
    return;
  }
  reader.number("factor", noise.factor, kAmount);
}

NoiseSpec read_entry(ReadContext& context, const Json& json, const std::string& path,
                     const Scenario& out) {
  ObjectReader reader(context, json, path);
  NoiseSpec noise;
  reader.require("kind");
  const int kind = one_of(reader, "kind", {kNoiseNames.begin(), kNoiseNames.end()});
  if (kind < 0) return noise;
  noise.kind = static_cast<NoiseKind>(kind);
  reader.number("level", noise.level, {0.0, 1000.0, false});
  if (noise_has_level(noise.kind))
    reader.numbers("factors", noise.factors, static_cast<std::size_t>(out.num_types()), kAmount);
  switch (noise.kind) {
    case NoiseKind::student_t:
      reader.integer("df", noise.df, 1, 100);
      break;
    case NoiseKind::bias:
      reader.require("offsets");
      reader.numbers("offsets", noise.offsets, static_cast<std::size_t>(out.num_responses()),
                     kAnyNumber);
      break;
    case NoiseKind::missing_norm:
      read_missing_norm(reader, out, noise);
      break;
    case NoiseKind::misreport:
      read_misreport(reader, out, noise);
      break;
    default:
      break;
  }
  reader.finish();
  return noise;
}

void read_method(ReadContext& context, const Json& entry, const std::string& path, Scenario& out) {
  std::vector<std::string> known;
  for (const MethodInfo& info : method_list()) known.emplace_back(info.id);
  const Json object = entry.is_string() ? Json{{"id", entry}} : entry;
  ObjectReader reader(context, object, path);
  MethodSpec method;
  reader.require("id");
  const int index = one_of(reader, "id", known);
  if (index < 0) return;
  const MethodInfo& info = method_list()[static_cast<std::size_t>(index)];
  method.id = method.label = std::string(info.id);
  reader.text("label", method.label, 100);
  for (const ParameterInfo& parameter : info.parameters) {
    double value = parameter.initial;
    const std::string name(parameter.name);
    reader.number(name.c_str(), value, {parameter.lower, parameter.upper, false});
    if (parameter.integer && value != std::floor(value)) {
      context.fail(ErrorCode::wrong_type, path + "." + name,
                   number_text(value) + " is not a whole number");
    }
    method.parameters.push_back(value);
  }
  reader.finish();
  out.methods.push_back(std::move(method));
}

}  // namespace

int one_of(ObjectReader& reader, const char* key, const std::vector<std::string>& allowed) {
  std::string text;
  if (!reader.text(key, text)) return -1;
  const auto it = std::find(allowed.begin(), allowed.end(), text);
  if (it != allowed.end()) return static_cast<int>(it - allowed.begin());
  std::string list;
  for (const std::string& name : allowed) list += (list.empty() ? "" : ", ") + name;
  reader.context().fail(ErrorCode::out_of_range, reader.path(key),
                        "\"" + text.substr(0, 60) + "\" is not known; allowed are " + list);
  return -1;
}

void read_noise(ObjectReader& feedback, Scenario& out) {
  const Json* json = feedback.find("noise");
  if (json == nullptr) return;
  const std::string path = feedback.path("noise");
  const Json* array = read_array(feedback.context(), *json, path, 0, 16);
  for (std::size_t i = 0; array != nullptr && i < array->size() && !feedback.context().error; ++i) {
    out.feedback.noise.push_back(read_entry(feedback.context(), (*array)[i], at(path, i), out));
  }
}

void read_methods(ObjectReader& parent, Scenario& out) {
  static const std::vector<std::string> usual = {"menu", "naive_menu", "oracle", "average", "rlhf"};
  const Json* json = parent.find("methods");
  ReadContext& context = parent.context();
  const Json fallback = usual;
  const Json* array = read_array(context, json == nullptr ? fallback : *json, "methods", 1,
                                 static_cast<std::size_t>(kMax.methods));
  std::set<std::string> labels;
  for (std::size_t i = 0; array != nullptr && i < array->size() && !context.error; ++i) {
    read_method(context, (*array)[i], at("methods", i), out);
    if (!context.error && !labels.insert(out.methods.back().label).second) {
      context.fail(ErrorCode::out_of_range, at("methods", i),
                   "label \"" + out.methods.back().label + "\" stands twice; labels must differ");
    }
  }
}

}  // namespace scenario_read
}  // namespace covenant
