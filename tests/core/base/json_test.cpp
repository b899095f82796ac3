// Bounded JSON reading: every refusal is one line that names the place and what is allowed.
#include "core/base/json.hpp"

#include <doctest/doctest.h>

using namespace covenant;

namespace {
std::string message(std::string_view text, const JsonLimits& limits = {}) {
  const Result<Json> result = parse_json(text, limits);
  return result ? "" : result.error().message;
}
}  // namespace

TEST_CASE("json: syntax errors name line and column") {
  CHECK(message("{\n  \"a\": 1,\n  \"b\": x\n}").find("line 3, column 8") != std::string::npos);
  CHECK(message("").find("unexpected end of input") != std::string::npos);
  CHECK(message("{\"a\":1e999}").find("out of range") != std::string::npos);
  CHECK(message("[1] 2") != "");
}

TEST_CASE("json: hostile documents are refused within their limits") {
  CHECK(message(std::string(100000, '[')).find("nested deeper than 32") != std::string::npos);
  CHECK(message("{\"a\":1,\"a\":2}").find("twice") != std::string::npos);
  CHECK(message("[1,2,3,4]", {.values = 3}).find("more than 3 values") != std::string::npos);
  CHECK(message("{\"a\":1,\"b\":2,\"c\":2}", {.keys = 2}).find("more than 2 keys") !=
        std::string::npos);
  CHECK(message("[1]", {.bytes = 2}).find("longer than 2 bytes") != std::string::npos);
}

TEST_CASE("json: the reader names field and range, and lists known keys for an unknown one") {
  const Json json = parse_json("{\"share\": -0.2, \"bogus\": 1}").value();
  ReadContext context;
  ObjectReader reader(context, json, "types[1]");
  double share = 5.0;
  CHECK_FALSE(reader.number("share", share, kNonNegative));
  CHECK(share == 5.0);
  REQUIRE(context.error);
  CHECK(context.error->message == "types[1].share: -0.2 is negative; allowed is a number >= 0");

  ReadContext second;
  ObjectReader again(second, json, "types[1]");
  again.number("share", share);
  again.finish();
  REQUIRE(second.error);
  CHECK(second.error->message == "types[1].bogus: is not known; known are share");
}

TEST_CASE("json: written text reads back to the same document") {
  const char* text =
      "{\"a\": [0.1, 1e-300, 12345678901234567], \"b\": {\"c\": [[1, 2], []]}, \"d\": null, \"e\": "
      "\"\\u00e9\\n\"}";
  const Json json = parse_json(text).value();
  CHECK(parse_json(write_json(json)).value() == json);
}
