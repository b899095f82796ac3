#include "core/base/one_line.hpp"

namespace covenant {

std::string one_line(const std::string& text) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  for (const char letter : text) {
    const unsigned char code = static_cast<unsigned char>(letter);
    if (letter == '\n') {
      out += "\\n";
    } else if (letter == '\r') {
      out += "\\r";
    } else if (letter == '\t') {
      out += "\\t";
    } else if (code < 0x20 || code == 0x7f) {
      out += std::string("\\x") + kDigits[code / 16] + kDigits[code % 16];
    } else {
      out += letter;
    }
  }
  return out;
}

}  // namespace covenant
