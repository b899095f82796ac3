// cli/infer_text.hpp: an inference from choices as tables for a reader (--text).
#pragma once

#include <string>

#include "core/sim/infer.hpp"

namespace covenant::cli {

[[nodiscard]] std::string inference_text(const ChoiceInference& inference);

}  // namespace covenant::cli
