// web/view.hpp: what is looked at, as against what is computed (lab.hpp): nothing in here is worth
// a link or an undo step.
#pragma once

#include <array>
#include <map>
#include <string>
#include <vector>

#include "web/plot/display_list.hpp"
#include "web/plot/line_plot.hpp"
#include "web/type_plane.hpp"
#include "web/widgets.hpp"

namespace covenant {

enum class Tab { noise, inference, pareto, pressure, slacks, claims };

struct ScenarioView {
  bool editors_open = false, sampling_open = false;
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
};

struct InferenceView {
  int example = 0;          // whose posterior the bars follow
  std::vector<int> picked;  // "which type are you?": contracts, num_contracts = leaving
};

struct FrontView {
  int across = 0, up = 1;  // whose values the axes of the Pareto plot are
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
  int level = -1;  // noise level of the inference views; -1: the one nearest 20 %
  std::map<std::string, PlotWindow> windows;  // plots that are zoomed, by their label
  std::map<std::string, DisplayList> plots;   // last drawn, for svg()
  std::map<std::string, std::string> tables;  // last published, to publish changes only
};

}  // namespace covenant
