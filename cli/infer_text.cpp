#include "cli/infer_text.hpp"

#include <algorithm>

#include "cli/text.hpp"

namespace covenant::cli {

namespace {

std::string percent(double share) { return fixed(100.0 * share, 1); }

// "57.8 [51.6, 63.7]", in percent
std::string percent(const Interval& share) {
  return percent(share.mean) + " [" + percent(share.lo) + ", " + percent(share.hi) + "]";
}

std::size_t name_width(const ChoiceInference& inference) {
  std::size_t width = 8;
  for (const FittedType& type : inference.types) width = std::max(width, type.name.size());
  return width + 2;
}

std::string accuracy_text(const ChoiceInference& inference) {
  const std::size_t width = name_width(inference);
  std::string text =
      "Inferred type of " + std::to_string(inference.judged) + " held-out people with at least " +
      std::to_string(inference.settings.min_choices) + " choices, %, with 95 % intervals\n";
  text += "  right " + percent(inference.accuracy) + "; always the largest type " +
          percent(inference.majority) + "; " + fixed(inference.bits_gained.mean, 3) +
          " bits gained over the prior; calibration error " +
          fixed(inference.calibration_error.mean, 3) + "\n";
  text += "  " + pad("type", width) + pad("people", 8) + pad("recovered", 22) + "inferred as";
  for (const FittedType& type : inference.types) text += " " + type.name;
  text += "\n";
  for (std::size_t k = 0; k < inference.types.size(); ++k) {
    text += "  " + pad(inference.types[k].name, width) +
            pad(std::to_string(inference.judged_by_type[k]), 8) +
            pad(percent(inference.recovered[k]), 22);
    for (const double share : inference.confusion[k]) text += pad(percent(share), 7);
    text += "\n";
  }
  for (const PairAccuracy& pair : inference.pairs)
    text += "  " + inference.types[static_cast<std::size_t>(pair.first)].name + " v. " +
            inference.types[static_cast<std::size_t>(pair.second)].name + " (" +
            std::to_string(pair.respondents) + " people): right " + percent(pair.accuracy) +
            "; always the larger " + percent(pair.majority) + "\n";
  return text + "\n";
}

// One table: a row per group, a column per policy, each an interval of Agreement.
std::string agreement_text(const ChoiceInference& inference, const char* title,
                           Interval Agreement::*figure) {
  const std::size_t width = name_width(inference);
  std::string text = std::string(title) + "\n  " + pad("group", width);
  for (const Agreement& agreement : inference.agreement.front().policies)
    text += pad(agreement.policy, 20);
  text += "\n";
  for (const GroupAgreement& group : inference.agreement) {
    text += "  " + pad(group.type.empty() ? "everyone" : group.type, width);
    for (const Agreement& agreement : group.policies) text += pad(percent(agreement.*figure), 20);
    text += "\n";
  }
  return text + "\n";
}

std::string design_text(const ChoiceInference& inference) {
  const MenuDesign& design = inference.design.design;
  std::string text = std::string("Menu for these types: ") + status_name(design.status);
  if (!design.reason.empty()) text += " (" + design.reason + ")";
  text += "\n";
  for (Index j = 0; j < design.menu.num_contracts(); ++j) {
    text += "  contract " + std::to_string(j + 1) + ": transfer " +
            fixed(design.menu.transfer(j), 4) + ", meant for";
    for (std::size_t k = 0; k < design.menu.assigned.size(); ++k)
      if (design.menu.assigned[k] == static_cast<int>(j)) text += " " + inference.types[k].name;
    text += "\n";
  }
  return text;
}

std::string posterior_text(const ChoiceInference& inference) {
  std::string text = "respondent  choices  inferred  posterior of";
  for (const FittedType& type : inference.types) text += " " + type.name;
  text += "\n";
  for (const RespondentPosterior& person : inference.posteriors) {
    text += person.respondent + "  " + std::to_string(person.choices) + "  " +
            inference.types[static_cast<std::size_t>(person.inferred)].name + " ";
    for (const double share : person.posterior) text += " " + fixed(share, 3);
    text += "\n";
  }
  return text + "\n";
}

}  // namespace

std::string inference_text(const ChoiceInference& inference) {
  std::string text = inference.scenario + ": " + std::to_string(inference.respondents) +
                     " respondents, " + std::to_string(inference.choices) + " choices";
  for (const std::string& sentence : inference.left_out) text += "; left out: " + sentence;
  text += "\n\n";
  if (!inference.cross_validated) return text + posterior_text(inference) + design_text(inference);
  text += accuracy_text(inference);
  text += agreement_text(inference,
                         "Held-out choices that a policy's likeliest response agrees with, %",
                         &Agreement::argmax);
  text += agreement_text(inference, "The same, less the pooled policy's (paired)",
                         &Agreement::argmax_vs_pooled);
  text += agreement_text(inference, "Probability that a policy puts on held-out choices, %",
                         &Agreement::probability);
  text += agreement_text(inference, "The same, less the pooled policy's (paired)",
                         &Agreement::probability_vs_pooled);
  return text + design_text(inference);
}

}  // namespace covenant::cli
