#include "core/sim/front.hpp"

namespace covenant {
namespace {

std::vector<double> list_of(const Vector& vector) {
  return {vector.data(), vector.data() + vector.size()};
}

void measure(const Matrix& value, const Vector& nadir, FrontSet& set) {
  const FrontMeasures measures = front_measures(value, nadir);
  set.hypervolume = measures.hypervolume;
  set.sparsity = measures.sparsity;
  set.expected_utility = measures.expected_utility;
}

FrontSet set_of(const PolicyFront& front, const Vector& nadir) {
  FrontSet set;
  for (Index i = 0; i < front.value.rows(); ++i) {
    set.points.push_back(
        {list_of(front.weight.row(i)), list_of(front.utility.row(i)), list_of(front.value.row(i))});
  }
  measure(front.value, nadir, set);
  return set;
}

}  // namespace

const FrontOutcome* Front::outcome(const std::string& method, double level) const {
  for (const FrontMethodOutcomes& entry : outcomes) {
    for (const FrontOutcome& at : entry.levels) {
      if (entry.method == method && at.level == level) return &at;
    }
  }
  return nullptr;
}

Front exact_front(const TypeSpace& space) {
  const Vector nadir = front_nadir(space);
  Front front;
  front.reference_point = list_of(nadir);
  const PolicyFront single = policy_front(space);
  front.vertices = single.vertices;
  front.single = set_of(single, nadir);
  if (space.kl == 0.0) {
    front.linear = front.single;
    front.linear_vertices = front.vertices;
    return front;
  }
  TypeSpace free = space;
  free.kl = 0.0;
  const PolicyFront linear = policy_front(free);
  front.linear_vertices = linear.vertices;
  front.linear = set_of(linear, nadir);
  return front;
}

FrontSet deployed_set(const TypeSpace& space, const Matrix& policy, const Vector& transfer) {
  FrontSet set;
  Matrix value(policy.rows(), space.num_types());
  for (Index j = 0; j < policy.rows(); ++j) {
    const Vector utility = type_utilities(space, policy.row(j)).array() - transfer(j);
    value.row(j) = type_values(space, policy.row(j)).transpose().array() - transfer(j);
    set.points.push_back({{}, list_of(utility), list_of(value.row(j))});
  }
  measure(value, front_nadir(space), set);
  return set;
}

FrontOutcome front_outcome(const TypeSpace& space, const RunningVector& value, double level) {
  const FrontDistance at = front_distance(space, value.mean());
  return {level, value.along(at.weight, at.distance, t_critical(value.count())),
          list_of(at.weight)};
}

}  // namespace covenant
