// core/sim/choice_table.hpp: choices as counts. Rows of the same context (or of the same pair of
// responses) face the same options, a cell; each option of a cell is a slot. A choice is a slot, a
// group's choices are one count per slot, and log likelihoods and agreement with a policy are one
// number per slot.
#pragma once

#include <vector>

#include "core/base/types.hpp"
#include "core/sim/choices.hpp"
#include "core/sim/scenario.hpp"

namespace covenant {

struct ChoiceCell {
  int context = 0;
  std::vector<int> options;  // responses, numbered over all contexts
  int first_slot = 0;        // slot of options[i] is first_slot + i
};

struct ChoiceTable {
  int num_responses = 0, num_slots = 0;
  std::vector<int> first_response;      // per context
  std::vector<ChoiceCell> cells;        // in order of first appearance
  std::vector<std::vector<int>> slots;  // per respondent of the data: the choices, in file order
};

[[nodiscard]] ChoiceTable choice_table(const Scenario& scenario, const ChoiceData& data);

// How often each slot was chosen by these respondents (num_slots).
[[nodiscard]] std::vector<double> count_choices(const ChoiceTable& table,
                                                const std::vector<int>& respondents);

// log P(slot) under utilities in Bradley-Terry units, one per response (num_slots).
[[nodiscard]] std::vector<double> slot_log_likelihood(const ChoiceTable& table,
                                                      const Vector& utility);
// log((count + 1) / (cell total + options)) (num_slots).
[[nodiscard]] std::vector<double> slot_log_frequency(const ChoiceTable& table,
                                                     const std::vector<double>& counts);

// What a policy (num_responses) puts on each slot among its cell's options; equal where it puts
// nothing there.
[[nodiscard]] std::vector<double> slot_probability(const ChoiceTable& table, const Vector& policy);
// 1 where the slot is its cell's likeliest option, 1/m for a tie of m, else 0.
[[nodiscard]] std::vector<double> slot_argmax(const ChoiceTable& table, const Vector& policy);

}  // namespace covenant
