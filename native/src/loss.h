// What training minimises: a pointwise loss of every output, averaged or summed.
#ifndef ELMAN_LOSS_H
#define ELMAN_LOSS_H

#include <cstdint>

#include "elman/elman.h"
#include "products.h"

namespace elman {

// A loss and its slope, with e = predicted - target:
//   mean squared error   e^2                                              2 e
//   half squared error   e^2 / 2                                          e
//   mean absolute error  |e|                                              sign(e), 0 at 0
//   Huber (1964)         e^2 / 2 where |e| <= delta,                      e
//                        else delta (|e| - delta / 2)                     delta sign(e)
// All are means over the elements of a mini-batch but half squared error, which is their sum.
class Loss {
 public:
  explicit Loss(const elman_objective& objective) : kind_(objective.loss), delta_(objective.huber_delta) {}

  bool averaged() const { return kind_ != ELMAN_HALF_SQUARED_ERROR; }

  // The sum, in double, of the pointwise losses of one sample's outputs at one step.
  template <typename T>
  double sum(const T* predicted, const T* target, int64_t outputs) const;

  // The same, and deltas = scale * slope.
  template <typename T>
  double sum(const T* predicted, const T* target, int64_t outputs, double scale, T* deltas) const;

 private:
  int32_t kind_;
  double delta_;
};

}  // namespace elman

#endif
