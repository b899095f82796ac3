#include "cli/moral_issues.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "cli/io.hpp"
#include "core/sim/csv.hpp"

namespace covenant::cli {

namespace {

const std::vector<std::string> kDimensions = {"harm",      "fairness", "ingroup",
                                              "authority", "purity",   "liberty"};

// A table that knows its file's name; the first error is kept, later reads return empty values.
class Table {
 public:
  Table(const std::string& path, std::optional<Error>& error) : path_(path), error_(error) {
    const Result<std::string> text = read_text(path, kMaxScenarioBytes);
    if (!text) fail(text.error().code, text.error().message);
    if (!text) return;
    Result<CsvTable> table = parse_csv(text.value());
    if (!table) fail(table.error().code, path + ": " + table.error().message);
    if (!table) return;
    table_ = std::move(table).value();
  }

  [[nodiscard]] std::size_t rows() const { return table_.rows.size(); }

  std::string text(std::size_t row, const std::string& column) {
    const int place = table_.column(column);
    if (place < 0) {
      fail(ErrorCode::missing, path_ + ": no column '" + column + "'");
      return {};
    }
    return table_.rows[row][static_cast<std::size_t>(place)];
  }

  double number(std::size_t row, const std::string& column, double lower, double upper) {
    const std::string value = text(row, column);
    char* end = nullptr;
    const double number = std::strtod(value.c_str(), &end);
    if (value.empty() || *end != '\0' || !(number >= lower && number <= upper))
      fail(ErrorCode::out_of_range, where(row) + column + ": '" + value +
                                        "' is not a number from " + number_text(lower) + " to " +
                                        number_text(upper));
    return number;
  }

  // The row that has `value` in `column`.
  std::size_t find(const std::string& column, const std::string& value) {
    for (std::size_t row = 0; row < rows(); ++row)
      if (text(row, column) == value) return row;
    fail(ErrorCode::not_found, path_ + ": no row with " + column + " '" + value + "'");
    return 0;
  }

  [[nodiscard]] std::string where(std::size_t row) const {
    return path_ + ": line " + std::to_string(table_.lines[row]) + ": ";
  }

  void fail(ErrorCode code, const std::string& message) {
    if (!error_) error_ = Error{code, message};
  }

 private:
  std::string path_;
  std::optional<Error>& error_;
  CsvTable table_;
};

void read_issues(Table& positions, Scenario& scenario) {
  for (std::size_t row = 0; row < positions.rows(); ++row) {
    const std::string issue = positions.text(row, "issue"),
                      position = positions.text(row, "position");
    if (position != "pro" && position != "against")
      positions.fail(ErrorCode::out_of_range, positions.where(row) + "position: '" + position +
                                                  "' is not allowed; allowed: pro, against");
    ResponseSpec response{.name = position, .scores = {}};
    for (const std::string& dimension : kDimensions)
      response.scores.push_back(positions.number(row, dimension, 0, 1));
    auto context = std::find_if(scenario.contexts.begin(), scenario.contexts.end(),
                                [&](const ContextSpec& c) { return c.name == issue; });
    if (context == scenario.contexts.end()) {
      scenario.contexts.push_back({.name = issue, .weight = 1.0, .responses = {}});
      context = scenario.contexts.end() - 1;
    }
    // "against" goes first: index 0 against, 1 pro
    context->responses.insert(
        position == "against" ? context->responses.begin() : context->responses.end(), response);
  }
  for (const ContextSpec& context : scenario.contexts)
    if (context.responses.size() != 2 || context.responses[0].name == context.responses[1].name)
      positions.fail(ErrorCode::missing, "issue_positions.csv: issue '" + context.name +
                                             "' needs exactly one row for pro and one for against");
}

void read_groups(Table& groups, Table& weights, std::vector<std::string> names,
                 Scenario& scenario) {
  constexpr double kMany = 1e9, kLargest = 1e6;
  if (names.empty())
    for (std::size_t row = 0; row < groups.rows(); ++row)
      if (groups.number(row, "n_respondents", 0, kMany) >= kSmallestGroup)
        names.push_back(groups.text(row, "group"));
  for (const std::string& name : names) {
    if (groups.rows() == 0 || weights.rows() == 0) return;
    TypeSpec type{.name = name, .share = 1.0, .weights = {}, .rewards = {}};
    type.share = groups.number(groups.find("group", name), "share_of_respondents", 0, 1);
    const std::size_t row = weights.find("group", name);
    for (const std::string& dimension : kDimensions)
      type.weights.push_back(weights.number(row, "w_" + dimension, -kLargest, kLargest));
    scenario.types.push_back(std::move(type));
  }
}

Scenario frame() {
  Scenario scenario;
  scenario.id = "moral-issues";
  scenario.title = "Moral issues: stances that political groups would take";
  scenario.description =
      "Each context is an issue of the US General Social Survey with two positions. A position's "
      "scores are the "
      "shares of raters who said that an argument of that kind (harm, fairness, ingroup, "
      "authority, purity, liberty) "
      "applies to it; a group's weights say how much such arguments move it.";
  scenario.citation =
      "Strimling, Vartanova, Jansson & Eriksson 2019, Nature Human Behaviour, doi "
      "10.1038/s41562-019-0647-x; data "
      "under CC BY-SA 4.0. Weights: a logistic fit of choice on the difference of scores, ridge 1, "
      "on the same data.";
  scenario.norms = kDimensions;
  scenario.feedback.ridge = 1.0;
  for (const char* id : {"menu", "naive_menu", "oracle", "average", "rlhf"})
    scenario.methods.push_back({id, id, {}});
  return scenario;
}

}  // namespace

Result<Scenario> moral_issues_scenario(const std::string& folder,
                                       const std::vector<std::string>& groups) {
  std::optional<Error> error;
  Table positions(folder + "/issue_positions.csv", error);
  Table group_table(folder + "/groups.csv", error);
  Table weights(folder + "/derived_group_weights.csv", error);
  Scenario scenario = frame();
  if (!error) read_issues(positions, scenario);
  if (!error) read_groups(group_table, weights, groups, scenario);
  if (error) return *error;
  Result<Scenario> checked = scenario_from_json(scenario_json(scenario));
  if (!checked) return Error{checked.error().code, folder + ": " + checked.error().message};
  return checked;
}

}  // namespace covenant::cli
