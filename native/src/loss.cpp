#include "loss.h"

#include <cmath>

#include "status.h"

// In double also for float, but for the exponentials of a softmax: outputs are few, and a sum over many of them keeps
// its digits.

namespace elman {

Loss::Loss(const elman_objective& objective) : kind_(objective.loss), delta_(objective.huber_delta) {
  if (kind_ == ELMAN_QUANTILES) {
    quantiles_.assign(objective.quantiles, objective.quantiles + objective.quantile_count);
  }
}

int64_t Loss::targets(int64_t outputs) const {
  const auto quotient = [&](int64_t divisor, const char* what) {
    ELMAN_REQUIRE(outputs % divisor == 0, "the network's outputs must be %s for each target, %lld times as many, but "
                  "were %lld", what, static_cast<long long>(divisor), static_cast<long long>(outputs));
    return outputs / divisor;
  };
  switch (kind_) {
    case ELMAN_SPARSE_CROSS_ENTROPY:
      return 1;
    case ELMAN_QUANTILES:
      return quotient(static_cast<int64_t>(quantiles_.size()), "one for each quantile");
    case ELMAN_GAUSSIAN:
      return quotient(2, "a mean and the logarithm of a variance");
    default:
      return outputs;
  }
}

int64_t Loss::terms(int64_t outputs) const {
  switch (kind_) {
    case ELMAN_SPARSE_CROSS_ENTROPY:
    case ELMAN_CROSS_ENTROPY:
      return 1;
    case ELMAN_GAUSSIAN:
      return targets(outputs);
    default:
      return outputs;
  }
}

template <typename T>
void Loss::require_target(const T* target, int64_t outputs, int64_t sample) const {
  if (kind_ != ELMAN_SPARSE_CROSS_ENTROPY) return;
  const double value = static_cast<double>(*target);
  ELMAN_REQUIRE(value >= 0 && value < static_cast<double>(outputs) && value == std::floor(value),
                "the target of sample %lld must be a class, a whole number from 0 to %lld, but was %g",
                static_cast<long long>(sample), static_cast<long long>(outputs) - 1, value);
}

inline Loss::Point Loss::point(double y, double d, double quantile) const {
  const double e = y - d;
  switch (kind_) {
    case ELMAN_MEAN_SQUARED_ERROR:
      return {e * e, 2 * e};
    case ELMAN_HALF_SQUARED_ERROR:
      return {e * e / 2, e};
    case ELMAN_MEAN_ABSOLUTE_ERROR:
      return {std::fabs(e), e > 0 ? 1.0 : e < 0 ? -1.0 : 0.0};
    case ELMAN_HUBER:
      if (std::fabs(e) <= delta_) return {e * e / 2, e};
      return {delta_ * (std::fabs(e) - delta_ / 2), std::copysign(delta_, e)};
    case ELMAN_BINARY_CROSS_ENTROPY: {
      const double small = std::exp(-std::fabs(y));  // which never overflows
      const double sigmoid = (y < 0 ? small : 1.0) / (1 + small);
      return {(y < 0 ? 0.0 : y) - d * y + std::log1p(small), sigmoid - d};
    }
    default:
      return e < 0 ? Point{-quantile * e, -quantile} : Point{(1 - quantile) * e, e > 0 ? 1 - quantile : 0.0};
  }
}

template <typename T>
double Loss::pointwise(const T* predicted, const T* target, int64_t outputs, double scale, T* deltas) const {
  static constexpr double kNone[] = {0};
  const bool of_quantiles = kind_ == ELMAN_QUANTILES;
  const double* quantiles = of_quantiles ? quantiles_.data() : kNone;
  const int64_t each = of_quantiles ? static_cast<int64_t>(quantiles_.size()) : 1;
  double sum = 0;
  for (int64_t first = 0; first < outputs; first += each, ++target) {
    for (int64_t q = 0; q < each; ++q) {
      const Point at = point(static_cast<double>(predicted[first + q]), static_cast<double>(*target), quantiles[q]);
      sum += at.loss;
      if (deltas != nullptr) deltas[first + q] = static_cast<T>(scale * at.slope);
    }
  }
  return sum;
}

// With the largest logit taken out of the exponentials, so that none overflows.
template <typename T>
double Loss::cross_entropy(const T* logits, const T* target, int64_t outputs, double scale, T* deltas) const {
  const Kernels<T>& kernels = kernel_set().of<T>();
  const Exponentials<T> of_row = kernels.exponentials(logits, outputs, deltas);
  const double inverse = 1 / static_cast<double>(of_row.sum);
  const double lse = static_cast<double>(of_row.largest) + std::log(static_cast<double>(of_row.sum));
  if (kind_ == ELMAN_SPARSE_CROSS_ENTROPY) {
    const int64_t hit = static_cast<int64_t>(*target);
    if (deltas != nullptr) {
      kernels.scale(static_cast<T>(scale * inverse), outputs, deltas);
      deltas[hit] -= static_cast<T>(scale);
    }
    return lse - static_cast<double>(logits[hit]);
  }
  double sum = 0;
  double of_targets = 0;
  for (int64_t k = 0; k < outputs; ++k) {
    sum += static_cast<double>(target[k]) * (lse - static_cast<double>(logits[k]));
    of_targets += static_cast<double>(target[k]);
  }
  if (deltas != nullptr) {
    kernels.scale(static_cast<T>(scale * inverse * of_targets), outputs, deltas);
    const T by = static_cast<T>(scale);
    for (int64_t k = 0; k < outputs; ++k) deltas[k] -= by * target[k];
  }
  return sum;
}

template <typename T>
double Loss::gaussian(const T* predicted, const T* target, int64_t targets, double scale, T* deltas) const {
  double sum = 0;
  for (int64_t n = 0; n < targets; ++n) {
    const double e = static_cast<double>(predicted[n]) - static_cast<double>(target[n]);
    const double s = static_cast<double>(predicted[targets + n]);
    const double precision = std::exp(-s);
    sum += (s + e * e * precision) / 2;
    if (deltas == nullptr) continue;
    deltas[n] = static_cast<T>(scale * e * precision);
    deltas[targets + n] = static_cast<T>(scale * (1 - e * e * precision) / 2);
  }
  return sum;
}

template <typename T>
double Loss::sum(const T* predicted, const T* target, int64_t outputs, double scale, T* deltas) const {
  switch (kind_) {
    case ELMAN_SPARSE_CROSS_ENTROPY:
    case ELMAN_CROSS_ENTROPY:
      return cross_entropy(predicted, target, outputs, scale, deltas);
    case ELMAN_GAUSSIAN:
      return gaussian(predicted, target, outputs / 2, scale, deltas);
    default:
      return pointwise(predicted, target, outputs, scale, deltas);
  }
}

template void Loss::require_target<float>(const float*, int64_t, int64_t) const;
template void Loss::require_target<double>(const double*, int64_t, int64_t) const;
template double Loss::sum<float>(const float*, const float*, int64_t, double, float*) const;
template double Loss::sum<double>(const double*, const double*, int64_t, double, double*) const;

}  // namespace elman
