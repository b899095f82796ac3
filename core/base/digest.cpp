#include "core/base/digest.hpp"

#include <cmath>

#include "core/base/bits.hpp"

namespace covenant {

void Digest::add_byte(unsigned char byte) {
  state_ ^= byte;
  state_ *= 0x100000001b3ULL;
}

void Digest::add(std::uint64_t value) {
  for (int shift = 0; shift < 64; shift += 8) add_byte(static_cast<unsigned char>(value >> shift));
}

void Digest::add(double value) {
  if (std::isnan(value)) return add(std::uint64_t{0x7ff8000000000000ULL});
  add(bit_cast<std::uint64_t>(value == 0.0 ? 0.0 : value));
}

void Digest::add(std::string_view text) {
  add(static_cast<std::uint64_t>(text.size()));
  for (const char c : text) add_byte(static_cast<unsigned char>(c));
}

std::uint64_t Digest::value() const {
  std::uint64_t z = state_;  // splitmix64's finaliser: FNV's top bits mix poorly
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31);
}

std::string Digest::hex() const {
  std::string text(16, '0');
  std::uint64_t rest = value();
  for (std::size_t i = 16; i-- > 0; rest >>= 4) text[i] = "0123456789abcdef"[rest & 15];
  return text;
}

}  // namespace covenant
