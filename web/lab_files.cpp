// Links, scenario files and CSV of choices coming in, links going out (lab.hpp).
#include "core/sim/link.hpp"
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
  if (text[first] != '{') {
    lab.own = OwnData{.name = name, .csv = text, .wait_frames = 2, .inference = {}};
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

void compute_own_data(Lab& lab) {
  const Result<ChoiceData> data = parse_choices(lab.own.csv, lab.draft);
  if (!data) {
    notify(lab, lab.own.name + ": " + data.error().message);
    return;
  }
  Result<ChoiceInference> inference = infer_choices(lab.draft, data.value());
  if (!inference) {
    notify(lab, lab.own.name + ": " + inference.error().message);
    return;
  }
  lab.own.inference = std::move(inference).value();
  platform::announce("Read " + std::to_string(lab.own.inference->choices) + " choices from " +
                     lab.own.name);
}

}  // namespace covenant
