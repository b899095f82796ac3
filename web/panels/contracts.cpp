// What contracts are called, whom they are for and how they are coloured; shared by the panels.
#include <algorithm>
#include <cmath>

#include "web/panels/panels.hpp"
#include "web/platform/platform.hpp"
#include "web/widgets.hpp"

namespace covenant {
namespace {

std::size_t at_index(int i) { return static_cast<std::size_t>(i); }

// The response that a contract puts most on, compared with the other contracts.
std::string telling_response(const Lab& lab, int contract) {
  const Menu& menu = lab.exact.design.menu;
  const double others = std::max<double>(1.0, static_cast<double>(menu.num_contracts() - 1));
  double best = -1e300;
  std::string name;
  Index at = 0;
  for (const ContextSpec& context : lab.applied.contexts) {
    Index top = at;
    const Index count = static_cast<Index>(context.responses.size());
    for (Index a = at; a < at + count; ++a)
      if (menu.allocation(contract, a) > menu.allocation(contract, top)) top = a;
    double elsewhere = 0.0;
    for (Index j = 0; j < menu.num_contracts(); ++j)
      if (j != contract) elsewhere += menu.allocation(j, top) / others;
    const double telling = menu.allocation(contract, top) - elsewhere;
    if (telling > best + 1e-6) {
      best = telling;
      name = context.responses[static_cast<std::size_t>(top - at)].name;
    }
    at += count;
  }
  return capitalised(name);
}

}  // namespace

std::string contract_name(const Lab& lab, int contract) {
  if (contract < 0 || contract >= lab.exact.design.menu.num_contracts()) return "Leave";
  const std::string name = telling_response(lab, contract);
  int earlier = 0;
  for (int j = 0; j < contract; ++j) earlier += telling_response(lab, j) == name ? 1 : 0;
  return earlier == 0 ? name : name + " " + std::to_string(earlier + 1);
}

int contract_type(const Lab& lab, int contract) {
  int best = -1;
  const std::vector<int>& assigned = lab.exact.design.menu.assigned;
  for (int i = 0; i < static_cast<int>(assigned.size()); ++i) {
    if (contract < 0 || assigned[at_index(i)] != contract) continue;
    if (best < 0 || lab.applied.types[at_index(i)].share > lab.applied.types[at_index(best)].share)
      best = i;
  }
  return best;
}

ImU32 contract_color(const Lab& lab, int contract) {
  const int type = contract_type(lab, contract);
  return type < 0 ? theme().muted : group_color(theme(), type);
}

std::string contract_audience(const Lab& lab, int contract) {
  std::string out;
  const std::vector<int>& assigned = lab.exact.design.menu.assigned;
  for (std::size_t i = 0; i < assigned.size() && i < lab.applied.types.size(); ++i)
    if (assigned[i] == contract) out += (out.empty() ? "" : ", ") + lab.applied.types[i].name;
  return out;
}

int shown_level(const Lab& lab) {
  const FeedbackSpec& feedback = lab.draft.feedback;
  const double level = feedback.noise.empty() ? 0.0 : feedback.noise[0].level;
  int best = 0;
  const std::vector<double>& levels = lab.report.noise_levels;
  for (int i = 1; i < static_cast<int>(levels.size()); ++i)
    if (std::fabs(levels[at_index(i)] - level) < std::fabs(levels[at_index(best)] - level))
      best = i;
  return best;
}

void show_plot(View& view, const DisplayList& list, const std::string& csv) {
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  draw(list, ImGui::GetWindowDrawList(), origin);
  ImGui::Dummy(ImVec2(list.width, list.height));
  view.plots[list.id] = list;
  if (csv.empty() || view.tables[list.id] == csv) return;
  view.tables[list.id] = csv;
  platform::publish_data_table(list.id, list.title, csv);
}

}  // namespace covenant
