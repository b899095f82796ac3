// Every golden scenario through the binary: what is known of its report stands in what it prints.
#include <doctest/doctest.h>

#include <cmath>
#include <filesystem>

#include "tests/cli/command.hpp"

using namespace covenant;

TEST_CASE("cli: golden scenarios come out as known") {
  int seen = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(COVENANT_SOURCE_DIR "/tests/golden/run")) {
    const std::string path = entry.path().string();
    if (path.find(".expected.json") != std::string::npos) continue;
    CAPTURE(path);
    ++seen;
    const Result<Json> expected =
        parse_json(test::read_file(path.substr(0, path.size() - 5) + ".expected.json"));
    REQUIRE(expected);
    const test::Output output = test::run_cli("run '" + path + "'");
    CHECK(output.code == 0);
    CHECK(output.err.empty());
    const Json report = output.json();
    for (auto it = expected.value().begin(); it != expected.value().end(); ++it) {
      CAPTURE(it.key());
      const Json::json_pointer where(it.key());
      REQUIRE(report.contains(where));
      CHECK(std::fabs(report.at(where).get<double>() - it->at(0).get<double>()) <=
            it->at(1).get<double>());
    }
  }
  CHECK(seen >= 9);
}
