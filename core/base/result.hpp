// core/base/result.hpp: a value, or an Error that a person can act on.
// Used for bad input (files, links, flags). Our own bugs go to COVENANT_CHECK; an unwelcome answer
// (infeasible, stalled) is a status inside the value.
#pragma once

#include <string>
#include <utility>
#include <variant>

#include "core/base/check.hpp"

namespace covenant {

enum class ErrorCode {
  syntax,
  unknown_key,
  wrong_type,
  out_of_range,
  missing,
  too_large,
  not_found,
  unsupported
};

// `message` names the field and what is allowed: "types[1].share: -0.2 is negative".
// Whoever knows the file name puts it in front.
struct Error {
  ErrorCode code = ErrorCode::syntax;
  std::string message;
};

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}      // NOLINT: implicit on purpose
  Result(Error error) : state_(std::move(error)) {}  // NOLINT

  [[nodiscard]] bool ok() const { return std::holds_alternative<T>(state_); }
  explicit operator bool() const { return ok(); }

  [[nodiscard]] const T& value() const& {
    COVENANT_CHECK(ok());
    return *std::get_if<T>(&state_);
  }
  [[nodiscard]] T& value() & {
    COVENANT_CHECK(ok());
    return *std::get_if<T>(&state_);
  }
  [[nodiscard]] T&& value() && {
    COVENANT_CHECK(ok());
    return std::move(*std::get_if<T>(&state_));
  }
  [[nodiscard]] const Error& error() const {
    COVENANT_CHECK(!ok());
    return *std::get_if<Error>(&state_);
  }

 private:
  std::variant<T, Error> state_;
};

}  // namespace covenant
