#include "core/sim/choices.hpp"

#include <algorithm>
#include <map>

#include "core/base/one_line.hpp"
#include "core/sim/csv.hpp"

namespace covenant {

namespace {

constexpr std::size_t kMaxRespondents = 100000;
constexpr std::size_t kMaxGroups = 256;

using Names = std::map<std::string, int, std::less<>>;

// "a, b, c, ... (74 in all)"
template <class Items, class NameOf>
std::string few_names(const Items& items, const NameOf& name_of) {
  constexpr std::size_t kShown = 5;
  std::string text;
  for (std::size_t i = 0; i < items.size() && i < kShown; ++i)
    text += (i ? ", " : "") + name_of(items[i]);
  if (items.size() > kShown) text += ", ... (" + std::to_string(items.size()) + " in all)";
  return text;
}

std::string in_quotes(std::string_view value) {
  constexpr std::size_t kShown = 60;
  if (value.size() <= kShown) return "'" + one_line(std::string(value)) + "'";
  std::size_t cut = kShown;
  while (cut > 0 && (static_cast<unsigned char>(value[cut]) & 0xC0u) == 0x80u) --cut;
  return "'" + one_line(std::string(value.substr(0, cut))) + "...'";
}

// Where each thing stands in a row; -1 = not in this file.
struct Places {
  int respondent = -1, context = -1, response = -1, preferred = -1, other = -1, group = -1;
};

Result<int> place_of(const std::vector<std::string>& header, const std::string& name,
                     const char* key, bool required) {
  const auto count = std::count(header.begin(), header.end(), name);
  if (count > 1)
    return Error{ErrorCode::syntax, "line 1: column " + in_quotes(name) + " appears twice"};
  if (count == 0 && !required) return -1;
  if (count == 0)
    return Error{ErrorCode::missing,
                 "line 1: no column " + in_quotes(name) + " for the " + key + "; the header has " +
                     few_names(header, [](const std::string& h) { return in_quotes(h); }) +
                     " (map a name with columns " + key + "=NAME)"};
  return static_cast<int>(std::find(header.begin(), header.end(), name) - header.begin());
}

class ChoiceParser {
 public:
  ChoiceParser(const Scenario& scenario, const ChoiceColumns& columns)
      : scenario_(scenario), columns_(columns) {
    for (std::size_t s = 0; s < scenario.contexts.size(); ++s)
      contexts_.emplace(scenario.contexts[s].name, static_cast<int>(s));
  }

  Result<ChoiceData> parse(std::string_view csv) {
    CsvReader reader(csv);
    std::vector<std::string> row;
    const bool has_header = reader.next(row);
    if (has_header && find_places(row)) {
      const std::size_t fields = row.size();
      while (!error_ && reader.next(row)) {
        line_ = reader.line();
        if (row.size() != fields)
          fail(ErrorCode::syntax,
               std::to_string(row.size()) + " fields; the header has " + std::to_string(fields));
        else
          read_row(row);
      }
    }
    if (reader.error()) return *reader.error();
    if (error_) return *error_;
    if (data_.rows.empty())
      return Error{ErrorCode::missing, std::string(has_header ? "holds no choices" : "is empty") +
                                           "; a header line and rows are expected"};
    return std::move(data_);
  }

 private:
  bool fail(ErrorCode code, const std::string& what) {
    if (!error_) error_ = Error{code, "line " + std::to_string(line_) + ": " + what};
    return false;
  }

  bool find_places(const std::vector<std::string>& header) {
    const ChoiceColumns standard;
    const auto find = [&](int& place, const std::string& name, const char* key, bool required) {
      const Result<int> found = place_of(header, name, key, required);
      if (!found && !error_) error_ = found.error();
      if (found) place = found.value();
    };
    const bool by_name =
        columns_.preferred != standard.preferred || columns_.other != standard.other;
    find(places_.respondent, columns_.respondent, "respondent", true);
    find(places_.context, columns_.context, "context", true);
    find(places_.preferred, columns_.preferred, "preferred", by_name);
    find(places_.other, columns_.other, "other", by_name || places_.preferred >= 0);
    // comparisons stand in for `response`, which is then not asked for
    find(places_.response, columns_.response, "response",
         places_.preferred < 0 || columns_.response != standard.response);
    find(places_.group, columns_.group, "group", columns_.group != standard.group);
    if (!error_ && places_.response >= 0 && places_.preferred >= 0)
      error_ = Error{
          ErrorCode::syntax,
          "line 1: both a response column and preferred/other columns; one of the two is expected"};
    return !error_;
  }

  bool read_row(const std::vector<std::string>& row) {
    const auto field = [&](int place) -> const std::string& {
      return row[static_cast<std::size_t>(place)];
    };
    ChoiceRow choice;
    if (!read_respondent(field(places_.respondent), choice.respondent)) return false;
    if (places_.group >= 0 && !read_group(field(places_.group), choice.respondent)) return false;
    if (!read_context(field(places_.context), choice.context)) return false;
    if (places_.response >= 0) {
      if (!read_response(field(places_.response), "response", choice.context, choice.chosen))
        return false;
    } else {
      if (!read_response(field(places_.preferred), "preferred", choice.context, choice.chosen))
        return false;
      if (!read_response(field(places_.other), "other", choice.context, choice.other)) return false;
      if (choice.chosen == choice.other)
        return fail(ErrorCode::out_of_range,
                    "preferred and other are the same response; two different ones are expected");
    }
    data_.rows.push_back(choice);
    return true;
  }

