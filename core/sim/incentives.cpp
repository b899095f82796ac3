#include "core/sim/incentives.hpp"

#include <cmath>
#include <limits>

#include "core/sim/report_io.hpp"

namespace covenant {
namespace {

using namespace report_io;

constexpr double kNothing = 1e-6;  // of the scale of rewards: far above what the solver leaves open

// The optimal menu's cost; its design too if asked for. NaN where there is none.
double cost_of(const TypeSpace& space, const DesignRules& rules, MenuDesign* design = nullptr) {
  const MenuDesign found = design_menu(menu_problem(space, rules, space.reward));
  if (design != nullptr) *design = found;
  if (found.status != SolveStatus::optimal && found.status != SolveStatus::feasible)
    return std::numeric_limits<double>::quiet_NaN();
  return deploy_per_type(space, space.reward, DeploymentKind::by_type).proxy - found.objective;
}

std::vector<IncentiveCause> causes_of(const TypeSpace& space, const DesignRules& rules) {
  std::vector<IncentiveCause> causes;
  if (!space.norm.isZero(0.0)) {
    TypeSpace other = space;
    other.norm.setZero();
    causes.push_back({"norm", cost_of(other, rules)});
  }
  if (space.kl > 0.0) {
    TypeSpace other = space;
    other.kl = 0.0;
    causes.push_back({"kl", cost_of(other, rules)});
  }
  if (rules.max_contracts > 0) {
    DesignRules other = rules;
    other.max_contracts = 0;
    causes.push_back({"max_contracts", cost_of(space, other)});
  }
  if (rules.robust_radius > 0.0) {
    DesignRules other = rules;
    other.robust_radius = 0.0;
    causes.push_back({"robust_radius", cost_of(space, other)});
  }
  return causes;
}

std::string in_words(const std::string& cause) {
  if (cause == "norm") return "the designer's norm";
  if (cause == "kl") return "the price of KL";
  return cause == "max_contracts" ? "the limit on contracts" : "the robust radius";
}

std::string finding_of(const Incentives& found, double scale) {
  const double nothing = kNothing * scale;
  if (std::isnan(found.cost)) return "No menu can be designed here, even with exact feedback.";
  if (found.cost <= nothing)
    return "With exact feedback incentive constraints cost the designer nothing here: everyone "
           "prefers what is meant for them.";
  const double shown = std::round(found.cost * 1e4) / 1e4;
  std::string text = "With exact feedback incentive constraints cost the designer " +
                     (shown > 0.0 ? number_text(shown) : "less than 0.0001") + " utils here.";
  std::string idle;
  for (const IncentiveCause& cause : found.causes) {
    if (cause.cost_without <= nothing)
      idle += (idle.empty() ? "" : ", or ") + in_words(cause.cause);
  }
  return text +
         (idle.empty() ? " No single cause explains it." : " They would not without " + idle + ".");
}

}  // namespace

Incentives find_incentives(const Scenario& scenario, const Environment& env) {
  Incentives out;
  MenuDesign design;
  out.cost = cost_of(env.space, env.rules, &design);
  for (const BindingIc& pair : design.binding_ic) {
    if (pair.multiplier <= 1e-9) continue;
    const auto name = [&](int type) { return scenario.types[static_cast<std::size_t>(type)].name; };
    out.binding.push_back({name(pair.type), name(pair.over), pair.multiplier});
  }
  out.causes = causes_of(env.space, env.rules);
  out.finding = finding_of(out, env.scale);
  return out;
}

Json incentives_json(const Incentives& incentives) {
  Json binding = Json::array(), causes = Json::array();
  for (const BindingPair& pair : incentives.binding)
    binding.push_back({{"type", pair.type}, {"over", pair.over}, {"multiplier", pair.multiplier}});
  for (const IncentiveCause& cause : incentives.causes)
    causes.push_back({{"cause", cause.cause}, {"cost_without", number_json(cause.cost_without)}});
  return {{"cost", number_json(incentives.cost)},
          {"binding", std::move(binding)},
          {"causes", std::move(causes)},
          {"finding", incentives.finding}};
}

Incentives read_incentives(ReadContext& context, const Json& json, const std::string& path) {
  ObjectReader reader(context, json, path);
  Incentives out;
  out.cost = read_value(context, reader.require("cost"), reader.path("cost"));
  each(reader, "binding", [&](const Json& entry, const std::string& here) {
    ObjectReader part(context, entry, here);
    BindingPair pair;
    part.text("type", pair.type);
    part.text("over", pair.over);
    part.number("multiplier", pair.multiplier);
    out.binding.push_back(std::move(pair));
  });
  each(reader, "causes", [&](const Json& entry, const std::string& here) {
    ObjectReader part(context, entry, here);
    IncentiveCause cause;
    part.text("cause", cause.cause);
    cause.cost_without = read_value(context, part.require("cost_without"), here);
    out.causes.push_back(std::move(cause));
  });
  reader.text("finding", out.finding);
  return out;
}

}  // namespace covenant
