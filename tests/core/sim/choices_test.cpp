// Choices from CSV: what is read, what is refused, and that every refusal names line, value and
// what is allowed.
#include "core/sim/choices.hpp"

#include <doctest/doctest.h>

#include "core/sim/csv.hpp"
#include "tests/support/choices.hpp"

using namespace covenant;

namespace {

Scenario scenario() { return test::choice_scenario(3, {{1.0, 0.0}, {0.0, 1.0}}); }

std::string error_of(const std::string& csv, const ChoiceColumns& columns = {}) {
  const Result<ChoiceData> data = parse_choices(csv, scenario(), columns);
  return data ? "" : data.error().message;
}

}  // namespace

TEST_CASE("csv: quotes, CRLF, a byte-order mark and blank lines are read as RFC 4180 says") {
  const Result<CsvTable> table =
      parse_csv("\xEF\xBB\xBFname,\"a, b\"\r\n\r\n\"say \"\"so\"\"\",\"two\nlines\"\r\nlast,\r\n");
  REQUIRE(table);
  CHECK(table.value().header == std::vector<std::string>{"name", "a, b"});
  REQUIRE(table.value().rows.size() == 2);
  CHECK(table.value().rows[0] == std::vector<std::string>{"say \"so\"", "two\nlines"});
  CHECK(table.value().rows[1] == std::vector<std::string>{"last", ""});
  CHECK(table.value().lines == std::vector<std::size_t>{3, 5});
}

TEST_CASE("csv: writing a field and reading it back gives the field") {
  for (const char* field : {"plain", "a,b", "say \"so\"", "two\nlines", "\r", ""}) {
    CAPTURE(field);
    const Result<CsvTable> table = parse_csv("x,y\n" + csv_field(field) + ",end");
    REQUIRE(table);
    CHECK(table.value().rows.at(0).at(0) == field);
  }
}

TEST_CASE("csv: bounds are kept") {
  CsvLimits limits;
  limits.rows = 2;
  CHECK(parse_csv("a\n1\n2\n", limits).error().message ==
        "line 3: more than 2 rows; no more are read");
  limits = {};
  limits.columns = 2;
  CHECK(parse_csv("a,b,c\n", limits).error().message ==
        "line 1: more than 2 columns; no more are allowed");
  limits = {};
  limits.field = 3;
  CHECK(parse_csv("abcd\n", limits).error().message ==
        "line 1: a field of 4 bytes; at most 3 are allowed");
  limits = {};
  limits.bytes = 3;
  CHECK(parse_csv("a\n1\n", limits).error().message == "4 bytes; at most 3 are read");
}

TEST_CASE("choices: responses by name or index, groups, respondents in order of appearance") {
  const Result<ChoiceData> read = parse_choices(
      "context,response,extra,group,respondent\ns1,b,x,t1,ann\ns0,2,y,,bob\ns2,a,z,t1,ann\n",
      scenario());
  REQUIRE(read);
  const ChoiceData& data = read.value();
  CHECK(data.respondents == std::vector<std::string>{"ann", "bob"});
  CHECK(data.groups == std::vector<std::string>{"t1"});
  CHECK(data.group == std::vector<int>{0, -1});
  REQUIRE(data.rows.size() == 3);
  CHECK(data.rows[0].context == 1);
  CHECK(data.rows[0].chosen == 1);
  CHECK(data.rows[1].respondent == 1);
  CHECK(data.rows[1].chosen == 2);
  CHECK(data.rows[2].other == -1);
}

TEST_CASE("choices: comparisons and mapped columns") {
  const Result<ChoiceColumns> columns =
      parse_choice_columns("respondent=who,context=where,preferred=better,other=worse,group=party");
  REQUIRE(columns);
  const Result<ChoiceData> data = parse_choices(
      "who,where,better,worse,party,group\n7,s1,c,a,t0,nobody\n", scenario(), columns.value());
  REQUIRE(data);
  CHECK(data.value().rows[0].chosen == 2);
  CHECK(data.value().rows[0].other == 0);
  CHECK(data.value().groups == std::vector<std::string>{"t0"});
}

