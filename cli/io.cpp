#include "cli/io.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>

#include "core/sim/link.hpp"
#include "core/sim/presets.hpp"

namespace covenant::cli {

namespace {

struct Close {
  void operator()(std::FILE* file) const {
    if (file != stdin) std::fclose(file);
  }
};

bool exists(const std::string& path) {
  struct stat info {};
  return ::stat(path.c_str(), &info) == 0;
}

bool starts_with(std::string_view text, std::string_view start) {
  return text.substr(0, start.size()) == start;
}

// A link has a '#', or is an address, or is the bare hash; a file of that name goes first.
bool is_link(const std::string& source) {
  if (starts_with(source, "#") || starts_with(source, "preset=") ||
      starts_with(source, "http://") || starts_with(source, "https://"))
    return true;
  return source.find('#') != std::string::npos && !exists(source);
}

Error named(const std::string& name, const Error& error) {
  return Error{error.code, name + ": " + error.message};
}

Result<Scenario> read_link(const std::string& source) {
  Result<OpenedLink> opened = from_link(source);
  if (!opened) return opened.error();
  for (const std::string& sentence : opened.value().ignored)
    std::fprintf(stderr, "link: ignored: %s\n", sentence.c_str());
  return std::move(opened.value().scenario);
}

// All --set are applied before the result is judged: two of them may only make sense together.
Result<Scenario> apply_sets(const Scenario& scenario, const std::string& source, const Args& args) {
  Json json = scenario_json(scenario);
  for (const auto& [name, text] : args.options) {
    if (name != "--set") continue;
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0)
      return Error{ErrorCode::syntax,
                   "--set: '" + text + "' is not FIELD=VALUE, such as designer.kl=0.2"};
    Result<Json> changed = json_with_field(json, text.substr(0, equals), text.substr(equals + 1));
    if (!changed) return named("--set", changed.error());
    json = std::move(changed).value();
  }
  Result<Scenario> changed = scenario_from_json(json);
  if (!changed) return named(display_name(source) + " with --set", changed.error());
  return changed;
}

}  // namespace

std::string display_name(const std::string& path) { return path == "-" ? "standard input" : path; }

Result<std::string> read_text(const std::string& path, std::size_t max_bytes) {
  const std::string name = display_name(path);
  struct stat info {};
  if (path != "-" && ::stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode))
    return Error{ErrorCode::wrong_type, name + ": is a directory; a file is expected"};
  const std::unique_ptr<std::FILE, Close> file(path == "-" ? stdin
                                                           : std::fopen(path.c_str(), "rb"));
  if (!file) return Error{ErrorCode::not_found, name + ": cannot be read: " + std::strerror(errno)};
  std::string text;
  char buffer[1 << 16];
  for (;;) {
    const std::size_t got = std::fread(buffer, 1, sizeof buffer, file.get());
    text.append(buffer, got);
    if (text.size() > max_bytes)
      return Error{ErrorCode::too_large, name + ": more than " + std::to_string(max_bytes >> 20) +
                                             " MB; no more is read"};
    if (got < sizeof buffer) break;
  }
  if (std::ferror(file.get()))
    return Error{ErrorCode::not_found, name + ": cannot be read: " + std::strerror(errno)};
  return text;
}

Result<Scenario> read_scenario(const std::string& source) {
  constexpr std::string_view kPreset = "preset:";
  if (starts_with(source, kPreset)) {
    Result<Scenario> found = preset(std::string_view(source).substr(kPreset.size()));
    if (!found) return named(source, found.error());
    return found;
  }
  if (is_link(source)) return read_link(source);
  Result<std::string> text = read_text(source, kMaxScenarioBytes);
  if (!text) return text.error();
  Result<Scenario> scenario = parse_scenario(text.value());
  if (!scenario) return named(display_name(source), scenario.error());
  return scenario;
}

Result<Scenario> read_scenario(const std::string& source, const Args& args) {
  Result<Scenario> scenario = read_scenario(source);
  if (scenario && args.has("--set")) scenario = apply_sets(scenario.value(), source, args);
  for (const char* name : {"--seed", "--replicates"}) {
    if (!scenario) return scenario;
    if (!args.has(name)) continue;
    const long long most = name[2] == 's' ? 1LL << 53 : kScenarioLimits.replicates;
    const Result<long long> value =
        parse_whole(name, args.value(name), name[2] == 's' ? 0 : 1, most);
    if (!value) return value.error();
    scenario = with_field(scenario.value(), std::string("run.") + (name + 2),
                          std::to_string(value.value()));
  }
  return scenario;
}

int refuse(const Error& error) {
  std::string line;
  for (const char c : error.message) {
    const auto byte = static_cast<unsigned char>(c);
    line += byte < 0x20 || byte == 0x7f ? ' ' : c;
  }
  std::fprintf(stderr, "%s\n", line.c_str());
  return kBadInput;
}

int print(std::string_view text) {
  const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
  if (written && std::fflush(stdout) == 0) return kDone;
  std::fprintf(stderr, "standard output: cannot be written: %s\n", std::strerror(errno));
  return kNoSolution;
}

double Stopwatch::seconds() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
}

Progress::Progress(std::string unit)
    : unit_(std::move(unit)), terminal_(::isatty(STDERR_FILENO) != 0) {}

Progress::~Progress() {
  if (shown_) std::fprintf(stderr, "\r\033[K");
}

void Progress::show(long long done, long long total) {
  show(std::to_string(done) + "/" + std::to_string(total) + " " + unit_);
}

void Progress::show(const std::string& text) {
  if (!terminal_) return;
  shown_ = true;
  std::fprintf(stderr, "\r\033[K%s", text.c_str());
  std::fflush(stderr);
}

}  // namespace covenant::cli
