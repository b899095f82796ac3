// core/base/json.hpp: bounded JSON reading with error messages that name the field.
//   parse_json: text -> Json; refuses what is too long, too deep, duplicate keys and numbers out of
//   double's range; syntax errors give line and column.
//   ObjectReader: reads one object key by key; wrong type, out of range, missing and unknown keys
//   become one Error "types[1].share: -0.2 is negative". The first error wins, later reads return
//   defaults.
#pragma once

#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"

namespace covenant {

using Json = nlohmann::ordered_json;

struct JsonLimits {
  std::size_t bytes = 8u << 20;  // length of the text
  std::size_t depth = 32;        // nesting of arrays and objects
  std::size_t values = 2000000;  // numbers, strings, ... in all
  std::size_t keys = 1000;       // of one object (looking a key up walks the others)
};

[[nodiscard]] Result<Json> parse_json(std::string_view text, const JsonLimits& limits = {});

// Two-space indented text, numbers in the shortest form that reads back to the same bits;
// non-finite as null.
[[nodiscard]] std::string write_json(const Json& json);

// A number as short text for messages ("-0.2").
[[nodiscard]] std::string number_text(double value);

struct NumberRange {
  double lower = -std::numeric_limits<double>::infinity();
  double upper = std::numeric_limits<double>::infinity();
  bool open_lower = false;  // value > lower is asked for
};
inline constexpr NumberRange kNonNegative{0.0, std::numeric_limits<double>::infinity(), false};
inline constexpr NumberRange kPositive{0.0, std::numeric_limits<double>::infinity(), true};
inline constexpr NumberRange kUnitInterval{0.0, 1.0, false};

// Collects the first error of a whole document; shared by the readers of its parts.
struct ReadContext {
  std::optional<Error> error;
  void fail(ErrorCode code, const std::string& path, const std::string& what);
};

class ObjectReader {
 public:
  // `path` is "" for the document, "types[1]" for a part. A json that is no object is an error.
  ObjectReader(ReadContext& context, const Json& json, std::string path);

  // The value of a key, nullptr if absent (null counts as present). Marks the key as known.
  const Json* find(const char* key);
  // As find, but absence is an error.
  const Json* require(const char* key);
  [[nodiscard]] std::string path(const char* key) const;
  [[nodiscard]] ReadContext& context() { return context_; }

  // Each reads the key if present and leaves `out` alone if absent. Return true if it was present
  // and good.
  bool number(const char* key, double& out, NumberRange range = {});
  bool integer(const char* key, long long& out, long long lower, long long upper);
  bool integer(const char* key, int& out, int lower, int upper);
  bool boolean(const char* key, bool& out);
  bool text(const char* key, std::string& out, std::size_t max_length = 2000);
  // An array of numbers; size 0 = any size up to max_size.
  bool numbers(const char* key, std::vector<double>& out, std::size_t size, NumberRange range = {},
               std::size_t max_size = 100000);

  // Call last: any key that was never asked for is an error that lists the known ones.
  void finish();

 private:
  ReadContext& context_;
  const Json* json_;  // nullptr after a type error
  std::string path_;
  std::vector<std::string> known_;
};

// The same for single values at a known path.
bool read_number(ReadContext& context, const Json& json, const std::string& path, double& out,
                 NumberRange range = {});
bool read_numbers(ReadContext& context, const Json& json, const std::string& path,
                  std::vector<double>& out, std::size_t size, NumberRange range = {},
                  std::size_t max_size = 100000);
// An array of at most max_size elements; nullptr and an error otherwise.
const Json* read_array(ReadContext& context, const Json& json, const std::string& path,
                       std::size_t min_size, std::size_t max_size);

}  // namespace covenant
