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
      {"three-groups", "dce33c7ed693aada"},      {"dual-use", "dc05ecb1bc732d88"},
      {"moral-foundations", "8228ac401f55a78a"}, {"condorcet", "0a99936ef9f19664"},
      {"hidden-context", "e1da42d6d2d7f436"},    {"distortion", "fa45d72a72a2c3f2"},
      {"goodhart", "b43294fc4bd3aeee"},          {"flips", "99885ee595541265"},
      {"imbalance", "20edb6a3fbc67df5"},         {"misreport", "ba0f3fbb33bb3662"},
      {"moral-machine", "57099aa2af5627e9"},     {"moral-issues", "80cb7eb06b2d79dd"},
      {"consensus", "4e058b303ddabbe0"},
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
