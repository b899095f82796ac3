#include "core/opt/block_kkt.hpp"

#include <cmath>

#include "core/opt/small_dense.hpp"

namespace covenant {
int BlockKkt::member(Index c, int local) const {
  const std::size_t block = static_cast<std::size_t>(c);
  const int row = local - local_begin_[block] + program_->row_begin[block];
  return row < program_->row_begin[block + 1] ? program_->row_group[static_cast<std::size_t>(row)]
                                              : -1;
}

double BlockKkt::row_value(Index c, int local, const Vector& u) const {
  const int g = member(c, local);
  const Index leader = program_->leader[static_cast<std::size_t>(c)];
  return g < 0 ? -tree_.at(u, leader) : tree_.difference(u, g, leader);
}

void BlockKkt::add_row(Index c, int local, double amount, Vector& u) const {
  const int g = member(c, local);
  const Index leader = program_->leader[static_cast<std::size_t>(c)];
  if (g < 0) {
    tree_.add(leader, -amount, u);
  } else {
    tree_.add_difference(g, leader, amount, u);
  }
}

void BlockKkt::resize(BlockVector& v) const {
  const BlockProgram& p = *program_;
  v.x.resize(p.num_blocks(), p.num_values());
  v.parts.setZero(p.num_blocks(),
                  p.is_simplex() ? static_cast<Index>(p.simplex_begin.size()) - 1 : 0);
  v.u.resize(p.num_groups());
  v.l.resize(num_local_rows());
  v.b = 0.0;
}

void BlockKkt::setup(const BlockProgram& program) {
  program_ = &program;
  const Index n = program.num_values(), blocks = program.num_blocks();
  has_transfer_ = std::isfinite(program.transfer_lower) || std::isfinite(program.transfer_upper);
  local_begin_.assign(1, 0);
  factor_begin_.assign(1, 0);
  for (Index c = 0; c < blocks; ++c) {
    const std::size_t block = static_cast<std::size_t>(c);
    const int m = program.row_begin[block + 1] - program.row_begin[block] + (has_transfer_ ? 1 : 0);
    local_begin_.push_back(local_begin_.back() + m);
    factor_begin_.push_back(factor_begin_.back() + m * m);
  }
  fill_rows();
  budget_.resize(program.has_budget ? blocks : 0, n);
  for (Index c = 0; c < budget_.rows(); ++c) {
    budget_.row(c) =
        program.weight(c) * program.value.row(program.leader[static_cast<std::size_t>(c)]);
  }
  sparse_ = program.num_groups() >= kSparseFrom;
  if (sparse_) {
    system_.setup(program);
    tree_.clear();
  } else {
    tree_.setup(program.value);
  }
  allocate();
}

// What stands before x_c in every local row.
void BlockKkt::fill_rows() {
  const BlockProgram& program = *program_;
  rows_.resize(num_local_rows(), program.num_values());
  for (Index c = 0; c < program.num_blocks(); ++c) {
    const Index leader = program.leader[static_cast<std::size_t>(c)];
    for (int l = local_begin(c); l < local_begin(c + 1); ++l) {
      const int g = member(c, l);
      if (g < 0) {
        rows_.row(l) = program.value.row(leader);
      } else {
        rows_.row(l) = program.value.row(leader) - program.value.row(g);
      }
    }
  }
}

void BlockKkt::allocate() {
  const BlockProgram& program = *program_;
  const Index n = program.num_values(), blocks = program.num_blocks();
  centred_.resize(num_local_rows(), n);
  budget_centred_.resize(budget_.rows(), n);
  inverse_d_.resize(blocks, n);
  const Index parts =
      program.is_simplex() ? static_cast<Index>(program.simplex_begin.size()) - 1 : 0;
  part_sum_.resize(blocks, parts);
  lower_.resize(static_cast<std::size_t>(factor_begin_.back()));
  leader_col_.resize(static_cast<std::size_t>(num_local_rows()));
  budget_h_.resize(num_local_rows());
  const Index dense = sparse_ ? 0 : program.num_groups();
  schur_.resize(dense, dense);
  border_.resize(program.num_groups());
  tree_row_.resize(program.num_groups());
  work_u_.resize(program.num_groups());
  work_l_.resize(num_local_rows());
  resize(correction_);
  resize(residual_);
}

// out = row minus, per simplex part, its mean weighted by D^-1 (a box: the row itself).
void BlockKkt::centre(Index c, const double* row, double* out) const {
  const Index n = program_->num_values();
  for (Index d = 0; d < n; ++d) out[d] = row[d];
  const double* inverse = inverse_d_.row(c).data();
  for (Index b = 0; b < part_sum_.cols(); ++b) {
    const int begin = program_->simplex_begin[static_cast<std::size_t>(b)];
    const int end = program_->simplex_begin[static_cast<std::size_t>(b) + 1];
    double mean = 0.0;
    for (int d = begin; d < end; ++d) mean += inverse[d] * row[d];
    mean /= part_sum_(c, b);
    for (int d = begin; d < end; ++d) out[d] -= mean;
  }
}

void BlockKkt::factor_block(Index c) {
  const Index n = program_->num_values();
  double* inverse = inverse_d_.row(c).data();
  for (Index d = 0; d < n; ++d) inverse[d] = 1.0 / weights_->d(c, d);
  for (Index b = 0; b < part_sum_.cols(); ++b) {
    const int end = program_->simplex_begin[static_cast<std::size_t>(b) + 1];
    double sum = 0.0;
    for (int d = program_->simplex_begin[static_cast<std::size_t>(b)]; d < end; ++d)
      sum += inverse[d];
    part_sum_(c, b) = sum;
  }
  const int first = local_begin(c), m = local_begin(c + 1) - first;
  double* g = lower_.data() + factor_begin_[static_cast<std::size_t>(c)];
  for (int i = 0; i < m; ++i) {
    double* own = centred_.row(first + i).data();
    centre(c, rows_.row(first + i).data(), own);
    for (int j = 0; j <= i; ++j) {
      const double* other = centred_.row(first + j).data();
      double sum = 0.0;
      for (Index d = 0; d < n; ++d) sum += own[d] * inverse[d] * other[d];
      g[i * m + j] = sum;
    }
    g[i * m + i] += weights_->v(first + i);
  }
  cholesky(g, m, m);
  invert_lower(g, m);
}

// x = M r_x + the shift that makes parts sum to r_s; l = L^-1 (r_l - A x); adds Y' l to u.
void BlockKkt::forward_block(Index c, const BlockVector& rhs, BlockVector& out) {
  const Index n = program_->num_values();
  const int first = local_begin(c), m = local_begin(c + 1) - first;
  const double* lower = lower_.data() + factor_begin_[static_cast<std::size_t>(c)];
  const double* inverse = inverse_d_.row(c).data();
  double* x = out.x.row(c).data();
  centre(c, rhs.x.row(c).data(), x);
  for (Index b = 0; b < part_sum_.cols(); ++b) {
    const double shift = rhs.parts(c, b) / part_sum_(c, b);
    const int end = program_->simplex_begin[static_cast<std::size_t>(b) + 1];
    for (int d = program_->simplex_begin[static_cast<std::size_t>(b)]; d < end; ++d) x[d] += shift;
  }
  for (Index d = 0; d < n; ++d) x[d] *= inverse[d];
  for (int i = 0; i < m; ++i) {
    work_l_(first + i) = rhs.l(first + i) - dot(rows_.row(first + i).data(), x, n);
  }
  const Index leader = program_->leader[static_cast<std::size_t>(c)];
  for (int i = 0; i < m; ++i) {
    const double value = dot(lower + i * m, work_l_.data() + first, i + 1);
    out.l(first + i) = value;
    if (tree_.active()) {
      for (int j = 0; j <= i; ++j) add_row(c, first + j, lower[i * m + j] * value, work_u_);
      continue;
    }
    work_u_(leader) += leader_col_[static_cast<std::size_t>(first + i)] * value;
    for (int j = 0; j <= i; ++j) {
      const int g = member(c, first + j);
      if (g >= 0) work_u_(g) += lower[i * m + j] * value;
    }
  }
}

// l = L^-T (l - Y dU - h db); x += M (A' l + b db).
void BlockKkt::backward_block(Index c, BlockVector& out) {
  const Index n = program_->num_values();
  const int first = local_begin(c), m = local_begin(c + 1) - first;
  const double* lower = lower_.data() + factor_begin_[static_cast<std::size_t>(c)];
  const double* inverse = inverse_d_.row(c).data();
  for (int i = 0; i < m; ++i) work_l_(first + i) = row_value(c, first + i, out.u);
  for (int i = m; i-- > 0;) {
    double value = out.l(first + i);
    for (int j = 0; j <= i; ++j) value -= lower[i * m + j] * work_l_(first + j);
    if (budget_.rows() > 0) value -= budget_h_(first + i) * out.b;
    work_l_(first + i) = value;
  }
  double* x = out.x.row(c).data();
  for (int j = 0; j < m; ++j) {
    double value = 0.0;
    for (int i = j; i < m; ++i) value += lower[i * m + j] * work_l_(first + i);
    out.l(first + j) = value;
    const double* row = centred_.row(first + j).data();
    for (Index d = 0; d < n; ++d) x[d] += inverse[d] * row[d] * value;
  }
  if (budget_.rows() > 0) {
    const double* row = budget_centred_.row(c).data();
    for (Index d = 0; d < n; ++d) x[d] += inverse[d] * row[d] * out.b;
  }
}

// In place, by two triangular solves with the Cholesky factor, or by the sparse one and the border.
void BlockKkt::solve_utilities(Vector& u) {
  if (sparse_) {
    system_.solve(u);
    if (budget_.rows() > 0) u -= border_solved_ * (border_.dot(u) * border_scale_);
    return;
  }
  for (Index i = 0; i < u.size(); ++i) {
    u(i) = (u(i) - dot(schur_.row(i).data(), u.data(), i)) / schur_(i, i);
  }
  for (Index i = u.size(); i-- > 0;) {
    u(i) /= schur_(i, i);
    for (Index j = 0; j < i; ++j) u(j) -= schur_(i, j) * u(i);
  }
}

void BlockKkt::solve_once(const BlockVector& rhs, BlockVector& out) {
  const Index groups = program_->num_groups();
  work_u_ = rhs.u;
  double right_b = rhs.b;
  for (Index c = 0; c < program_->num_blocks(); ++c) {
    forward_block(c, rhs, out);
    if (budget_.rows() == 0) continue;
    right_b -= dot(budget_.row(c).data(), out.x.row(c).data(), program_->num_values());
    const int first = local_begin(c);
    right_b -= dot(budget_h_.data() + first, out.l.data() + first, local_begin(c + 1) - first);
  }
  if (budget_.rows() > 0) work_u_ += border_ * (right_b / border_pivot_);
  out.u = work_u_;
  solve_utilities(out.u);
  out.b = budget_.rows() > 0 ? (right_b - dot(border_.data(), out.u.data(), groups)) / border_pivot_
                             : 0.0;
  for (Index c = 0; c < program_->num_blocks(); ++c) backward_block(c, out);
}

// residual_ = rhs - system * out.
void BlockKkt::residual(const BlockVector& rhs, const BlockVector& out) {
  const BlockProgram& p = *program_;
  const Index n = p.num_values();
  residual_.x = rhs.x - weights_->d.cwiseProduct(out.x);
  work_u_ = out.u;
  tree_.scatter(work_u_.data());
  work_u_ = weights_->du.cwiseProduct(work_u_);
  tree_.gather(work_u_.data());
  residual_.u = rhs.u - work_u_;
  residual_.b = rhs.b - weights_->v_budget * out.b;
  for (Index c = 0; c < p.num_blocks(); ++c) {
    const Index leader = p.leader[static_cast<std::size_t>(c)];
    for (int l = local_begin(c); l < local_begin(c + 1); ++l) {
      residual_.l(l) = rhs.l(l) - dot(rows_.row(l).data(), out.x.row(c).data(), n) -
                       row_value(c, l, out.u) - weights_->v(l) * out.l(l);
      residual_.x.row(c) += out.l(l) * rows_.row(l);
      add_row(c, l, out.l(l), residual_.u);
    }
    for (Index b = 0; b < part_sum_.cols(); ++b) {
      const Index begin = p.simplex_begin[static_cast<std::size_t>(b)];
      const Index size = p.simplex_begin[static_cast<std::size_t>(b) + 1] - begin;
      residual_.parts(c, b) = rhs.parts(c, b) - out.x.row(c).segment(begin, size).sum();
    }
    if (budget_.rows() == 0) continue;
    residual_.x.row(c) += out.b * budget_.row(c);
    tree_.add(leader, -p.weight(c) * out.b, residual_.u);
    residual_.b -=
        dot(budget_.row(c).data(), out.x.row(c).data(), n) - p.weight(c) * tree_.at(out.u, leader);
  }
}

void BlockKkt::solve(const BlockVector& rhs, BlockVector& out, int refine) {
  solve_once(rhs, out);
  for (int round = 0; round < refine; ++round) {
    residual(rhs, out);
    solve_once(residual_, correction_);
    out.x += correction_.x;
    out.u += correction_.u;
    out.l += correction_.l;
    out.b += correction_.b;
  }
}

}  // namespace covenant
