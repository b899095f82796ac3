// tests/support/golden.hpp: a file of tests/golden and what is known of it.
#pragma once

#include <doctest/doctest.h>
#include <fstream>
#include <sstream>
#include <string>

#include "core/base/json.hpp"

namespace covenant::test {

struct Golden {
  std::string text;  // FOLDER/NAME.json
  Json expected;     // FOLDER/NAME.expected.json
};

inline Golden golden(const std::string& folder, const std::string& name) {
  const auto read = [&](const char* ending) {
    std::ifstream file(std::string(COVENANT_SOURCE_DIR) + "/tests/golden/" + folder + "/" + name +
                       ending);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
  };
  const Result<Json> expected = parse_json(read(".expected.json"));
  REQUIRE(expected.ok());
  REQUIRE(expected.value().size() > 0);
  return {read(".json"), expected.value()};
}

}  // namespace covenant::test
