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
      {"three-groups", "26fea40a673a02b1"},      {"dual-use", "2bf3e192fac3d5b9"},
      {"moral-foundations", "ff214f16fada4d09"}, {"condorcet", "0a99936ef9f19664"},
      {"hidden-context", "e1da42d6d2d7f436"},    {"distortion", "fa45d72a72a2c3f2"},
      {"goodhart", "1105ed2c20151be9"},          {"flips", "75d413e74d7758d5"},
      {"imbalance", "20edb6a3fbc67df5"},         {"misreport", "ba0f3fbb33bb3662"},
      {"moral-machine", "88d54dcdf50c7549"},     {"moral-issues", "c84ed855b3681b0d"},
      {"consensus", "17f57dedbecb7014"},
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
