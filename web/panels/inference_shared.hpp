// web/panels/inference_shared.hpp: beliefs about a person, from the report's own posteriors.
#pragma once

#include "core/base/types.hpp"
#include "core/sim/report.hpp"
#include "web/lab.hpp"

namespace covenant {

// Shares, normalised (num_types).
[[nodiscard]] Vector prior_of(const Scenario& scenario);
// P(pick | type) up to a factor per pick, from P(type | pick) (num_types x contracts + leaving).
[[nodiscard]] Matrix likelihood_of(const InferenceLevel& level, const Vector& prior);
// A method offers a menu, and its inference at the shown level is there.
[[nodiscard]] bool has_inference(const Lab& lab);

}  // namespace covenant
