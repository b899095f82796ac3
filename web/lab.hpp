// web/lab.hpp: the document behind the page: the scenario being edited, what was computed from it,
// the running sweep, history and notices. No drawing, no ImGui.
//   draft      what the widgets edit, within this frame
//   applied    what `exact` was computed from, and what is run
//   committed  the state of the last finished edit: what undo returns to, and what the address
//   holds
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/mech/constraints.hpp"
#include "core/sim/report.hpp"
#include "core/sim/scenario.hpp"
#include "core/sim/simulation.hpp"

namespace covenant {

struct Notice {
  std::string text;
  bool problem = true;
};

// How far the shown report is about the shown scenario.
enum class ReportState {
  none,     // nothing to show yet
  stale,    // of an earlier scenario: shown faded
  partial,  // of this scenario, streaming in from the worker
  final     // all of it
};

struct RunStatus {
  int id = 0;
  bool due = false, running = false, cancelled = false, failed = false;
  bool delivered = false;  // the running one has sent something
  bool outdated = false;   // and the scenario moved on since it began
  double due_at = 0.0, started = 0.0, seconds = 0.0;
  int done = 0, total = 0;  // replicates, also between reports; 0 of 0: not known yet
  int restarts = 0;
};

struct Lab {
  Scenario draft, applied, committed;
  bool held = false;  // an edit from outside the canvas is going on: one step of history in the end
  std::vector<Scenario> done, undone;  // history, newest last

  bool has_exact = false;
  ExactDesign exact;  // of `applied`
  MenuSlack slack;    // of exact.design.menu; empty where there is no menu
  ReportState state = ReportState::none;
  Report report;
  std::optional<Report>
      ghost;  // the last sweep before the edits, shown faded behind the first few replicates
  RunStatus run;

  std::vector<Notice> notices;
  std::string
      sender;  // fingerprint in the opened link (8 hex digits) while the scenario is still its
  std::vector<std::pair<std::string, std::string>> page_keys;  // of the address: embed, theme, ...
};

// ---- editing ----
void start_lab(Lab& lab);  // the default preset
// Recomputes the menu when the draft moved and asks for a run; an invalid draft is put back and
// said. True if something was recomputed.
bool follow_draft(Lab& lab, double now);
// A finished edit becomes one step of history and goes to the address bar. True if there was one.
bool commit_draft(Lab& lab);
void undo_edit(Lab& lab);
void redo_edit(Lab& lab);
void replace_draft(Lab& lab, const Scenario& scenario);  // preset, file, link: one step of history
bool edit_field(Lab& lab, const std::string& path, const std::string& value, std::string& error);
// A whole scenario as JSON from the editor beside the canvas. While not `finished` further edits
// belong to the same step of history. "" or what is wrong with it.
[[nodiscard]] std::string edit_scenario(Lab& lab, const std::string& json, bool finished);

// ---- links and files ----
[[nodiscard]] std::string link_of(const Lab& lab);  // without '#'; with a fingerprint once known
void open_hash(Lab& lab, const std::string& hash, bool first);
void open_text(Lab& lab, const std::string& name, const std::string& text);  // a scenario
// The value of a page key of the address; empty if it is not there.
[[nodiscard]] std::string page_value(const Lab& lab, std::string_view key);

// ---- runs ----
void request_run(Lab& lab, double when);
void start_due_run(Lab& lab, double now);
void stop_run(Lab& lab);
void take_progress(Lab& lab, int done, int total);
// `packed`: see core/sim/pack.hpp.
void take_report(Lab& lab, int run_id, std::string_view packed, bool finished, double now);
void take_failure(Lab& lab, int run_id, const std::string& message, double now);

void notify(Lab& lab, const std::string& text, bool problem = true);
// "same numbers as the sender · 7c1e 09fa"; empty while nothing final is there.
[[nodiscard]] std::string fingerprint_words(const Lab& lab);
// So few replicates that the curves are a first impression.
[[nodiscard]] bool is_preview(const Lab& lab);

}  // namespace covenant
