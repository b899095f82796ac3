#include "core/sim/pack.hpp"

#include <utility>

#include "core/base/archive.hpp"

namespace covenant {

// ---- what a report is made of; found by argument-dependent lookup ----

template <class Archive>
void fields(Archive& archive, Interval& x) {
  archive(x.mean, x.lo, x.hi);
}
template <class Archive>
void fields(Archive& archive, MetricValue& x) {
  archive(x.name, x.value, x.vs_rlhf, x.vs_baseline);
}
template <class Archive>
void fields(Archive& archive, TypeMetrics& x) {
  archive(x.type, x.metrics);
}
template <class Archive>
void fields(Archive& archive, Deployment& x) {
  archive(x.offers_menu, x.policies, x.transfers, x.picks, x.reward_estimate);
}
template <class Archive>
void fields(Archive& archive, LevelReport& x) {
  archive(x.level, x.failed_designs, x.gradient_norm, x.gap, x.metrics, x.by_type, x.deployment);
}
template <class Archive>
void fields(Archive& archive, MethodReport& x) {
  archive(x.label, x.id, x.assumes, x.answers_per_person, x.levels);
}
template <class Archive>
void fields(Archive& archive, InferenceRound& x) {
  archive(x.picks, x.accuracy, x.log_loss, x.brier, x.calibration_error, x.entropy_bits,
          x.bits_gained);
}
template <class Archive>
void fields(Archive& archive, InferenceLevel& x) {
  archive(x.level, x.rounds, x.confusion, x.posterior);
}
template <class Archive>
void fields(Archive& archive, InferenceReport& x) {
  archive(x.method, x.levels);
}
template <class Archive>
void fields(Archive& archive, NormReport& x) {
  archive(x.respondents, x.norm, x.influence, x.most_influential, x.informed);
}
template <class Archive>
void fields(Archive& archive, FrontPoint& x) {
  archive(x.weight, x.utility, x.value);
}
template <class Archive>
void fields(Archive& archive, FrontSet& x) {
  archive(x.points, x.hypervolume, x.sparsity, x.expected_utility);
}
template <class Archive>
void fields(Archive& archive, FrontMethodSet& x) {
  archive(x.method, x.set);
}
template <class Archive>
void fields(Archive& archive, FrontOutcome& x) {
  archive(x.level, x.distance, x.weight);
}
template <class Archive>
void fields(Archive& archive, FrontMethodOutcomes& x) {
  archive(x.method, x.levels);
}
template <class Archive>
void fields(Archive& archive, Front& x) {
  archive(x.reference_point, x.vertices, x.single, x.linear_vertices, x.linear, x.sets, x.outcomes);
}
template <class Archive>
void fields(Archive& archive, PressurePointReport& x) {
  archive(x.setting, x.kl, x.gold, x.proxy);
}
template <class Archive>
void fields(Archive& archive, PressureCurveReport& x) {
  archive(x.method, x.path, x.deployed, x.hacking, x.fall, x.goodhart, x.points);
}
template <class Archive>
void fields(Archive& archive, PressureReport& x) {
  archive(x.level, x.replicates, x.finding, x.curves);
}
template <class Archive>
void fields(Archive& archive, BindingPair& x) {
  archive(x.type, x.over, x.multiplier);
}
template <class Archive>
void fields(Archive& archive, IncentiveCause& x) {
  archive(x.cause, x.cost_without);
}
template <class Archive>
void fields(Archive& archive, Incentives& x) {
  archive(x.cost, x.binding, x.causes, x.finding);
}
template <class Archive>
void fields(Archive& archive, Claim& x) {
  archive(x.id, x.statement, x.statistic, x.lo, x.hi, x.verdict);
}
template <class Archive>
void fields(Archive& archive, Report& x) {
  archive(x.schema, x.scenario, x.version, x.fingerprint, x.replicates_done, x.replicates,
          x.noise_levels, x.types, x.baseline, x.norm, x.methods, x.inference, x.incentives,
          x.front, x.pressure, x.claims, x.seconds);
}

// ---- what a replicate is made of ----

template <class Archive>
void fields(Archive& archive, Outcome& x) {
  archive(x.metric, x.by_type, x.type_value, x.picks, x.gold_reference, x.policy);
}
template <class Archive>
void fields(Archive& archive, InferenceScore& x) {
  archive(x.accuracy, x.log_loss, x.brier, x.entropy_bits, x.bits_gained, x.excess);
}
template <class Archive>
void fields(Archive& archive, InferenceOutcome& x) {
  archive(x.rounds, x.confusion, x.posterior);
}
template <class Archive>
void fields(Archive& archive, DeployedPolicies& x) {
  archive(x.kind, x.policy, x.transfer, x.assigned, x.estimate, x.proxy, x.proxy_reference,
          x.violation, x.gradient_norm, x.gap, x.failed);
}
template <class Archive>
void fields(Archive& archive, MethodSample& x) {
  archive(x.outcome, x.failed, x.gradient_norm, x.gap, x.inference, x.deployment);
}
template <class Archive>
void fields(Archive& archive, PressurePoint& x) {
  archive(x.kl, x.gold, x.proxy);
}
template <class Archive>
void fields(Archive& archive, ReplicateResult& x) {
  archive(x.samples, x.pressure);
}

namespace {

template <class T>
std::string pack(T value) {
  ByteWriter writer;
  writer(value);
  return writer.take();
}

template <class T>
Result<T> unpack(std::string_view bytes) {
  ByteReader reader(bytes);
  T value;
  reader(value);
  if (!reader.good() || !reader.at_end())
    return Error{ErrorCode::syntax, "these bytes are not whole, or of another version"};
  return value;
}

}  // namespace

std::string pack_report(Report report) { return pack(std::move(report)); }
Result<Report> unpack_report(std::string_view bytes) { return unpack<Report>(bytes); }

std::string pack_replicate(ReplicateResult replicate) { return pack(std::move(replicate)); }
Result<ReplicateResult> unpack_replicate(std::string_view bytes) {
  return unpack<ReplicateResult>(bytes);
}

}  // namespace covenant
