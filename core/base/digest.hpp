// core/base/digest.hpp: 64-bit FNV-1a over bytes, finished with a mixing step. Not cryptographic.
// Doubles enter as their bits (-0 as 0, every NaN as one), strings with their length.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace covenant {

class Digest {
 public:
  void add_byte(unsigned char byte);
  void add(std::uint64_t value);
  void add(double value);
  void add(std::string_view text);
  [[nodiscard]] std::uint64_t value() const;
  // 16 lower-case hex digits.
  [[nodiscard]] std::string hex() const;

 private:
  std::uint64_t state_ = 0xcbf29ce484222325ULL;
};

}  // namespace covenant
