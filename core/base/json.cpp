#include "core/base/json.hpp"

#include <algorithm>
#include <cmath>

#include "core/base/one_line.hpp"

namespace covenant {
namespace {

// Builds the document while counting depth and values, so that hostile text is refused early.
class Builder : public nlohmann::json_sax<Json> {
 public:
  explicit Builder(const JsonLimits& limits) : limits_(limits) {}

  bool null() override { return add(nullptr); }
  bool boolean(bool value) override { return add(value); }
  bool number_integer(number_integer_t value) override { return add(value); }
  bool number_unsigned(number_unsigned_t value) override { return add(value); }
  bool number_float(number_float_t value, const string_t&) override { return add(value); }
  bool string(string_t& value) override { return add(value); }
  bool binary(binary_t&) override { return refuse("binary values are not JSON text"); }
  bool start_object(std::size_t) override { return open(Json::object()); }
  bool start_array(std::size_t) override { return open(Json::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(string_t& name) override {
    if (stack_.back()->size() >= limits_.keys)
      return refuse("an object of more than " + std::to_string(limits_.keys) + " keys");
    if (stack_.back()->contains(name))
      return refuse("key \"" + name + "\" stands twice in one object");
    key_ = name;
    return true;
  }

  bool parse_error(std::size_t position, const std::string& token,
                   const nlohmann::detail::exception& why) override {
    failed_ = true;
    position_ = position;
    const std::string what = why.what();
    const std::size_t plain = what.find("syntax error");
    if (why.id == 406) {
      message = "number " + token + " is out of range";
    } else {
      message = plain == std::string::npos ? "is not JSON" : what.substr(plain, 200);
    }
    return false;
  }

  Json root;
  std::string message;
  [[nodiscard]] bool failed() const { return failed_; }
  [[nodiscard]] std::size_t position() const { return position_; }

 private:
  bool refuse(std::string why) {
    message = std::move(why);
    return false;
  }
  // Puts a value where the document stands; the returned pointer stays valid while the value is
  // open, because its siblings come later.
  Json* place(Json value) {
    if (stack_.empty()) {
      root = std::move(value);
      return &root;
    }
    Json& parent = *stack_.back();
    if (parent.is_array()) {
      parent.push_back(std::move(value));
      return &parent.back();
    }
    return &(parent[key_] = std::move(value));
  }
  bool count() {
    if (++values_ <= limits_.values) return true;
    return refuse("more than " + std::to_string(limits_.values) + " values");
  }
  template <class T>
  bool add(T&& value) {
    if (!count()) return false;
    place(Json(std::forward<T>(value)));
    return true;
  }
  bool open(Json value) {
    if (!count()) return false;
    if (stack_.size() >= limits_.depth) {
      return refuse("nested deeper than " + std::to_string(limits_.depth) + " levels");
    }
    stack_.push_back(place(std::move(value)));
    return true;
  }
  bool close() {
    stack_.pop_back();
    return true;
  }

  const JsonLimits& limits_;
  std::vector<Json*> stack_;
  std::string key_;
  std::size_t values_ = 0, position_ = 0;
  bool failed_ = false;
};

std::string line_and_column(std::string_view text, std::size_t position) {
  const std::size_t end = std::min(position > 0 ? position - 1 : 0, text.size());
  std::size_t line = 1, column = 1;
  for (std::size_t i = 0; i < end; ++i) {
    column = text[i] == '\n' ? 1 : column + 1;
    if (text[i] == '\n') ++line;
  }
  return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

std::string scalar_text(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

bool is_flat(const Json& json) {
  return std::all_of(json.begin(), json.end(), [](const Json& v) { return !v.is_structured(); });
}

void write(const Json& json, std::string& out, std::size_t indent) {
  if (!json.is_structured() || json.empty()) {
    out += scalar_text(json);
    return;
  }
  if (json.is_array() && is_flat(json)) {  // rows of numbers read better on one line
    out += '[';
    for (std::size_t i = 0; i < json.size(); ++i) out += (i > 0 ? ", " : "") + scalar_text(json[i]);
    out += ']';
    return;
  }
  const std::string pad(indent + 2, ' ');
  out += json.is_array() ? "[\n" : "{\n";
  bool first = true;
  for (auto it = json.begin(); it != json.end(); ++it) {
    out += (first ? "" : ",\n") + pad;
    first = false;
    if (json.is_object()) out += scalar_text(Json(it.key())) + ": ";
    write(*it, out, indent + 2);
  }
  out += '\n' + std::string(indent, ' ') + (json.is_array() ? ']' : '}');
}

std::string range_text(NumberRange range) {
  if (range.lower == 0.0 && std::isinf(range.upper))
    return range.open_lower ? "a positive number" : "a number >= 0";
  if (std::isinf(range.lower) && std::isinf(range.upper)) return "a number";
  return (range.open_lower ? "a number above " : "a number from ") + number_text(range.lower) +
         (range.open_lower ? " and up to " : " to ") + number_text(range.upper);
}

std::string complaint(double value, NumberRange range) {
  if (value < 0.0 && range.lower == 0.0) {
    return number_text(value) + " is negative; allowed is " + range_text(range);
  }
  return number_text(value) + " is not allowed; allowed is " + range_text(range);
}

}  // namespace

std::string number_text(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
  if (value == std::floor(value) && std::fabs(value) < 1e15)
    return std::to_string(static_cast<long long>(value));
  return scalar_text(Json(value));
}

Result<Json> parse_json(std::string_view text, const JsonLimits& limits) {
  if (text.size() > limits.bytes) {
    return Error{ErrorCode::too_large, "longer than " + std::to_string(limits.bytes) + " bytes"};
  }
  Builder builder(limits);
  if (Json::sax_parse(text.begin(), text.end(), &builder)) return std::move(builder.root);
  std::string where = builder.failed() ? line_and_column(text, builder.position()) + ": " : "";
  return Error{builder.failed() ? ErrorCode::syntax : ErrorCode::too_large,
               where + builder.message};
}

std::string write_json(const Json& json) {
  std::string out;
  write(json, out, 0);
  return out;
}

void ReadContext::fail(ErrorCode code, const std::string& path, const std::string& what) {
  if (!error) error = Error{code, one_line(path.empty() ? what : path + ": " + what)};
}

ObjectReader::ObjectReader(ReadContext& context, const Json& json, std::string path)
    : context_(context), json_(json.is_object() ? &json : nullptr), path_(std::move(path)) {
  if (json_ == nullptr) context_.fail(ErrorCode::wrong_type, path_, "an object { .. } is expected");
}

std::string ObjectReader::path(const char* key) const {
  return path_.empty() ? key : path_ + "." + key;
}

const Json* ObjectReader::find(const char* key) {
  known_.emplace_back(key);
  if (json_ == nullptr) return nullptr;
  const auto it = json_->find(key);
  return it == json_->end() ? nullptr : &*it;
}

const Json* ObjectReader::require(const char* key) {
  const Json* found = find(key);
  if (found == nullptr && json_ != nullptr)
    context_.fail(ErrorCode::missing, path(key), "is missing");
  return found;
}

bool ObjectReader::number(const char* key, double& out, NumberRange range) {
  const Json* json = find(key);
  return json != nullptr && read_number(context_, *json, path(key), out, range);
}

bool ObjectReader::integer(const char* key, long long& out, long long lower, long long upper) {
  const Json* json = find(key);
  if (json == nullptr) return false;
  const NumberRange range{static_cast<double>(lower), static_cast<double>(upper), false};
  double value = 0.0;
  if (!read_number(context_, *json, path(key), value, range)) return false;
  if (value != std::floor(value)) {
    context_.fail(ErrorCode::wrong_type, path(key), number_text(value) + " is not a whole number");
    return false;
  }
  out = static_cast<long long>(value);
  return true;
}

bool ObjectReader::integer(const char* key, int& out, int lower, int upper) {
  long long wide = 0;
  if (!integer(key, wide, static_cast<long long>(lower), static_cast<long long>(upper)))
    return false;
  out = static_cast<int>(wide);
  return true;
}

bool ObjectReader::boolean(const char* key, bool& out) {
  const Json* json = find(key);
  if (json == nullptr) return false;
  if (!json->is_boolean()) {
    context_.fail(ErrorCode::wrong_type, path(key), "true or false is expected");
    return false;
  }
  out = json->get<bool>();
  return true;
}

bool ObjectReader::text(const char* key, std::string& out, std::size_t max_length) {
  const Json* json = find(key);
  if (json == nullptr) return false;
  if (!json->is_string()) {
    context_.fail(ErrorCode::wrong_type, path(key), "a text in quotes is expected");
    return false;
  }
  out = json->get<std::string>();
  if (out.size() <= max_length) return true;
  context_.fail(ErrorCode::too_large, path(key),
                "longer than " + std::to_string(max_length) + " bytes");
  return false;
}

bool ObjectReader::numbers(const char* key, std::vector<double>& out, std::size_t size,
                           NumberRange range, std::size_t max_size) {
  const Json* json = find(key);
  return json != nullptr && read_numbers(context_, *json, path(key), out, size, range, max_size);
}

void ObjectReader::finish() {
  if (json_ == nullptr) return;
  for (auto it = json_->begin(); it != json_->end(); ++it) {
    if (std::find(known_.begin(), known_.end(), it.key()) != known_.end()) continue;
    std::string list;
    for (const std::string& key : known_) list += (list.empty() ? "" : ", ") + key;
    context_.fail(ErrorCode::unknown_key, path(it.key().substr(0, 60).c_str()),
                  "is not known; known are " + list);
  }
}

bool read_number(ReadContext& context, const Json& json, const std::string& path, double& out,
                 NumberRange range) {
  if (!json.is_number()) {
    context.fail(ErrorCode::wrong_type, path, range_text(range) + " is expected");
    return false;
  }
  const double value = json.get<double>();
  const bool low = range.open_lower ? value > range.lower : value >= range.lower;
  if (!low || value > range.upper) {
    context.fail(ErrorCode::out_of_range, path, complaint(value, range));
    return false;
  }
  out = value;
  return true;
}

bool read_numbers(ReadContext& context, const Json& json, const std::string& path,
                  std::vector<double>& out, std::size_t size, NumberRange range,
                  std::size_t max_size) {
  const Json* array = read_array(context, json, path, size, size > 0 ? size : max_size);
  if (array == nullptr) return false;
  std::vector<double> values(array->size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!read_number(context, (*array)[i], path + "[" + std::to_string(i) + "]", values[i], range))
      return false;
  }
  out = std::move(values);
  return true;
}

const Json* read_array(ReadContext& context, const Json& json, const std::string& path,
                       std::size_t min_size, std::size_t max_size) {
  const std::string expected = min_size == max_size
                                   ? std::to_string(min_size)
                                   : std::to_string(min_size) + " to " + std::to_string(max_size);
  if (!json.is_array()) {
    context.fail(ErrorCode::wrong_type, path, "an array of " + expected + " entries is expected");
    return nullptr;
  }
  if (json.size() >= min_size && json.size() <= max_size) return &json;
  context.fail(ErrorCode::too_large, path,
               std::to_string(json.size()) + " entries; expected " + expected);
  return nullptr;
}

}  // namespace covenant
