// Rows brought to a mean of zero and a variance of one. Only kernels.cpp includes it. The equations are in
// layer_normalization.cpp.
#ifndef ELMAN_KERNELS_NORMALIZATION_H
#define ELMAN_KERNELS_NORMALIZATION_H

#include "kernels/kernels.h"
#include "kernels/vector.h"

namespace elman {
namespace ELMAN_KERNEL_SET {

template <typename T>
void normalize(const Normalization<T>& of) {
  const T count = static_cast<T>(of.columns);
  for (int64_t row = 0; row < of.rows; ++row) {
    const T* x = of.x + row * of.x_row;
    T* y = of.y + row * of.y_row;
    Vector<T> sum = zeros<T>();
    for (int64_t n = 0; n < of.columns; n += kLanes<T>) sum += load_first(x + n, of.columns - n, T(0));
    const T mean = sum_of<T>(sum) / count;
    Vector<T> squares = zeros<T>();
    for (int64_t n = 0; n < of.columns; n += kLanes<T>) {
      const Vector<T> off = load_first(x + n, of.columns - n, mean) - mean;
      squares += off * off;
    }
    const T inverse = T(1) / root(sum_of<T>(squares) / count + of.epsilon);
    for (int64_t n = 0; n < of.columns; n += kLanes<T>) {
      const Vector<T> u = (load_first(x + n, of.columns - n, mean) - mean) * inverse;
      store(y + n, load(of.scale + n) * u + load(of.bias + n));
    }
    if (of.statistics == nullptr) continue;
    of.statistics[row * of.statistics_row] = mean;
    of.statistics[row * of.statistics_row + 1] = inverse;
  }
}

template <typename T>
void normalize_slope(const NormalizationSlope<T>& of) {
  const T count = static_cast<T>(of.columns);
  for (int64_t row = 0; row < of.rows; ++row) {
    const T* x = of.x + row * of.x_row;
    const T* deltas = of.deltas + row * of.deltas_row;
    const T mean = of.statistics[row * of.statistics_row];
    const T inverse = of.statistics[row * of.statistics_row + 1];
    Vector<T> sum = zeros<T>();
    Vector<T> product = zeros<T>();
    for (int64_t n = 0; n < of.columns; n += kLanes<T>) {
      const int64_t left = of.columns - n;
      const Vector<T> u = (load_first(x + n, left, mean) - mean) * inverse;
      const Vector<T> d = load_first(deltas + n, left, T(0));
      const Vector<T> du = d * load(of.scale + n);
      sum += du;
      product += du * u;
      store_first(of.scale_gradient + n, load_first(of.scale_gradient + n, left, T(0)) + d * u, left);
      store_first(of.bias_gradient + n, load_first(of.bias_gradient + n, left, T(0)) + d, left);
    }
    if (of.input_deltas == nullptr) continue;
    const T mean_du = sum_of<T>(sum) / count;
    const T mean_product = sum_of<T>(product) / count;
    T* to = of.input_deltas + row * of.input_deltas_row;
    for (int64_t n = 0; n < of.columns; n += kLanes<T>) {
      const int64_t left = of.columns - n;
      const Vector<T> u = (load_first(x + n, left, mean) - mean) * inverse;
      const Vector<T> du = load_first(deltas + n, left, T(0)) * load(of.scale + n);
      store_first(to + n, inverse * (du - mean_du - u * mean_product), left);
    }
  }
}

}  // namespace ELMAN_KERNEL_SET
}  // namespace elman

#endif
