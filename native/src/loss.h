// What training minimises: pointwise losses of the outputs at each step, averaged or summed.
#ifndef ELMAN_LOSS_H
#define ELMAN_LOSS_H

#include <cstdint>
#include <vector>

#include "elman/elman.h"
#include "products.h"

namespace elman {

// The losses of one row, one sample at one step, of predictions y[outputs] against targets d[targets]. Below e = y - d;
// where a network gives logits z, lse = log(sum_k e^z[k]). The slope is that by y[j] or z[j]:
//   mean squared error    sum_j e[j]^2                                  2 e[j]
//   half squared error    sum_j e[j]^2 / 2                              e[j]
//   mean absolute error   sum_j |e[j]|                                  sign(e[j]), 0 at 0
//   Huber (1964)          e[j]^2 / 2 where |e[j]| <= delta,             e[j]
//                         else delta (|e[j]| - delta / 2)               delta sign(e[j])
//   sparse cross-entropy  lse - z[d]                                    softmax(z)[j] - (1 where j = d, else 0)
//   cross-entropy         sum_k d[k] (lse - z[k])                       softmax(z)[j] sum_k d[k] - d[j]
//   binary cross-entropy  sum_j log(1 + e^z[j]) - d[j] z[j]             sigmoid(z[j]) - d[j]
//   quantile q            q |e[j]| where e[j] < 0, else (1 - q) e[j]    -q where e[j] < 0, 0 at 0, else 1 - q
//   Gaussian, y = m, s    sum_j (s[j] + e[j]^2 e^-s[j]) / 2             e[j] e^-s[j], of s (1 - e[j]^2 e^-s[j]) / 2
// Quantiles lie [targets, quantiles]; of a Gaussian the means come first, then the logarithms s of the variances. All
// are means over the pointwise losses of a mini-batch but half squared error, which is their sum.
class Loss {
 public:
  explicit Loss(const elman_objective& objective);

  bool averaged() const { return kind_ != ELMAN_HALF_SQUARED_ERROR; }
  // How many values a target has at a step; throws where no target fits so many outputs.
  int64_t targets(int64_t outputs) const;
  // How many pointwise losses there are at a step.
  int64_t terms(int64_t outputs) const;

  // Throws where a target is a class that is none of the outputs; sample is the sample's number, for the message.
  template <typename T>
  void require_target(const T* target, int64_t outputs, int64_t sample) const;

  // The sum, in double, of the pointwise losses of one row, whose target require_target lets pass. Where deltas are
  // given they become scale * slope, and have room for whole vectors.
  template <typename T>
  double sum(const T* predicted, const T* target, int64_t outputs, double scale = 1, T* deltas = nullptr) const;

 private:
  struct Point {
    double loss;
    double slope;
  };

  Point point(double y, double d, double quantile) const;
  template <typename T>
  double pointwise(const T* predicted, const T* target, int64_t outputs, double scale, T* deltas) const;
  template <typename T>
  double cross_entropy(const T* logits, const T* target, int64_t outputs, double scale, T* deltas) const;
  template <typename T>
  double gaussian(const T* predicted, const T* target, int64_t targets, double scale, T* deltas) const;

  int32_t kind_;
  double delta_;
  std::vector<double> quantiles_;
};

}  // namespace elman

#endif
