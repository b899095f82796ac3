// cli/io.hpp: files in, results out, messages and progress.
#pragma once

#include <chrono>
#include <cstdio>
#include <string>
#include <string_view>

#include "cli/args.hpp"
#include "core/base/result.hpp"
#include "core/sim/scenario.hpp"

namespace covenant::cli {

// Exit codes of every command.
inline constexpr int kDone = 0;  // also: an answer of any kind was computed and printed
inline constexpr int kNoSolution =
    1;  // the solver could not do it (status in the output), or output failed
inline constexpr int kBadInput = 2;

inline constexpr std::size_t kMaxScenarioBytes = 8u << 20;
inline constexpr std::size_t kMaxChoicesBytes = 64u << 20;

// A whole file, or standard input for "-". Errors start with the name.
[[nodiscard]] Result<std::string> read_text(const std::string& path, std::size_t max_bytes);
// How messages call it: the path, or "standard input".
[[nodiscard]] std::string display_name(const std::string& path);

// SCENARIO: a file, "-", "preset:ID" or a share link. What a link holds and cannot be used is said
// on standard error. Errors start with the file, preset or "link".
[[nodiscard]] Result<Scenario> read_scenario(const std::string& source);
// The same with --set, --seed and --replicates applied.
[[nodiscard]] Result<Scenario> read_scenario(const std::string& source, const Args& args);

// One line on standard error, control characters made visible; returns kBadInput.
int refuse(const Error& error);
// To standard output, all of it or kNoSolution and a message.
[[nodiscard]] int print(std::string_view text);

// Seconds since it was made.
class Stopwatch {
 public:
  [[nodiscard]] double seconds() const;

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

// "12/200 replicates", or any text, on one line of standard error, if that is a terminal.
class Progress {
 public:
  explicit Progress(std::string unit);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  void show(long long done, long long total);
  void show(const std::string& text);

 private:
  std::string unit_;
  bool terminal_, shown_ = false;
};

}  // namespace covenant::cli
