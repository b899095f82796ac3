// cli/text.hpp: numbers and columns of the tables that commands print for people.
#pragma once

#include <string>

namespace covenant::cli {

// "-" where undefined.
[[nodiscard]] std::string fixed(double value, int digits);
// To the right with spaces, at least one.
[[nodiscard]] std::string pad(const std::string& text, std::size_t width);

}  // namespace covenant::cli
