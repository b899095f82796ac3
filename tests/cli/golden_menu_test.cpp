// Every golden menu problem through the binary: status, exit code and objective as known, and IC
// and IR recomputed here from nothing but the problem's text and the printed contracts.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "tests/cli/command.hpp"

using namespace covenant;
using test::Output;
using test::run_cli;

namespace {

constexpr double kGolden = 1e-7;     // what the goldens are given to, relative
constexpr double kViolation = 1e-9;  // of the scale, model.md section 1

Json read_json(const std::string& path) {
  const Result<Json> json = parse_json(test::read_file(path));
  REQUIRE_MESSAGE(json, path);
  return json.value();
}

double dot(const Json& a, const Json& b) {
  double sum = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i].get<double>() * b[i].get<double>();
  return sum;
}

// Largest shortfall of a type's own contract against any other and against leaving, over the scale.
double violation(const Json& types, const Json& answer) {
  const Json &contracts = answer.at("contracts"), &assignment = answer.at("assignment");
  double worst = 0.0, scale = 0.0;
  for (std::size_t k = 0; k < types.size(); ++k) {
    const Json& value = types[k].at("value");
    const auto utility = [&](const Json& contract) {
      const double worth = dot(value, contract.at("allocation")),
                   paid = contract.at("transfer").get<double>();
      scale = std::max({scale, std::fabs(worth), std::fabs(paid)});
      return worth - paid;
    };
    const double own = utility(contracts.at(assignment[k].get<std::size_t>()));
    for (const Json& contract : contracts) worst = std::max(worst, utility(contract) - own);
    const Json outside = types[k].value("outside", Json(0.0));
    worst =
        std::max(worst, (outside.is_array() ? dot(value, outside) : outside.get<double>()) - own);
  }
  return worst / std::max(scale, 1e-300);
}

}  // namespace

TEST_CASE("cli: golden menus come out as known, and their printed contracts hold IC and IR") {
  int seen = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(COVENANT_SOURCE_DIR "/tests/golden/menu")) {
    const std::string path = entry.path().string();
    if (path.find(".expected.json") != std::string::npos || entry.path().extension() != ".json")
      continue;
    CAPTURE(path);
    ++seen;
    const Json problem = read_json(path);
    const Json expected = read_json(path.substr(0, path.size() - 5) + ".expected.json");
    const Output output = run_cli("menu '" + path + "'");
    CHECK(output.err.empty());
    const Json answer = output.json();
    REQUIRE(answer.is_object());
    const std::string status = answer.at("status");
    CHECK(status == expected.at("status"));
    CHECK(output.code == (status == "optimal" || status == "feasible" ? 0 : 1));
    if (!expected.contains("objective")) continue;
    const double known = expected.at("objective");
    CHECK(std::fabs(answer.at("objective").get<double>() - known) <=
          expected.value("tolerance", kGolden) * std::fabs(known));
    if (problem.value("robust_radius", 0.0) == 0.0)
      CHECK(violation(problem.at("types"), answer) <= kViolation);
  }
  CHECK(seen >= 10);
}
