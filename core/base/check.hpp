// core/base/check.hpp: COVENANT_CHECK(condition) stops the program at our own bugs (wrong shape,
// NaN). Always on. Bad input is not a bug: it comes back as Result<T> (result.hpp).
#pragma once

namespace covenant {

[[noreturn]] void check_failed(const char* condition, const char* file, int line);

}  // namespace covenant

#define COVENANT_CHECK(condition) \
  ((condition) ? static_cast<void>(0) : ::covenant::check_failed(#condition, __FILE__, __LINE__))
