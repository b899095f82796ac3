// The command line on good input: what each command prints, and that commands agree with each
// other.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "tests/cli/command.hpp"

using namespace covenant;
using test::Output;
using test::run_cli;

namespace {

const std::string kSmall = " --replicates 2 --set run.noise_levels=[0,0.2]";

long lines(const std::string& text) { return std::count(text.begin(), text.end(), '\n'); }

}  // namespace

TEST_CASE("cli: help and version go to standard output and name every command") {
  const Output help = run_cli("--help");
  CHECK(help.code == 0);
  CHECK(help.err.empty());
  for (const char* command :
       {"menu", "run", "sweep", "front", "infer", "import", "link", "presets"}) {
    CAPTURE(command);
    CHECK(help.out.find(command) != std::string::npos);
    const Output own = run_cli(std::string(command) + " --help");
    CHECK(own.code == 0);
    CHECK(own.out.find("covenant " + std::string(command)) == 0);
  }
  CHECK(run_cli("--version").out.find("covenant ") == 0);
  CHECK(run_cli("").code == 2);
}

// Mussa-Rosen {1,2}, f (2/3,1/3), cost q^2/2: q (.5, 2), t (.5, 3.5), objective 0.75.
TEST_CASE("cli: menu solves Mussa-Rosen from a file and from standard input") {
  const std::string problem = R"({"schema": 1, "kind": "menu",
    "types": [{"name": "low", "share": 2, "value": [1]}, {"name": "high", "share": 1, "value": [2]}],
    "allocation": {"set": "box", "lower": [0], "upper": [null]}, "cost": {"quadratic": [1]}})";
  const test::Scratch scratch;
  for (const Output& output : {run_cli("menu '" + scratch.write("problem.json", problem) + "'"),
                               run_cli("menu -", problem)}) {
    REQUIRE(output.code == 0);
    CHECK(output.err.empty());
    const Json json = output.json();
    REQUIRE(json.is_object());
    CHECK(json.at("status") == "optimal");
    CHECK(std::fabs(json.at("objective").get<double>() - 0.75) < 1e-7);
    CHECK(json.at("gap").get<double>() <= 1e-8);
    CHECK(json.at("contracts").size() == 2);
    CHECK(json.contains("seconds"));
  }
}

TEST_CASE("cli: menu says that there is no solution with exit code 1 and a status") {
  const Output output = run_cli("menu -", R"({"schema": 1, "kind": "menu",
    "types": [{"name": "only", "share": 1, "value": [1], "outside": 5}],
    "allocation": {"set": "box", "lower": [0], "upper": [1]}, "transfers": {"lower": 0}})");
  REQUIRE(output.code == 1);
  CHECK(output.err.empty());
  CHECK(output.json().at("status") == "infeasible");
}

TEST_CASE("cli: run gives the same report whatever the threads and the way the scenario came") {
  const Output first = run_cli("run preset:three-groups --threads 1" + kSmall);
  REQUIRE(first.code == 0);
  CHECK(first.err.empty());
  const std::string fingerprint = first.json().at("fingerprint");
  CHECK(fingerprint.size() == 16);
  const auto fingerprint_of = [](const Output& output) {
    return output.json().value("fingerprint", "none");
  };
  CHECK(fingerprint_of(run_cli("run preset:three-groups --threads 3" + kSmall)) == fingerprint);
  const std::string scenario = run_cli("presets three-groups").out;
  CHECK(fingerprint_of(run_cli("run -" + kSmall, scenario)) == fingerprint);
  const std::string link = run_cli("link preset:three-groups" + kSmall).out;
  REQUIRE(link.substr(0, 1) == "#");
  CHECK(fingerprint_of(run_cli("run '" + link.substr(0, link.size() - 1) + "'")) == fingerprint);
  CHECK(fingerprint_of(run_cli("run 'http://127.0.0.1:8080/" + link.substr(0, link.size() - 1) +
                               "'")) == fingerprint);
  CHECK(fingerprint_of(run_cli("run preset:three-groups --seed 2" + kSmall)) != fingerprint);
}

TEST_CASE("cli: run --csv has one row per figure of the JSON") {
  const Output csv = run_cli("run preset:dual-use --csv" + kSmall);
  CHECK(csv.code == 0);
  CHECK(csv.out.find("scenario,method,level,type,metric,mean,lo,hi\ndual-use,") == 0);
  CHECK(lines(csv.out) > 10);
}