  bool read_respondent(const std::string& name, int& respondent) {
    if (name.empty())
      return fail(ErrorCode::missing, "respondent is empty; a name or number is expected");
    const auto [found, is_new] =
        respondents_.try_emplace(name, static_cast<int>(data_.respondents.size()));
    if (is_new) {
      if (data_.respondents.size() == kMaxRespondents)
        return fail(ErrorCode::too_large, "more than " + std::to_string(kMaxRespondents) +
                                              " respondents; no more are read");
      data_.respondents.push_back(name);
      data_.group.push_back(kUnset);
    }
    respondent = found->second;
    return true;
  }

  // A person belongs to one group in the whole file.
  bool read_group(const std::string& name, int respondent) {
    int group = -1;
    if (!name.empty()) {
      const auto [found, is_new] = groups_.try_emplace(name, static_cast<int>(data_.groups.size()));
      if (is_new && data_.groups.size() == kMaxGroups)
        return fail(ErrorCode::too_large,
                    "more than " + std::to_string(kMaxGroups) + " groups; no more are allowed");
      if (is_new) data_.groups.push_back(name);
      group = found->second;
    }
    int& known = data_.group[static_cast<std::size_t>(respondent)];
    if (known != kUnset && known != group)
      return fail(ErrorCode::out_of_range,
                  "respondent " +
                      in_quotes(data_.respondents[static_cast<std::size_t>(respondent)]) +
                      " is in group " + in_quotes(name) + " here and in " + group_text(known) +
                      " above; one group is allowed");
    known = group;
    return true;
  }

  std::string group_text(int group) const {
    return group < 0 ? "no group" : in_quotes(data_.groups[static_cast<std::size_t>(group)]);
  }

  bool read_context(const std::string& name, int& context) {
    const auto found = contexts_.find(name);
    if (found == contexts_.end())
      return fail(ErrorCode::not_found,
                  "context " + in_quotes(name) + " is not in the scenario; it has " +
                      few_names(scenario_.contexts, [](const ContextSpec& c) { return c.name; }));
    context = found->second;
    return true;
  }

  // By name, or else by index from 0.
  bool read_response(const std::string& text, const char* key, int context, int& response) {
    const ContextSpec& spec = scenario_.contexts[static_cast<std::size_t>(context)];
    const int count = static_cast<int>(spec.responses.size());
    for (int a = 0; a < count; ++a) {
      if (spec.responses[static_cast<std::size_t>(a)].name != text) continue;
      response = a;
      return true;
    }
    const bool digits =
        !text.empty() && text.size() <= 4 &&
        std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    const int index = digits ? std::stoi(text) : count;
    if (index >= count)
      return fail(ErrorCode::not_found,
                  std::string(key) + " " + in_quotes(text) + " is not a response of context " +
                      in_quotes(spec.name) + "; allowed: " +
                      few_names(spec.responses, [](const ResponseSpec& r) { return r.name; }) +
                      " or 0 to " + std::to_string(count - 1));
    response = index;
    return true;
  }

  static constexpr int kUnset = -2;  // no row has told the group yet

  const Scenario& scenario_;
  const ChoiceColumns& columns_;
  Names contexts_, respondents_, groups_;
  Places places_;
  ChoiceData data_;
  std::optional<Error> error_;
  std::size_t line_ = 1;
};

}  // namespace

Result<ChoiceColumns> parse_choice_columns(std::string_view text) {
  ChoiceColumns columns;
  const std::pair<const char*, std::string*> keys[] = {
      {"respondent", &columns.respondent}, {"context", &columns.context},
      {"response", &columns.response},     {"preferred", &columns.preferred},
      {"other", &columns.other},           {"group", &columns.group}};
  std::vector<std::string> seen;
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    const std::string_view part = rest.substr(0, comma);
    rest.remove_prefix(std::min(comma + 1, rest.size()));
    const std::size_t equals = part.find('=');
    if (equals == std::string_view::npos || equals == 0 || equals + 1 == part.size())
      return Error{ErrorCode::syntax, "columns: " + in_quotes(part) + " is not key=column"};
    const std::string key(part.substr(0, equals));
    const auto* found = std::find_if(std::begin(keys), std::end(keys),
                                     [&](const auto& k) { return key == k.first; });
    if (found == std::end(keys))
      return Error{ErrorCode::unknown_key,
                   "columns: unknown key " + in_quotes(key) +
                       "; allowed: respondent, context, response, preferred, other, group"};
    if (std::find(seen.begin(), seen.end(), key) != seen.end())
      return Error{ErrorCode::syntax, "columns: key " + in_quotes(key) + " is given twice"};
    seen.push_back(key);
    *found->second = part.substr(equals + 1);
  }
  return columns;
}

Result<ChoiceData> parse_choices(std::string_view csv, const Scenario& scenario,
                                 const ChoiceColumns& columns) {
  return ChoiceParser(scenario, columns).parse(csv);
}

}  // namespace covenant
