// A front as JSON and CSV, apart from what computes it: the page reads fronts, its worker makes
// them.
#include "core/sim/csv.hpp"
#include "core/sim/front.hpp"
#include "core/sim/report_io.hpp"

namespace covenant {
namespace {

using namespace report_io;

Json set_json(const FrontSet& set) {
  Json points = Json::array();
  for (const FrontPoint& point : set.points) {
    Json entry = {{"utility", point.utility}, {"value", point.value}};
    if (!point.weight.empty()) entry["weight"] = point.weight;
    points.push_back(std::move(entry));
  }
  return {{"points", std::move(points)},
          {"hypervolume", number_json(set.hypervolume)},
          {"sparsity", number_json(set.sparsity)},
          {"expected_utility", number_json(set.expected_utility)}};
}

void read_set(ObjectReader& reader, FrontSet& out) {
  each(reader, "points", [&](const Json& entry, const std::string& here) {
    ObjectReader part(reader.context(), entry, here);
    FrontPoint point;
    part.numbers("weight", point.weight, 0);
    part.numbers("utility", point.utility, 0);
    part.numbers("value", point.value, 0);
    out.points.push_back(std::move(point));
  });
  out.hypervolume =
      read_value(reader.context(), reader.require("hypervolume"), reader.path("hypervolume"));
  reader.number("sparsity", out.sparsity);
  reader.number("expected_utility", out.expected_utility);
}

FrontSet read_set(ReadContext& context, const Json& json, const std::string& path) {
  ObjectReader reader(context, json, path);
  FrontSet set;
  read_set(reader, set);
  return set;
}

FrontOutcome read_outcome(ReadContext& context, const Json& json, const std::string& path) {
  ObjectReader part(context, json, path);
  FrontOutcome outcome;
  part.number("level", outcome.level);
  outcome.distance = read_interval(part, "distance");
  part.numbers("weight", outcome.weight, 0);
  return outcome;
}

// scenario,set,point, then one row per type
void add_rows(const std::string& scenario, const std::string& name, const FrontSet& set,
              const std::vector<std::string>& types, std::string& out) {
  for (std::size_t i = 0; i < set.points.size(); ++i) {
    const FrontPoint& point = set.points[i];
    for (std::size_t k = 0; k < types.size(); ++k) {
      const std::string weight = point.weight.empty() ? "" : csv_number(point.weight[k]);
      out += csv_field(scenario) + "," + csv_field(name) + "," + std::to_string(i) + "," +
             csv_field(types[k]) + "," + weight + "," + csv_number(point.utility[k]) + "," +
             csv_number(point.value[k]) + "\n";
    }
  }
}

}  // namespace

Json front_json(const Front& front) {
  Json json = {{"reference_point", front.reference_point}, {"vertices", front.vertices}};
  json.update(set_json(front.single));
  json["linear"] = {{"vertices", front.linear_vertices}};
  json["linear"].update(set_json(front.linear));
  json["sets"] = Json::object();
  for (const FrontMethodSet& entry : front.sets) json["sets"][entry.method] = set_json(entry.set);
  json["outcomes"] = Json::object();
  for (const FrontMethodOutcomes& entry : front.outcomes) {
    Json levels = Json::array();
    for (const FrontOutcome& outcome : entry.levels) {
      levels.push_back({{"level", outcome.level},
                        {"distance", interval_json(outcome.distance)},
                        {"weight", outcome.weight}});
    }
    json["outcomes"][entry.method] = std::move(levels);
  }
  return json;
}

Front read_front(ReadContext& context, const Json& json, const std::string& path) {
  ObjectReader reader(context, json, path);
  Front front;
  reader.numbers("reference_point", front.reference_point, 0);
  reader.boolean("vertices", front.vertices);
  read_set(reader, front.single);
  if (const Json* linear = reader.require("linear")) {
    ObjectReader part(context, *linear, reader.path("linear"));
    part.boolean("vertices", front.linear_vertices);
    read_set(part, front.linear);
  }
  const Json *sets = reader.require("sets"), *outcomes = reader.require("outcomes");
  if (context.error || !sets->is_object() || !outcomes->is_object()) return front;
  for (auto it = sets->begin(); it != sets->end(); ++it) {
    front.sets.push_back({it.key(), read_set(context, *it, reader.path("sets") + "." + it.key())});
  }
  ObjectReader part(context, *outcomes, reader.path("outcomes"));
  for (auto it = outcomes->begin(); it != outcomes->end(); ++it) {
    FrontMethodOutcomes method{it.key(), {}};
    each(part, it.key().c_str(), [&](const Json& level, const std::string& here) {
      method.levels.push_back(read_outcome(context, level, here));
    });
    front.outcomes.push_back(std::move(method));
  }
  return front;
}

std::string front_csv(const Front& front, const std::string& scenario,
                      const std::vector<std::string>& types) {
  std::string out = "scenario,set,point,type,weight,utility,value\n";
  add_rows(scenario, "single", front.single, types, out);
  add_rows(scenario, "linear", front.linear, types, out);
  for (const FrontMethodSet& entry : front.sets)
    add_rows(scenario, "method:" + entry.method, entry.set, types, out);
  return out;
}

}  // namespace covenant
