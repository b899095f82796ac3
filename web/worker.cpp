// web/worker.cpp: the core alone, as the wasm of the page's Web Workers (web/shell/worker.js) and
// of tests under Node. It holds one simulation at a time and computes or folds one replicate per
// call, so that the JavaScript around it can answer messages in between. Without WebGL it also
// opens links and sets fields for the page. Strings are UTF-8; what is returned lives until the
// next call.
#include <emscripten.h>

#include <optional>
#include <string>

#include "core/base/json.hpp"
#include "core/sim/infer.hpp"
#include "core/sim/link.hpp"
#include "core/sim/pack.hpp"
#include "core/sim/presets.hpp"
#include "core/sim/report.hpp"
#include "core/sim/scenario.hpp"
#include "core/sim/simulation.hpp"

namespace {

struct Worker {
  std::optional<covenant::Simulation> simulation;
  covenant::Report report;  // last written
  std::string answer;
};

Worker& worker() {
  static Worker instance;
  return instance;
}

const char* answer(std::string text) {
  worker().answer = std::move(text);
  return worker().answer.c_str();
}

std::string text_of(const covenant::Json& json) {
  return json.dump(-1, ' ', false, covenant::Json::error_handler_t::replace);
}

std::string failure(const std::string& message) {
  return text_of(covenant::Json{{"error", message}});
}

}  // namespace

extern "C" {

// A new run, in place of any other. "" or what is wrong with the scenario.
EMSCRIPTEN_KEEPALIVE const char* worker_begin(const char* scenario_json) {
  worker().simulation.reset();
  const covenant::Result<covenant::Scenario> scenario = covenant::parse_scenario(scenario_json);
  if (!scenario) return answer(scenario.error().message);
  worker().simulation.emplace(scenario.value());
  return answer("");
}

EMSCRIPTEN_KEEPALIVE int worker_total() {
  return worker().simulation ? worker().simulation->num_replicates() : 0;
}

// Bytes of the last answer: of worker_compute and worker_packed_report.
EMSCRIPTEN_KEEPALIVE int worker_size() { return static_cast<int>(worker().answer.size()); }

// The replicate of an index, as bytes for worker_fold here or in another worker.
EMSCRIPTEN_KEEPALIVE const char* worker_compute(int index) {
  if (!worker().simulation) return answer("");
  return answer(covenant::pack_replicate(worker().simulation->replicate(index)));
}

// Folds replicate 0, 1, 2, ...; false if these bytes are none, or no more are wanted.
EMSCRIPTEN_KEEPALIVE bool worker_fold(const char* bytes, int size) {
  if (!worker().simulation || worker().simulation->done()) return false;
  const covenant::Result<covenant::ReplicateResult> replicate =
      covenant::unpack_replicate({bytes, static_cast<std::size_t>(size)});
  if (replicate) worker().simulation->fold(replicate.value());
  return replicate.ok();
}

// The report so far, as bytes for the page; "" before the first replicate. `seconds`: the caller's
// clock, core has none.
EMSCRIPTEN_KEEPALIVE const char* worker_packed_report(double seconds) {
  if (!worker().simulation || worker().simulation->num_done() == 0) return answer("");
  worker().report = worker().simulation->report();
  worker().report.seconds = seconds;
  return answer(covenant::pack_report(worker().report));
}

// The same report as JSON.
EMSCRIPTEN_KEEPALIVE const char* worker_report() {
  return answer(text_of(covenant::report_json(worker().report)));
}

EMSCRIPTEN_KEEPALIVE void worker_end() { worker().simulation.reset(); }

// {"scenario": .., "ignored": [..]} or {"error": ..}; the default preset for an empty link.
EMSCRIPTEN_KEEPALIVE const char* worker_open(const char* link) {
  const covenant::Result<covenant::OpenedLink> opened = covenant::from_link(link);
  if (!opened) return answer(failure(opened.error().message));
  return answer(text_of(covenant::Json{{"scenario", scenario_json(opened.value().scenario)},
                                       {"ignored", opened.value().ignored}}));
}

// The menu on exact feedback, as the cards show it: {"status", "reason", "contracts": [{"types",
// "transfer", "allocation"}]}, or {"error": ..}.
EMSCRIPTEN_KEEPALIVE const char* worker_design(const char* scenario_json) {
  const covenant::Result<covenant::Scenario> scenario = covenant::parse_scenario(scenario_json);
  if (!scenario) return answer(failure(scenario.error().message));
  const covenant::MenuDesign design = design_exact(scenario.value()).design;
  const covenant::Menu& menu = design.menu;
  covenant::Json contracts = covenant::Json::array();
  for (covenant::Index j = 0; j < menu.num_contracts(); ++j) {
    covenant::Json types = covenant::Json::array(), allocation = covenant::Json::array();
    for (std::size_t k = 0; k < menu.assigned.size(); ++k)
      if (menu.assigned[k] == j) types.push_back(scenario.value().types[k].name);
    for (covenant::Index a = 0; a < menu.allocation.cols(); ++a)
      allocation.push_back(menu.allocation(j, a));
    contracts.push_back(
        {{"types", types}, {"transfer", menu.transfer(j)}, {"allocation", allocation}});
  }
  return answer(text_of(covenant::Json{{"status", covenant::status_name(design.status)},
                                       {"reason", design.reason},
                                       {"contracts", contracts}}));
}

// What choices of real people say under this scenario: choice_inference_json, or {"error": ..}.
// `columns`: "respondent=id,.." as on the command line, may be empty.
EMSCRIPTEN_KEEPALIVE const char* worker_infer(const char* scenario_json, const char* csv,
                                              const char* columns) {
  const covenant::Result<covenant::Scenario> scenario = covenant::parse_scenario(scenario_json);
  if (!scenario) return answer(failure(scenario.error().message));
  covenant::ChoiceColumns names;
  if (*columns != '\0') {
    const covenant::Result<covenant::ChoiceColumns> mapped =
        covenant::parse_choice_columns(columns);
    if (!mapped) return answer(failure(mapped.error().message));
    names = mapped.value();
  }
  const covenant::Result<covenant::ChoiceData> data =
      covenant::parse_choices(csv, scenario.value(), names);
  if (!data) return answer(failure(data.error().message));
  const covenant::Result<covenant::ChoiceInference> inference =
      covenant::infer_choices(scenario.value(), data.value());
  if (!inference) return answer(failure(inference.error().message));
  return answer(text_of(covenant::choice_inference_json(inference.value())));
}

// {"scenario": .., "link": ".."} or {"error": ..}
EMSCRIPTEN_KEEPALIVE const char* worker_set(const char* scenario_json, const char* path,
                                            const char* value) {
  const covenant::Result<covenant::Scenario> scenario = covenant::parse_scenario(scenario_json);
  if (!scenario) return answer(failure(scenario.error().message));
  const covenant::Result<covenant::Scenario> changed = with_field(scenario.value(), path, value);
  if (!changed) return answer(failure(changed.error().message));
  return answer(text_of(covenant::Json{{"scenario", covenant::scenario_json(changed.value())},
                                       {"link", to_link(changed.value())}}));
}

}  // extern "C"
