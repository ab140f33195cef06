// Steps of optimizers over all weights, plain loops that the compiler turns into vectors. Only kernels.cpp includes it.
#ifndef ELMAN_KERNELS_OPTIMIZERS_H
#define ELMAN_KERNELS_OPTIMIZERS_H

#include "kernels/kernels.h"
#include "kernels/vector.h"

namespace elman {
namespace ELMAN_KERNEL_SET {

template <typename T>
void sgd(const SgdRule<T>& rule, const T* __restrict__ gradient, const T* __restrict__ from, T* __restrict__ to,
         T* __restrict__ velocity, int64_t count) {
  const T rate = rule.rate;
  const T momentum = rule.momentum;
  if (momentum == T(0)) {
    for (int64_t i = 0; i < count; ++i) to[i] = from[i] - rate * gradient[i];
  } else if (rule.torch) {
    for (int64_t i = 0; i < count; ++i) {
      const T v = momentum * velocity[i] + gradient[i];
      velocity[i] = v;
      to[i] = from[i] - rate * (rule.nesterov ? gradient[i] + momentum * v : v);
    }
  } else {
    for (int64_t i = 0; i < count; ++i) {
      const T v = momentum * velocity[i] - rate * gradient[i];
      velocity[i] = v;
      to[i] = from[i] + (rule.nesterov ? momentum * v - rate * gradient[i] : v);
    }
  }
}

template <typename T>
void adam(const AdamRule<T>& rule, const T* __restrict__ gradient, const T* __restrict__ from, T* __restrict__ to,
          T* __restrict__ m, T* __restrict__ v, int64_t count) {
  const AdamRule<T> r = rule;
  for (int64_t i = 0; i < count; ++i) {
    const T g = gradient[i];
    const T mean = r.beta1 * m[i] + (T(1) - r.beta1) * g;
    const T square = r.beta2 * v[i] + (T(1) - r.beta2) * (g * g);
    m[i] = mean;
    v[i] = square;
    to[i] = from[i] - (r.decay * from[i] + r.rate * mean / (root(square) * r.root_scale + r.epsilon));
  }
}

template <typename T>
void by_squares(const SquaresRule<T>& rule, const T* __restrict__ gradient, const T* __restrict__ from,
                T* __restrict__ to, T* __restrict__ v, int64_t count) {
  const SquaresRule<T> r = rule;
  for (int64_t i = 0; i < count; ++i) {
    const T g = gradient[i];
    const T square = r.kept * v[i] + r.added * (g * g);
    v[i] = square;
    const T divisor = r.torch ? root(square) + r.epsilon : root(square + r.epsilon);
    to[i] = from[i] - r.rate * g / divisor;
  }
}

template <typename T>
void average(double decay, const T* __restrict__ values, T* __restrict__ averages, int64_t count) {
  const T kept = static_cast<T>(decay);
  const T added = static_cast<T>(1 - decay);
  for (int64_t i = 0; i < count; ++i) averages[i] = kept * averages[i] + added * values[i];
}

}  // namespace ELMAN_KERNEL_SET
}  // namespace elman

#endif