TEST_CASE("cli: sweep reports every cell, and a cell is what run gives") {
  const Output output =
      run_cli("sweep preset:three-groups --vary designer.kl=0.1,0.3 --vary seed=1,2" + kSmall);
  REQUIRE(output.code == 0);
  const Json json = output.json();
  REQUIRE(json.is_object());
  CHECK(json.at("schema") == 1);
  REQUIRE(json.at("cells").size() == 4);
  const Json& last = json.at("cells")[3];
  CHECK(last.at("set").at("designer.kl") == 0.3);
  CHECK(last.at("set").at("seed") == 2);
  const Output alone = run_cli("run preset:three-groups --set designer.kl=0.3 --seed 2" + kSmall);
  CHECK(alone.json().at("fingerprint") == last.at("report").at("fingerprint"));
  const Output csv = run_cli("sweep preset:three-groups --vary designer.kl=0.1,0.3 --csv" + kSmall);
  CHECK(csv.out.find("designer.kl,scenario,method,") == 0);
  const std::string one = "run preset:three-groups --csv" + kSmall;
  CHECK(lines(csv.out) ==
        lines(run_cli(one).out) + lines(run_cli(one + " --set designer.kl=0.3").out) - 1);
}

TEST_CASE("cli: presets lists what it can print") {
  const Output list = run_cli("presets --json");
  REQUIRE(list.code == 0);
  const Json presets = list.json();
  REQUIRE(presets.is_array());
  CHECK(presets.size() >= 3);
  CHECK(lines(run_cli("presets").out) == static_cast<long>(presets.size()));
  for (const Json& one : presets) {
    const std::string id = one.at("id");
    CAPTURE(id);
    CHECK(run_cli("presets " + id).json().at("id") == id);
  }
}

TEST_CASE("cli: infer without groups gives each person a posterior") {
  const test::Scratch scratch;
  const Json scenario = run_cli("presets three-groups").json();
  const Json& context = scenario.at("contexts")[0];
  const std::string row = context.at("name").get<std::string>() + "\",0\n";
  const std::string csv =
      scratch.write("choices.csv", "respondent,context,response\nann,\"" + row + "bob,\"" + row);
  const Output output = run_cli("infer preset:three-groups --choices '" + csv + "'");
  CHECK(output.err.empty());
  REQUIRE(output.code == 0);
  const Json json = output.json();
  CHECK(json.at("posteriors").size() == 2);
  CHECK_FALSE(json.contains("inference"));
  double total = 0.0;
  for (const Json& p : json.at("posteriors")[0].at("posterior")) total += p.get<double>();
  CHECK(std::fabs(total - 1.0) < 1e-12);
  CHECK(run_cli("infer preset:three-groups --text --choices '" + csv + "'").out.find("ann") !=
        std::string::npos);
}

TEST_CASE("cli: front prints the section that run prints, or its points as a table") {
  const Output front = run_cli("front preset:dual-use" + kSmall);
  REQUIRE(front.code == 0);
  const Json own = front.json(), whole = run_cli("run preset:dual-use" + kSmall).json();
  CHECK(own.at("front") == whole.at("front"));
  CHECK(own.at("fingerprint") == whole.at("fingerprint"));
  CHECK(own.at("front").at("outcomes").at("menu").size() == 2);
  const Output table = run_cli("front preset:dual-use --csv" + kSmall);
  CHECK(table.code == 0);
  CHECK(table.out.find("scenario,set,point,type,weight,utility,value\ndual-use,single,0,") == 0);
}

// The Condorcet groups: RLHF 2.8, average 6, menu 7.1; exact, so the interval has no width.
TEST_CASE("cli: run prints known answers as a table, and the claims as text") {
  const Output table = run_cli("run preset:condorcet --csv");
  REQUIRE(table.code == 0);
  CHECK(table.out.find("\ncondorcet,average,0.0,,utility,6.0,6.0,6.0\n") != std::string::npos);
  CHECK(table.out.find("\ncondorcet,rlhf,0.0,,pressure_kl_inf_gold,0.0,0.0,0.0\n") !=
        std::string::npos);
  const Output claims = run_cli("run preset:three-groups --claims" + kSmall);
  REQUIRE(claims.code == 0);
  CHECK(claims.err.empty());
  for (const char* id : {"less_misalignment", "no_reward_hacking", "pareto_improvement"})
    CHECK(claims.out.find("\n" + std::string(id) + " ") != std::string::npos);
  CHECK(claims.out.find("Goodhart") != std::string::npos);
  const Output both = run_cli("run preset:condorcet --claims --csv");
  CHECK(both.code == 2);
  CHECK(both.err.find("--claims: ") == 0);
}
