#include "core/opt/rank_update.hpp"

#include <algorithm>
#include <cstring>

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define COVENANT_WIDE_VECTORS
#endif

namespace covenant {
namespace {

constexpr std::size_t kColumns = 4;  // of C in a tile
constexpr std::size_t kDepth = 64;   // columns of L at a time, so that they stay in the cache

// Rows first .. of the columns from .. to, in slabs of kRows rows, each slab column by column; what
// is missing of the last slab is 0.
template <std::size_t kRows>
[[gnu::always_inline]] inline void pack(const Strip& s, std::size_t from, std::size_t to,
                                        std::vector<double>& packed) {
  const std::size_t count = s.rows - s.first, slabs = (count + kRows - 1) / kRows;
  packed.resize(slabs * kRows * kDepth);
  double* out = packed.data();
  for (std::size_t slab = 0; slab < slabs; ++slab) {
    const std::size_t here = std::min(kRows, count - slab * kRows);
    for (std::size_t k = from; k < to; ++k, out += kRows) {
      const double* column = s.front + k * s.rows + s.first + slab * kRows;
      for (std::size_t r = 0; r < here; ++r) out[r] = column[r];
      for (std::size_t r = here; r < kRows; ++r) out[r] = 0.0;
    }
  }
}

// Numbers side by side; compilers split what is wider than the machine.
template <std::size_t kWidth>
struct Numbers {
  typedef double Type __attribute__((vector_size(kWidth * sizeof(double))));
};

// tile -= a b', a: kRows wide, b: the first four of kRows numbers, both `depth` steps of kRows. The
// sums are named one by one, as compilers leave arrays of them in memory.
template <std::size_t kRows>
[[gnu::always_inline]] inline void subtract_tile(const double* a, const double* b,
                                                 std::size_t depth, double* tile) {
  constexpr std::size_t kHalf = kRows / 2;
  using Half = typename Numbers<kHalf>::Type;
  Half s[2 * kColumns];
  std::memcpy(s, tile, sizeof s);
  Half c00 = s[0], c01 = s[1], c10 = s[2], c11 = s[3], c20 = s[4], c21 = s[5], c30 = s[6],
       c31 = s[7];
  for (std::size_t k = 0; k < depth; ++k, a += kRows, b += kRows) {
    Half low, high;
    std::memcpy(&low, a, sizeof low);
    std::memcpy(&high, a + kHalf, sizeof high);
    c00 -= low * b[0];
    c01 -= high * b[0];
    c10 -= low * b[1];
    c11 -= high * b[1];
    c20 -= low * b[2];
    c21 -= high * b[2];
    c30 -= low * b[3];
    c31 -= high * b[3];
  }
  const Half out[2 * kColumns] = {c00, c01, c10, c11, c20, c21, c30, c31};
  std::memcpy(tile, out, sizeof out);
}

template <std::size_t kRows>
[[gnu::always_inline]] inline void subtract(const Strip& s, std::vector<double>& packed) {
  const std::size_t count = s.rows - s.first, stride = s.rows - s.origin;
  double tile[kColumns * kRows];
  for (std::size_t from = s.from; from < s.to; from += kDepth) {
    const std::size_t to = std::min(from + kDepth, s.to), depth = to - from;
    pack<kRows>(s, from, to, packed);
    for (std::size_t j = 0; j < s.last - s.first; j += kColumns) {
      const std::size_t columns = std::min(kColumns, s.last - s.first - j);
      const double* b = packed.data() + j / kRows * kRows * depth + j % kRows;
      for (std::size_t slab = j / kRows; slab * kRows < count; ++slab) {
        const std::size_t here = std::min(kRows, count - slab * kRows);
        double* c =
            s.target + (s.first + j - s.origin) * stride + s.first + slab * kRows - s.origin;
        for (std::size_t i = 0; i < columns; ++i) {
          for (std::size_t r = 0; r < here; ++r) tile[i * kRows + r] = c[i * stride + r];
        }
        subtract_tile<kRows>(packed.data() + slab * kRows * depth, b, depth, tile);
        for (std::size_t i = 0; i < columns; ++i) {
          for (std::size_t r = 0; r < here; ++r) c[i * stride + r] = tile[i * kRows + r];
        }
      }
    }
  }
}

#ifdef COVENANT_WIDE_VECTORS
[[gnu::target("avx512f")]] void subtract_wide(const Strip& s, std::vector<double>& packed) {
  subtract<16>(s, packed);
}
[[gnu::target("avx2")]] void subtract_middle(const Strip& s, std::vector<double>& packed) {
  subtract<8>(s, packed);
}
#endif

}  // namespace

void subtract_products(const Strip& strip, std::vector<double>& packed, std::size_t tallest) {
#ifdef COVENANT_WIDE_VECTORS
  static const bool wide = __builtin_cpu_supports("avx512f") != 0;
  static const bool middle = __builtin_cpu_supports("avx2") != 0;
  if (wide && tallest >= 16) return subtract_wide(strip, packed);
  if (middle && tallest >= 8) return subtract_middle(strip, packed);
#else
  static_cast<void>(tallest);
#endif
  subtract<4>(strip, packed);
}

}  // namespace covenant
