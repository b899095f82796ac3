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
      {"three-groups", "027f0c8f2b0cf0d3"},      {"dual-use", "37ea84278e45bd92"},
      {"moral-foundations", "d91aa3dac66ee5e3"}, {"condorcet", "3953eedc7003ada2"},
      {"hidden-context", "2a22d0642e472b16"},    {"distortion", "94fe461465938ba3"},
      {"goodhart", "ccaffddc335ecd00"},          {"flips", "1a574b5ed288184c"},
      {"imbalance", "dac4363f9048dbcb"},         {"misreport", "6022fef1764ad345"},
      {"moral-machine", "623a49c572fe7f28"},     {"moral-issues", "40d8aec14786684f"},
      {"consensus", "e9f9fcff4bb98069"},
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
