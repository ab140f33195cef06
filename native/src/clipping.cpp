#include "clipping.h"

#include <cmath>

namespace elman {
namespace {

template <typename T>
double norm(const T* values, int64_t count) {
  // Four sums, since each addition waits for the one before.
  double sums[4] = {0, 0, 0, 0};
  int64_t i = 0;
  for (; i + 4 <= count; i += 4) {
    for (int64_t part = 0; part < 4; ++part) {
      const double value = static_cast<double>(values[i + part]);
      sums[part] += value * value;
    }
  }
  for (; i < count; ++i) sums[0] += static_cast<double>(values[i]) * static_cast<double>(values[i]);
  return std::sqrt((sums[0] + sums[1]) + (sums[2] + sums[3]));
}

template <typename T>
void scale(double factor, const T* from, T* to, int64_t count) {
  const T by = static_cast<T>(factor);
  for (int64_t i = 0; i < count; ++i) to[i] = by * from[i];
}

}  // namespace

template <typename T>
Clipping<T>::Clipping(const elman_objective& objective, const std::vector<int64_t>& sizes)
    : kind_(objective.clipping), form_(objective.clipping_form), limit_(objective.clip), sizes_(sizes), count_(0) {
  for (const int64_t size : sizes) count_ += size;
  if (kind_ != ELMAN_NO_CLIPPING) clipped_.grow(count_);
}

template <typename T>
const T* Clipping<T>::clip(const T* gradient) {
  T* clipped = clipped_.data();
  switch (kind_) {
    case ELMAN_NO_CLIPPING:
      return gradient;
    case ELMAN_BY_VALUE: {
      const T limit = static_cast<T>(limit_);
      for (int64_t i = 0; i < count_; ++i) {
        const T g = gradient[i];
        clipped[i] = g > limit ? limit : g < -limit ? -limit : g;
      }
      break;
    }
    case ELMAN_BY_NORM: {
      int64_t at = 0;
      for (const int64_t size : sizes_) {
        const double length = norm(gradient + at, size);
        scale(length > limit_ ? limit_ / length : 1.0, gradient + at, clipped + at, size);
        at += size;
      }
      break;
    }
    default: {
      const double length = norm(gradient, count_);
      const double factor = limit_ / (form_ == ELMAN_TORCH ? length + 1e-6 : length);
      scale(factor < 1 ? factor : 1.0, gradient, clipped, count_);
      break;
    }
  }
  return clipped;
}

template class Clipping<float>;
template class Clipping<double>;

}  // namespace elman
