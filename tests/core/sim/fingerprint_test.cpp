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
      {"three-groups", "e24a05ee79e41184"},      {"dual-use", "777375ac74425a74"},
      {"moral-foundations", "68f4b765eb05e26b"}, {"condorcet", "3953eedc7003ada2"},
      {"hidden-context", "2a22d0642e472b16"},    {"distortion", "94fe461465938ba3"},
      {"goodhart", "5b6cabe73181e532"},          {"flips", "1a574b5ed288184c"},
      {"imbalance", "dac4363f9048dbcb"},         {"misreport", "6022fef1764ad345"},
      {"moral-machine", "9b8abc11070c37bc"},     {"moral-issues", "dcddaf79aa2a1f74"},
      {"consensus", "1e18727942fcea2c"},
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
