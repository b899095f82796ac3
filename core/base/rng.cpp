#include "core/base/rng.hpp"

#include "core/base/check.hpp"
#include "core/base/special.hpp"

namespace covenant {

std::array<std::uint32_t, 4> philox4x32_10(std::array<std::uint32_t, 4> c,
                                           std::array<std::uint32_t, 2> k) {
  for (int round = 0; round < 10; ++round) {
    if (round > 0) {
      k[0] += 0x9E3779B9u;
      k[1] += 0xBB67AE85u;
    }
    const std::uint64_t a = std::uint64_t{0xD2511F53u} * c[0];
    const std::uint64_t b = std::uint64_t{0xCD9E8D57u} * c[2];
    c = {static_cast<std::uint32_t>(b >> 32) ^ c[1] ^ k[0], static_cast<std::uint32_t>(b),
         static_cast<std::uint32_t>(a >> 32) ^ c[3] ^ k[1], static_cast<std::uint32_t>(a)};
  }
  return c;
}

Rng::Rng(std::uint64_t seed, std::uint32_t replicate, Purpose purpose)
    : key_{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)},
      counter_{0, 0, replicate, static_cast<std::uint32_t>(purpose)} {}

std::uint32_t Rng::next_u32() {
  if (used_ == 4) {
    block_ = philox4x32_10(counter_, key_);
    if (++counter_[0] == 0) ++counter_[1];
    used_ = 0;
  }
  return block_[used_++];
}

double Rng::uniform() {
  const std::uint64_t high = next_u32() >> 6, low = next_u32() >> 6;
  return (static_cast<double>((high << 26) | low) + 0.5) / 4503599627370496.0;
}

double Rng::normal() { return normal_quantile(uniform()); }

std::uint32_t Rng::below(std::uint32_t n) {
  COVENANT_CHECK(n >= 1);
  const std::uint32_t threshold = (0u - n) % n;
  std::uint64_t product = 0;
  do product = std::uint64_t{next_u32()} * n;
  while (static_cast<std::uint32_t>(product) < threshold);
  return static_cast<std::uint32_t>(product >> 32);
}

}  // namespace covenant
