// core/base/twofold.hpp: a sum that keeps what rounding takes from it, so that terms may cancel.
// Error about 1e-32 of the sum of their sizes. Knuth 1969, 4.2.2; Neumaier 1974.
#pragma once

namespace covenant {

struct Twofold {
  double high = 0.0, low = 0.0;  // the sum is high + low

  void add(double term) {
    const double sum = high + term, back = sum - high;
    low += (high - (sum - back)) + (term - back);
    high = sum;
  }
  [[nodiscard]] double value() const { return high + low; }
};

}  // namespace covenant
