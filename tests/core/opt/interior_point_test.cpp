#include "core/opt/interior_point.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "core/base/rng.hpp"

using namespace covenant;

namespace {

// A random program with every kind of row: a simplex of two parts, a pooled row, bounds and a
// budget.
BlockProgram random_program(Rng& rng, double spread) {
  BlockProgram p;
  const Index groups = 4, n = 5;
  p.value.resize(groups, n);
  for (Index g = 0; g < groups; ++g) {
    for (Index d = 0; d < n; ++d) p.value(g, d) = (g == 0 ? 1.0 : 0.0) + spread * rng.normal();
  }
  for (Index g = 1; g < groups; ++g) p.value.row(g) += p.value.row(0);
  p.outside = Vector::Zero(groups);
  p.utility_gain = Vector::Zero(groups);
  p.gain = Matrix::Zero(groups, n);
  p.weight = Vector::Constant(groups, 0.25);
  p.row_begin = {0};
  for (int c = 0; c < groups; ++c) {
    p.leader.push_back(c);
    for (int g = 0; g < groups; ++g) {
      if (g == c) continue;
      p.row_group.push_back(g);
      p.row_equal.push_back(0);
    }
    p.row_begin.push_back(static_cast<int>(p.row_group.size()));
  }
  p.quadratic = Vector::Zero(n);
  p.entropy = Vector::Zero(n);
  p.log_reference = Vector::Zero(n);
  p.simplex_begin = {0, 2, 5};
  p.upper = Vector::Ones(n);
  p.transfer_lower = -2.0;
  p.transfer_upper = 2.0;
  p.has_budget = true;
  return p;
}

}  // namespace

// The eliminated system is solved and then multiplied out: the residual must vanish.
TEST_CASE("block kkt: elimination solves the whole system, also for nearly equal groups") {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    CAPTURE(seed);
    Rng rng(seed, 4, Purpose::test);
    const double spread = seed % 2 == 0 ? 1.0 : 1e-5;
    const BlockProgram p = random_program(rng, spread);
    BlockKkt kkt;
    kkt.setup(p);
    BlockVector rhs, out;
    kkt.resize(rhs);
    kkt.resize(out);
    BlockWeights w{Matrix::Zero(4, 5), Vector::Zero(4), Vector::Zero(kkt.num_local_rows()), 0.3};
    for (Index c = 0; c < 4; ++c) {
      for (Index d = 0; d < 5; ++d) {
        w.d(c, d) = 0.1 + rng.uniform();
        rhs.x(c, d) = rng.normal();
      }
      w.du(c) = 0.1 + rng.uniform();
      rhs.u(c) = rng.normal();
    }
    for (Index l = 0; l < w.v.size(); ++l) {
      w.v(l) = spread * (0.1 + rng.uniform());
      rhs.l(l) = spread * rng.normal();
    }
    rhs.b = rng.normal();
    kkt.factor(w);
    kkt.solve(rhs, out, 1);
    Vector u = out.u;  // in the tree's basis, where nearly equal groups stay apart
    kkt.tree().scatter(u.data());
    for (Index c = 0; c < 4; ++c) {
      // Parts keep their sums, and the rows of block c hold with their weights.
      CHECK(std::fabs(out.x.row(c).segment(0, 2).sum()) <= 1e-12);
      CHECK(std::fabs(out.x.row(c).segment(2, 3).sum()) <= 1e-12);
      int local = kkt.local_begin(c);
      for (int r = p.row_begin[static_cast<std::size_t>(c)];
           r < p.row_begin[static_cast<std::size_t>(c) + 1]; ++r, ++local) {
        const Index g = p.row_group[static_cast<std::size_t>(r)];
        const double left =
            kkt.rows().row(local).dot(out.x.row(c)) + u(g) - u(c) + w.v(local) * out.l(local);
        CHECK(std::fabs(left - rhs.l(local)) <= 1e-11);
      }
    }
    double budget = w.v_budget * out.b;
    for (Index c = 0; c < 4; ++c) {
      budget += 0.25 * (p.value.row(c).dot(out.x.row(c)) - u(c));
    }
    CHECK(std::fabs(budget - rhs.b) <= 1e-10);
  }
}

// One user, x in [0, 1], gain 2 x - x^2 / 2 - x (paid as transfer): the corner x = 1.
TEST_CASE("interior point: stops by its own residuals when nobody measures") {
  BlockProgram p;
  p.value = Matrix::Ones(1, 1);
  p.outside = Vector::Zero(1);
  p.utility_gain = Vector::Constant(1, -1.0);
  p.gain = Matrix::Constant(1, 1, 2.0);
  p.weight = Vector::Ones(1);
  p.leader = {0};
  p.row_begin = {0, 0};
  p.quadratic = Vector::Ones(1);
  p.entropy = p.log_reference = Vector::Zero(1);
  p.upper = Vector::Ones(1);
  p.transfer_lower = -std::numeric_limits<double>::infinity();
  p.transfer_upper = std::numeric_limits<double>::infinity();
  InteriorPoint solver;
  const InteriorPointInfo info = solver.solve(p, {});
  CHECK(info.status == InteriorPointStatus::converged);
  CHECK(solver.point().x(0, 0) == doctest::Approx(1.0).epsilon(1e-9));
  CHECK(std::fabs(solver.point().u(0)) <= 1e-9);
  InteriorPointSettings cancel;
  cancel.progress = [](int, double) { return false; };
  CHECK(solver.solve(p, cancel).status == InteriorPointStatus::cancelled);
}
