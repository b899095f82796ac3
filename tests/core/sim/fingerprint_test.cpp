// The recorded bits of each preset, the same natively and under Node. A commit that moves one says
// old, new and why.
#include <doctest/doctest.h>
#include <string>
#include <utility>

#include "core/sim/presets.hpp"
#include "core/sim/simulation.hpp"

using namespace covenant;

TEST_CASE("fingerprint: every preset's report at 20 replicates has the recorded bits") {
  const std::pair<const char*, const char*> recorded[] = {
      {"three-groups", "90f4f7275cd59295"},      {"dual-use", "440c0680c2c6c531"},
      {"moral-foundations", "21c20a3ebe9b0b62"}, {"condorcet", "3becb517dc59c79c"},
      {"hidden-context", "b3b8b113e306fe0a"},    {"distortion", "9a8bbaa0d97d66d1"},
      {"goodhart", "57f27bc7fd893c84"},          {"flips", "ceb4e64a0c963118"},
      {"imbalance", "3c917d7642fdda98"},         {"misreport", "c8cbbfbf14964cd2"},
      {"moral-machine", "7be63c01efb0d5ab"},     {"moral-issues", "50e2c3d02c2d188b"},
      {"consensus", "4fec5985f89b8109"},
  };
  CHECK(preset_list().size() == std::size(recorded));
  for (const auto& entry : recorded) {  // clang cannot CAPTURE a structured binding
    const std::string id = entry.first, bits = entry.second;
    CAPTURE(id);
    Scenario scenario = preset(id).value();
    scenario.run.replicates = 20;
    CHECK(run(scenario).fingerprint == bits);
  }
}
