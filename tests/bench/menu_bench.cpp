// Menu design, one core, processor seconds (other work on the machine counts little). Prints CSV
// "name,types,values,seconds,iterations,worst_gap,worst_violation,status", seconds per design.
// With an argument, only the cases whose name begins with it. tests/bench/menu_peers.py gives the
// same problems to HiGHS with every row.
#include <cmath>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <functional>

#include "core/base/rng.hpp"
#include "core/mech/screening.hpp"
#include "tests/support/menu_problems.hpp"

using namespace covenant;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// The lab's design: simplex blocks, IR to the reference, friction, a norm that differs by type.
MenuProblem lab(std::uint64_t seed, Index types, const std::vector<int>& blocks, double kl) {
  Rng rng(seed, 0, Purpose::test);
  MenuProblem p;
  Index n = 0;
  for (int size : blocks) n += size;
  p.set = AllocationSet::simplex;
  p.blocks = blocks;
  p.value.resize(types, n);
  p.objective_allocation.resize(types, n);
  p.share.resize(types);
  p.cost.reference.resize(n);
  const double weight = 1.0 / static_cast<double>(blocks.size());
  Index d = 0;
  for (int size : blocks) {
    for (const Index end = d + size; d < end; ++d) p.cost.reference(d) = 1.0 / size;
  }
  for (Index k = 0; k < types; ++k) {
    p.share(k) = 0.2 + rng.uniform();
    for (d = 0; d < n; ++d) {
      p.value(k, d) = weight * rng.uniform();
      p.objective_allocation(k, d) = -weight * static_cast<double>(k) * rng.uniform();
    }
  }
  if (kl > 0.0) p.cost.kl = Vector::Constant(static_cast<Index>(blocks.size()), weight * kl);
  p.outside = Vector::Zero(types);
  p.outside_policy = p.cost.reference.transpose().replicate(types, 1);
  p.weight_utility = 1.0;
  p.weight_transfer = 0.0;
  p.transfer_lower = 0.0;
  return p;
}

// Evenly spread points of [0, 1)^d: multiples of powers of the root of g^(d+1) = g + 1.
MenuProblem scattered(int types, int d, double shift) {
  double g = 2.0;
  for (int i = 0; i < 200; ++i) g = std::pow(g + 1.0, 1.0 / (d + 1));
  MenuProblem p;
  p.value.resize(types, d);
  for (int k = 0; k < types; ++k) {
    double step = 1.0;
    for (int e = 0; e < d; ++e) {
      step /= g;
      const double at = (k + 1) * step;
      p.value(k, e) = shift + at - std::floor(at);
    }
  }
  p.share = Vector::Ones(types);
  p.outside = Vector::Zero(types);
  p.lower = Vector::Zero(d);
  return p;
}

MenuProblem quadratic(int types, int d) {
  MenuProblem p = scattered(types, d, 1.0);
  p.upper = Vector::Constant(d, kInfinity);
  p.cost.quadratic = Vector::Ones(d);
  return p;
}

MenuProblem goods(int types, int d) {
  MenuProblem p = scattered(types, d, 0.0);
  p.upper = Vector::Ones(d);
  return p;
}

constexpr Index kWarmedUp = 2500;  // types

void measure(const char* only, const char* name,
             const std::function<MenuProblem(std::uint64_t)>& make, int repeats,
             bool at_once = false) {
  if (std::strncmp(only, name, std::strlen(only)) != 0) return;
  std::vector<MenuProblem> problems;
  for (int i = 0; i < repeats; ++i) problems.push_back(make(static_cast<std::uint64_t>(i)));
  // Just-in-time compilers need a while; a person's page has had it.
  for (int i = 0; problems[0].num_types() <= kWarmedUp && i < repeats; ++i) {
    (void)design_menu(problems[static_cast<std::size_t>(i)]);
  }
  double gap = 0.0, violation = 0.0;
  int iterations = 0;
  SolveStatus status = SolveStatus::optimal;
  const std::clock_t start = std::clock();
  std::vector<MenuDesign> designs;
  if (at_once) designs = design_menus(problems);
  for (std::size_t i = 0; i < problems.size(); ++i) {
    const MenuDesign design = at_once ? std::move(designs[i]) : design_menu(problems[i]);
    gap = std::max(gap, std::fabs(design.gap));
    violation = std::max({violation, design.ic_violation, design.ir_violation});
    iterations += design.iterations;
    if (design.status != SolveStatus::optimal) status = design.status;
  }
  const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  std::printf("%s,%d,%d,%.3g,%.0f,%.0e,%.0e,%s\n", name, static_cast<int>(problems[0].num_types()),
              static_cast<int>(problems[0].num_values()), seconds / repeats,
              static_cast<double>(iterations) / repeats, gap, violation, status_name(status));
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  const char* only = argc > 1 ? argv[1] : "";
  std::puts("name,types,values,seconds,iterations,worst_gap,worst_violation,status");
  const auto lab_case = [&](const char* name, Index types, const std::vector<int>& blocks,
                            double kl, int repeats) {
    measure(
        only, name, [&](std::uint64_t s) { return lab(s, types, blocks, kl); }, repeats);
  };
  lab_case("lab 3x8 kl", 3, {8}, 0.1, 2000);
  measure(
      only, "lab 3x8 kl at once", [](std::uint64_t s) { return lab(s, 3, {8}, 0.1); }, 2000, true);
  lab_case("lab 3x8 linear", 3, {8}, 0.0, 2000);
  lab_case("lab 3x(5+5+5) kl", 3, {5, 5, 5}, 0.1, 2000);
  lab_case("lab 4x(74 pairs) kl", 4, std::vector<int>(74, 2), 0.1, 50);
  for (int n : {20, 50, 100}) {
    const std::string name = "grid " + std::to_string(n) + "x" + std::to_string(n);
    measure(
        only, name.c_str(), [&](std::uint64_t) { return test::rochet_chone(n); }, n == 20 ? 5 : 1);
  }
  for (int types : {500, 1000, 2000, 5000}) {
    const std::string name = "quadratic " + std::to_string(types);
    measure(
        only, name.c_str(), [&](std::uint64_t) { return quadratic(types, 8); }, 1);
  }
  for (int types : {60, 1000}) {
    const std::string name = "five contracts " + std::to_string(types);
    measure(
        only, name.c_str(),
        [&](std::uint64_t) {
          MenuProblem p = quadratic(types, 2);
          p.max_contracts = 5;
          return p;
        },
        1);
  }
  measure(
      only, "goods 200x4", [](std::uint64_t) { return goods(200, 4); }, 1);
  measure(
      only, "goods 200x8", [](std::uint64_t) { return goods(200, 8); }, 1);
  measure(
      only, "goods 1000x3", [](std::uint64_t) { return goods(1000, 3); }, 1);
  return 0;
}
