// core/sim/preset_texts.hpp: the presets as they would stand in a file; read by presets.cpp alone.
#pragma once

namespace covenant::preset_texts {

extern const char* const kThreeGroups;
extern const char* const kDualUse;
extern const char* const kMoralFoundations;

}  // namespace covenant::preset_texts
