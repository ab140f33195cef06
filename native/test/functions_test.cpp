// tanh and sigmoid of every kernel set against the C library in long double, over every exponent of float.
#include <algorithm>
#include <cstring>
#include <limits>

#include "check.h"
#include "kernels/kernels.h"

namespace {

using elman::Activation;

float from_bits(uint32_t bits) {
  float value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

long double exact(Activation activation, float a) {
  const long double x = static_cast<long double>(a);
  return activation == Activation::kTanh ? tanhl(x) : 1 / (1 + expl(-x));
}

// In units of the last place of a float at the exact value; of the smallest float below the normal range.
double units_off(float actual, long double wanted) {
  int exponent;
  frexpl(wanted, &exponent);
  const long double unit = ldexpl(1, std::max(exponent - 24, -149));
  return static_cast<double>(fabsl(static_cast<long double>(actual) - wanted) / unit);
}

void is_within_4_units(Activation activation) {
  for (const elman::KernelSet* set : elman::supported_kernel_sets()) {
    double worst = 0;
    float where = 0;
    constexpr int kPart = 4096;  // values for every exponent and sign: evenly spread, with the first and the last
    float values[kPart];
    float results[kPart];
    for (uint32_t high = 0; high < 512; ++high) {
      if ((high & 255) == 255) continue;  // infinities and NaN
      for (uint32_t i = 0; i < kPart; ++i) {
        values[i] = from_bits(high << 23 | (i == kPart - 1 ? 0x7FFFFF : i << 11 | (i * 2654435761u >> 21)));
      }
      std::memcpy(results, values, sizeof values);
      set->of_float.activate(activation, 1, kPart, kPart, results);
      for (int i = 0; i < kPart; ++i) {
        const double off = units_off(results[i], exact(activation, values[i]));
        if (!(off <= worst)) {
          worst = off;
          where = values[i];
        }
      }
    }
    std::printf("  %s: at most %.2f units in the last place, at %a\n", set->name, worst, static_cast<double>(where));
    CHECK(worst <= 4);
  }
}

TEST(tanh_of_float_is_within_4_units_in_the_last_place) { is_within_4_units(Activation::kTanh); }

TEST(sigmoid_of_float_is_within_4_units_in_the_last_place) { is_within_4_units(Activation::kSigmoid); }

template <typename T>
void passes_special_values_through(const elman::Kernels<T>& kernels) {
  const T infinity = std::numeric_limits<T>::infinity();
  const auto of = [&](Activation activation, T value) {
    T line[64] = {};
    for (int64_t lane = 0; lane < kernels.lanes; ++lane) line[lane] = value;
    kernels.activate(activation, 1, kernels.lanes, kernels.lanes, line);
    return line[kernels.lanes - 1];
  };
  for (const Activation activation :
       {Activation::kLinear, Activation::kTanh, Activation::kSigmoid, Activation::kRelu}) {
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
  CHECK(std::signbit(of(Activation::kTanh, T(-0.0))) && of(Activation::kTanh, T(-0.0)) == T(0));
}

TEST(special_values_pass_through) {
  for (const elman::KernelSet* set : elman::supported_kernel_sets()) {
    passes_special_values_through(set->of_float);
    passes_special_values_through(set->of_double);
  }
}

template <typename T>
void has_slopes_of_outputs(const elman::Kernels<T>& kernels) {
  T outputs[64];
  T deltas[64];
  for (const Activation activation :
       {Activation::kLinear, Activation::kTanh, Activation::kSigmoid, Activation::kRelu}) {
    for (int i = 0; i < 64; ++i) {
      outputs[i] = static_cast<T>(i) / 64 - T(0.5);
      deltas[i] = 2;
    }
    kernels.apply_slope(activation, 1, 64, 64, outputs, deltas);
    for (int i = 0; i < 64; ++i) {
      const double y = static_cast<double>(outputs[i]);
      const double slope = activation == Activation::kTanh      ? 1 - y * y
                           : activation == Activation::kSigmoid ? y * (1 - y)
                           : activation == Activation::kRelu    ? (y > 0 ? 1 : 0)
                                                                : 1;
      CHECK_NEAR(deltas[i], 2 * slope, 1e-6);
    }
    // Where the slope is zero too, what is not finite must not vanish.
    deltas[0] = std::numeric_limits<T>::quiet_NaN();
    deltas[1] = std::numeric_limits<T>::infinity();
    kernels.apply_slope(activation, 1, 64, 64, outputs, deltas);
    CHECK(!std::isfinite(deltas[0]) && !std::isfinite(deltas[1]));
  }
}

TEST(slopes_are_those_of_the_outputs) {
  for (const elman::KernelSet* set : elman::supported_kernel_sets()) {
    has_slopes_of_outputs(set->of_float);
    has_slopes_of_outputs(set->of_double);
  }
}

}  // namespace
