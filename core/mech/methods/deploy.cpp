// From a method's id to what it does; apart from list.cpp, see method.hpp.
#include <utility>

#include "core/base/check.hpp"
#include "core/mech/methods/method.hpp"

namespace covenant {

Deploy find_deploy(std::string_view id) {
  static constexpr std::pair<std::string_view, Deploy> kDeploys[] = {
      {"menu", deploy_menu},
      {"naive_menu", deploy_naive_menu},
      {"oracle", deploy_oracle},
      {"average", deploy_average},
      {"rlhf", deploy_rlhf},
      {"best_of_n", deploy_best_of_n},
      {"borda", deploy_borda},
      {"dpo", deploy_dpo},
      {"cdpo", deploy_cdpo},
      {"rdpo", deploy_rdpo},
      {"ensemble", deploy_ensemble},
      {"maxmin", deploy_maxmin},
      {"nash", deploy_nash},
      {"power_mean", deploy_power_mean},
      {"median_of_mles", deploy_median_of_mles},
      {"affine_maximiser", deploy_affine_maximiser},
      {"dpl_mean_var", deploy_dpl_mean_var},
      {"dpl_categorical", deploy_dpl_categorical},
      {"group_dro", deploy_group_dro},
      {"popl", deploy_popl},
      {"personalised", deploy_personalised},
      {"soup", deploy_soup},
  };
  for (const auto& [name, deploy] : kDeploys) {
    if (name == id) return deploy;
  }
  const bool method_has_a_deployment = false;
  COVENANT_CHECK(method_has_a_deployment);
  return nullptr;
}

}  // namespace covenant
