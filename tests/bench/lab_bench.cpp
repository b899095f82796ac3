// The lab on three-groups, one core. Processor seconds, so that other work on the machine counts
// little (under Node elapsed ones). Without an argument: 11 noise levels, 200 replicates, 1,000
// people. Prints CSV "method,seconds,own_seconds,share": a run with that method alone; the same
// less a run with `average` alone, whose own work is next to nothing, so that what is left out is
// what all methods share (people, comparisons, fits, the front); and its part of the sum of those.
// The last rows: all methods together but the four slow ones; all; and `average` on people whose
// groups are unknown, 20 answers each, which costs what EM costs.
// With the argument `scaling`: "method,comparisons,people,seconds" at 1, 2 and 4 times as many
// comparisons or people (people who differ within their type, or they would be counted, not met),
// 4 levels, 20 replicates; people unlabelled, by EM, as a method of its own.
// With `quick`: only the row of all methods but the slow ones.
#include <cstdio>
#include <cstring>
#include <ctime>
#include <fstream>
#include <string>

#include "core/mech/methods/method.hpp"
#include "core/sim/presets.hpp"
#include "core/sim/simulation.hpp"

using namespace covenant;

namespace {

MethodSpec spec_of(const MethodInfo& info) {
  MethodSpec spec{std::string(info.id), std::string(info.id), {}};
  for (const ParameterInfo& parameter : info.parameters)
    spec.parameters.push_back(parameter.initial);
  return spec;
}

bool is_slow(const MethodInfo& info) {
  return info.id == "group_dro" || info.id == "popl" || info.id.substr(0, 4) == "dpl_";
}

double seconds(const Scenario& scenario) {
  const std::clock_t start = std::clock();
  static_cast<void>(run(scenario));
  return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

double seconds(const std::vector<MethodSpec>& methods) {
  Scenario scenario = preset("three-groups").value();
  scenario.methods = methods;
  return seconds(scenario);
}

// "model name : ..." of the first processor, where the system says so.
std::string processor() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    if (line.rfind("model name", 0) == 0) return line.substr(line.find(':') + 2);
  }
  return "unknown processor";
}

std::vector<MethodSpec> quick_methods() {
  std::vector<MethodSpec> quick;
  for (const MethodInfo& info : method_list()) {
    if (!is_slow(info)) quick.push_back(spec_of(info));
  }
  return quick;
}

void print_quick() {
  std::printf("all but dpl_* group_dro popl,%.3f,,\n", seconds(quick_methods()));
}

Scenario unlabelled() {
  Scenario scenario = preset("three-groups").value();
  scenario.methods = {spec_of(*find_method("average"))};
  scenario.feedback.labelled = false;
  scenario.feedback.per_person = 20;
  return scenario;
}

void print_methods() {
  // once for nothing: WebAssembly is compiled as it runs
  static_cast<void>(seconds({spec_of(*find_method("average"))}));
  const double shared = seconds({spec_of(*find_method("average"))});
  std::vector<MethodSpec> all;
  std::vector<double> alone;
  double sum = 0.0;
  for (const MethodInfo& info : method_list()) {
    all.push_back(spec_of(info));
    alone.push_back(seconds({all.back()}));
    sum += alone.back() - shared;
  }
  for (std::size_t m = 0; m < all.size(); ++m) {
    const double own = alone[m] - shared;
    std::printf("%s,%.3f,%.3f,%.4f\n", all[m].id.c_str(), alone[m], own, own / sum);
  }
  print_quick();
  std::printf("all,%.3f,,\n", seconds(all));
  const double em = seconds(unlabelled());
  std::printf("average unlabelled (EM),%.3f,%.3f,\n", em, em - shared);
}

void print_scaling(const char* name, Scenario scenario, bool people) {
  scenario.run.noise_levels = {0.0, 0.1, 0.2, 0.3};
  scenario.run.replicates = 20;
  for (int times = 1; times <= 4; times *= 2) {
    scenario.run.users = people ? 1000 * times : 1000;
    scenario.feedback.comparisons = people ? 2000 : 2000 * times;
    scenario.spread = people ? 0.1 : 0.0;
    std::printf("%s,%d,%d,%.3f\n", name, scenario.feedback.comparisons, scenario.run.users,
                seconds(scenario));
    std::fflush(stdout);
  }
}

void print_scalings() {
  Scenario scenario = preset("three-groups").value();
  for (const bool people : {false, true}) {
    for (const MethodInfo& info : method_list()) {
      scenario.methods = {spec_of(info)};
      print_scaling(scenario.methods[0].id.c_str(), scenario, people);
    }
  }
  print_scaling("average unlabelled (EM)", unlabelled(), false);
}

}  // namespace

int main(int argc, char** argv) {
  const bool scaling = argc > 1 && std::strcmp(argv[1], "scaling") == 0;
  const bool quick = argc > 1 && std::strcmp(argv[1], "quick") == 0;
  std::printf("# %s, %s; three-groups, one core\n", processor().c_str(), COVENANT_PLATFORM);
  std::puts(scaling ? "method,comparisons,people,seconds" : "method,seconds,own_seconds,share");
  if (scaling) {
    print_scalings();
  } else if (quick) {
    print_quick();
  } else {
    print_methods();
  }
  return 0;
}
