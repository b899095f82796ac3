// core/model/reward_model.hpp: what the designer learns about rewards from noisy pairwise
// comparisons. Feedback is generated from corrupted rewards (noise), labelled by Bradley-Terry
// choice
//   P(a preferred to b) = sigma(rationality (r(a) - r(b))),
// and fitted by ridge-penalised maximum likelihood per context,
//   max_x sum_{a,b} wins(a,b) log sigma(x_a - x_b) - ridge |x|^2 / 2,   estimate = x / rationality,
// then shifted, per context, to the true value at the reference policy (comparisons identify no
// level). Source: Bradley & Terry 1952; Hunter 2004.
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/rng.hpp"
#include "core/model/type_space.hpp"
#include "core/model/utility.hpp"

namespace covenant {

// All unordered pairs of responses that share a context, in order; each with the weight of its
// being asked.
struct PairTable {
  struct Pair {
    int first = 0, second = 0;  // responses, first < second
    double weight = 0.0;  // P(this pair is asked): context weight / pairs in the context; sums to 1
    double spread = 0.0;  // sd of a person's reward difference around the type's, utils
  };
  std::vector<Pair> pairs;
  std::vector<int> context_begin;  // first pair of each context, one past the end last
};
// Contexts with a single response have no pair and are never asked.
[[nodiscard]] PairTable pair_table(const TypeSpace& space);

// Labels as (possibly fractional) counts, enough for every fit.
struct ComparisonCounts {
  Matrix wins;    // first preferred to second   (num_types x num_pairs)
  Matrix losses;  // second preferred to first   (num_types x num_pairs)
};

struct Annotation {  // how people label
  bool infinite_rationality = false;
  double rationality = 1.0;
  Vector flip;      // P(label reversed) per type; empty = never            (num_types)
  Vector fresh_sd;  // sd of fresh noise on the difference of each comparison per type, utils; empty
                    // = none (num_types)
};

// Each person answers `per_person` questions in a row (the last one fewer, if they do not divide).
// Who was asked what, with the randomness of their answers: drawn once per replicate, labelled at
// every level.
struct Questions {
  std::vector<std::int32_t> type, pair;
  std::vector<double> uniform;  // the label's
  std::vector<double> flip;     // uniform, reverses the label when below annotation.flip; or empty
  std::vector<double> fresh;    // standard normal, this comparison's own noise; or empty
  std::vector<double>
      person;  // standard normal, the person's stray from the type; empty when spread = 0
};
[[nodiscard]] Questions draw_questions(const TypeSpace& space, const PairTable& table, int count,
                                       Rng& who, Rng& label, int per_person = 1);

// P(first preferred) for a difference of rewards (utils), before flips: the mean over people whose
// difference strays by `sd` around it.
[[nodiscard]] double mean_preference(double difference, double sd, const Annotation& annotation);
// Labels under corrupted rewards (num_types x num_responses).
// `answers`, if given, gets one entry per question: pair * 2, plus 1 if the second response won.
[[nodiscard]] ComparisonCounts label_questions(const PairTable& table, const Questions& questions,
                                               const Matrix& reward, const Annotation& annotation,
                                               std::vector<std::int32_t>* answers = nullptr);
// Infinitely many labels: share_k * weight * probability. Integrates over people when there is
// spread.
[[nodiscard]] ComparisonCounts expected_labels(const TypeSpace& space, const PairTable& table,
                                               const Matrix& reward, const Annotation& annotation);

struct BradleyTerryFit {
  Row estimate;  // per response, Bradley-Terry units, each context centred (num_responses)
  double gradient_norm = 0.0;  // largest absolute derivative left, relative to the largest count
  int iterations = 0;
};
// One row of wins and losses. ridge = 0 is allowed: the fit is then centred, and where answers are
// unanimous (no finite maximum) differences stop at kLargestLogOdds.
inline constexpr double kLargestLogOdds = 40.0;
[[nodiscard]] BradleyTerryFit fit_bradley_terry(const TypeSpace& space, const PairTable& table,
                                                const ConstRow& wins, const ConstRow& losses,
                                                double ridge);

// Asymptotic covariance of a fit after shift_to_reference, one matrix per context: the inverse
// Hessian H seen through I - 1 reference^T (what was pinned or shifted away carries no error).
// Bradley-Terry units squared (responses of the context, twice).
[[nodiscard]] std::vector<Eigen::MatrixXd> fit_covariance(const TypeSpace& space,
                                                          const PairTable& table,
                                                          const ConstRow& wins,
                                                          const ConstRow& losses, double ridge,
                                                          const ConstRow& estimate);

// Moves an estimate, per context, to `truth`'s value at the reference policy.
void shift_to_reference(const TypeSpace& space, const ConstRow& truth, Row& estimate);

}  // namespace covenant
