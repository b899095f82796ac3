#include "core/base/one_line.hpp"

#include <doctest/doctest.h>

#include "core/mech/feasibility.hpp"
#include "core/sim/menu_file.hpp"

using namespace covenant;

TEST_CASE("one_line: control characters are spelt out, all else stays") {
  CHECK(one_line("a\nb\r\tc\x1b[1m\x7f d") == "a\\nb\\r\\tc\\x1b[1m\\x7f d");
  CHECK(one_line("Z\xc3\xbcrich \"x\"") == "Z\xc3\xbcrich \"x\"");
}

TEST_CASE("one_line: what a file calls things does not break a message") {
  const auto key = parse_menu_problem(R"({"schema": 1, "kind": "menu", "ty\npes": []})");
  REQUIRE(!key.ok());
  CHECK(key.error().message.find('\n') == std::string::npos);
  const auto kind = parse_menu_problem(R"({"schema": 1, "kind": "me\nnu"})");
  REQUIRE(!kind.ok());
  CHECK(kind.error().message.find("me\\nnu") != std::string::npos);
  MenuProblem problem;
  problem.names = {"low\nhigh"};
  CHECK(type_text(problem, 0) == "type \"low\\nhigh\"");
}
