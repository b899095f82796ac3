#include "core/sim/norm_report.hpp"

#include "core/base/check.hpp"
#include "core/sim/report_io.hpp"

namespace covenant {

using namespace report_io;

NormReport norm_report(const Scenario& scenario) {
  const DesignerSpec& designer = scenario.designer;
  COVENANT_CHECK(designer.elicited);
  const ElicitedNorm elicited =
      elicit_norm(designer.community, designer.elicitation, designer.trim);
  NormReport out;
  out.respondents = static_cast<int>(designer.community.size());
  out.norm = elicited.norm;
  out.influence = elicited.influence;
  out.most_influential = elicited.most_influential;
  double total = 0.0;
  for (const TypeSpec& type : scenario.types) {
    if (type.weights.empty()) return out;
    total += type.share;
  }
  for (std::size_t d = 0; d < scenario.norms.size(); ++d) {
    std::vector<double> value, share;
    for (const TypeSpec& type : scenario.types) {
      value.push_back(type.weights[d]);
      share.push_back(type.share / total);
    }
    out.informed.push_back(aggregate_shares(value, share, designer.elicitation, designer.trim));
  }
  return out;
}

Json norm_json(const NormReport& norm) {
  Json values = Json::array();
  for (const Interval& interval : norm.norm) values.push_back(interval_json(interval));
  return {{"respondents", norm.respondents},
          {"norm", std::move(values)},
          {"influence", norm.influence},
          {"most_influential", norm.most_influential},
          {"informed", norm.informed}};
}

NormReport read_norm(ReadContext& context, const Json& json, const std::string& path) {
  ObjectReader reader(context, json, path);
  NormReport out;
  reader.integer("respondents", out.respondents, 1, 1000000);
  each(reader, "norm", [&](const Json& interval, const std::string& here) {
    out.norm.push_back(read_interval(context, interval, here));
  });
  reader.numbers("influence", out.influence, 0);
  reader.integer("most_influential", out.most_influential, 0, 1000000);
  reader.numbers("informed", out.informed, 0);
  return out;
}

}  // namespace covenant
