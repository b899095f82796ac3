// cli/args.hpp: the command line's words, against a table of what each command takes.
// --name value and --name=value are the same; "--" ends the options; "-" is a plain word (standard
// input). Unknown options and commands are errors that name the nearest known one.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.hpp"

namespace covenant::cli {

struct OptionSpec {
  std::string name;   // with its dashes: "--set"
  std::string value;  // what its value is called in the help; empty = a flag
  std::string help;   // one line
  bool repeats = false;
};

struct CommandSpec {
  std::string name, words;  // words: "SCENARIO", "[ID]": what stands beside the options
  std::size_t min_words = 0, max_words = 0;
  std::string summary;  // one line
  std::vector<OptionSpec> options;
  std::string notes;  // the end of the help
};

struct Args {
  std::vector<std::string> words;
  std::vector<std::pair<std::string, std::string>> options;  // as given, in order
  bool help = false;
  [[nodiscard]] bool has(std::string_view name) const;
  // The last value given; empty if none.
  [[nodiscard]] std::string value(std::string_view name) const;
};

[[nodiscard]] Result<Args> parse_args(const CommandSpec& command,
                                      const std::vector<std::string>& words);
[[nodiscard]] std::string help_text(const CommandSpec& command);

// A whole number in [lower, upper], or an error that starts with `name`.
[[nodiscard]] Result<long long> parse_whole(const std::string& name, const std::string& text,
                                            long long lower, long long upper);

// "a,b" -> {"a", "b"}; "" -> {}
[[nodiscard]] std::vector<std::string> split_list(const std::string& text);

// " (did you mean --seed?)", or "" when nothing is near (Levenshtein distance).
[[nodiscard]] std::string suggestion(std::string_view word, const std::vector<std::string>& known);

}  // namespace covenant::cli
