// One sequence through a SimpleRnn of few units, in one call for all its steps. Only kernels.cpp includes it.
//
// Each step waits for the one before, and what it waits for is counted in cycles: the state stays in a register, from
// which each of its values is taken by a permutation, instead of being stored and read back (3 to 5 cycles for 13).
#ifndef ELMAN_KERNELS_SMALL_H
#define ELMAN_KERNELS_SMALL_H

#include "kernels/functions.h"
#include "kernels/kernels.h"
#include "kernels/vector.h"

namespace elman {
namespace ELMAN_KERNEL_SET {

// Of so many units there are sums twice in the registers, and of so many sums and gradients in the innermost cache. In
// double there are no such kernels: its tanh is the C library's and takes most of the time.
template <typename T>
constexpr int64_t kMostUnitsAlone = 0;
template <>
constexpr int64_t kMostUnitsAlone<float> = 32;
template <typename T>
constexpr int64_t kMostSmallUnits = 0;
template <>
constexpr int64_t kMostSmallUnits<float> = 16;

// A value of a vector in all lanes or, where it is one of the first four, in the first four of them at least: within 16
// bytes it takes two cycles, across them five.
template <bool kFour>
ELMAN_INLINE Floats lane_of(Floats vector, int64_t lane) {
  const Ints lanes = Ints{} + static_cast<int32_t>(lane);
#if defined(__AVX512F__)
  if (kFour) return _mm512_maskz_permutevar_ps(0xFFFF, vector, reinterpret_cast<__m512i>(lanes));
#elif defined(__AVX2__)
  if (kFour) return _mm256_permutevar_ps(vector, reinterpret_cast<__m256i>(lanes));
#endif
  return __builtin_shuffle(vector, lanes);
}

// Values spread over vectors: one may be taken out of a register only where there is a single one; else from memory.
template <int kVectors, bool kFour>
ELMAN_INLINE Floats value_of(const Floats (&vectors)[kVectors], const float* stored, int64_t n) {
  if constexpr (kVectors == 1) return lane_of<kFour>(vectors[0], n);
  return all(stored[n]);
}

// sums += values[depth] b, b packed.
template <int kVectors, bool kFour>
ELMAN_INLINE void add_product(const Floats (&values)[kVectors], const float* stored, int64_t depth, const float* b,
                              Floats (&sums)[kVectors]) {
  const auto add = [&](int64_t d, Floats (&to)[kVectors]) {
    const Floats left = value_of<kVectors, kFour>(values, stored, d);
#pragma GCC unroll 8
    for (int v = 0; v < kVectors; ++v) to[v] += left * load(b + (v * depth + d) * kLanes<float>);
  };
  const int64_t first = first_part(depth);
  int64_t d = 0;
  if (first < depth) {
    Floats others[kVectors] = {};
    for (; d < first; ++d) {
      add(d, sums);
      add(first + d, others);
    }
    for (d += first; d < depth; ++d) add(d, others);
    for (int v = 0; v < kVectors; ++v) sums[v] += others[v];
  }
  for (; d < depth; ++d) add(d, sums);
}

template <int kVectors, bool kFour = false>
void small_forward_of(const SmallForward<float>& given) {
  constexpr int kL = kLanes<float>;
  const SmallForward<float> of = given;
  Floats h[kVectors] = {};
  if (of.initial != nullptr) {
    for (int v = 0; v < kVectors; ++v) h[v] = load(of.initial + v * kL);
  }
  const float* before = of.initial;
  const float* x = of.inputs;
  float* outputs = of.outputs;
  for (int64_t step = 0; step < of.steps; ++step, x += of.inputs_row, outputs += of.outputs_row) {
    Floats sums[kVectors];
    for (int v = 0; v < kVectors; ++v) sums[v] = load(of.bias + v * kL);
    for (int64_t d = 0; d < of.features; ++d) {
#pragma GCC unroll 8
      for (int v = 0; v < kVectors; ++v) sums[v] += all(x[d]) * load(of.kernel + (v * of.features + d) * kL);
    }
    if (before != nullptr) add_product<kVectors, kFour>(h, before, of.units, of.recurrent, sums);
    for (int v = 0; v < kVectors; ++v) {
      h[v] = usual_activated<float>(of.activation, sums[v]);
      store(outputs + v * kL, h[v]);
    }
    before = outputs;
    if (of.after != nullptr && step + 1 == of.after_steps) {
      for (int v = 0; v < kVectors; ++v) store(of.after + v * kL, h[v]);
    }
  }
}

template <int kVectors, bool kFour = false>
void small_backward_of(const SmallBackward<float>& given) {
  constexpr int kL = kLanes<float>;
  const SmallBackward<float> of = given;
  // dK, dR and db, a row behind another.
  Floats gradients[kMostSmallFeatures + kMostSmallUnits<float> + 1][kVectors];
  const int64_t rows = of.features + of.units + 1;
  for (int64_t row = 0; row < rows; ++row) {
    for (int v = 0; v < kVectors; ++v) gradients[row][v] = zeros<float>();
  }
  Floats (*const of_kernel)[kVectors] = gradients;
  Floats (*const of_recurrent)[kVectors] = gradients + of.features;
  Floats (*const of_bias)[kVectors] = gradients + of.features + of.units;
  Floats d[kVectors] = {};
  for (int64_t step = of.end - 1; step >= of.begin; --step) {
    float* deltas = of.deltas + step * of.outputs_row;
    const float* y = of.outputs + step * of.outputs_row;
    Floats sums[kVectors];
    for (int v = 0; v < kVectors; ++v) sums[v] = step >= of.given ? load(deltas + v * kL) : zeros<float>();
    if (step < of.end - 1) add_product<kVectors, kFour>(d, deltas + of.outputs_row, of.units, of.transposed, sums);
    for (int v = 0; v < kVectors; ++v) {
      d[v] = usual_sloped<float>(of.activation, load(y + v * kL), sums[v]);
      store(deltas + v * kL, d[v]);
      of_bias[0][v] += d[v];
    }
    const float* x = of.inputs + step * of.inputs_row;
    for (int64_t n = 0; n < of.features; ++n) {
      for (int v = 0; v < kVectors; ++v) of_kernel[n][v] += all(x[n]) * d[v];
    }
    const float* before = step > 0 ? y - of.outputs_row : of.initial;
    if (before == nullptr) continue;
    for (int64_t n = 0; n < of.units; ++n) {
      for (int v = 0; v < kVectors; ++v) of_recurrent[n][v] += all(before[n]) * d[v];
    }
  }
  float* gradient = of.gradient;
  for (int64_t row = 0; row < (of.with_bias ? rows : rows - 1); ++row, gradient += of.units) {
    float sums[kVectors * kL];
    for (int v = 0; v < kVectors; ++v) store(sums + v * kL, gradients[row][v]);
    for (int64_t n = 0; n < of.units; ++n) gradient[n] += sums[n];
  }
}

template <typename T>
constexpr void (*kSmallForward)(const SmallForward<T>&) = nullptr;
template <typename T>
constexpr void (*kSmallBackward)(const SmallBackward<T>&) = nullptr;

// In as many vectors as hold the units, no more: rows and packed weights have room for those alone.
template <int kVectors>
void small_forward(const SmallForward<float>& of) {
  if constexpr (kVectors * kLanes<float> < kMostUnitsAlone<float>) {
    if (of.units > kVectors * kLanes<float>) return small_forward<kVectors + 1>(of);
  }
  if constexpr (kVectors == 1) {
    if (of.units <= 4) return small_forward_of<1, true>(of);
  }
  small_forward_of<kVectors>(of);
}

template <int kVectors>
void small_backward(const SmallBackward<float>& of) {
  if constexpr (kVectors * kLanes<float> < kMostSmallUnits<float>) {
    if (of.units > kVectors * kLanes<float>) return small_backward<kVectors + 1>(of);
  }
  if constexpr (kVectors == 1) {
    if (of.units <= 4) return small_backward_of<1, true>(of);
  }
  small_backward_of<kVectors>(of);
}

template <>
constexpr void (*kSmallForward<float>)(const SmallForward<float>&) = small_forward<1>;
template <>
constexpr void (*kSmallBackward<float>)(const SmallBackward<float>&) = small_backward<1>;

}  // namespace ELMAN_KERNEL_SET
}  // namespace elman

#endif
