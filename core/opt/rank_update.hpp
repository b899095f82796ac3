// core/opt/rank_update.hpp: C -= L L' for a strip of columns, the inner loop of sparse_cholesky.
// Every entry of C loses its products one after the other, in the order of L's columns; so the bits
// do not depend on how the work is cut into tiles, nor on the width of the machine's vectors.
#pragma once

#include <cstddef>
#include <vector>

namespace covenant {

struct Strip {
  const double* front = nullptr;  // column-major; the columns of L are `from` .. `to`
  std::size_t rows = 0;           // of the front, and the distance of its columns
  std::size_t from = 0, to = 0;
  std::size_t first = 0, last = 0;  // columns of C, numbered like the rows of the front
  // C(i, j) is target[(j - origin) * (rows - origin) + (i - origin)], rows first .. rows. Entries
  // above the diagonal may be overwritten by anything.
  double* target = nullptr;
  std::size_t origin = 0;
};

// `packed` is scratch space, kept between calls. Cost: (to - from) (last - first) (rows - first).
// `tallest`: rows of the largest tile, for tests: 16 needs AVX-512, 8 AVX2, and without them fewer
// are taken anyway.
void subtract_products(const Strip& strip, std::vector<double>& packed, std::size_t tallest = 16);

}  // namespace covenant
