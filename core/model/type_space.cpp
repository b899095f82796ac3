#include "core/model/type_space.hpp"

#include <cmath>

namespace covenant {

double reward_scale(const TypeSpace& space) {
  double total = 0.0;
  for (Index k = 0; k < space.num_types(); ++k) {
    Index start = 0;
    for (std::size_t s = 0; s < space.blocks.size(); ++s) {
      const Index size = space.blocks[s];
      double mean = 0.0, variance = 0.0;
      for (Index a = 0; a < size; ++a) mean += space.reward(k, start + a);
      mean /= static_cast<double>(size);
      for (Index a = 0; a < size; ++a) {
        const double deviation = space.reward(k, start + a) - mean;
        variance += deviation * deviation;
      }
      total += space.share(k) * space.context_weight(static_cast<Index>(s)) * variance /
               static_cast<double>(size);
      start += size;
    }
  }
  return std::sqrt(total);
}

double difference_sd(const TypeSpace& space, Index a, Index b) {
  if (space.spread == 0.0) return 0.0;
  if (space.score.cols() == 0) return space.spread * std::sqrt(2.0);
  double square = 0.0;
  for (Index d = 0; d < space.score.cols(); ++d) {
    const double difference = space.score(a, d) - space.score(b, d);
    square += difference * difference;
  }
  return space.spread * std::sqrt(square);
}

}  // namespace covenant
