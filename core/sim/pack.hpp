// core/sim/pack.hpp: reports, and the replicates they are folded from, as bytes: how workers hand
// them to each other and to the page without writing and reading numbers as text
// (core/base/archive.hpp). Bytes of another build are refused or misread: nothing is stored so.
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.hpp"
#include "core/sim/replicate.hpp"
#include "core/sim/report.hpp"

namespace covenant {

[[nodiscard]] std::string pack_report(Report report);
[[nodiscard]] Result<Report> unpack_report(std::string_view bytes);

// What a report needs of a replicate: of what was deployed, neither the interview nor the error of
// the estimate.
[[nodiscard]] std::string pack_replicate(ReplicateResult replicate);
[[nodiscard]] Result<ReplicateResult> unpack_replicate(std::string_view bytes);

}  // namespace covenant
