// Bytes between a page and its workers.
#include "core/sim/pack.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "core/sim/presets.hpp"
#include "core/sim/simulation.hpp"
#include "tests/support/runs.hpp"

namespace covenant {
namespace {

using test::with;

// Every kind of section: several rounds of picks, pressure, a front, an elicited norm.
std::vector<Scenario> various() {
  std::vector<Scenario> out;
  for (const PresetInfo& info : preset_list())
    out.push_back(with(preset(info.id).value(),
                       {{"replicates", "3"}, {"users", "50"}, {"run.noise_levels", "[0, 0.3]"}}));
  return out;
}

}  // namespace

// Nothing that the JSON shows may be lost: a field that pack.cpp forgets shows up here.
TEST_CASE("pack: a report comes out of its bytes as it went in, for every preset") {
  for (const Scenario& scenario : various()) {
    CAPTURE(scenario.id);
    const Report report = run(scenario);
    const Result<Report> again = unpack_report(pack_report(report));
    REQUIRE(again);
    CHECK(report_json(again.value()).dump() == report_json(report).dump());
    CHECK(fingerprint(again.value()) == report.fingerprint);
  }
}

// As workers do it: each computes some replicates, in any order, and one folds them from their
// bytes.
TEST_CASE("pack: replicates computed elsewhere, in any order, fold to the same report") {
  for (const Scenario& scenario : various()) {
    CAPTURE(scenario.id);
    const Report whole = run(scenario);
    const Simulation elsewhere(scenario);
    const int count = elsewhere.num_replicates();
    std::vector<std::string> parts(static_cast<std::size_t>(count));
    for (int i = count; i-- > 0;)
      parts[static_cast<std::size_t>(i)] = pack_replicate(elsewhere.replicate(i));
    Simulation here(scenario);
    for (const std::string& part : parts) {
      Result<ReplicateResult> replicate = unpack_replicate(part);
      REQUIRE(replicate);
      here.fold(replicate.value());
    }
    CHECK(here.done());
    CHECK(here.report().fingerprint == whole.fingerprint);
    CHECK(report_json(here.report()).dump() == report_json(whole).dump());
  }
}

TEST_CASE("pack: bytes that were cut, stretched or made up are refused") {
  const Scenario scenario = various().front();
  const std::string bytes = pack_report(run(scenario));
  const std::string part = pack_replicate(Simulation(scenario).replicate(0));
  for (std::size_t length = 0; length < bytes.size(); length += 1 + bytes.size() / 200) {
    CAPTURE(length);
    CHECK_FALSE(unpack_report(std::string_view(bytes).substr(0, length)).ok());
  }
  for (std::size_t length = 0; length < part.size(); length += 1 + part.size() / 200)
    CHECK_FALSE(unpack_replicate(std::string_view(part).substr(0, length)).ok());
  CHECK_FALSE(unpack_report(bytes + "x").ok());
  // counts of 2^64 - 1 everywhere: nothing of that size is asked for
  CHECK_FALSE(unpack_report(std::string(4096, '\xff')).ok());
  CHECK_FALSE(unpack_replicate(std::string(4096, '\xff')).ok());
}

}  // namespace covenant
