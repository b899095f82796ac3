// core/sim/front.hpp: the report's section "front": what single policies could give the types, and
// how far beyond that each method came (core/eval/frontier.hpp). Everything at true rewards.
#pragma once

#include <string>
#include <vector>

#include "core/base/json.hpp"
#include "core/eval/frontier.hpp"
#include "core/eval/statistics.hpp"

namespace covenant {

// Some policies, seen by every type.
struct FrontPoint {
  std::vector<double> weight;          // that the point maximises; empty for deployed policies
  std::vector<double> utility, value;  // r_k - transfer, V_k - transfer (num_types)
};
struct FrontSet {
  std::vector<FrontPoint> points;
  double hypervolume = 0.0;  // of the values above the reference point; NaN beyond five types
  double sparsity = 0.0, expected_utility = 0.0;
};
// What a method's contracts or policies give each type, in replicate 0 at the first noise level.
struct FrontMethodSet {
  std::string method;
  FrontSet set;
};
// By how much a method's mean outcome lies beyond the front of single policies.
struct FrontOutcome {
  double level = 0.0;
  Interval distance;           // utils, > 0 beyond; over replicates, linearised at the mean
  std::vector<double> weight;  // of the types where that is judged
};
struct FrontMethodOutcomes {
  std::string method;
  std::vector<FrontOutcome> levels;
};

struct Front {
  std::vector<double> reference_point;  // nadir of the values (num_types)
  bool vertices = false;                // all vertices; else points at a grid of weights
  FrontSet single;                      // single policies at the designer's kl
  bool linear_vertices = false;
  FrontSet linear;                   // the same without KL (value = utility); as above if kl = 0
  std::vector<FrontMethodSet> sets;  // of what was deployed
  std::vector<FrontMethodOutcomes> outcomes;  // empty until the run is done
  // nullptr if absent
  [[nodiscard]] const FrontOutcome* outcome(const std::string& method, double level) const;
};

// The part that depends on nothing drawn: reference point, `single`, `linear`.
[[nodiscard]] Front exact_front(const TypeSpace& space);
// Each row of `policy` at its transfer, as the types see it.
[[nodiscard]] FrontSet deployed_set(const TypeSpace& space, const Matrix& policy,
                                    const Vector& transfer);
// Distance of the mean of `value` (what each type got, V_k minus transfer, one entry per
// replicate), with a 95 % interval of w . value, w the weights at the mean.
[[nodiscard]] FrontOutcome front_outcome(const TypeSpace& space, const RunningVector& value,
                                         double level);

[[nodiscard]] Json front_json(const Front& front);
[[nodiscard]] Front read_front(ReadContext& context, const Json& json, const std::string& path);
// scenario,set,point,type,weight,utility,value: the points of all sets, in long form.
[[nodiscard]] std::string front_csv(const Front& front, const std::string& scenario,
                                    const std::vector<std::string>& types);

}  // namespace covenant
