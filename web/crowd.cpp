#include "web/crowd.hpp"

#include <algorithm>
#include <cmath>

#include "core/base/rng.hpp"

namespace covenant {
namespace {

constexpr std::size_t kCounted = 4000;
constexpr float kTurn = 6.2831853f;

std::size_t at_index(int i) { return static_cast<std::size_t>(i); }

double inner(const std::vector<double>& a, const std::vector<double>& b,
             const std::vector<double>& origin) {
  double sum = 0.0;
  for (std::size_t d = 0; d < a.size(); ++d) sum += (a[d] - origin[d]) * (b[d] - origin[d]);
  return sum;
}

// A person's profile is the type's plus sd z in every direction; seen on the plane, the corner
// weights (b, c) are then normal with covariance sd^2 G^-1, G the Gram matrix of the sides.
std::array<float, 3> scatter_of(const Corners& corners, double sd) {
  const auto& p = corners.profile;
  const double ee = inner(p[1], p[1], p[0]);
  if (corners.count < 3) return {static_cast<float>(ee > 0.0 ? sd / std::sqrt(ee) : 0.0), 0, 0};
  const double ef = inner(p[1], p[2], p[0]), ff = inner(p[2], p[2], p[0]);
  const double det = ee * ff - ef * ef;
  if (!(det > 1e-9 * std::max(ee, ff) * std::max(ee, ff))) return {0, 0, 0};
  // Cholesky of the inverse: [ff, -ef; -ef, ee] / det
  const double a = std::sqrt(ff / det), b = -ef / det / a;
  const double c = std::sqrt(std::max(0.0, ee / det - b * b));
  return {static_cast<float>(sd * a), static_cast<float>(sd * b), static_cast<float>(sd * c)};
}

std::array<float, 3> weights_of(const Crowd& crowd, const Person& person) {
  const auto& wish = crowd.wish[at_index(type_of(crowd, person))];
  const float b = wish[0] + crowd.scatter[0] * person.z1;
  const float c = crowd.corners < 3
                      ? 0.0f
                      : wish[1] + crowd.scatter[1] * person.z1 + crowd.scatter[2] * person.z2;
  return {1.0f - b - c, b, c};
}

float fraction(float x) { return x - std::floor(x); }

}  // namespace

std::vector<Person> make_people(std::uint64_t seed, int count) {
  Rng rng(seed, 0, Purpose::people_display);
  std::vector<Person> people(static_cast<std::size_t>(count));
  for (Person& person : people) {
    person.lot = static_cast<float>(rng.uniform());
    person.z1 = static_cast<float>(rng.normal());
    person.z2 = static_cast<float>(rng.normal());
    person.delay = static_cast<float>(rng.uniform());
  }
  return people;
}

bool fill_crowd(Crowd& crowd, const TypePlane& plane, const Scenario& scenario,
                const std::vector<int>& assigned) {
  crowd.types = scenario.num_types();
  crowd.picks = plane.num_contracts + 1;
  crowd.corners = plane.corners.count;
  crowd.spread = scenario.spread > 0.0;
  if (crowd.types > kMostCrowdTypes || crowd.picks > kMostPicks || crowd.corners < 2 ||
      plane.num_contracts == 0)
    return false;
  double total = 0.0, sum = 0.0;
  for (const TypeSpec& type : scenario.types) total += type.share;
  for (int i = 0; i < crowd.types; ++i) {
    sum += scenario.types[at_index(i)].share / total;
    crowd.share_end[at_index(i)] = i + 1 == crowd.types ? 1.0f : static_cast<float>(sum);
    const Mixture& at = plane.types[at_index(i)].at;
    crowd.wish[at_index(i)] = {static_cast<float>(at[1]), static_cast<float>(at[2])};
    const int meant = at_index(i) < assigned.size() ? assigned[at_index(i)] : -1;
    crowd.assigned[at_index(i)] = meant < 0 ? crowd.picks - 1 : meant;
  }
  for (int j = 0; j < crowd.picks; ++j)
    for (int i = 0; i < crowd.corners; ++i)
      crowd.utility[at_index(j)][at_index(i)] =
          static_cast<float>(plane.utility[at_index(i)][at_index(j)]);
  crowd.scatter = scatter_of(plane.corners, scenario.spread);
  return true;
}

void size_crowd(Crowd& crowd, int count) {
  const float thin = 500.0f / static_cast<float>(std::max(count, 1));
  crowd.radius = std::clamp(1.9f * std::pow(thin, 0.2f), 0.8f, 1.9f);
  crowd.alpha = std::clamp(0.85f * std::pow(thin, 0.3f), 0.12f, 0.85f);
}

int type_of(const Crowd& crowd, const Person& person) {
  int type = 0;
  while (type + 1 < crowd.types && person.lot >= crowd.share_end[at_index(type)]) ++type;
  return type;
}

int pick_of(const Crowd& crowd, const Person& person) {
  if (!crowd.spread) return crowd.assigned[at_index(type_of(crowd, person))];
  const std::array<float, 3> weight = weights_of(crowd, person);
  int best = 0;
  float top = -3e38f;
  for (int j = 0; j < crowd.picks; ++j) {
    const auto& u = crowd.utility[at_index(j)];
    const float value = weight[0] * u[0] + weight[1] * u[1] + weight[2] * u[2];
    if (value > top) top = value, best = j;
  }
  return best;
}

ImVec2 place_of(const Crowd& crowd, const Person& person) {
  const std::array<float, 3> weight = weights_of(crowd, person);
  ImVec2 from(0, 0);
  for (int i = 0; i < crowd.corners; ++i) {
    from.x += weight[at_index(i)] * crowd.corner[at_index(i)].x;
    from.y += weight[at_index(i)] * crowd.corner[at_index(i)].y;
  }
  if (crowd.corners < 3 && crowd.spread) from.y += 7.0f * person.z2;
  const Disc& disc = crowd.disc[at_index(pick_of(crowd, person))];
  const float out = disc.radius * std::sqrt(person.delay);
  const float angle = kTurn * fraction(person.delay * 977.0f);
  const ImVec2 to(disc.x + out * std::cos(angle), disc.y + out * std::sin(angle));
  const float t = std::clamp(1.6f * crowd.flow - 0.6f * person.delay, 0.0f, 1.0f);
  const float eased = t * t * (3.0f - 2.0f * t);
  const float bow = 0.18f * eased * (1.0f - eased) * (to.x - from.x);
  return ImVec2(from.x + eased * (to.x - from.x), from.y + eased * (to.y - from.y) - bow);
}

std::vector<double> pick_shares(const Crowd& crowd, const std::vector<Person>& people) {
  std::vector<double> share(at_index(crowd.picks), 0.0);
  const std::size_t counted = std::min(kCounted, people.size());
  for (std::size_t n = 0; n < counted; ++n)
    share[at_index(pick_of(crowd, people[n]))] += 1.0 / static_cast<double>(counted);
  return share;
}

}  // namespace covenant
