// The functions that a layer applies to its weighted sums.
#ifndef ELMAN_ACTIVATIONS_H
#define ELMAN_ACTIVATIONS_H

#include <cstdint>

#include "elman/elman.h"

namespace elman {

// With y = f(a), the slope f'(a) is a function of y alone, so that no layer keeps its weighted sums:
//   linear   y = a                  f' = 1
//   tanh     y = tanh(a)            f' = 1 - y^2
//   sigmoid  y = 1 / (1 + e^-a)     f' = y (1 - y)
//   relu     y = max(0, a)          f' = 1 where y > 0, else 0
enum class Activation : int32_t {
  kLinear = ELMAN_LINEAR,
  kTanh = ELMAN_TANH,
  kSigmoid = ELMAN_SIGMOID,
  kRelu = ELMAN_RELU
};

}  // namespace elman

#endif
