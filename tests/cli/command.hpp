// tests/cli/command.hpp: runs the built binary as a stranger would, through the shell.
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include "core/base/json.hpp"

namespace covenant::test {

struct Output {
  int code = -1;  // exit code; 128 + n for signal n
  std::string out, err;
  [[nodiscard]] Json json() const {
    Result<Json> parsed = parse_json(out, {.bytes = 64u << 20});
    return parsed ? std::move(parsed).value() : Json();
  }
};

// A folder of this process, removed with what is in it at the end.
class Scratch {
 public:
  Scratch() {
    const char* base = std::getenv("TMPDIR");
    std::string name = std::string(base ? base : "/tmp") + "/covenant-cli-XXXXXX";
    path_ = ::mkdtemp(name.data()) ? name : "";
  }
  ~Scratch() {
    if (!path_.empty() && std::system(("rm -r '" + path_ + "'").c_str()) != 0)
      std::fprintf(stderr, "%s was not removed\n", path_.c_str());
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  [[nodiscard]] std::string file(const std::string& name) const { return path_ + "/" + name; }
  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(file(name), std::ios::binary) << text;
    return file(name);
  }

 private:
  std::string path_;
};

inline std::string read_file(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

// `arguments` as in a shell, after the binary's name; `input` becomes standard input. Standard
// output goes to `out_path` instead if one is given.
inline Output run_cli(const std::string& arguments, const std::string& input = "",
                      const std::string& out_path = "") {
  const Scratch scratch;
  const std::string in = scratch.write("in", input),
                    out = out_path.empty() ? scratch.file("out") : out_path,
                    err = scratch.file("err");
  const std::string command =
      "'" COVENANT_CLI "' " + arguments + " <'" + in + "' >'" + out + "' 2>'" + err + "'";
  const int status = std::system(command.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
          out_path.empty() ? read_file(out) : std::string(), read_file(err)};
}

}  // namespace covenant::test
