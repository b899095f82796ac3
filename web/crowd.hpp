// web/crowd.hpp: simulated people on the plane of types, and on their way to the contract they
// pick. A person is four numbers that never change: where they stand follows from the scenario, on
// the GPU (shaders/crowd.vert, the same formulas) or here, so that 200,000 of them cost nothing to
// keep.
//   type      the first whose cumulated share exceeds `lot`
//   wishes    the type's mixture + spread (z1, z2), the spread of wishes as the plane shows it
//   pick      what a person of that mixture picks; without spread, the contract meant for the type
//   place     from the wishes (flow 0) to a disc beside the plane, one per contract (flow 1)
#pragma once

#include <imgui.h>

#include <array>
#include <vector>

#include "web/type_plane.hpp"

namespace covenant {

inline constexpr int kMostPeople = 200000;
inline constexpr int kMostPicks = 26;  // contracts and leaving, as many as the shader holds
inline constexpr int kMostCrowdTypes = 24;

struct Person {
  float lot = 0.0f, z1 = 0.0f, z2 = 0.0f;  // uniform in [0, 1); standard normal
  float delay = 0.0f;                      // uniform: who sets off later, and where in the disc
};
// The first `count` people of a seed; more people leave the earlier ones as they are.
[[nodiscard]] std::vector<Person> make_people(std::uint64_t seed, int count);

struct Disc {
  float x = 0.0f, y = 0.0f, radius = 0.0f;  // CSS pixels
};

struct Crowd {
  int types = 0, picks = 0, corners = 3;
  bool spread = false;
  std::array<float, kMostCrowdTypes> share_end{};            // cumulated, the last 1
  std::array<std::array<float, 2>, kMostCrowdTypes> wish{};  // weights of the corners 1 and 2
  std::array<int, kMostCrowdTypes> assigned{};               // without spread
  std::array<ImU32, kMostCrowdTypes> color{};                // of the type
  std::array<float, 3> scatter{};                            // lower triangle: b, then c
  std::array<ImVec2, 3> corner{};                            // CSS pixels
  std::array<std::array<float, 3>, kMostPicks> utility{};    // as render::TypeField
  std::array<Disc, kMostPicks> disc{};
  float flow = 0.0f, radius = 1.9f, alpha = 0.85f;
  int edition = 0;  // of the people: moves when their numbers do
};

// All but places and colours. False where there is nothing to show: more types or contracts than
// it holds, or no plane.
[[nodiscard]] bool fill_crowd(Crowd& crowd, const TypePlane& plane, const Scenario& scenario,
                              const std::vector<int>& assigned);
// Sparser people are larger and stronger, so that density shows at any number.
void size_crowd(Crowd& crowd, int count);

[[nodiscard]] int type_of(const Crowd& crowd, const Person& person);
[[nodiscard]] int pick_of(const Crowd& crowd, const Person& person);  // picks - 1: leaving
[[nodiscard]] ImVec2 place_of(const Crowd& crowd, const Person& person);
// Share of the first people that picks each, from at most 4,000 of them.
[[nodiscard]] std::vector<double> pick_shares(const Crowd& crowd,
                                              const std::vector<Person>& people);

}  // namespace covenant
