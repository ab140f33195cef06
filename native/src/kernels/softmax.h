// Rows of exponentials, and of the softmax and its slope. Only kernels.cpp includes it.
#ifndef ELMAN_KERNELS_SOFTMAX_H
#define ELMAN_KERNELS_SOFTMAX_H

#include "kernels/functions.h"
#include "kernels/kernels.h"
#include "kernels/vector.h"

namespace elman {
namespace ELMAN_KERNEL_SET {

// NaN is passed over here, and met by its exponential.
template <typename T>
ELMAN_INLINE T largest_of(const T* x, int64_t columns) {
  const T lowest = -static_cast<T>(__builtin_inf());
  Vector<T> most = all(lowest);
  for (int64_t n = 0; n < columns; n += kLanes<T>) {
    const Vector<T> value = load_first(x + n, columns - n, lowest);
    most = value > most ? value : most;
  }
  T largest = lowest;
  for (int lane = 0; lane < kLanes<T>; ++lane) largest = most[lane] > largest ? most[lane] : largest;
  return largest;
}

template <typename T>
Exponentials<T> exponentials(const T* x, int64_t columns, T* e) {
  const T largest = largest_of(x, columns);
  Vector<T> sum = zeros<T>();
  for (int64_t n = 0; n < columns; n += kLanes<T>) {
    const Vector<T> value = load_first(x + n, columns - n, -static_cast<T>(__builtin_inf()));
    const Vector<T> exponential = exp_of(value - largest);
    sum += exponential;
    if (e != nullptr) store(e + n, exponential);
  }
  return {largest, sum_of<T>(sum)};
}

template <typename T>
void scale(T factor, int64_t columns, T* values) {
  for (int64_t n = 0; n < columns; n += kLanes<T>) store(values + n, factor * load(values + n));
}

template <typename T>
void softmax(int64_t rows, int64_t columns, const T* x, int64_t x_row, T* y, int64_t y_row) {
  for (int64_t row = 0; row < rows; ++row) {
    const Exponentials<T> of_row = exponentials(x + row * x_row, columns, y + row * y_row);
    scale(T(1) / of_row.sum, columns, y + row * y_row);
  }
}

template <typename T>
void softmax_slope(int64_t rows, int64_t columns, const T* y, int64_t y_row, const T* deltas, int64_t deltas_row,
                   T* input_deltas, int64_t input_deltas_row) {
  for (int64_t row = 0; row < rows; ++row) {
    const T* p = y + row * y_row;
    const T* delta = deltas + row * deltas_row;
    T* to = input_deltas + row * input_deltas_row;
    Vector<T> sum = zeros<T>();
    for (int64_t n = 0; n < columns; n += kLanes<T>) {
      sum += load_first(p + n, columns - n, T(0)) * load_first(delta + n, columns - n, T(0));
    }
    const T mean = sum_of<T>(sum);
    for (int64_t n = 0; n < columns; n += kLanes<T>) {
      store_first(to + n, load(p + n) * (load(delta + n) - mean), columns - n);
    }
  }
}

}  // namespace ELMAN_KERNEL_SET
}  // namespace elman

#endif
