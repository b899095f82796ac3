#include "core/base/special.hpp"

#include <cmath>
#include <cstdint>
#include <limits>

#include "core/base/bits.hpp"
#include "core/base/check.hpp"

namespace covenant {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
// ln 2 split so that k * kLn2High is exact for |k| < 2^20.
constexpr double kLn2High = 6.93147180369123816490e-01;
constexpr double kLn2Low = 1.90821492927058770002e-10;
constexpr double kInvSqrt2Pi = 0.39894228040143267794;
constexpr double kPi = 3.14159265358979323846;

// 2^k for -1022 <= k <= 1023
double power_of_two(int k) { return bit_cast<double>(static_cast<std::uint64_t>(k + 1023) << 52); }

template <std::size_t N>
double polynomial(const double (&coefficient)[N], double x) {
  double sum = coefficient[N - 1];
  for (std::size_t i = N - 1; i-- > 0;) sum = sum * x + coefficient[i];
  return sum;
}

// atan for x >= 0: halve the angle three times, then the Taylor series.
double arctangent(double x) {
  double y = x;
  for (int i = 0; i < 3; ++i) y = y / (1.0 + std::sqrt(1.0 + y * y));
  const double square = y * y;
  double sum = 0.0;
  for (int n = 14; n >= 0; --n) sum = 1.0 / (2 * n + 1) - square * sum;
  return 8.0 * y * sum;
}

// P(|T| <= t) for t >= 0, exact finite sums (Abramowitz & Stegun 26.7.3, 26.7.4).
double student_t_central(double t, int df) {
  const double root = std::sqrt(df + t * t);
  const double sine = t / root;
  const double cosine_squared = df / (root * root);
  if (df % 2 == 0) {
    double term = 1.0, sum = 1.0;
    for (int i = 2; i < df; i += 2) {
      term *= cosine_squared * (i - 1) / i;
      sum += term;
    }
    return sine * sum;
  }
  double sum = 0.0;
  if (df > 1) {
    double term = std::sqrt(cosine_squared);
    sum = term;
    for (int i = 3; i < df; i += 2) {
      term *= cosine_squared * (i - 1) / i;
      sum += term;
    }
  }
  return 2.0 / kPi * (arctangent(t / std::sqrt(static_cast<double>(df))) + sine * sum);
}

// P(Z > x) for x >= 2.5: the continued fraction of Mills' ratio, from the back.
double upper_tail(double x) {
  double fraction = x;
  for (int n = 160; n >= 1; --n) fraction = x + n / fraction;
  return kInvSqrt2Pi * exp_(-0.5 * x * x) / fraction;
}

}  // namespace

double exp_(double x) {
  if (std::isnan(x)) return x;
  if (x > 709.782712893384) return kInfinity;
  if (x < -745.2) return 0.0;

  // x = k ln 2 + r, |r| <= ln 2 / 2
  const double scaled = x * 1.44269504088896338700 + 0.5;
  int scale = static_cast<int>(scaled);  // its floor, without a call
  if (scale > scaled) --scale;
  const double k = scale;
  const double high = x - k * kLn2High;
  const double low = k * kLn2Low;
  const double r = high - low;

  // r coth(r/2) = 2 + r^2/6 - r^4/360 + ... (Bernoulli numbers), and e^r = 1 + r + r c / (2 - c)
  constexpr double kBernoulli[] = {1.0 / 6,       -1.0 / 360,     1.0 / 15120,
                                   -1.0 / 604800, 1.0 / 23950080, -691.0 / 653837184000.0};
  const double square = r * r;
  const double c = r - square * polynomial(kBernoulli, square);
  const double result = 1.0 + (high + (r * c / (2.0 - c) - low));

  // two steps where 2^k alone would leave the normal range
  const int half = scale / 2;
  return result * power_of_two(half) * power_of_two(scale - half);
}

double log_(double x) {
  if (std::isnan(x) || x < 0.0) return kNan;
  if (x == 0.0) return -kInfinity;
  if (x == kInfinity) return kInfinity;

  // x = 2^e m with sqrt(1/2) <= m < sqrt(2)
  int exponent = 0;
  if (x < std::numeric_limits<double>::min()) {
    x *= 18014398509481984.0;  // 2^54 lifts a subnormal
    exponent = -54;
  }
  const std::uint64_t bits = bit_cast<std::uint64_t>(x);
  exponent += static_cast<int>(bits >> 52) - 1023;
  double m = bit_cast<double>((bits & 0x000fffffffffffffULL) | 0x3ff0000000000000ULL);
  if (m > 1.41421356237309504880) {
    m *= 0.5;
    ++exponent;
  }

  // log(1 + f) = f - f^2/2 + s (f^2/2 + 2 s^2/3 + 2 s^4/5 + ...), s = f / (2 + f)
  const double f = m - 1.0;
  const double s = f / (2.0 + f);
  const double square = s * s;
  constexpr double kSeries[] = {2.0 / 25, 2.0 / 23, 2.0 / 21, 2.0 / 19, 2.0 / 17, 2.0 / 15,
                                2.0 / 13, 2.0 / 11, 2.0 / 9,  2.0 / 7,  2.0 / 5,  2.0 / 3};
  double series = 0.0;
  for (double term : kSeries) series = square * (term + series);
  const double half_square = 0.5 * f * f;
  const double e = exponent;
  return e * kLn2High - ((half_square - (s * (half_square + series) + e * kLn2Low)) - f);
}

