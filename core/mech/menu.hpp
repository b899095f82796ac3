// core/mech/menu.hpp: a menu of contracts, each an allocation (a policy) and a transfer the user
// pays.
#pragma once

#include <vector>

#include "core/base/types.hpp"

namespace covenant {

struct Menu {
  Matrix allocation;          // one distinct contract per row     (num_contracts x n)
  Vector transfer;            // what the user pays for it, utils   (num_contracts)
  std::vector<int> assigned;  // the contract meant for each type   (num_types)

  [[nodiscard]] Index num_contracts() const { return allocation.rows(); }
};

}  // namespace covenant
