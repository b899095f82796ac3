#include "web/lab.hpp"

#include <algorithm>

#include "core/base/check.hpp"
#include "core/base/json.hpp"
#include "core/sim/pack.hpp"
#include "core/sim/presets.hpp"
#include "web/platform/platform.hpp"

namespace covenant {
namespace {

constexpr std::size_t kHistory = 200;
constexpr double kPatience =
    0.3;                  // s that a run may take to its first report before a newer replaces it
constexpr int kFew = 10;  // replicates; fewer are a first impression

// Same society to look at: one report can stand behind another in the same plot.
bool comparable(const Report& report, const Scenario& scenario) {
  if (report.types.size() != scenario.types.size()) return false;
  if (report.methods.size() != scenario.methods.size()) return false;
  for (std::size_t i = 0; i < report.types.size(); ++i)
    if (report.types[i] != scenario.types[i].name) return false;
  for (std::size_t i = 0; i < report.methods.size(); ++i)
    if (report.methods[i].label != scenario.methods[i].label) return false;
  return report.scenario == scenario.id;
}

void compute_exact(Lab& lab) {
  const MenuDesign before = lab.exact.design;
  lab.exact = design_exact(lab.applied, lab.has_exact ? &before : nullptr);
  lab.has_exact = true;
  const Menu& menu = lab.exact.design.menu;
  lab.slack = menu.num_contracts() > 0 ? menu_slack(lab.exact.problem, menu) : MenuSlack{};
}

// What is on the screen becomes the past.
void age_report(Lab& lab) {
  const bool whole =
      lab.state == ReportState::final || (lab.state == ReportState::partial && !is_preview(lab));
  if (whole) lab.ghost = lab.report;
  if (lab.ghost && !comparable(*lab.ghost, lab.draft)) lab.ghost.reset();
  const bool keep = lab.state != ReportState::none && comparable(lab.report, lab.draft);
  lab.state = keep ? ReportState::stale : ReportState::none;
}

void after_history(Lab& lab) {
  lab.committed = lab.draft;
  lab.sender.clear();
  platform::set_location_hash(link_of(lab));
}

}  // namespace

void notify(Lab& lab, const std::string& text, bool problem) {
  for (const Notice& notice : lab.notices)
    if (notice.text == text) return;
  lab.notices.push_back({text, problem});
  if (lab.notices.size() > 4) lab.notices.erase(lab.notices.begin());
  platform::announce(text);
}

// ---- editing ----

void start_lab(Lab& lab) {
  const Result<Scenario> seed = preset(kDefaultPreset);
  COVENANT_CHECK(seed.ok());
  lab.draft = lab.committed = seed.value();
}

bool follow_draft(Lab& lab, double now) {
  if (lab.has_exact && lab.draft == lab.applied) return false;
  // what the widgets made is checked as strictly as a file
  const Result<Scenario> checked = scenario_from_json(scenario_json(lab.draft));
  if (!checked) {
    notify(lab, checked.error().message);
    lab.draft = lab.has_exact ? lab.applied : lab.committed;
    return false;
  }
  age_report(lab);
  lab.applied = lab.draft;
  compute_exact(lab);
  // a run that has sent nothing yet may finish its first replicates: else a long drag shows none
  RunStatus& run = lab.run;
  run.outdated = run.running;
  const bool wait = run.running && !run.delivered;
  if (run.running && !wait) platform::cancel_run();
  run.running = wait;
  run.cancelled = run.failed = false;
  run.restarts = 0;
  request_run(lab, wait ? run.started + kPatience : now);
  return true;
}

bool commit_draft(Lab& lab) {
  if (lab.draft == lab.committed) return false;
  lab.done.push_back(lab.committed);
  if (lab.done.size() > kHistory) lab.done.erase(lab.done.begin());
  lab.undone.clear();
  after_history(lab);
  return true;
}

void undo_edit(Lab& lab) {
  lab.held = false;
  commit_draft(lab);
  if (lab.done.empty()) return;
  lab.undone.push_back(lab.draft);
  lab.draft = lab.done.back();
  lab.done.pop_back();
  after_history(lab);
}

void redo_edit(Lab& lab) {
  if (lab.undone.empty() || lab.draft != lab.committed) return;
  lab.done.push_back(lab.draft);
  lab.draft = lab.undone.back();
  lab.undone.pop_back();
  after_history(lab);
}

void replace_draft(Lab& lab, const Scenario& scenario) {
  commit_draft(lab);
  lab.draft = scenario;
  commit_draft(lab);
}

bool edit_field(Lab& lab, const std::string& path, const std::string& value, std::string& error) {
  Result<Scenario> edited = with_field(lab.draft, path, value);
  if (!edited) {
    error = edited.error().message;
    return false;
  }
  replace_draft(lab, edited.value());
  return true;
}

std::string edit_scenario(Lab& lab, const std::string& json, bool finished) {
  Result<Scenario> edited = parse_scenario(json);
  if (!edited) return edited.error().message;
  if (!lab.held) commit_draft(lab);
  lab.draft = std::move(edited).value();
  lab.held = !finished;
  if (finished) commit_draft(lab);
  return "";
}

// ---- runs ----

void request_run(Lab& lab, double when) {
  lab.run.due = true;
  lab.run.due_at = when;
}

void start_due_run(Lab& lab, double now) {
  if (!lab.run.due || now < lab.run.due_at || lab.draft != lab.applied) return;
  lab.run.due = false;
  lab.run.running = true;
  lab.run.delivered = lab.run.outdated = false;
  lab.run.cancelled = lab.run.failed = false;
  lab.run.started = now;
  lab.run.done = lab.run.total = 0;
  lab.run.id += 1;
  platform::start_run(lab.run.id, write_json(scenario_json(lab.applied)));
}

void stop_run(Lab& lab) {
  if (lab.run.running) platform::cancel_run();
  lab.run.cancelled = lab.run.running || lab.run.due;
  lab.run.running = lab.run.due = false;
}

void take_progress(Lab& lab, int done, int total) {
  lab.run.done = done;
  lab.run.total = total;
}

void take_report(Lab& lab, int run_id, std::string_view packed, bool finished, double now) {
  if (run_id != lab.run.id || !lab.run.running) return;  // of a run that was since replaced
  Result<Report> report = unpack_report(packed);
  if (!report) {
    take_failure(lab, run_id, "its report could not be read: " + report.error().message, now);
    return;
  }
  lab.run.delivered = true;
  if (lab.run.outdated) {
    // a moment old: shown as such, and its place is free for the newest
    lab.run.due_at = now;
    if (!comparable(report.value(), lab.draft)) return;
    lab.report = std::move(report).value();
    lab.state = ReportState::stale;
    return;
  }
  lab.report = std::move(report).value();
  lab.state = finished ? ReportState::final : ReportState::partial;
  lab.run.seconds = now - lab.run.started;
  platform::publish_results();
  if (!finished) return;
  lab.run.running = false;
  lab.ghost.reset();
  if (lab.draft == lab.applied && lab.draft == lab.committed)
    platform::set_location_hash(link_of(lab));
  platform::announce("Results are ready, " + fingerprint_words(lab));
}

void take_failure(Lab& lab, int run_id, const std::string& message, double now) {
  if (run_id != lab.run.id || !lab.run.running) return;
  lab.run.running = false;
  if (lab.run.outdated) return;  // a newer one is due anyway
  if (lab.run.restarts == 0) {
    lab.run.restarts = 1;
    request_run(lab, now);
    return;
  }
  lab.run.failed = true;
  notify(lab, "The run failed twice and was given up: " + message + ". Press R to try again.");
}

bool is_preview(const Lab& lab) {
  return lab.report.replicates_done < std::min(kFew, lab.report.replicates);
}

std::string fingerprint_words(const Lab& lab) {
  if (lab.state != ReportState::final) return "";
  const std::string own = lab.report.fingerprint.substr(0, 8);
  const std::string spaced = own.size() == 8 ? own.substr(0, 4) + " " + own.substr(4) : own;
  if (lab.sender.empty()) return "fingerprint " + spaced;
  if (lab.sender == own) return "same numbers as the sender \u00b7 " + spaced;
  return "not the sender's numbers \u00b7 " + spaced;
}

}  // namespace covenant
