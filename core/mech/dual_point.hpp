// core/mech/dual_point.hpp: multipliers made feasible for the dual of menu design, and the bound
// they give (formulas in certificate.hpp). kappa_c, what a unit of contract c's transfer is worth
// at these multipliers, must be 0 where the transfer has no bounds, <= 0 without an upper one and
// >= 0 without a lower one: what is missing is moved along IC rows that (nearly) bind, then taken
// from or given to IR.
#pragma once

#include <vector>

#include "core/base/twofold.hpp"
#include "core/mech/menu_program.hpp"

namespace covenant {

class DualPoint {
 public:
  // Negative multipliers become 0. One contract per block of the multipliers; the menu must outlive
  // this.
  DualPoint(const MenuProblem& problem, const Menu& menu, const MenuMultipliers& multipliers);
  void shrink(double factor);
  void drop(double below);      // multipliers below this share of the largest become 0
  [[nodiscard]] bool repair();  // false: not possible by these means
  // Upper bound on any menu's objective, once repaired. Cost: (rows held + contracts) * n.
  [[nodiscard]] double value() const;

 private:
  // A multiplier and what its rounding left: between types 1e-7 apart multipliers are 1e7 times
  // larger than what their sums may miss.
  struct Row {
    int type = 0, contract = 0;
    Twofold value;
  };
  void balance();
  void virtual_values(Matrix& value, Vector& weight) const;
  double settled(Index c) const;
  double excess(Index c) const;  // what kappa_c must lose (> 0) or gain (< 0)
  void match_pairs();
  void match_rows();
  void push(Index from, Index to, double amount);
  double take_back(std::size_t begin, std::size_t end, Index from, Index to, double amount);
  Index cheapest(Index from, Index to) const;
  bool raise(Index c, double amount);
  bool settle(Index c);
  Index block_of(Index type) const { return menu_.assigned[static_cast<std::size_t>(type)]; }

  const MenuProblem& problem_;
  const Menu& menu_;
  std::vector<Row> rows_;           // those given, by contract; then those added by the repair
  std::vector<std::size_t> begin_;  // of contract c among those given      (contracts + 1)
  std::vector<int> member_, member_begin_;  // types of contract c, ascending
  Vector ir_, share_;
  double budget_ = 0.0, size_ = 0.0;  // size_: no slack is larger
  Vector own_, kappa_, noise_;        // noise: below it kappa is rounding of shares
};

}  // namespace covenant
