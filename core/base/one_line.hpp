// core/base/one_line.hpp: texts from files, such as names, made fit for a message of one line.
#pragma once

#include <string>

namespace covenant {

// Line breaks and other control characters as \n, \r, \t or \x1b; the rest as it is.
[[nodiscard]] std::string one_line(const std::string& text);

}  // namespace covenant
