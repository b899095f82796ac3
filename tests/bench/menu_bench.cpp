// Menu design, one core: prints CSV "name,types,values,designs_per_second,iterations,worst_gap".
#include <chrono>
#include <cmath>
#include <cstdio>
#include <functional>

#include "core/base/rng.hpp"
#include "core/mech/screening.hpp"

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

// Rochet and Chone's square on an n x n grid, quadratic cost.
MenuProblem grid(int n) {
  MenuProblem p;
  p.value.resize(n * n, 2);
  for (int i = 0; i < n * n; ++i) {
    p.value(i, 0) = 1.0 + (i / n + 0.5) / n;
    p.value(i, 1) = 1.0 + (i % n + 0.5) / n;
  }
  p.share = Vector::Ones(n * n);
  p.outside = Vector::Zero(n * n);
  p.lower = Vector::Zero(2);
  p.upper = Vector::Constant(2, kInfinity);
  p.cost.quadratic = Vector::Ones(2);
  return p;
}

void measure(const char* name, const std::function<MenuProblem(std::uint64_t)>& make, int repeats) {
  std::vector<MenuProblem> problems;
  for (int i = 0; i < repeats; ++i) problems.push_back(make(static_cast<std::uint64_t>(i)));
  double worst = 0.0;
  int iterations = 0;
  const auto start = std::chrono::steady_clock::now();
  for (const MenuProblem& p : problems) {
    const MenuDesign design = design_menu(p);
    worst = std::max(worst, std::fabs(design.gap));
    iterations += design.iterations;
  }
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  std::printf("%s,%d,%d,%.1f,%.1f,%.1e\n", name, static_cast<int>(problems[0].num_types()),
              static_cast<int>(problems[0].num_values()), repeats / seconds.count(),
              static_cast<double>(iterations) / repeats, worst);
}

}  // namespace

int main() {
  std::puts("name,types,values,designs_per_second,iterations,worst_gap");
  measure(
      "lab 3x(5+5+5) kl",
      [](std::uint64_t s) {
        return lab(s, 3, {5, 5, 5}, 0.1);
      },
      2000);
  measure(
      "lab 3x8 kl", [](std::uint64_t s) { return lab(s, 3, {8}, 0.1); }, 2000);
  measure(
      "lab 3x8 linear", [](std::uint64_t s) { return lab(s, 3, {8}, 0.0); }, 2000);
  measure(
      "lab 4x(74 pairs) kl",
      [](std::uint64_t s) { return lab(s, 4, std::vector<int>(74, 2), 0.1); }, 50);
  measure(
      "grid 5x5", [](std::uint64_t) { return grid(5); }, 20);
  measure(
      "grid 10x10", [](std::uint64_t) { return grid(10); }, 5);
  measure(
      "grid 20x20", [](std::uint64_t) { return grid(20); }, 1);
  return 0;
}
