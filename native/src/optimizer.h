// How a gradient g changes the weights w, with the learning rate lr and the step number t = 1, 2, ... of the call.
#ifndef ELMAN_OPTIMIZER_H
#define ELMAN_OPTIMIZER_H

#include <cstdint>

#include "elman/elman.h"
#include "kernels/kernels.h"
#include "memory.h"

namespace elman {

// The powers of a number by ascending exponents, most of them by one multiplication where pow takes 20 ns or more. Each
// is a function of its exponent alone, whatever was asked for before.
class Powers {
 public:
  explicit Powers(double base);

  double of(int64_t exponent) {
    if (exponent / kLow != block_) start(exponent / kLow);
    return high_ * low_[exponent % kLow];
  }

 private:
  static constexpr int64_t kLow = 64;

  void start(int64_t block);

  double base_;
  double low_[kLow];  // base^0 and so on
  int64_t block_ = 0;
  double high_ = 1;   // base^(block * kLow)
};

// SGD      w -= lr g
//   with momentum, Keras:    v = momentum v - lr g;  w += v;   with Nesterov  w += momentum v - lr g
//                  PyTorch:  v = momentum v + g;     w -= lr v; with Nesterov w -= lr (g + momentum v)
// Adam     m = b1 m + (1 - b1) g;  v = b2 v + (1 - b2) g^2                                (Kingma and Ba, 2015)
//                  Keras:    w -= lr sqrt(1 - b2^t) / (1 - b1^t) m / (sqrt(v) + eps)
//                  PyTorch:  w -= lr / (1 - b1^t) m / (sqrt(v) / sqrt(1 - b2^t) + eps)
//   with weight decay, of either form, before that:  w -= lr decay w                  (Loshchilov and Hutter, 2019)
// RMSprop  v = rho v + (1 - rho) g^2                                                (Tieleman and Hinton, 2012)
// Adagrad  v = v + g^2, from the initial accumulator on                         (Duchi, Hazan and Singer, 2011)
//          both    Keras:    w -= lr g / sqrt(v + eps)
//                  PyTorch:  w -= lr g / (sqrt(v) + eps)
template <typename T>
class Optimizer {
 public:
  // count: of parameters. The state begins at zero, of Adagrad at the initial accumulator.
  Optimizer(const elman_objective& objective, int64_t count);

  // How many vectors of state there are, each of as many values as there are parameters; Adam: m, then v.
  int slots() const { return slots_; }
  T* state(int slot) { return state_[slot].data(); }

  // Step number `number` of the count parameters from place `at` on, which are taken from `from` and put into `to`; all
  // vectors are those of all parameters.
  void step(const T* gradient, const T* from, T* to, int64_t at, int64_t count, int64_t number, double learning_rate);

 private:
  elman_objective objective_;
  const Kernels<T>* kernels_;
  int64_t count_;
  Powers first_;
  Powers second_;
  int slots_;
  Buffer<T> state_[2];
};

}  // namespace elman

#endif
