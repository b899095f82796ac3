#include "core/opt/sparse_cholesky.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "core/base/rng.hpp"

using namespace covenant;

namespace {

struct Sparse {
  std::vector<int> begin{0}, row;
  std::vector<double> value;
  Matrix dense;
};

// Diagonally dominant, so positive definite; each pair below the diagonal is there with this
// chance.
Sparse random_matrix(Rng& rng, Index size, double chance) {
  Sparse out;
  out.dense = Matrix::Zero(size, size);
  for (Index j = 0; j < size; ++j) {
    for (Index i = j + 1; i < size; ++i) {
      if (rng.uniform() < chance) out.dense(i, j) = out.dense(j, i) = rng.normal();
    }
  }
  for (Index j = 0; j < size; ++j) {
    out.dense(j, j) = out.dense.row(j).cwiseAbs().sum() + 0.1 + rng.uniform();
    for (Index i = j; i < size; ++i) {
      if (out.dense(i, j) == 0.0) continue;
      out.row.push_back(static_cast<int>(i));
      out.value.push_back(out.dense(i, j));
    }
    out.begin.push_back(static_cast<int>(out.row.size()));
  }
  return out;
}

}  // namespace

TEST_CASE("sparse_cholesky: solves what a dense product made, from diagonal to full") {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    CAPTURE(seed);
    Rng rng(seed, 0, Purpose::test);
    const Index size = 1 + static_cast<Index>(rng.below(90));
    const double chance = seed % 3 == 0 ? 2.0 / static_cast<double>(size) : rng.uniform() * 0.5;
    const Sparse a = random_matrix(rng, size, chance);
    Vector x(size);
    for (Index i = 0; i < size; ++i) x(i) = rng.normal();
    Vector solved = a.dense * x;
    SparseCholesky factor;
    factor.analyse(a.begin, a.row);
    factor.factor(a.value);
    factor.solve(solved);
    CHECK((solved - x).cwiseAbs().maxCoeff() <= 1e-12 * (1.0 + x.cwiseAbs().maxCoeff()));
    // The same pattern takes other values.
    std::vector<double> twice = a.value;
    for (double& v : twice) v *= 2.0;
    solved = a.dense * x;
    factor.factor(twice);
    factor.solve(solved);
    CHECK((2.0 * solved - x).cwiseAbs().maxCoeff() <= 1e-12 * (1.0 + x.cwiseAbs().maxCoeff()));
  }
}

// [1 1; 1 1]: the second pivot cancels, its unknown gets no step, the first takes it all.
TEST_CASE("sparse_cholesky: a dependent row gets no step") {
  SparseCholesky factor;
  factor.analyse({0, 2, 3}, {0, 1, 1});
  factor.factor({1.0, 1.0, 1.0});
  Vector x(2);
  x << 3.0, 3.0;
  factor.solve(x);
  CHECK(x.sum() == doctest::Approx(3.0).epsilon(1e-12));
  CHECK(std::min(std::fabs(x(0)), std::fabs(x(1))) <= 1e-60);
}
