// The command line on bad input: exit code 2, nothing on standard output, one line on standard
// error that names the file or option, the field, and what is allowed.
#include <doctest/doctest.h>

#include <algorithm>

#include "tests/cli/command.hpp"

using namespace covenant;
using test::Output;
using test::run_cli;

namespace {

void check_refused(const std::string& arguments, const std::string& input, const std::string& start,
                   const std::string& part) {
  CAPTURE(arguments);
  const Output output = run_cli(arguments, input);
  CAPTURE(output.err);
  CHECK(output.code == 2);
  CHECK(output.out.empty());
  CHECK(std::count(output.err.begin(), output.err.end(), '\n') == 1);
  CHECK(output.err.find(start) == 0);
  CHECK(output.err.find(part) != std::string::npos);
}

}  // namespace

TEST_CASE("cli: unknown commands and options name the nearest known one") {
  check_refused("runn preset:dual-use", "", "'runn' is not a command", "did you mean run?");
  check_refused("run preset:dual-use --replicate 3", "",
                "--replicate: ", "did you mean --replicates?");
  check_refused("run preset:dual-use --jsom", "", "--jsom: ", "did you mean --json?");
  check_refused("presets three-groups dual-use", "", "'dual-use': ", "one word too many");
  check_refused("run", "", "SCENARIO is missing", "covenant run SCENARIO");
  check_refused("menu", "", "FILE is missing", "covenant menu FILE");
}

TEST_CASE("cli: options are checked before anything runs") {
  check_refused("run preset:dual-use --seed", "", "--seed: ", "a value is missing");
  check_refused("run preset:dual-use --seed --csv", "", "--seed: ", "a value is missing");
  check_refused("run preset:dual-use --seed -1", "", "--seed: '-1'", "0 to 9007199254740992");
  check_refused("run preset:dual-use --seed 1e3", "", "--seed: '1e3'", "whole number");
  check_refused("run preset:dual-use --replicates 0", "", "--replicates: '0'", "from 1 to");
  check_refused("run preset:dual-use --replicates 99999999999999999999", "",
                "--replicates: ", "from 1 to");
  check_refused("run preset:dual-use --threads 0", "", "--threads: '0'", "from 1 to 256");
  check_refused("menu - --seconds 0", "", "--seconds: '0'", "from 1 to 86400");
  check_refused("run preset:dual-use --json --csv", "", "--csv: ", "one of the two");
  check_refused("run preset:dual-use --csv=yes", "", "--csv: ", "takes no value");
  check_refused("run preset:dual-use --seed 1 --seed 2", "", "--seed: ", "given twice");
  check_refused("run preset:dual-use --set designer.kl", "", "--set: ", "FIELD=VALUE");
  check_refused("run preset:dual-use --set designer.kl=-1", "",
                "preset:dual-use with --set: designer.kl: ", "0");
  check_refused("run preset:dual-use --set designer.lk=1", "", "--set: designer.lk", "");
}

TEST_CASE("cli: files that cannot be scenarios are named") {
  const test::Scratch scratch;
  const std::string missing = scratch.file("missing.json"), folder = scratch.file("");
  check_refused("run '" + missing + "'", "", missing + ": cannot be read", "No such file");
  check_refused("run '" + folder + "'", "", folder + ": is a directory", "a file is expected");
  check_refused("run preset:nope", "", "preset:nope: ", "three-groups");
  check_refused("run -", "", "standard input: ", "");
  check_refused("run -", "{", "standard input: line 1", "");
  check_refused("run -", "[]", "standard input: ", "object");
  check_refused("run -", "{\"schema\": 1, \"typs\": []}", "standard input: ", "");
  const std::string big = scratch.write("big.json", std::string((8u << 20) + 1, ' '));
  check_refused("run '" + big + "'", "", big + ": more than 8 MB", "");
  check_refused("run '" + scratch.write("deep.json", std::string(100000, '[')) + "'", "",
                scratch.file("deep.json"), "");
}

TEST_CASE("cli: a field of a scenario is refused by its path") {
  Json scenario = run_cli("presets dual-use").json();
  REQUIRE(scenario.is_object());
  scenario["types"][1]["share"] = -0.2;
  check_refused("run -", write_json(scenario), "standard input: types[1].share: -0.2 is negative",
                "allowed");
  check_refused("link -", write_json(scenario), "standard input: types[1].share: -0.2 is negative",
                "allowed");
}

TEST_CASE("cli: links that cannot be opened are refused, odd parts are said and ignored") {
  check_refused("run '#preset=nope'", "", "link: ", "three-groups");
  const Output output = run_cli("link '#preset=dual-use&colour=red'");
  CHECK(output.code == 0);
  CHECK(output.err.find("link: ") == 0);
  CHECK(output.err.find("colour") != std::string::npos);
}

TEST_CASE("cli: menu problems are refused by field") {
  check_refused("menu -", "{}", "standard input: ", "");
  check_refused(
      "menu -",
      R"({"schema": 1, "kind": "menu", "types": [{"name": "a", "share": -1, "value": [1]}],
                    "allocation": {"set": "box", "lower": [0], "upper": [1]}})",
      "standard input: types[0].share: ", "-1");
}

TEST_CASE("cli: sweep needs something to vary") {
  check_refused("sweep preset:dual-use", "", "--vary: missing", "--vary designer.kl=");
  check_refused("sweep preset:dual-use --vary kl", "", "--vary: 'kl'", "FIELD=a,b,c");
  check_refused("sweep preset:dual-use --vary kl=0.1,-3", "",
                "--vary: kl=-3: designer.kl: ", "allowed");
  check_refused("sweep preset:dual-use --vary nope=1", "", "--vary: ", "nope");
}

TEST_CASE("cli: infer refuses choices by file and line") {
  const test::Scratch scratch;
  const std::string bad = scratch.write("bad.csv", "respondent,context,response\nann,nowhere,0\n");
  check_refused("infer preset:dual-use", "", "--choices: missing", "FILE.csv");
  check_refused("infer - --choices -", "", "--choices: ", "standard input");
  check_refused("infer preset:dual-use --choices '" + bad + "'", "",
                bad + ": line 2: context 'nowhere'", "it has ");
  check_refused("infer preset:dual-use --choices -", "a,b\n1,2\n",
                "standard input: line 1: no column 'respondent'", "");
  check_refused("infer preset:dual-use --folds 1 --choices '" + bad + "'", "", "--folds: '1'",
                "from 2 to 50");
  check_refused("infer preset:dual-use --columns who=x --choices '" + bad + "'", "",
                "--columns: ", "respondent");
  check_refused("infer preset:dual-use --classifier magic --choices '" + bad + "'", "",
                "--classifier: 'magic'", "weights, majority");
  check_refused("infer preset:dual-use --choices '" + scratch.file("none.csv") + "'", "",
                scratch.file("none.csv"), "No such file");
}

TEST_CASE("cli: import names the source or the file it lacks") {
  const test::Scratch scratch;
  check_refused("import moral-isues " + scratch.file(""), "", "'moral-isues' is not a source",
                "did you mean moral-issues?");
  check_refused("import moral-issues '" + scratch.file("") + "'", "", scratch.file(""),
                "issue_positions.csv: cannot be read");
}

TEST_CASE("cli: results that cannot be written are said, with exit code 1") {
  const Output output = run_cli("presets", "", "/dev/full");
  CHECK(output.code == 1);
  CHECK(output.err.find("standard output: cannot be written") == 0);
}
