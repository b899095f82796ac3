// Links and scenario files coming in, links going out (lab.hpp).
#include "core/base/check.hpp"
#include "core/base/json.hpp"
#include "core/mech/methods/method.hpp"
#include "core/sim/link.hpp"
#include "core/sim/presets.hpp"
#include "web/app.hpp"
#include "web/lab.hpp"
#include "web/platform/platform.hpp"

namespace covenant {

std::string link_of(const Lab& lab) {
  const bool known = lab.state == ReportState::final && lab.draft == lab.applied;
  std::string link = to_link(lab.draft, known ? lab.report.fingerprint : "");
  for (const auto& [key, value] : lab.page_keys)
    link += (link.empty() ? "" : "&") + key + "=" + value;
  return link;
}

void open_hash(Lab& lab, const std::string& hash, bool first) {
  const std::size_t start = hash.find('#');
  const std::string body = start == std::string::npos ? hash : hash.substr(start + 1);
  if (body.empty()) return;
  const Result<OpenedLink> opened = from_link(body);
  if (!opened) {
    notify(lab, "This link could not be opened: " + opened.error().message);
    return;
  }
  const OpenedLink& link = opened.value();
  std::string ignored;
  for (const std::string& part : link.ignored) ignored += (ignored.empty() ? "" : "; ") + part;
  if (!ignored.empty()) notify(lab, "Ignored in the link: " + ignored);
  lab.page_keys = link.page;
  if (first) {
    lab.draft = lab.committed = link.scenario;
  } else {
    replace_draft(lab, link.scenario);
  }
  lab.sender = link.ignored.empty() ? link.fingerprint : "";
}

void open_text(Lab& lab, const std::string& name, const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n\xef\xbb\xbf");
  if (first == std::string::npos) {
    notify(lab, name + ": the file is empty");
    return;
  }
  const Result<Scenario> scenario = parse_scenario(text);
  if (!scenario) {
    notify(lab, name + ": " + scenario.error().message);
    return;
  }
  replace_draft(lab, scenario.value());
  notify(lab, "Opened " + name + ".", false);
}

std::string presets_text() {
  Json list = Json::array();
  for (const PresetInfo& info : preset_list()) {
    const Result<Scenario> scenario = preset(info.id);
    COVENANT_CHECK(scenario.ok());
    const Scenario& s = scenario.value();
    list.push_back({{"id", info.id},
                    {"title", info.title},
                    {"shows", info.shows},
                    {"description", s.description},
                    {"citation", s.citation},
                    {"types", s.num_types()},
                    {"contexts", s.num_contexts()},
                    {"norms", s.num_norms()}});
  }
  return write_json(list);
}

std::string methods_text() {
  Json list = Json::array();
  for (const MethodInfo& method : method_list()) {
    Json parameters = Json::array();
    for (const ParameterInfo& p : method.parameters)
      parameters.push_back({{"name", p.name},
                            {"initial", p.initial},
                            {"lower", p.lower},
                            {"upper", p.upper},
                            {"integer", p.integer},
                            {"meaning", p.meaning}});
    list.push_back({{"id", method.id},
                    {"paper", method.paper},
                    {"assumes", method.assumes},
                    {"parameters", std::move(parameters)}});
  }
  return write_json(list);
}

std::string page_value(const Lab& lab, std::string_view key) {
  for (const auto& [name, value] : lab.page_keys)
    if (name == key) return value;
  return "";
}

}  // namespace covenant
