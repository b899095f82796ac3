// core/sim/choices.hpp: real choices of real people, read from CSV text against a scenario.
//   respondent,context,response[,group]           response: a name or an index (from 0) of that
//   context respondent,context,preferred,other[,group]    comparisons of two responses of that
//   context
// Other columns are ignored, other names are mapped with ChoiceColumns. An empty group means
// unknown. Errors name the line, the value and what is allowed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "core/sim/scenario.hpp"

namespace covenant {

struct ChoiceColumns {
  // The column that holds each thing. `group` may be absent from a file unless it was asked for by
  // name; a file has either `response`, or `preferred` and `other`.
  std::string respondent = "respondent", context = "context", response = "response",
              preferred = "preferred", other = "other", group = "group";
  bool operator==(const ChoiceColumns&) const = default;
};
// "respondent=id,group=politics": unknown or repeated keys are errors that list the known ones.
[[nodiscard]] Result<ChoiceColumns> parse_choice_columns(std::string_view text);

struct ChoiceRow {
  int respondent = 0;  // index into ChoiceData::respondents
  int context = 0;
  int chosen = 0;  // response index within its context
  int other = -1;  // comparisons: the response not preferred; -1: chosen among all of the context's
};

struct ChoiceData {
  std::vector<std::string> respondents;  // in order of first appearance
  std::vector<std::string> groups;  // in order of first appearance; empty: the file has no groups
  std::vector<int> group;           // per respondent: index into groups, or -1 = unknown
  std::vector<ChoiceRow> rows;      // in file order
  [[nodiscard]] bool has_groups() const { return !groups.empty(); }
};

[[nodiscard]] Result<ChoiceData> parse_choices(std::string_view csv, const Scenario& scenario,
                                               const ChoiceColumns& columns = {});

}  // namespace covenant
