#include "core/sim/csv.hpp"

#include <algorithm>

namespace covenant {

namespace {

bool is_blank(const std::vector<std::string>& row) { return row.size() == 1 && row[0].empty(); }

Error at_line(ErrorCode code, std::size_t line, const std::string& what) {
  return Error{code, "line " + std::to_string(line) + ": " + what};
}

// Bytes of the UTF-8 sequence that starts the text, 0 if it is none (RFC 3629: no overlong forms,
// no surrogates, nothing above U+10FFFF).
std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t i) -> unsigned {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
  };
  const unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xF5   ? 0
                             : lead >= 0xF0 ? 4
                             : lead >= 0xE0 ? 3
                             : lead >= 0xC2 ? 2
                                            : 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((byte(i) & 0xC0u) != 0x80u) return 0;
  if (lead == 0xE0 && byte(1) < 0xA0) return 0;
  if (lead == 0xED && byte(1) > 0x9F) return 0;
  if (lead == 0xF0 && byte(1) < 0x90) return 0;
  if (lead == 0xF4 && byte(1) > 0x8F) return 0;
  return length;
}

// The first line that is not UTF-8 text; nothing if all of it is. Names end up in JSON, which must
// be.
std::optional<Error> find_bad_byte(std::string_view text) {
  std::size_t line = 1;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '\0')
      return at_line(ErrorCode::syntax, line,
                     "a zero byte; comma-separated UTF-8 text is expected");
    if (text[at] == '\n') ++line;
    const std::size_t length = utf8_length(text.substr(at));
    if (length == 0)
      return at_line(ErrorCode::syntax, line, "not UTF-8; save the file as UTF-8 text");
    at += length;
  }
  return std::nullopt;
}

}  // namespace

CsvReader::CsvReader(std::string_view text, const CsvLimits& limits)
    : text_(text), limits_(limits) {
  if (text_.size() > limits_.bytes) {
    error_ = Error{ErrorCode::too_large, std::to_string(text_.size()) + " bytes; at most " +
                                             std::to_string(limits_.bytes) + " are read"};
  } else {
    error_ = find_bad_byte(text_);
  }
  if (text_.substr(0, 3) == "\xEF\xBB\xBF") at_ = 3;
}

bool CsvReader::fail(ErrorCode code, const std::string& what) {
  error_ = at_line(code, row_line_, what);
  return false;
}

bool CsvReader::next(std::vector<std::string>& row) {
  do {
    if (error_ || at_ >= text_.size()) return false;
    row_line_ = line_;
    if (!read_row(row)) return false;
  } while (is_blank(row));
  if (++rows_ > limits_.rows)
    return fail(ErrorCode::too_large,
                "more than " + std::to_string(limits_.rows) + " rows; no more are read");
  return true;
}

// One record, its line break included.
bool CsvReader::read_row(std::vector<std::string>& row) {
  row.clear();
  for (;;) {
    if (row.size() == limits_.columns)
      return fail(ErrorCode::too_large,
                  "more than " + std::to_string(limits_.columns) + " columns; no more are allowed");
    std::string& field = row.emplace_back();
    const bool quoted = at_ < text_.size() && text_[at_] == '"';
    if (!(quoted ? read_quoted(field) : read_plain(field))) return false;
    if (field.size() > limits_.field)
      return fail(ErrorCode::too_large, "a field of " + std::to_string(field.size()) +
                                            " bytes; at most " + std::to_string(limits_.field) +
                                            " are allowed");
    if (at_ < text_.size() && text_[at_] == ',') {
      ++at_;
      continue;
    }
    if (text_.substr(at_, 2) == "\r\n") ++at_;
    if (at_ < text_.size()) ++at_;  // the line feed, or a lone carriage return
    ++line_;
    return true;
  }
}

bool CsvReader::read_plain(std::string& field) {
  const std::size_t end = std::min(text_.find_first_of(",\r\n\"", at_), text_.size());
  if (end < text_.size() && text_[end] == '"')
    return fail(ErrorCode::syntax,
                "a quotation mark inside an unquoted field; quote the field and double the mark");
  field.assign(text_.substr(at_, end - at_));
  at_ = end;
  return true;
}

bool CsvReader::read_quoted(std::string& field) {
  ++at_;
  for (;;) {
    const std::size_t mark = text_.find('"', at_);
    if (mark == std::string_view::npos)
      return fail(ErrorCode::syntax, "a quoted field is never closed");
    const std::string_view piece = text_.substr(at_, mark - at_);
    line_ += static_cast<std::size_t>(std::count(piece.begin(), piece.end(), '\n'));
    field.append(piece);
    at_ = mark + 1;
    if (at_ >= text_.size() || text_[at_] != '"') break;
    field.push_back('"');
    ++at_;
  }
  const bool ends =
      at_ >= text_.size() || text_[at_] == ',' || text_[at_] == '\r' || text_[at_] == '\n';
  return ends ||
         fail(ErrorCode::syntax,
              "text after a closing quotation mark; a comma or the end of the line is expected");
}

int CsvTable::column(std::string_view name) const {
  const auto found = std::find(header.begin(), header.end(), name);
  return found == header.end() ? -1 : static_cast<int>(found - header.begin());
}

Result<CsvTable> parse_csv(std::string_view text, const CsvLimits& limits) {
  CsvReader reader(text, limits);
  CsvTable table;
  if (!reader.next(table.header)) {
    if (reader.error()) return *reader.error();
    return Error{ErrorCode::missing, "is empty; a header line with column names is expected"};
  }
  for (std::size_t i = 0; i < table.header.size(); ++i)
    if (!table.header[i].empty() && table.column(table.header[i]) != static_cast<int>(i))
      return at_line(ErrorCode::syntax, reader.line(),
                     "column '" + table.header[i] + "' appears twice");
  std::vector<std::string> row;
  while (reader.next(row)) {
    if (row.size() != table.header.size())
      return at_line(ErrorCode::syntax, reader.line(),
                     std::to_string(row.size()) + " fields; the header has " +
                         std::to_string(table.header.size()));
    table.rows.push_back(std::move(row));
    table.lines.push_back(reader.line());
    row.clear();
  }
  if (reader.error()) return *reader.error();
  return table;
}

std::string csv_field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted.push_back('"');
    quoted.push_back(c);
  }
  quoted.push_back('"');
  return quoted;
}

}  // namespace covenant
