// What is left in the utilities U once the blocks are eliminated (block_kkt.hpp), and its factor.
#include "core/opt/block_kkt.hpp"
#include "core/opt/small_dense.hpp"

namespace covenant {

// Adds Y' Y to the Schur matrix (lower triangle), Y = L^-1 E, and the budget's border.
void BlockKkt::schur_block(Index c) {
  const int first = local_begin(c), m = local_begin(c + 1) - first;
  const double* lower = lower_.data() + factor_begin_[static_cast<std::size_t>(c)];
  for (int i = 0; i < m; ++i) {
    double sum = 0.0;
    for (int j = 0; j <= i; ++j) sum += lower[i * m + j];
    leader_col_[static_cast<std::size_t>(first + i)] = -sum;
  }
  if (budget_.rows() > 0) border_block(c);
  if (sparse_) {
    schur_sparse(c);
  } else if (tree_.active()) {
    schur_in_tree(c);
  } else {
    schur_direct(c);
  }
}

void BlockKkt::border_block(Index c) {
  const Index n = program_->num_values();
  const int first = local_begin(c), m = local_begin(c + 1) - first;
  const double* lower = lower_.data() + factor_begin_[static_cast<std::size_t>(c)];
  const Index leader = program_->leader[static_cast<std::size_t>(c)];
  double* centred = budget_centred_.row(c).data();
  centre(c, budget_.row(c).data(), centred);
  const double* inverse = inverse_d_.row(c).data();
  double pivot = 0.0;
  for (Index d = 0; d < n; ++d) pivot += centred[d] * inverse[d] * centred[d];
  for (int i = 0; i < m; ++i) {
    double sum = 0.0;
    const double* row = centred_.row(first + i).data();
    for (Index d = 0; d < n; ++d) sum += row[d] * inverse[d] * centred[d];
    work_l_(first + i) = sum;
  }
  for (int i = 0; i < m; ++i) {
    const double h = dot(lower + i * m, work_l_.data() + first, i + 1);
    budget_h_(first + i) = h;
    pivot -= h * h;
    for (int j = 0; j <= i; ++j) {
      const int g = member(c, first + j);
      if (g >= 0) border_(g) -= lower[i * m + j] * h;
    }
    border_(leader) -= leader_col_[static_cast<std::size_t>(first + i)] * h;
  }
  border_pivot_ += pivot > 0.0 ? pivot : 0.0;
  border_(leader) -= program_->weight(c);
}

void BlockKkt::schur_direct(Index c) {
  const int first = local_begin(c), m = local_begin(c + 1) - first;
  const double* lower = lower_.data() + factor_begin_[static_cast<std::size_t>(c)];
  const Index leader = program_->leader[static_cast<std::size_t>(c)];
  for (int a = 0; a < m; ++a) {
    const int ga = member(c, first + a);
    for (int i = 0; i < m; ++i) {
      const double own = leader_col_[static_cast<std::size_t>(first + i)];
      if (a == 0) schur_(leader, leader) += own * own;
      if (ga < 0 || i < a) continue;
      const double ya = lower[i * m + a];
      if (ga > leader) {
        schur_(ga, leader) += ya * own;
      } else {
        schur_(leader, ga) += ya * own;
      }
      for (int b = 0; b <= a; ++b) {
        const int gb = member(c, first + b);
        schur_(ga > gb ? ga : gb, ga > gb ? gb : ga) += ya * lower[i * m + b];
      }
    }
  }
}

void BlockKkt::schur_sparse(Index c) {
  const int first = local_begin(c), m = local_begin(c + 1) - first;
  const double* lower = lower_.data() + factor_begin_[static_cast<std::size_t>(c)];
  const int rows = m - (has_transfer_ ? 1 : 0);  // the transfer row, last, meets the leader only
  for (int i = 0; i < m; ++i) {
    const double* y = lower + i * m;
    const double own = leader_col_[static_cast<std::size_t>(first + i)];
    for (int a = 0; a <= i && a < rows; ++a) {
      for (int b = 0; b <= a; ++b) system_.at(c, a, b) += y[a] * y[b];
      system_.at(c, rows, a) += own * y[a];
    }
    system_.at(c, rows, rows) += own * own;
  }
}

// The same in the basis of the tree.
void BlockKkt::schur_in_tree(Index c) {
  const int first = local_begin(c), m = local_begin(c + 1) - first;
  const double* lower = lower_.data() + factor_begin_[static_cast<std::size_t>(c)];
  for (int i = 0; i < m; ++i) {
    tree_row_.setZero();
    for (int j = 0; j <= i; ++j) add_row(c, first + j, lower[i * m + j], tree_row_);
    for (Index a = 0; a < tree_row_.size(); ++a) {
      if (tree_row_(a) == 0.0) continue;
      for (Index b = 0; b <= a; ++b) schur_(a, b) += tree_row_(a) * tree_row_(b);
    }
  }
}

void BlockKkt::factor(const BlockWeights& weights) {
  weights_ = &weights;
  schur_.setZero();
  if (sparse_) system_.clear();
  border_.setZero();
  border_pivot_ = weights.v_budget;
  for (Index c = 0; c < program_->num_blocks(); ++c) {
    factor_block(c);
    schur_block(c);
  }
  const Index groups = program_->num_groups();
  if (sparse_) {
    system_.add_diagonal(weights.du);
    system_.factor();
    if (budget_.rows() == 0) return;
    border_solved_ = border_;
    system_.solve(border_solved_);
    border_scale_ = 1.0 / (border_pivot_ + border_.dot(border_solved_));
    return;
  }
  if (tree_.active()) {
    tree_.add_diagonal(weights.du, schur_);
    tree_.gather(border_.data());
  } else {
    for (Index g = 0; g < groups; ++g) schur_(g, g) += weights.du(g);
  }
  if (budget_.rows() > 0) {
    for (Index i = 0; i < groups; ++i) {
      for (Index j = 0; j <= i; ++j) schur_(i, j) += border_(i) * border_(j) / border_pivot_;
    }
  }
  cholesky(schur_.data(), groups, groups);
}

}  // namespace covenant
