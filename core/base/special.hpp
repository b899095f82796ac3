// core/base/special.hpp: elementary functions in plain arithmetic (+ - * / sqrt), so that every
// compiler and WebAssembly give the same bits. libm's exp, log, ... must not be used in core/.
#pragma once

#include <span>

namespace covenant {

// e^x. Relative error < 5e-16; 0 below -745.2, +inf above 709.79; NaN in, NaN out.
[[nodiscard]] double exp_(double x);
// Natural logarithm. Relative error < 5e-16; log_(0) = -inf, negative = NaN.
[[nodiscard]] double log_(double x);
// 1 / (1 + e^-x), accurate in both tails.
[[nodiscard]] double sigmoid(double x);
// log(1 + e^x) without overflow.
[[nodiscard]] double softplus(double x);
// P(Z <= x), Z standard normal. Relative error < 1e-13 down to x = -37 (then 0).
[[nodiscard]] double normal_cdf(double x);
// Inverse of normal_cdf for 0 < p < 1 (-inf at 0, +inf at 1). Relative error < 1e-13. Wichura 1988
// (AS 241).
[[nodiscard]] double normal_quantile(double p);
// Inverse of the distribution function of Student's t with df >= 1 degrees of freedom, 0 < p < 1.
// Relative error < 1e-10. Abramowitz & Stegun 26.7.3-5.
[[nodiscard]] double student_t_quantile(double p, int df);
// log sum_i e^(x_i); -inf for an empty span.
[[nodiscard]] double log_sum_exp(std::span<const double> x);

}  // namespace covenant