double sigmoid(double x) {
  if (x >= 0.0) return 1.0 / (1.0 + exp_(-x));
  const double e = exp_(x);
  return e / (1.0 + e);
}

double softplus(double x) {
  // log(1 + y) for small y = e^-|x| by its series, so that the tail keeps its digits
  const double y = exp_(-std::fabs(x));
  const double tail = y < 1e-5 ? y * (1.0 - y * (0.5 - y / 3.0)) : log_(1.0 + y);
  return (x > 0.0 ? x : 0.0) + tail;
}

double normal_cdf(double x) {
  if (x <= -2.5) return upper_tail(-x);
  if (x >= 2.5) return 1.0 - upper_tail(x);
  // 1/2 + phi(x) (x + x^3/3 + x^5/15 + ...)
  double term = x, sum = x;
  for (int n = 1; n < 60; ++n) {
    term *= x * x / (2 * n + 1);
    sum += term;
  }
  return 0.5 + kInvSqrt2Pi * exp_(-0.5 * x * x) * sum;
}

double normal_quantile(double p) {
  if (!(p >= 0.0 && p <= 1.0)) return kNan;
  if (p == 0.0) return -kInfinity;
  if (p == 1.0) return kInfinity;
  constexpr double kA[] = {3.3871328727963666080,    1.3314166789178437745e+2,
                           1.9715909503065514427e+3, 1.3731693765509461125e+4,
                           4.5921953931549871457e+4, 6.7265770927008700853e+4,
                           3.3430575583588128105e+4, 2.5090809287301226727e+3};
  constexpr double kB[] = {1.0,
                           4.2313330701600911252e+1,
                           6.8718700749205790830e+2,
                           5.3941960214247511077e+3,
                           2.1213794301586595867e+4,
                           3.9307895800092710610e+4,
                           2.8729085735721942674e+4,
                           5.2264952788528545610e+3};
  constexpr double kC[] = {1.42343711074968357734,    4.63033784615654529590,
                           5.76949722146069140550,    3.64784832476320460504,
                           1.27045825245236838258,    2.41780725177450611770e-1,
                           2.27238449892691845833e-2, 7.74545014278341407640e-4};
  constexpr double kD[] = {1.0,
                           2.05319162663775882187,
                           1.67638483018380384940,
                           6.89767334985100004550e-1,
                           1.48103976427480074590e-1,
                           1.51986665636164571966e-2,
                           5.47593808499534494600e-4,
                           1.05075007164441684324e-9};
  constexpr double kE[] = {6.65790464350110377720,    5.46378491116411436990,
                           1.78482653991729133580,    2.96560571828504891230e-1,
                           2.65321895265761230930e-2, 1.24266094738807843860e-3,
                           2.71155556874348757815e-5, 2.01033439929228813265e-7};
  constexpr double kF[] = {1.0,
                           5.99832206555887937690e-1,
                           1.36929880922735805310e-1,
                           1.48753612908506148525e-2,
                           7.86869131145613259100e-4,
                           1.84631831751005468180e-5,
                           1.42151175831644588870e-7,
                           2.04426310338993978564e-15};
  const double q = p - 0.5;
  if (std::fabs(q) <= 0.425) {
    const double r = 0.180625 - q * q;
    return q * polynomial(kA, r) / polynomial(kB, r);
  }
  const double r = std::sqrt(-log_(q < 0.0 ? p : 1.0 - p));
  const double tail = r <= 5.0 ? polynomial(kC, r - 1.6) / polynomial(kD, r - 1.6)
                               : polynomial(kE, r - 5.0) / polynomial(kF, r - 5.0);
  return q < 0.0 ? -tail : tail;
}

double student_t_quantile(double p, int df) {
  COVENANT_CHECK(df >= 1 && p > 0.0 && p < 1.0);
  if (p == 0.5) return 0.0;
  if (p < 0.5) return -student_t_quantile(1.0 - p, df);
  const double z = normal_quantile(p);
  if (df > 1000) {  // Cornish-Fisher, 26.7.5
    const double n = df, s = z * z;
    return z + z * (s + 1) / (4 * n) + z * (5 * s * s + 16 * s + 3) / (96 * n * n) +
           z * (3 * s * s * s + 19 * s * s + 17 * s - 15) / (384 * n * n * n);
  }
  const double central = 2.0 * p - 1.0;
  double low = 0.0, high = 1.0;
  while (student_t_central(high, df) < central && high < 1e300) high *= 2.0;
  for (int i = 0; i < 200 && high - low > 1e-15 * high; ++i) {
    const double middle = 0.5 * (low + high);
    (student_t_central(middle, df) < central ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

double log_sum_exp(std::span<const double> x) {
  double top = -kInfinity;
  for (const double v : x) top = v > top ? v : top;
  if (!std::isfinite(top)) return top;
  double sum = 0.0;
  for (const double v : x) sum += exp_(v - top);
  return top + log_(sum);
}

}  // namespace covenant
