// web/view.hpp: what is looked at, as against what is computed (lab.hpp): nothing in here is worth
// a link or an undo step.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "web/crowd.hpp"
#include "web/panels/own_answers.hpp"
#include "web/plot/display_list.hpp"
#include "web/plot/line_plot.hpp"
#include "web/render/render.hpp"
#include "web/type_plane.hpp"
#include "web/widgets.hpp"

namespace covenant {

enum class Tab { noise, inference, pareto, pressure, slacks, claims };

struct ScenarioView {
  bool editors_open = false, sampling_open = false;
  Scenario conflict_from;               // the wishes that Conflict moves,
  std::vector<TypeSpec> conflict_made;  // and what it made of them
};

// Set as if it were a field of the scenario, which it is not: nothing is computed from it.
inline constexpr const char* kPeopleShownPath = "people_shown";

// Simulated people, as the panel shows them.
struct CrowdView {
  int count = 2000;       // shown
  bool picking = false;   // at their picks, or on the way there
  bool shown = false;     // there are picks to show
  double left_at = -1e9;  // when they last set off, seconds, and from where
  float left_from = 0.0f;
  std::vector<Person> people;
  std::uint64_t seed = 0;  // of `people`
  Crowd crowd;
  std::vector<double> share;  // of people per pick
  [[nodiscard]] bool moving() const { return shown && crowd.flow != (picking ? 1.0f : 0.0f); }
};

struct TypeSpaceView {
  Corners corners;
  std::array<int, 3> chosen{0, 1, 2};
  TypePlane plane;
  bool fresh = false;  // plane is of the applied scenario
  bool hovering = false;
  Mixture hovered{};
  int hovered_contract = -2;  // -1: leaving, -2: nothing
  int dragged = -1;           // the type being dragged
  CrowdView crowd;
  render::TypeField field;  // as drawn last, for export
};

struct InferenceView {
  int example = 0;          // whose posterior the bars follow
  std::vector<int> picked;  // "which type are you?": contracts, num_contracts = leaving
  std::vector<OwnAnswer> answered;
};

struct FrontView {
  int across = 0, up = 1;  // whose values the axes of the Pareto plot are
  int left_out = 0;        // rings outside the picture
  int curve = -1;          // of the pressure plot; -1: RLHF where it is among them
};

struct View {
  bool dark = false, theme_chosen = false, contrast = false;
  Rights rights;  // what the link leaves to its reader
  float width = 1280.0f, height = 800.0f, scale = 1.0f;
  Tab tab = Tab::noise;
  std::string metric = "regret";
  bool help_open = false;
  ScenarioView scenario;
  TypeSpaceView type_space;
  InferenceView inference;
  FrontView front;
  int exported = 0;  // which plot of the tab the export menu means
  int level = -1;    // noise level of the inference views; -1: the one nearest 20 %
  std::map<std::string, PlotWindow> windows;  // plots that are zoomed, by their label
  std::map<std::string, DisplayList> plots;   // last drawn, for svg()
  std::map<std::string, std::string> tables;  // last published, to publish changes only
};

}  // namespace covenant
