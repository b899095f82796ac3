// core/sim/preset_texts.hpp: the presets as they would stand in a file, less what all have in
// common; read by presets.cpp alone.
#pragma once

namespace covenant::preset_texts {

extern const char* const kCommon;
extern const char* const kThreeGroups;
extern const char* const kDualUse;
extern const char* const kMoralFoundations;
extern const char* const kHiddenContext;
extern const char* const kCondorcet;
extern const char* const kDistortion;
extern const char* const kGoodhart;
extern const char* const kFlips;
extern const char* const kImbalance;
extern const char* const kMisreport;
extern const char* const kMoralMachine;
extern const char* const kMoralIssues;
extern const char* const kConsensus;

}  // namespace covenant::preset_texts
