// The activations of every kernel set against the C library in long double, over every exponent of float.
#include <algorithm>
#include <cstring>
#include <limits>

#include "check.h"
#include "kernels/kernels.h"

namespace {

using elman::Activation;

constexpr Activation kActivations[] = {Activation::kLinear,   Activation::kTanh, Activation::kSigmoid,
                                       Activation::kRelu,     Activation::kSoftplus, Activation::kElu,
                                       Activation::kGelu,     Activation::kHardSigmoid};

float from_bits(uint32_t bits) {
  float value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

long double exact(Activation activation, float a) {
  const long double x = static_cast<long double>(a);
  switch (activation) {
    case Activation::kTanh:
      return tanhl(x);
    case Activation::kSigmoid:
      return 1 / (1 + expl(-x));
    case Activation::kSoftplus:
      return std::max(x, 0.0L) + log1pl(expl(-fabsl(x)));
    case Activation::kElu:
      return x > 0 ? x : expm1l(x);
    default:
      return x / 2 * erfcl(-x / sqrtl(2.0L));
  }
}

// In units of the last place of a float at the exact value; of the smallest float below the normal range.
double units_off(float actual, long double wanted) {
  int exponent;
  frexpl(wanted, &exponent);
  const long double unit = ldexpl(1, std::max(exponent - 24, -149));
  return static_cast<double>(fabsl(static_cast<long double>(actual) - wanted) / unit);
}

void is_within_4_units(Activation activation) {
  struct Worst {
    double units = 0;
    float where = 0;
  };
  const std::vector<const elman::KernelSet*>& sets = elman::supported_kernel_sets();
  std::vector<Worst> worst(sets.size());
  constexpr int kPart = 4096;  // values for every exponent and sign: evenly spread, with the first and the last
  float values[kPart];
  float results[kPart];
  long double wanted[kPart];
  for (uint32_t high = 0; high < 512; ++high) {
    if ((high & 255) == 255) continue;  // infinities and NaN
    for (uint32_t i = 0; i < kPart; ++i) {
      values[i] = from_bits(high << 23 | (i == kPart - 1 ? 0x7FFFFF : i << 11 | (i * 2654435761u >> 21)));
      wanted[i] = exact(activation, values[i]);
    }
    for (size_t set = 0; set < sets.size(); ++set) {
      std::memcpy(results, values, sizeof values);
      sets[set]->of_float.activate(activation, 1, kPart, kPart, results);
      for (int i = 0; i < kPart; ++i) {
        const double off = units_off(results[i], wanted[i]);
        if (!(off <= worst[set].units)) worst[set] = {off, values[i]};
      }
    }
  }
  for (size_t set = 0; set < sets.size(); ++set) {
    std::printf("  %s: at most %.2f units in the last place, at %a\n", sets[set]->name, worst[set].units,
                static_cast<double>(worst[set].where));
    CHECK(worst[set].units <= 4);
  }
}

TEST(tanh_of_float_is_within_4_units_in_the_last_place) { is_within_4_units(Activation::kTanh); }

TEST(sigmoid_of_float_is_within_4_units_in_the_last_place) { is_within_4_units(Activation::kSigmoid); }

TEST(softplus_of_float_is_within_4_units_in_the_last_place) { is_within_4_units(Activation::kSoftplus); }

TEST(elu_of_float_is_within_4_units_in_the_last_place) { is_within_4_units(Activation::kElu); }

TEST(gelu_of_float_is_within_4_units_in_the_last_place) { is_within_4_units(Activation::kGelu); }

template <typename T>
void passes_special_values_through(const elman::Kernels<T>& kernels) {
  const T infinity = std::numeric_limits<T>::infinity();
  const auto of = [&](Activation activation, T value) {
    T line[64] = {};
    for (int64_t lane = 0; lane < kernels.lanes; ++lane) line[lane] = value;
    kernels.activate(activation, 1, kernels.lanes, kernels.lanes, line);
    return line[kernels.lanes - 1];
  };
  for (const Activation activation : kActivations) {
    CHECK(std::isnan(of(activation, std::numeric_limits<T>::quiet_NaN())));
    CHECK(std::isnan(of(activation, -std::numeric_limits<T>::quiet_NaN())));
  }
  CHECK(of(Activation::kTanh, infinity) == T(1));
  CHECK(of(Activation::kTanh, -infinity) == T(-1));
  CHECK(of(Activation::kSigmoid, infinity) == T(1));
  CHECK(of(Activation::kSigmoid, -infinity) == T(0));
  CHECK(of(Activation::kSigmoid, T(0)) == T(0.5));
  CHECK(of(Activation::kRelu, infinity) == infinity);
  CHECK(of(Activation::kRelu, -infinity) == T(0));
  CHECK(of(Activation::kSoftplus, infinity) == infinity);
  CHECK(of(Activation::kSoftplus, -infinity) == T(0));
  CHECK(of(Activation::kElu, infinity) == infinity);
  CHECK(of(Activation::kElu, -infinity) == T(-1));
  CHECK(of(Activation::kElu, T(0)) == T(0));
  CHECK(of(Activation::kGelu, infinity) == infinity);
  CHECK(of(Activation::kGelu, -infinity) == T(0));
  CHECK(of(Activation::kGelu, T(0)) == T(0));
  CHECK(of(Activation::kHardSigmoid, infinity) == T(1));
  CHECK(of(Activation::kHardSigmoid, -infinity) == T(0));
  CHECK(of(Activation::kHardSigmoid, T(3)) == T(1));
  CHECK(of(Activation::kHardSigmoid, T(-3)) == T(0));
  CHECK(of(Activation::kHardSigmoid, T(0)) == T(0.5));
  CHECK(of(Activation::kHardSigmoid, T(1.5)) == T(0.75));
  CHECK(std::signbit(of(Activation::kTanh, T(-0.0))) && of(Activation::kTanh, T(-0.0)) == T(0));
}

TEST(special_values_pass_through) {
  for (const elman::KernelSet* set : elman::supported_kernel_sets()) {
    passes_special_values_through(set->of_float);
    passes_special_values_through(set->of_double);
  }
}

// f'(a) from the sum a itself.
double slope(Activation activation, double a) {
  const double e = std::exp(a);
  switch (activation) {
    case Activation::kTanh:
      return 1 / (std::cosh(a) * std::cosh(a));
    case Activation::kSigmoid:
      return e / ((1 + e) * (1 + e));
    case Activation::kRelu:
      return a > 0 ? 1 : 0;
    case Activation::kSoftplus:
      return e / (1 + e);
    case Activation::kElu:
      return a > 0 ? 1 : e;
    case Activation::kGelu:
      return std::erfc(-a / std::sqrt(2.0)) / 2 + a * std::exp(-a * a / 2) / std::sqrt(2 * std::acos(-1.0));
    case Activation::kHardSigmoid:
      return std::fabs(a) < 3 ? 1.0 / 6 : 0;
    default:
      return 1;
  }
}

template <typename T>
void has_slopes_of_outputs(const elman::Kernels<T>& kernels) {
  constexpr int kCount = 1024;
  T values[kCount];
  T deltas[kCount];
  for (const Activation activation : kActivations) {
    for (int i = 0; i < kCount; ++i) {
      values[i] = static_cast<T>(i) / 64 - T(7.99);
      deltas[i] = 2;
    }
    if (elman::has_slope_of_output(activation)) kernels.activate(activation, 1, kCount, kCount, values);
    kernels.apply_slope(activation, 1, kCount, kCount, values, deltas);
    for (int i = 0; i < kCount; ++i) {
      const double a = static_cast<double>(static_cast<T>(i) / 64 - T(7.99));
      // What is lost where an output is close to one cannot be had back from it.
      CHECK(std::fabs(static_cast<double>(deltas[i]) - 2 * slope(activation, a)) <= (sizeof(T) == 4 ? 1e-6 : 1e-14));
    }
    // Where the slope is zero too, what is not finite must not vanish.
    deltas[0] = std::numeric_limits<T>::quiet_NaN();
    deltas[1] = std::numeric_limits<T>::infinity();
    kernels.apply_slope(activation, 1, kCount, kCount, values, deltas);
    CHECK(!std::isfinite(deltas[0]) && !std::isfinite(deltas[1]));
  }
}

// At the points where a slope is not told by the function's shape.
template <typename T>
void has_slopes_at_kinks(const elman::Kernels<T>& kernels) {
  const auto of = [&](Activation activation, T y) {
    T values[64] = {};
    T deltas[64];
    for (int i = 0; i < 64; ++i) {
      values[i] = y;
      deltas[i] = 6;
    }
    kernels.apply_slope(activation, 1, 64, 64, values, deltas);
    return deltas[63];
  };
  CHECK(of(Activation::kRelu, T(0)) == T(0));
  CHECK(of(Activation::kElu, T(0)) == T(6));
  CHECK(of(Activation::kHardSigmoid, T(0)) == T(0));
  CHECK(of(Activation::kHardSigmoid, T(1)) == T(0));
  CHECK(of(Activation::kHardSigmoid, T(0.5)) == T(1));
  const T infinity = std::numeric_limits<T>::infinity();
  CHECK(of(Activation::kGelu, infinity) == T(6));
  CHECK(of(Activation::kGelu, -infinity) == T(0));
  CHECK(of(Activation::kSoftplus, infinity) == T(6));
}

TEST(slopes_are_those_of_the_outputs) {
  for (const elman::KernelSet* set : elman::supported_kernel_sets()) {
    has_slopes_of_outputs(set->of_float);
    has_slopes_of_outputs(set->of_double);
    has_slopes_at_kinks(set->of_float);
    has_slopes_at_kinks(set->of_double);
  }
}

}  // namespace
