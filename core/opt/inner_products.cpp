#include "core/opt/inner_products.hpp"

#include <algorithm>
#include <cstring>

namespace covenant {
namespace {

constexpr Index kColumns = 8;  // of b in a tile
constexpr Index kRows = 2;     // of a in a tile
constexpr Index kChunk = 128;  // columns of b that stay in the cache while rows pass

typedef double Two __attribute__((vector_size(16)));

Two load(const double* from) {
  Two out;
  std::memcpy(&out, from, sizeof out);
  return out;
}

void store(double* to, Two value) { std::memcpy(to, &value, sizeof value); }

// Two rows, eight columns. The sums are named one by one, as compilers leave arrays of them in
// memory.
void tile(const double* a0, const double* a1, Index n, const double* b, Index stride, double* out0,
          double* out1) {
  Two s0 = {}, s1 = {}, s2 = {}, s3 = {}, t0 = {}, t1 = {}, t2 = {}, t3 = {};
  for (Index d = 0; d < n; ++d, b += stride) {
    const Two b0 = load(b), b1 = load(b + 2), b2 = load(b + 4), b3 = load(b + 6);
    s0 += a0[d] * b0;
    s1 += a0[d] * b1;
    s2 += a0[d] * b2;
    s3 += a0[d] * b3;
    t0 += a1[d] * b0;
    t1 += a1[d] * b1;
    t2 += a1[d] * b2;
    t3 += a1[d] * b3;
  }
  store(out0, s0), store(out0 + 2, s1), store(out0 + 4, s2), store(out0 + 6, s3);
  store(out1, t0), store(out1 + 2, t1), store(out1 + 4, t2), store(out1 + 6, t3);
}

double one(const double* a, Index n, const double* b, Index stride) {
  double sum = 0.0;
  for (Index d = 0; d < n; ++d) sum += a[d] * b[d * stride];
  return sum;
}

}  // namespace

void inner_products(const Eigen::Ref<const Matrix>& a, const Matrix& b, Matrix& out) {
  const Index rows = a.rows(), n = b.rows(), count = b.cols();
  out.resize(rows, count);
  double spare[kColumns];
  for (Index chunk = 0; chunk < count; chunk += kChunk) {
    const Index end = std::min(chunk + kChunk, count), whole = end - (end - chunk) % kColumns;
    for (Index i = 0; i < rows; i += kRows) {
      const bool both = i + 1 < rows;
      const double* a0 = a.data() + i * a.outerStride();
      const double* a1 = both ? a0 + a.outerStride() : a0;
      for (Index j = chunk; j < whole; j += kColumns) {
        tile(a0, a1, n, b.data() + j, count, &out(i, j), both ? &out(i + 1, j) : spare);
      }
      for (Index j = whole; j < end; ++j) {
        out(i, j) = one(a0, n, b.data() + j, count);
        if (both) out(i + 1, j) = one(a1, n, b.data() + j, count);
      }
    }
  }
}

Index next_above(const double* worth, const double* base, Index from, Index count, double own,
                 double tolerance) {
  Index j = from;
  for (; j + kColumns <= count; j += kColumns) {
    const double* w = worth + j;
    const double* b = base + j;
    const auto fails = ((own - (load(w) + load(b))) < -tolerance) |
                       ((own - (load(w + 2) + load(b + 2))) < -tolerance) |
                       ((own - (load(w + 4) + load(b + 4))) < -tolerance) |
                       ((own - (load(w + 6) + load(b + 6))) < -tolerance);
    if ((fails[0] | fails[1]) != 0) break;
  }
  while (j < count && !(own - (worth[j] + base[j]) < -tolerance)) ++j;
  return j;
}

}  // namespace covenant
