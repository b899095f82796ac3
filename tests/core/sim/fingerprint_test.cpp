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
      {"three-groups", "0000000000000000"},
      {"dual-use", "0000000000000000"},
      {"moral-foundations", "0000000000000000"},
  };
  CHECK(preset_list().size() == std::size(recorded));
  for (const auto& [id, bits] : recorded) {
    CAPTURE(std::string(id));
    Scenario scenario = preset(id).value();
    scenario.run.replicates = 20;
    CHECK(run(scenario).fingerprint == std::string(bits));
  }
}
