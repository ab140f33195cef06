// Loops over values that stand alone: activations of stored sums, sums over rows. Only kernels.cpp includes it.
// Plain loops over whole cache lines, which the compiler turns into vectors.
#ifndef ELMAN_KERNELS_ELEMENTWISE_H
#define ELMAN_KERNELS_ELEMENTWISE_H

#include "kernels/functions.h"
#include "kernels/kernels.h"
#include "kernels/vector.h"

namespace elman {
namespace ELMAN_KERNEL_SET {

// Tells the compiler that count is a multiple of a cache line, so that it makes no code for a remainder.
template <typename T>
ELMAN_INLINE int64_t whole_lines(int64_t count) {
  return count / (64 / static_cast<int64_t>(sizeof(T))) * (64 / static_cast<int64_t>(sizeof(T)));
}

template <typename T>
void activate(Activation activation, int64_t rows, int64_t columns, int64_t stride, T* values) {
  if (activation == Activation::kLinear) return;
  for (int64_t row = 0; row < rows; ++row) {
    T* line = values + row * stride;
    for (int64_t n = 0; n < columns; n += kLanes<T>) store(line + n, activated<T>(activation, load(line + n)));
  }
}

template <typename T>
void apply_slope(Activation activation, int64_t rows, int64_t columns, int64_t stride, const T* outputs, T* deltas) {
  if (activation == Activation::kLinear) return;
  for (int64_t row = 0; row < rows; ++row) {
    const T* y = outputs + row * stride;
    T* delta = deltas + row * stride;
    for (int64_t n = 0; n < columns; n += kLanes<T>) {
      store(delta + n, sloped<T>(activation, load(y + n), load(delta + n)));
    }
  }
}

template <typename T>
void add_column_sums(const T* values, int64_t rows, int64_t columns, int64_t stride, T* sums) {
  for (int64_t column = 0; column < columns; column += kLanes<T>) {
    Vector<T> sum = zeros<T>();
    for (int64_t row = 0; row < rows; ++row) sum += load(values + row * stride + column);
    const int64_t left = columns - column;
    const int64_t count = left < kLanes<T> ? left : kLanes<T>;
    for (int64_t lane = 0; lane < count; ++lane) sums[column + lane] += sum[lane];
  }
}

template <typename T>
void add(const T* __restrict__ values, T* __restrict__ sums, int64_t count) {
  const int64_t end = whole_lines<T>(count);
  for (int64_t i = 0; i < end; ++i) sums[i] += values[i];
}

// x * 0 is 0 for every finite x, else NaN.
template <typename T>
bool all_finite(const T* values, int64_t count) {
  Vector<T> sum = zeros<T>();
  const int64_t end = whole_lines<T>(count);
  for (int64_t i = 0; i < end; i += kLanes<T>) sum += load(values + i) * T(0);
  return sum_to_all<T>(sum)[0] == T(0);
}

}  // namespace ELMAN_KERNEL_SET
}  // namespace elman

#endif
