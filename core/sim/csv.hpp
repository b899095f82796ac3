// core/sim/csv.hpp: comma-separated text, row by row (RFC 4180: quoted fields, "" inside quotes,
// line breaks inside quotes; also CRLF, a byte-order mark and blank lines, which are skipped).
// Errors name the line (from 1) and what is allowed. Nothing is repaired.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"

namespace covenant {

struct CsvLimits {
  std::size_t bytes = 64u << 20;
  std::size_t rows = 5000000;  // header included
  std::size_t columns = 256;
  std::size_t field = 10000;  // bytes in one field
};

class CsvReader {
 public:
  explicit CsvReader(std::string_view text, const CsvLimits& limits = {});

  // The next row that is not blank; false at the end or at an error.
  bool next(std::vector<std::string>& row);
  // Of the row that next() returned last.
  [[nodiscard]] std::size_t line() const { return row_line_; }
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }

 private:
  bool read_row(std::vector<std::string>& row);
  bool read_plain(std::string& field);
  bool read_quoted(std::string& field);
  bool fail(ErrorCode code, const std::string& what);

  std::string_view text_;
  CsvLimits limits_;
  std::size_t at_ = 0, line_ = 1, row_line_ = 0, rows_ = 0;
  std::optional<Error> error_;
};

// A whole file with a header line: every row has as many fields as the header, names are unique.
struct CsvTable {
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;
  std::vector<std::size_t> lines;  // where each row starts, for messages
  // -1 if absent
  [[nodiscard]] int column(std::string_view name) const;
};
[[nodiscard]] Result<CsvTable> parse_csv(std::string_view text, const CsvLimits& limits = {});

// One field, quoted where RFC 4180 asks for it.
[[nodiscard]] std::string csv_field(std::string_view text);

}  // namespace covenant
