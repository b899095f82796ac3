#include "cli/args.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdlib>

namespace covenant::cli {

namespace {

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row.back();
}

Error bad(const std::string& what) { return Error{ErrorCode::syntax, what}; }

const OptionSpec* find_option(const CommandSpec& command, std::string_view name) {
  for (const OptionSpec& option : command.options)
    if (option.name == name) return &option;
  return nullptr;
}

Error unknown_option(const CommandSpec& command, const std::string& name) {
  std::vector<std::string> known;
  std::string list;
  for (const OptionSpec& option : command.options) {
    known.push_back(option.name);
    list += option.name + ", ";
  }
  known.push_back("--help");
  return Error{ErrorCode::unknown_key, name + ": not an option of covenant " + command.name +
                                           suggestion(name, known) + "; allowed: " + list +
                                           "--help"};
}

// Reads one option at words[at]; moves `at` past a value that stands by itself.
Result<std::pair<std::string, std::string>> read_option(const CommandSpec& command,
                                                        const std::vector<std::string>& words,
                                                        std::size_t& at) {
  const std::string& word = words[at];
  const std::size_t equals = word.find('=');
  const bool attached = equals != std::string::npos;
  const std::string name = word.substr(0, equals);
  const OptionSpec* option = find_option(command, name);
  if (!option) return unknown_option(command, name);
  if (option->value.empty()) {
    if (attached) return bad(name + ": takes no value");
    return std::pair{name, std::string()};
  }
  std::string value;
  if (attached) {
    value = word.substr(equals + 1);
  } else if (at + 1 < words.size()) {
    value = words[++at];
  }
  if (value.empty()) return bad(name + ": a value is missing (" + name + " " + option->value + ")");
  if (!attached && value.substr(0, 2) == "--")
    return bad(name + ": a value is missing before " + value + " (" + name + " " + option->value +
               ")");
  return std::pair{name, value};
}

}  // namespace

bool Args::has(std::string_view name) const {
  return std::any_of(options.begin(), options.end(),
                     [&](const auto& o) { return o.first == name; });
}

std::string Args::value(std::string_view name) const {
  for (auto it = options.rbegin(); it != options.rend(); ++it)
    if (it->first == name) return it->second;
  return {};
}

Result<Args> parse_args(const CommandSpec& command, const std::vector<std::string>& words) {
  Args args;
  bool options_over = false;
  for (std::size_t at = 0; at < words.size(); ++at) {
    const std::string& word = words[at];
    if (!options_over && (word == "--help" || word == "-h")) {
      args.help = true;
      return args;
    }
    if (!options_over && word == "--") {
      options_over = true;
    } else if (options_over || word.size() < 2 || word[0] != '-') {
      args.words.push_back(word);
    } else {
      auto option = read_option(command, words, at);
      if (!option) return option.error();
      const OptionSpec* spec = find_option(command, option.value().first);
      if (!spec->repeats && args.has(spec->name)) return bad(spec->name + ": given twice");
      args.options.push_back(std::move(option).value());
    }
  }
  if (args.words.size() < command.min_words)
    return Error{ErrorCode::missing, command.words + " is missing; covenant " + command.name + " " +
                                         command.words + " (see covenant " + command.name +
                                         " --help)"};
  if (args.words.size() > command.max_words)
    return bad("'" + args.words[command.max_words] + "': one word too many; covenant " +
               command.name + (command.words.empty() ? "" : " ") + command.words);
  return args;
}

std::string help_text(const CommandSpec& command) {
  std::string text = "covenant " + command.name + (command.words.empty() ? "" : " ") +
                     command.words + (command.options.empty() ? "" : " [options]") + "\n" +
                     command.summary + "\n";
  std::size_t width = 6;
  for (const OptionSpec& o : command.options)
    width = std::max(width, o.name.size() + 1 + o.value.size());
  const auto line = [&](const std::string& head, const std::string& help) {
    text += "  " + head + std::string(width - head.size() + 2, ' ') + help + "\n";
  };
  text += "\nOptions\n";
  for (const OptionSpec& o : command.options)
    line(o.name + (o.value.empty() ? "" : " " + o.value),
         o.help + (o.repeats ? " (repeatable)" : ""));
  line("--help", "this text");
  if (!command.notes.empty()) text += "\n" + command.notes + "\n";
  return text;
}

Result<long long> parse_whole(const std::string& name, const std::string& text, long long lower,
                              long long upper) {
  char* end = nullptr;
  errno = 0;
  const long long value = std::strtoll(text.c_str(), &end, 10);
  const bool whole =
      !text.empty() && end == text.c_str() + text.size() && text[0] != ' ' && errno == 0;
  if (!whole || value < lower || value > upper)
    return Error{ErrorCode::out_of_range, name + ": '" + text + "' is not a whole number from " +
                                              std::to_string(lower) + " to " +
                                              std::to_string(upper)};
  return value;
}

std::vector<std::string> split_list(const std::string& text) {
  std::vector<std::string> items;
  for (const char c : text.empty() ? text : "," + text) {
    if (c == ',')
      items.emplace_back();
    else
      items.back().push_back(c);
  }
  return items;
}

std::string suggestion(std::string_view word, const std::vector<std::string>& known) {
  const std::string* best = nullptr;
  std::size_t best_distance = std::max<std::size_t>(1, word.size() / 3) + 1;
  for (const std::string& candidate : known) {
    const std::size_t distance = edit_distance(word, candidate);
    if (distance >= best_distance) continue;
    best = &candidate;
    best_distance = distance;
  }
  return best ? " (did you mean " + *best + "?)" : "";
}

}  // namespace covenant::cli
