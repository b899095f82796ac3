#include "core/sim/choice_table.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "core/base/check.hpp"
#include "core/base/special.hpp"

namespace covenant {

namespace {

std::size_t at(int index) { return static_cast<std::size_t>(index); }

// Calls visit(values of a cell's options, its first slot) for every cell.
template <class Visit>
void for_each_cell(const ChoiceTable& table, const Vector& per_response, const Visit& visit) {
  COVENANT_CHECK(per_response.size() == table.num_responses);
  std::vector<double> values;
  for (const ChoiceCell& cell : table.cells) {
    values.clear();
    for (const int option : cell.options) values.push_back(per_response(option));
    visit(values, at(cell.first_slot));
  }
}

}  // namespace

ChoiceTable choice_table(const Scenario& scenario, const ChoiceData& data) {
  ChoiceTable table;
  for (const ContextSpec& context : scenario.contexts) {
    table.first_response.push_back(table.num_responses);
    table.num_responses += static_cast<int>(context.responses.size());
  }
  table.slots.resize(data.respondents.size());
  std::map<std::array<int, 3>, int> known;  // context, lower and upper option (-1: all) -> cell
  for (const ChoiceRow& row : data.rows) {
    const bool pair = row.other >= 0;
    const std::array<int, 3> key{row.context, pair ? std::min(row.chosen, row.other) : -1,
                                 pair ? std::max(row.chosen, row.other) : -1};
    const auto [found, is_new] = known.try_emplace(key, static_cast<int>(table.cells.size()));
    if (is_new) {
      ChoiceCell cell{.context = row.context, .options = {}, .first_slot = table.num_slots};
      const int first = table.first_response[at(row.context)];
      const int count = static_cast<int>(scenario.contexts[at(row.context)].responses.size());
      if (pair) cell.options = {first + key[1], first + key[2]};
      for (int a = 0; !pair && a < count; ++a) cell.options.push_back(first + a);
      table.num_slots += static_cast<int>(cell.options.size());
      table.cells.push_back(std::move(cell));
    }
    const int option = pair ? (row.chosen > row.other ? 1 : 0) : row.chosen;
    table.slots[at(row.respondent)].push_back(table.cells[at(found->second)].first_slot + option);
  }
  return table;
}

std::vector<double> count_choices(const ChoiceTable& table, const std::vector<int>& respondents) {
  std::vector<double> counts(at(table.num_slots), 0.0);
  for (const int respondent : respondents)
    for (const int slot : table.slots[at(respondent)]) counts[at(slot)] += 1.0;
  return counts;
}

std::vector<double> slot_log_likelihood(const ChoiceTable& table, const Vector& utility) {
  std::vector<double> result(at(table.num_slots));
  for_each_cell(table, utility, [&](const std::vector<double>& values, std::size_t slot) {
    const double level = log_sum_exp(values);
    for (const double value : values) result[slot++] = value - level;
  });
  return result;
}

std::vector<double> slot_log_frequency(const ChoiceTable& table,
                                       const std::vector<double>& counts) {
  std::vector<double> result(at(table.num_slots));
  for (const ChoiceCell& cell : table.cells) {
    double total = 0.0;
    const std::size_t first = at(cell.first_slot), size = cell.options.size();
    for (std::size_t i = first; i < first + size; ++i) total += counts[i];
    for (std::size_t i = first; i < first + size; ++i)
      result[i] = log_((counts[i] + 1.0) / (total + static_cast<double>(size)));
  }
  return result;
}

std::vector<double> slot_probability(const ChoiceTable& table, const Vector& policy) {
  std::vector<double> result(at(table.num_slots));
  for_each_cell(table, policy, [&](const std::vector<double>& values, std::size_t slot) {
    double total = 0.0;
    for (const double value : values) total += value;
    for (const double value : values)
      result[slot++] = total > 0.0 ? value / total : 1.0 / static_cast<double>(values.size());
  });
  return result;
}

std::vector<double> slot_argmax(const ChoiceTable& table, const Vector& policy) {
  std::vector<double> result(at(table.num_slots));
  for_each_cell(table, policy, [&](const std::vector<double>& values, std::size_t slot) {
    const double best = *std::max_element(values.begin(), values.end());
    const auto ties = static_cast<double>(std::count(values.begin(), values.end(), best));
    for (const double value : values) result[slot++] = value == best ? 1.0 / ties : 0.0;
  });
  return result;
}

}  // namespace covenant
