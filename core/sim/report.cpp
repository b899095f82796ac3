// A report as JSON and CSV, and its fingerprint.
#include "core/sim/report.hpp"

#include "core/base/digest.hpp"
#include "core/sim/csv.hpp"
#include "core/sim/report_io.hpp"

namespace covenant {
namespace {

using namespace report_io;

Json metrics_json(const std::vector<MetricValue>& metrics) {
  Json json = Json::object();
  for (const MetricValue& metric : metrics) {
    Json& entry = json[metric.name] = interval_json(metric.value);
    if (metric.vs_rlhf) entry["vs_rlhf"] = interval_json(*metric.vs_rlhf);
    if (metric.vs_baseline) entry["vs_baseline"] = interval_json(*metric.vs_baseline);
  }
  return json;
}

Json deployment_json(const Deployment& deployment) {
  return {{"offers_menu", deployment.offers_menu},
          {"policies", deployment.policies},
          {"transfers", deployment.transfers},
          {"picks", deployment.picks},
          {"reward_estimate", deployment.reward_estimate}};
}

Json level_json(const LevelReport& level) {
  Json by_type = Json::array();
  for (const TypeMetrics& type : level.by_type) {
    Json entry = {{"type", type.type}};
    for (const MetricValue& metric : type.metrics) entry[metric.name] = interval_json(metric.value);
    by_type.push_back(std::move(entry));
  }
  return {{"level", level.level},
          {"failed_designs", level.failed_designs},
          {"gradient_norm", number_json(level.gradient_norm)},
          {"gap", number_json(level.gap)},
          {"metrics", metrics_json(level.metrics)},
          {"by_type", std::move(by_type)},
          {"deployment", deployment_json(level.deployment)}};
}

Json methods_json(const std::vector<MethodReport>& methods) {
  Json json = Json::object();
  for (const MethodReport& method : methods) {
    Json levels = Json::array();
    for (const LevelReport& level : method.levels) levels.push_back(level_json(level));
    json[method.label] = {{"id", method.id},
                          {"assumes", method.assumes},
                          {"answers_per_person", method.answers_per_person},
                          {"levels", std::move(levels)}};
  }
  return json;
}

Json inference_json(const std::vector<InferenceReport>& inference) {
  Json json = Json::object();
  for (const InferenceReport& report : inference) {
    Json levels = Json::array();
    for (const InferenceLevel& level : report.levels) {
      Json rounds = Json::array();
      for (const InferenceRound& round : level.rounds) {
        rounds.push_back({{"picks", round.picks},
                          {"accuracy", interval_json(round.accuracy)},
                          {"log_loss", interval_json(round.log_loss)},
                          {"brier", interval_json(round.brier)},
                          {"calibration_error", interval_json(round.calibration_error)},
                          {"entropy_bits", interval_json(round.entropy_bits)},
                          {"bits_gained", interval_json(round.bits_gained)}});
      }
      levels.push_back({{"level", level.level},
                        {"rounds", std::move(rounds)},
                        {"confusion", level.confusion},
                        {"posterior", level.posterior}});
    }
    json[report.method] = std::move(levels);
  }
  return json;
}

Json claims_json(const std::vector<Claim>& claims) {
  Json json = Json::array();
  for (const Claim& claim : claims) {
    json.push_back({{"id", claim.id},
                    {"statement", claim.statement},
                    {"statistic", number_json(claim.statistic)},
                    {"lo", number_json(claim.lo)},
                    {"hi", number_json(claim.hi)},
                    {"verdict", claim.verdict}});
  }
  return json;
}

// Numbers as bits, everything else as text, structure included.
void add_json(Digest& digest, const Json& json) {
  digest.add(std::uint64_t{
      static_cast<std::uint64_t>(json.is_number() ? 1 : static_cast<int>(json.type()) + 2)});
  if (json.is_number()) return digest.add(json.get<double>());
  if (json.is_string()) return digest.add(std::string_view(json.get_ref<const std::string&>()));
  if (json.is_boolean()) return digest.add(std::uint64_t{json.get<bool>() ? 1u : 0u});
  if (!json.is_structured()) return;
  digest.add(static_cast<std::uint64_t>(json.size()));
  for (auto it = json.begin(); it != json.end(); ++it) {
    if (json.is_object()) digest.add(std::string_view(it.key()));
    add_json(digest, *it);
  }
}

void add_rows(std::string& out, const std::string& prefix, const std::string& type,
              const std::vector<MetricValue>& metrics) {
  for (const MetricValue& metric : metrics) {
    out += csv_row(prefix, type, metric.name, metric.value);
    if (metric.vs_rlhf) out += csv_row(prefix, type, metric.name + "_vs_rlhf", *metric.vs_rlhf);
    if (metric.vs_baseline)
      out += csv_row(prefix, type, metric.name + "_vs_baseline", *metric.vs_baseline);
  }
}

}  // namespace

const MetricValue* LevelReport::metric(std::string_view name) const {
  for (const MetricValue& value : metrics) {
    if (value.name == name) return &value;
  }
  return nullptr;
}

const MethodReport* Report::method(std::string_view label) const {
  for (const MethodReport& method : methods) {
    if (method.label == label) return &method;
  }
  return nullptr;
}

Json report_json(const Report& report) {
  Json json = {{"schema", report.schema},
               {"scenario", report.scenario},
               {"version", report.version},
               {"fingerprint", report.fingerprint},
               {"replicates_done", report.replicates_done},
               {"replicates", report.replicates},
               {"noise_levels", report.noise_levels},
               {"types", report.types},
               {"methods", methods_json(report.methods)},
               {"inference", inference_json(report.inference)},
               {"incentives", incentives_json(report.incentives)},
               {"front", front_json(report.front)},
               {"pressure", pressure_json(report.pressure)},
               {"claims", claims_json(report.claims)},
               {"seconds", report.seconds}};
  if (!report.baseline.empty()) json["baseline"] = report.baseline;
  if (report.norm) json["norm"] = norm_json(*report.norm);
  return json;
}

std::string report_csv(const Report& report) {
  std::string out = "scenario,method,level,type,metric,mean,lo,hi\n";
  for (const MethodReport& method : report.methods) {
    for (const LevelReport& level : method.levels) {
      const std::string prefix = csv_prefix(csv_field(report.scenario), method.label, level.level);
      add_rows(out, prefix, "", level.metrics);
      if (const FrontOutcome* outcome = report.front.outcome(method.label, level.level))
        add_rows(out, prefix, "", {{"front_distance", outcome->distance}});
      for (const TypeMetrics& type : level.by_type) add_rows(out, prefix, type.type, type.metrics);
    }
  }
  return out + pressure_rows(report.pressure, csv_field(report.scenario));
}

std::string fingerprint(const Report& report) {
  Json json = report_json(report);
  json.erase("seconds");
  json.erase("version");
  json.erase("fingerprint");
  Digest digest;
  add_json(digest, json);
  return digest.hex();
}

}  // namespace covenant
