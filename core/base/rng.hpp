// core/base/rng.hpp: counter-based random numbers, Philox4x32-10 (Salmon et al. 2011, SC'11).
// A stream is named by (seed, replicate, purpose); its n-th number depends on nothing else, so
// results do not change with the number of workers or the order of work.
#pragma once

#include <array>
#include <cstdint>

namespace covenant {

// One stream per purpose: adding draws to one never moves another. Values are part of the
// reproducibility contract: append, never renumber.
enum class Purpose : std::uint32_t {
  reward_noise = 1,
  comparisons = 2,
  labels = 3,
  users = 4,
  picks = 5,
  folds = 6,
  people_display = 7,
  bootstrap = 8,
  flips = 9,
  comparison_noise = 10,
  mixture = 11,
  hypotheses = 20,
  test = 99,
};

class Rng {
 public:
  Rng(std::uint64_t seed, std::uint32_t replicate, Purpose purpose);

  std::uint32_t next_u32();
  // Uniform on (0, 1), never 0 or 1: 52 bits, centred (k + 1/2) / 2^52 (with 53 the top value would
  // round to 1).
  double uniform();
  // Standard normal, by inversion (one uniform each).
  double normal();
  // Uniform on {0, .., n-1}, n >= 1, without bias (Lemire 2019).
  std::uint32_t below(std::uint32_t n);

 private:
  std::array<std::uint32_t, 2> key_;
  std::array<std::uint32_t, 4> counter_;
  std::array<std::uint32_t, 4> block_{};
  unsigned used_ = 4;  // numbers of block_ already handed out
};

// The bijection itself, for tests against the authors' known answers.
std::array<std::uint32_t, 4> philox4x32_10(std::array<std::uint32_t, 4> counter,
                                           std::array<std::uint32_t, 2> key);

}  // namespace covenant
