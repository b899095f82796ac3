#include "core/sim/pressure_report.hpp"

#include <cmath>
#include <limits>

#include "core/sim/csv.hpp"
#include "core/sim/report_io.hpp"

namespace covenant {

using namespace report_io;

namespace {

PressureCurveReport read_curve(ReadContext& context, const Json& json, const std::string& path) {
  ObjectReader reader(context, json, path);
  PressureCurveReport out;
  reader.text("method", out.method);
  reader.text("path", out.path);
  reader.integer("deployed", out.deployed, -1, 1000);
  out.hacking = read_interval(reader, "hacking");
  out.fall = read_interval(reader, "fall");
  reader.text("goodhart", out.goodhart);
  each(reader, "points", [&](const Json& entry, const std::string& here) {
    ObjectReader part(context, entry, here);
    PressurePointReport point;
    point.setting = read_value(context, part.require("setting"), here + ".setting");
    // null: an infinite price of KL, the reference
    if (std::isnan(point.setting)) point.setting = std::numeric_limits<double>::infinity();
    point.kl = read_interval(part, "kl");
    point.gold = read_interval(part, "gold");
    point.proxy = read_interval(part, "proxy");
    out.points.push_back(point);
  });
  return out;
}

}  // namespace

Json pressure_json(const PressureReport& pressure) {
  Json curves = Json::array();
  for (const PressureCurveReport& curve : pressure.curves) {
    Json points = Json::array();
    for (const PressurePointReport& point : curve.points) {
      points.push_back({{"setting", number_json(point.setting)},
                        {"kl", interval_json(point.kl)},
                        {"gold", interval_json(point.gold)},
                        {"proxy", interval_json(point.proxy)}});
    }
    curves.push_back({{"method", curve.method},
                      {"path", curve.path},
                      {"deployed", curve.deployed},
                      {"hacking", interval_json(curve.hacking)},
                      {"fall", interval_json(curve.fall)},
                      {"goodhart", curve.goodhart},
                      {"points", std::move(points)}});
  }
  return {{"level", pressure.level},
          {"replicates", pressure.replicates},
          {"finding", pressure.finding},
          {"curves", std::move(curves)}};
}

PressureReport read_pressure(ReadContext& context, const Json& json, const std::string& path) {
  ObjectReader reader(context, json, path);
  PressureReport out;
  reader.number("level", out.level);
  reader.integer("replicates", out.replicates, 0, 1000000);
  reader.text("finding", out.finding, 20000);
  each(reader, "curves", [&](const Json& curve, const std::string& here) {
    out.curves.push_back(read_curve(context, curve, here));
  });
  return out;
}

std::string pressure_rows(const PressureReport& pressure, const std::string& scenario) {
  std::string out;
  for (const PressureCurveReport& curve : pressure.curves) {
    const std::string prefix = csv_prefix(scenario, curve.method, pressure.level);
    const std::string name = "pressure_" + curve.path + "_";
    for (const PressurePointReport& point : curve.points) {
      const std::string setting = std::isfinite(point.setting) ? csv_number(point.setting) : "inf";
      out += csv_row(prefix, "", name + setting + "_kl", point.kl);
      out += csv_row(prefix, "", name + setting + "_gold", point.gold);
      out += csv_row(prefix, "", name + setting + "_proxy", point.proxy);
    }
    out += csv_row(prefix, "", name + "fall", curve.fall);
  }
  return out;
}

}  // namespace covenant