TEST_CASE("choices: a file without groups has none, unless they were asked for") {
  CHECK_FALSE(
      parse_choices("respondent,context,response\n1,s0,a\n", scenario()).value().has_groups());
  CHECK(error_of("respondent,context,response\n1,s0,a\n", {.group = "party"}) ==
        "line 1: no column 'party' for the group; the header has 'respondent', 'context', "
        "'response' (map a name with "
        "columns group=NAME)");
}

TEST_CASE("choices: each refusal names line, value and what is allowed") {
  const std::string head = "respondent,context,response,group\n";
  const struct {
    std::string csv, message;
  } cases[] = {
      {"", "is empty; a header line and rows are expected"},
      {head, "holds no choices; a header line and rows are expected"},
      {"respondent,context\n1,s0\n",
       "line 1: no column 'response' for the response; the header has 'respondent', 'context' (map "
       "a name with columns "
       "response=NAME)"},
      {"respondent,context,context,response\n1,s0,s0,a\n",
       "line 1: column 'context' appears twice"},
      {"respondent,context,response,preferred,other\n1,s0,a,a,b\n",
       "line 1: both a response column and preferred/other columns; one of the two is expected"},
      {"respondent,context,preferred\n1,s0,a\n",
       "line 1: no column 'other' for the other; the header has 'respondent', 'context', "
       "'preferred' (map a name with "
       "columns other=NAME)"},
      {"respondent,context,preferred,other\n1,s0,a,0\n",
       "line 2: preferred and other are the same response; two different ones are expected"},
      {head + "1,s0,a,t0\n1,s9,a,t0\n",
       "line 3: context 's9' is not in the scenario; it has s0, s1, s2"},
      {head + "1,s0,d,t0\n",
       "line 2: response 'd' is not a response of context 's0'; allowed: a, b, c or 0 to 2"},
      {head + "1,s0,3,t0\n",
       "line 2: response '3' is not a response of context 's0'; allowed: a, b, c or 0 to 2"},
      {head + "1,s0,-1,t0\n",
       "line 2: response '-1' is not a response of context 's0'; allowed: a, b, c or 0 to 2"},
      {head + "1,s0,,t0\n",
       "line 2: response '' is not a response of context 's0'; allowed: a, b, c or 0 to 2"},
      {head + ",s0,a,t0\n", "line 2: respondent is empty; a name or number is expected"},
      {head + "1,s0,a,t0\n1,s1,a,t1\n",
       "line 3: respondent '1' is in group 't1' here and in 't0' above; one group is allowed"},
      {head + "1,s0,a,t0\n1,s1,a,\n",
       "line 3: respondent '1' is in group '' here and in 't0' above; one group is allowed"},
      {head + "1,s0,a\n", "line 2: 3 fields; the header has 4"},
      {head + "1,s0,\"a,t0\n", "line 2: a quoted field is never closed"},
      {head + "1,s0,\"a\"b,t0\n",
       "line 2: text after a closing quotation mark; a comma or the end of the line is expected"},
      {head + "1,s0,a\"b,t0\n",
       "line 2: a quotation mark inside an unquoted field; quote the field and double the mark"},
      {head + "1,s0,a,t\xFF\n", "line 2: not UTF-8; save the file as UTF-8 text"},
      {head + std::string("1,s0,a,t0\n1,s0,\0,t0\n", 21),
       "line 3: a zero byte; comma-separated UTF-8 text is expected"},
  };
  for (const auto& one : cases) {
    CAPTURE(one.csv);
    CHECK(error_of(one.csv) == one.message);
  }
}

TEST_CASE("choices: column maps that make no sense are refused") {
  CHECK(parse_choice_columns("").ok());
  CHECK(parse_choice_columns("respondent").error().message ==
        "columns: 'respondent' is not key=column");
  CHECK(parse_choice_columns("group=").error().message == "columns: 'group=' is not key=column");
  CHECK(parse_choice_columns("group=a,group=b").error().message ==
        "columns: key 'group' is given twice");
  CHECK(parse_choice_columns("gruop=a").error().message ==
        "columns: unknown key 'gruop'; allowed: respondent, context, response, preferred, other, "
        "group");
}
