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
      {"three-groups", "58a927c4e526e4fe"},      {"dual-use", "64453ca248b4acac"},
      {"moral-foundations", "619ad3d74659f5d5"}, {"condorcet", "532f550d81117b8c"},
      {"hidden-context", "a4dc603cc62fc40c"},    {"distortion", "acea808c9e97bec2"},
      {"goodhart", "18ccb78af5274403"},          {"flips", "27e72ca5dcdd7531"},
      {"imbalance", "7ca578e55267bbf6"},         {"misreport", "c31a0e9131b77db0"},
      {"moral-machine", "74f45d1810b2dd5f"},     {"moral-issues", "0c783a1d19195e93"},
      {"consensus", "1aa14fdb7da80318"},
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
