// The functions that a layer applies to its weighted sums.
#ifndef ELMAN_ACTIVATIONS_H
#define ELMAN_ACTIVATIONS_H

#include <cstdint>

#include "elman/elman.h"

namespace elman {

// With y = f(a), the slope f'(a) is a function of y alone, so that no layer keeps its weighted sums:
//   linear        y = a                            f' = 1
//   tanh          y = tanh(a)                      f' = 1 - y^2
//   sigmoid       y = 1 / (1 + e^-a)               f' = y (1 - y)
//   relu          y = max(0, a)                    f' = 1 where y > 0, else 0
//   softplus      y = log(1 + e^a)                 f' = 1 - e^-y
//   elu           y = a where a > 0, else e^a - 1  f' = 1 where y > 0, else y + 1
//   hard sigmoid  y = (a + 3) / 6 within [0, 1]    f' = 1/6 where 0 < y < 1, else 0
// All but one, of dense layers alone, whose slope is a function of a; p is the normal distribution's density, P its
// share below a:
//   gelu          y = a P(a)                       f' = P(a) + a p(a)
enum class Activation : int32_t {
  kLinear = ELMAN_LINEAR,
  kTanh = ELMAN_TANH,
  kSigmoid = ELMAN_SIGMOID,
  kRelu = ELMAN_RELU,
  kSoftplus = ELMAN_SOFTPLUS,
  kElu = ELMAN_ELU,
  kGelu = ELMAN_GELU,
  kHardSigmoid = ELMAN_HARD_SIGMOID
};

// Whether the slope is that of an output, else of a weighted sum.
constexpr bool has_slope_of_output(Activation activation) { return activation != Activation::kGelu; }

// Whether a product's own kernel applies it or its slope; the others, seldom asked for, are applied to what it gave.
constexpr bool is_usual(Activation activation) { return activation <= Activation::kRelu; }

}  // namespace elman

#endif
