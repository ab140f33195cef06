#include "loss.h"

#include <cmath>

namespace elman {
namespace {

struct Point {
  double loss;
  double slope;
};

// In double also for float: outputs are few, and a sum over many of them keeps its digits.
inline Point point(int32_t kind, double delta, double e) {
  switch (kind) {
    case ELMAN_MEAN_SQUARED_ERROR:
      return {e * e, 2 * e};
    case ELMAN_HALF_SQUARED_ERROR:
      return {e * e / 2, e};
    case ELMAN_MEAN_ABSOLUTE_ERROR:
      return {std::fabs(e), e > 0 ? 1.0 : e < 0 ? -1.0 : 0.0};
    default:
      if (std::fabs(e) <= delta) return {e * e / 2, e};
      return {delta * (std::fabs(e) - delta / 2), std::copysign(delta, e)};
  }
}

}  // namespace

template <typename T>
double Loss::sum(const T* predicted, const T* target, int64_t outputs) const {
  double sum = 0;
  for (int64_t n = 0; n < outputs; ++n) {
    sum += point(kind_, delta_, static_cast<double>(predicted[n]) - static_cast<double>(target[n])).loss;
  }
  return sum;
}

template <typename T>
double Loss::sum(const T* predicted, const T* target, int64_t outputs, double scale, T* deltas) const {
  double sum = 0;
  for (int64_t n = 0; n < outputs; ++n) {
    const Point at = point(kind_, delta_, static_cast<double>(predicted[n]) - static_cast<double>(target[n]));
    sum += at.loss;
    deltas[n] = static_cast<T>(scale * at.slope);
  }
  return sum;
}

template double Loss::sum<float>(const float*, const float*, int64_t) const;
template double Loss::sum<double>(const double*, const double*, int64_t) const;
template double Loss::sum<float>(const float*, const float*, int64_t, double, float*) const;
template double Loss::sum<double>(const double*, const double*, int64_t, double, double*) const;

}  // namespace elman
