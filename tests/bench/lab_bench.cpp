// The lab, one core: three-groups with 11 noise levels, 200 replicates, 1,000 people. Processor
// seconds, so that other work on the machine counts little. Prints CSV
// "method,seconds,own_seconds": a run with that method alone, and the same less a run with
// `average` alone, whose own work is next to nothing: what is left is what all methods share
// (people, comparisons, fits, the front). The last rows: all methods together but the four slow
// ones, and all.
#include <cstdio>
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

double seconds(const std::vector<MethodSpec>& methods) {
  Scenario scenario = preset("three-groups").value();
  scenario.methods = methods;
  const std::clock_t start = std::clock();
  static_cast<void>(run(scenario));
  return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

// "model name : ..." of the first processor, where the system says so.
std::string processor() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    if (line.rfind("model name", 0) == 0) return line.substr(line.find(':') + 2);
  }
  return "unknown processor";
}

}  // namespace

int main() {
  std::printf("# %s; three-groups, 11 noise levels, 200 replicates, 1000 people, one core\n",
              processor().c_str());
  std::puts("method,seconds,own_seconds");
  const double shared = seconds({spec_of(*find_method("average"))});
  std::vector<MethodSpec> quick, all;
  for (const MethodInfo& info : method_list()) {
    const double alone = seconds({spec_of(info)});
    std::printf("%s,%.3f,%.3f\n", spec_of(info).id.c_str(), alone, alone - shared);
    std::fflush(stdout);
    all.push_back(spec_of(info));
    if (!is_slow(info)) quick.push_back(spec_of(info));
  }
  std::printf("all but dpl_* group_dro popl,%.3f,\n", seconds(quick));
  std::printf("all,%.3f,\n", seconds(all));
  return 0;
}
