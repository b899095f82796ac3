#include "core/base/twofold.hpp"

#include <doctest/doctest.h>

#include <initializer_list>

using covenant::Twofold;

// 1e16 and 1 cannot be told from 1e16 in a double: a plain sum gives 0 or 2.
TEST_CASE("twofold: what large terms hide comes back when they cancel") {
  Twofold sum;
  for (const double term : {1.0, 1e16, 1e-10, 1e-3, -1e16, -1.0, -1e-3}) sum.add(term);
  CHECK(sum.value() == doctest::Approx(1e-10).epsilon(1e-5));
}
