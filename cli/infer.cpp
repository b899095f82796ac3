// covenant infer SCENARIO --choices FILE.csv: who chose that, and what would serve them?
#include "core/sim/infer.hpp"

#include "cli/commands.hpp"
#include "cli/infer_text.hpp"
#include "cli/io.hpp"

namespace covenant::cli {

namespace {

Result<InferSettings> settings_of(const Args& args) {
  InferSettings settings;
  const auto whole = [&](const char* name, int& out, long long lower,
                         long long upper) -> std::optional<Error> {
    if (!args.has(name)) return std::nullopt;
    const Result<long long> value = parse_whole(name, args.value(name), lower, upper);
    if (!value) return value.error();
    out = static_cast<int>(value.value());
    return std::nullopt;
  };
  if (auto error = whole("--folds", settings.folds, 2, 50)) return *error;
  if (auto error = whole("--min-choices", settings.min_choices, 1, 1000000)) return *error;
  if (args.has("--types")) settings.types = split_list(args.value("--types"));
  const std::string classifier = args.value("--classifier");
  if (classifier == "majority") settings.classifier = ChoiceClassifier::majority;
  if (!classifier.empty() && classifier != "majority" && classifier != "weights")
    return Error{ErrorCode::out_of_range,
                 "--classifier: '" + classifier + "' is not allowed; allowed: weights, majority"};
  return settings;
}

Result<ChoiceData> read_choices(const Args& args, const Scenario& scenario) {
  const std::string path = args.value("--choices");
  ChoiceColumns columns;
  if (args.has("--columns")) {
    const Result<ChoiceColumns> mapped = parse_choice_columns(args.value("--columns"));
    if (!mapped) return Error{mapped.error().code, "--columns: " + mapped.error().message};
    columns = mapped.value();
  }
  const Result<std::string> text = read_text(path, kMaxChoicesBytes);
  if (!text) return text.error();
  Result<ChoiceData> data = parse_choices(text.value(), scenario, columns);
  if (!data) return Error{data.error().code, display_name(path) + ": " + data.error().message};
  return data;
}

std::optional<Error> check_options(const Args& args) {
  if (!args.has("--choices"))
    return Error{ErrorCode::missing, "--choices: missing; --choices FILE.csv is needed"};
  if (args.value("--choices") == "-" && args.words[0] == "-")
    return Error{ErrorCode::syntax,
                 "--choices: '-' is standard input, which the scenario already reads"};
  if (args.has("--json") + args.has("--csv") + args.has("--text") > 1)
    return Error{ErrorCode::syntax, "--json, --csv, --text: one of them is allowed"};
  return std::nullopt;
}

std::string format(const Args& args, const ChoiceInference& inference, double seconds) {
  if (args.has("--csv")) return choice_inference_csv(inference);
  if (args.has("--text")) return inference_text(inference);
  Json json = choice_inference_json(inference);
  json["seconds"] = seconds;
  return write_json(json) + "\n";
}

int run_infer(const Args& args) {
  if (const auto error = check_options(args)) return refuse(*error);
  const Result<InferSettings> settings = settings_of(args);
  if (!settings) return refuse(settings.error());
  const Result<Scenario> scenario = read_scenario(args.words[0], args);
  if (!scenario) return refuse(scenario.error());
  const Result<ChoiceData> data = read_choices(args, scenario.value());
  if (!data) return refuse(data.error());

  const Stopwatch watch;
  const Result<ChoiceInference> inference =
      infer_choices(scenario.value(), data.value(), settings.value());
  if (!inference)
    return refuse({inference.error().code,
                   display_name(args.value("--choices")) + ": " + inference.error().message});
  const int printed = print(format(args, inference.value(), watch.seconds()));
  const SolveStatus status = inference.value().design.design.status;
  const bool solved = status == SolveStatus::optimal || status == SolveStatus::feasible;
  return printed == kDone && !solved ? kNoSolution : printed;
}

}  // namespace

Command infer_command() {
  std::vector<OptionSpec> options = {
      {"--choices", "FILE.csv", "who chose what: respondent, context, response, and perhaps group",
       false},
      {"--columns", "KEY=COLUMN,..",
       "names of the columns; keys respondent, context, response, preferred, other, group", false},
      {"--folds", "N",
       "parts that respondents are split into, each judged by the others (default 5)", false},
      {"--min-choices", "N", "people with fewer choices are not judged (default 10)", false},
      {"--types", "A,B,..", "only these types of the scenario", false},
      {"--classifier", "NAME",
       "weights: fitted preference weights (default); majority: naive Bayes on each group's "
       "frequencies",
       false}};
  for (const OptionSpec& option : scenario_options()) options.push_back(option);
  for (const OptionSpec& option : format_options()) options.push_back(option);
  options.push_back({"--text", "", "tables for a reader", false});
  return {{"infer", "SCENARIO", 1, 1,
           "Infers people's types from their choices and designs the menu for them.", options,
           std::string("Comparisons have columns preferred and other instead of response. Groups "
                       "are matched to the scenario's\n"
                       "types by name; each is fitted on the other folds (ridge: feedback.ridge). "
                       "Without a group column the\n"
                       "scenario's own weights give each person's posterior.\n") +
               kScenarioNotes},
          run_infer};
}

}  // namespace covenant::cli
