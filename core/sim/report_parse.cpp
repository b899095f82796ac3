// Reads back what report_json wrote: the page gets its reports from a worker as text.
#include <limits>

#include "core/sim/report.hpp"
#include "core/sim/report_io.hpp"

namespace covenant {
namespace {

using namespace report_io;

std::vector<MetricValue> read_metrics(ReadContext& context, const Json& json,
                                      const std::string& path) {
  std::vector<MetricValue> metrics;
  if (!json.is_object()) context.fail(ErrorCode::wrong_type, path, "an object { .. } is expected");
  for (auto it = json.begin(); json.is_object() && it != json.end(); ++it) {
    if (!it->is_object()) continue;
    const std::string here = path + "." + it.key();
    MetricValue metric{it.key(), read_interval(context, *it, here)};
    const auto versus = [&](const char* key) -> std::optional<Interval> {
      const auto entry = it->find(key);
      if (entry == it->end()) return std::nullopt;
      return read_interval(context, *entry, here + "." + key);
    };
    metric.vs_rlhf = versus("vs_rlhf");
    metric.vs_baseline = versus("vs_baseline");
    metrics.push_back(std::move(metric));
  }
  return metrics;
}

Deployment read_deployment(ReadContext& context, const Json& json, const std::string& path) {
  ObjectReader reader(context, json, path);
  Deployment out;
  reader.boolean("offers_menu", out.offers_menu);
  out.policies = read_rows(reader, "policies");
  reader.numbers("transfers", out.transfers, 0);
  out.picks = read_rows(reader, "picks");
  out.reward_estimate = read_rows(reader, "reward_estimate");
  return out;
}

LevelReport read_level(ReadContext& context, const Json& json, const std::string& path) {
  ObjectReader reader(context, json, path);
  LevelReport out;
  reader.number("level", out.level);
  reader.integer("failed_designs", out.failed_designs, 0, std::numeric_limits<int>::max());
  out.gradient_norm = read_value(context, reader.require("gradient_norm"), path);
  out.gap = read_value(context, reader.require("gap"), path);
  if (const Json* metrics = reader.require("metrics"))
    out.metrics = read_metrics(context, *metrics, path + ".metrics");
  each(reader, "by_type", [&](const Json& entry, const std::string& here) {
    TypeMetrics type;
    ObjectReader part(context, entry, here);
    part.text("type", type.type);
    type.metrics = read_metrics(context, entry, here);
    out.by_type.push_back(std::move(type));
  });
  if (const Json* deployment = reader.require("deployment")) {
    out.deployment = read_deployment(context, *deployment, path + ".deployment");
  }
  return out;
}

InferenceLevel read_inference_level(ReadContext& context, const Json& json,
                                    const std::string& path) {
  ObjectReader reader(context, json, path);
  InferenceLevel out;
  reader.number("level", out.level);
  each(reader, "rounds", [&](const Json& entry, const std::string& here) {
    ObjectReader part(context, entry, here);
    InferenceRound round;
    part.integer("picks", round.picks, 0, 1000000);
    round.accuracy = read_interval(part, "accuracy");
    round.log_loss = read_interval(part, "log_loss");
    round.brier = read_interval(part, "brier");
    round.calibration_error = read_interval(part, "calibration_error");
    round.entropy_bits = read_interval(part, "entropy_bits");
    round.bits_gained = read_interval(part, "bits_gained");
    out.rounds.push_back(round);
  });
  out.confusion = read_rows(reader, "confusion");
  out.posterior = read_rows(reader, "posterior");
  return out;
}

void read_methods(ObjectReader& reader, Report& out) {
  const Json* json = reader.require("methods");
  if (json == nullptr || !json->is_object()) return;
  for (auto it = json->begin(); it != json->end(); ++it) {
    const std::string path = "methods." + it.key();
    ObjectReader part(reader.context(), *it, path);
    MethodReport method;
    method.label = it.key();
    part.text("id", method.id);
    part.text("assumes", method.assumes);
    part.integer("answers_per_person", method.answers_per_person, 0, 1000000);
    each(part, "levels", [&](const Json& level, const std::string& here) {
      method.levels.push_back(read_level(reader.context(), level, here));
    });
    out.methods.push_back(std::move(method));
  }
}

void read_inference(ObjectReader& reader, Report& out) {
  const Json* json = reader.require("inference");
  if (json == nullptr || !json->is_object()) return;
  ObjectReader part(reader.context(), *json, "inference");
  for (auto it = json->begin(); it != json->end(); ++it) {
    InferenceReport inference{it.key(), {}};
    each(part, it.key().c_str(), [&](const Json& level, const std::string& here) {
      inference.levels.push_back(read_inference_level(reader.context(), level, here));
    });
    out.inference.push_back(std::move(inference));
  }
}

}  // namespace

Result<Report> parse_report(std::string_view text) {
  const Result<Json> json = parse_json(text, {.bytes = 64u << 20});
  if (!json) return json.error();
  ReadContext context;
  ObjectReader reader(context, json.value(), "");
  Report out;
  reader.integer("schema", out.schema, 1, 1);
  reader.text("scenario", out.scenario);
  reader.text("version", out.version);
  reader.text("fingerprint", out.fingerprint);
  reader.integer("replicates_done", out.replicates_done, 0, 1000000);
  reader.integer("replicates", out.replicates, 0, 1000000);
  reader.numbers("noise_levels", out.noise_levels, 0);
  each(reader, "types", [&](const Json& name, const std::string&) {
    out.types.push_back(name.is_string() ? name.get<std::string>() : "");
  });
  if (reader.find("baseline") != nullptr) reader.text("baseline", out.baseline);
  if (const Json* norm = reader.find("norm")) out.norm = read_norm(context, *norm, "norm");
  read_methods(reader, out);
  read_inference(reader, out);
  each(reader, "claims", [&](const Json& entry, const std::string& here) {
    ObjectReader part(context, entry, here);
    Claim claim;
    part.text("id", claim.id);
    part.text("statement", claim.statement);
    claim.statistic = read_value(context, part.require("statistic"), here);
    claim.lo = read_value(context, part.require("lo"), here);
    claim.hi = read_value(context, part.require("hi"), here);
    part.text("verdict", claim.verdict);
    out.claims.push_back(std::move(claim));
  });
  if (const Json* incentives = reader.require("incentives"))
    out.incentives = read_incentives(context, *incentives, "incentives");
  if (const Json* front = reader.require("front")) out.front = read_front(context, *front, "front");
  if (const Json* pressure = reader.require("pressure"))
    out.pressure = read_pressure(context, *pressure, "pressure");
  reader.number("seconds", out.seconds);
  if (context.error) return *context.error;
  return out;
}

}  // namespace covenant
