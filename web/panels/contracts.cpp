// What contracts are called, whom they are for and how they are coloured; shared by the panels.
#include <algorithm>
#include <cmath>

#include "web/panels/panels.hpp"
#include "web/platform/platform.hpp"
#include "web/widgets.hpp"

namespace covenant {
namespace {

std::size_t at_index(int i) { return static_cast<std::size_t>(i); }

// The response by which a contract is told from the others: the most likely one of some context,
// or, with `any`, whichever it gives more of than they do.
std::string telling_response(const Lab& lab, int contract, bool any) {
  const Menu& menu = lab.exact.design.menu;
  const double others = std::max<double>(1.0, static_cast<double>(menu.num_contracts() - 1));
  double best = -1e300;
  std::string name;
  Index at = 0;
  for (const ContextSpec& context : lab.applied.contexts) {
    const Index end = at + static_cast<Index>(context.responses.size());
    Index top = at;
    for (Index a = at; a < end; ++a)
      if (menu.allocation(contract, a) > menu.allocation(contract, top)) top = a;
    for (Index a = at; a < end; ++a) {
      if (a != top && !any) continue;
      double elsewhere = 0.0;
      for (Index j = 0; j < menu.num_contracts(); ++j)
        if (j != contract) elsewhere += menu.allocation(j, a) / others;
      const double telling = menu.allocation(contract, a) - elsewhere;
      if (telling <= best + 1e-6) continue;
      best = telling;
      name = context.responses[static_cast<std::size_t>(a - at)].name;
    }
    at = end;
  }
  return name;
}

// Names of all contracts, told apart: by what each gives most, then by what it gives more of.
std::vector<std::string> contract_names(const Lab& lab) {
  const int count = static_cast<int>(lab.exact.design.menu.num_contracts());
  std::vector<std::string> names, bases, plain;
  for (int j = 0; j < count; ++j) plain.push_back(telling_response(lab, j, false));
  for (int j = 0; j < count; ++j) {
    const bool shared = std::count(plain.begin(), plain.end(), plain[at_index(j)]) > 1;
    std::string name =
        shared ? "More " + telling_response(lab, j, true) : capitalised(plain[at_index(j)]);
    const auto earlier = std::count(bases.begin(), bases.end(), name);
    bases.push_back(name);
    if (earlier > 0) name += " " + std::to_string(earlier + 1);
    names.push_back(name);
  }
  return names;
}

}  // namespace

std::string contract_name(const Lab& lab, int contract) {
  if (contract < 0 || contract >= lab.exact.design.menu.num_contracts()) return "Leave";
  return contract_names(lab)[at_index(contract)];
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

std::string method_name(const MethodReport& method) {
  if (method.label != method.id) return method.label;
  if (method.id == "rlhf") return "RLHF";
  if (method.id == "naive_menu") return "menu without IC";
  std::string name = method.id;
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
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
