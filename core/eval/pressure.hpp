// core/eval/pressure.hpp: what happens to the truth while a method optimises its estimate harder
// (Gao, Schulman & Hilton 2023).
// Path `kl`: the same method on the same evidence at a falling price of KL, from infinite (the
// reference) to beyond its own. Path `samples`: best of n = 1, 2, 4, .. samples of the reference,
// exact by order statistics.
// Measured as gains over the reference, utils, before the price of KL, which is the axis:
//   gold  = utility + w_t transfer + norm at true rewards and true picks
//   proxy = the same at the estimates, as the method modelled it
// Strong Goodhart: mean gold falls as pressure rises. Weak: it does not, but the proxy promises
// more than gold gives (the winner's curse alone does that). El-Mhamdi & Hoang 2024.
#pragma once

#include <vector>

#include "core/eval/misalignment.hpp"
#include "core/eval/statistics.hpp"
#include "core/mech/methods/method.hpp"

namespace covenant {

enum class PressurePath { kl, samples };

struct PressureGrid {
  PressurePath path = PressurePath::kl;
  std::vector<double>
      setting;        // price of KL, falling from +inf, or n, rising from 1: pressure rises
  int deployed = -1;  // index of the method's own setting; -1: it is deployed otherwise
};
// The method's own price `kl` stands among `scale` times 4, 2, 1, 1/2, .., 1/32 (scale > 0: the
// spread of rewards); those within a quarter of it are left out.
[[nodiscard]] PressureGrid kl_grid(double kl, double scale);
// 1, 2, 4, .., 256 and `own`, if that is at least 1.
[[nodiscard]] PressureGrid samples_grid(double own = 0.0);

struct PressurePoint {
  double kl = 0.0;    // of what people get from the reference, nats; may be +inf
  double gold = 0.0;  // utils
  double proxy = 0.0;
};
// One point per setting. `deploy` is best_of_n's on the path `samples`.
[[nodiscard]] std::vector<PressurePoint> pressure_curve(const World& world, Deploy deploy,
                                                        const Parameters& parameters,
                                                        const PressureGrid& grid,
                                                        const Evidence& evidence,
                                                        const std::vector<Agent>& people);

// Best mean gold at settings 0..at minus gold at `at`, > 0 where more pressure did harm. Which
// setting is best is chosen on every other replicate and measured on the rest, and the other way
// round: a maximum of noisy means on the same replicates would always look like a fall.
[[nodiscard]] Interval gold_fall(const std::vector<std::vector<PressurePoint>>& replicates, int at);
// Mean of proxy - gold at a setting.
[[nodiscard]] Interval proxy_excess(const std::vector<std::vector<PressurePoint>>& replicates,
                                    int at);

enum class Goodhart { none, weak, strong };
[[nodiscard]] const char* goodhart_name(Goodhart goodhart);
// By whole 95 % intervals at the strongest setting; 1e-9 scale counts as nothing.
[[nodiscard]] Goodhart classify(const Interval& fall, const Interval& excess, double scale);

}  // namespace covenant
