// The gates of an LSTM. Only kernels.cpp includes it.
#ifndef ELMAN_KERNELS_LSTM_H
#define ELMAN_KERNELS_LSTM_H

#include "kernels/functions.h"
#include "kernels/gates.h"
#include "kernels/vector.h"

namespace elman {
namespace ELMAN_KERNEL_SET {

template <typename T>
ELMAN_INLINE void lstm_forward_by(const LstmForward<T>& step, Activation recurrent, Activation activation) {
  constexpr int64_t kL = kLanes<T>;
  for (int64_t row = 0; row < step.rows; ++row) {
    T* cells = step.cells + row * step.cells_row;
    T* outputs = step.outputs + row * step.outputs_row;
    for (int64_t n = 0; n < step.units; n += kL) {
      T* gates = step.gates + row * step.gates_row + 4 * n;
      const Vector<T> i = activated<T>(recurrent, load(gates));
      const Vector<T> f = activated<T>(recurrent, load(gates + kL));
      const Vector<T> g = activated<T>(activation, load(gates + 2 * kL));
      const Vector<T> o = activated<T>(recurrent, load(gates + 3 * kL));
      const Vector<T> c = f * load_or_zero(step.cells_before, row * step.cells_before_row + n) + i * g;
      store(gates, i);
      store(gates + kL, f);
      store(gates + 2 * kL, g);
      store(gates + 3 * kL, o);
      store(cells + n, c);
      store(outputs + n, o * activated<T>(activation, c));
    }
  }
}

template <typename T>
ELMAN_INLINE void lstm_backward_by(const LstmBackward<T>& step, Activation recurrent, Activation activation) {
  constexpr int64_t kL = kLanes<T>;
  for (int64_t row = 0; row < step.rows; ++row) {
    for (int64_t n = 0; n < step.units; n += kL) {
      const T* gates = step.gates + row * step.gates_row + 4 * n;
      const Vector<T> i = load(gates);
      const Vector<T> f = load(gates + kL);
      const Vector<T> g = load(gates + 2 * kL);
      const Vector<T> o = load(gates + 3 * kL);
      const Vector<T> y = activated<T>(activation, load(step.cells + row * step.cells_row + n));
      const Vector<T> before = load_or_zero(step.cells_before, row * step.cells_before_row + n);
      const Vector<T> delta = load(step.deltas + row * step.deltas_row + n);
      T* cell_deltas = step.cell_deltas + row * step.deltas_row + n;
      const Vector<T> dc = load(cell_deltas) + sloped<T>(activation, y, delta * o);
      store(cell_deltas, dc * f);
      T* d = step.d + row * step.d_row + n;
      const int64_t left = step.units - n;
      store_first(d, sloped<T>(recurrent, i, dc * g), left);
      store_first(d + step.units, sloped<T>(recurrent, f, dc * before), left);
      store_first(d + 2 * step.units, sloped<T>(activation, g, dc * i), left);
      store_first(d + 3 * step.units, sloped<T>(recurrent, o, delta * y), left);
    }
  }
}

// With activations that are known when compiled, no branch is in the loop.
template <typename T>
void lstm_forward(const LstmForward<T>& step) {
  if (step.recurrent_activation == Activation::kSigmoid && step.activation == Activation::kTanh) {
    lstm_forward_by(step, Activation::kSigmoid, Activation::kTanh);
  } else {
    lstm_forward_by(step, step.recurrent_activation, step.activation);
  }
}

template <typename T>
void lstm_backward(const LstmBackward<T>& step) {
  if (step.recurrent_activation == Activation::kSigmoid && step.activation == Activation::kTanh) {
    lstm_backward_by(step, Activation::kSigmoid, Activation::kTanh);
  } else {
    lstm_backward_by(step, step.recurrent_activation, step.activation);
  }
}

}  // namespace ELMAN_KERNEL_SET
}  // namespace elman

#endif
