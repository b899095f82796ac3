// core/base/bits.hpp: the bits of one type read as another, same size. std::bit_cast is not in the
// web toolchain's library; the compiler's builtin, which it is made of, is.
#pragma once

namespace covenant {

template <class To, class From>
constexpr To bit_cast(const From& from) {
  static_assert(sizeof(To) == sizeof(From));
  return __builtin_bit_cast(To, from);
}

}  // namespace covenant
