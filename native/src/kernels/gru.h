// The gates of a GRU. Only kernels.cpp includes it.
#ifndef ELMAN_KERNELS_GRU_H
#define ELMAN_KERNELS_GRU_H

#include "kernels/functions.h"
#include "kernels/gates.h"
#include "kernels/vector.h"

namespace elman {
namespace ELMAN_KERNEL_SET {

// Reset after: z, r, n and h from the sums over the inputs and those over the state, which are kept apart for n.
template <typename T>
ELMAN_INLINE void gru_forward_by(const GruForward<T>& step, Activation recurrent, Activation activation) {
  constexpr int64_t kL = kLanes<T>;
  for (int64_t row = 0; row < step.rows; ++row) {
    for (int64_t n = 0; n < step.units; n += kL) {
      T* gates = step.gates + row * step.gates_row + 3 * n;
      const T* sums = step.sums + row * step.sums_row + 3 * n;
      const Vector<T> z = activated<T>(recurrent, load(gates) + load(sums));
      const Vector<T> r = activated<T>(recurrent, load(gates + kL) + load(sums + kL));
      const Vector<T> kept = load(sums + 2 * kL);
      const Vector<T> candidate = activated<T>(activation, load(gates + 2 * kL) + r * kept);
      const Vector<T> before = load_or_zero(step.before, row * step.before_row + n);
      store(gates, z);
      store(gates + kL, r);
      store(gates + 2 * kL, candidate);
      store(step.kept + row * step.kept_row + n, kept);
      store(step.outputs + row * step.outputs_row + n, z * before + (T(1) - z) * candidate);
    }
  }
}

// Reset before, first part: z, r and r * h.
template <typename T>
void gru_reset_forward(const GruForward<T>& step) {
  constexpr int64_t kL = kLanes<T>;
  for (int64_t row = 0; row < step.rows; ++row) {
    for (int64_t n = 0; n < step.units; n += kL) {
      T* gates = step.gates + row * step.gates_row + 3 * n;
      const T* sums = step.sums + row * step.sums_row + 2 * n;
      const Vector<T> z = activated<T>(step.recurrent_activation, load(gates) + load(sums));
      const Vector<T> r = activated<T>(step.recurrent_activation, load(gates + kL) + load(sums + kL));
      store(gates, z);
      store(gates + kL, r);
      store(step.kept + row * step.kept_row + n, r * load_or_zero(step.before, row * step.before_row + n));
    }
  }
}

// Reset before, second part: n and h.
template <typename T>
void gru_candidate_forward(const GruForward<T>& step) {
  constexpr int64_t kL = kLanes<T>;
  for (int64_t row = 0; row < step.rows; ++row) {
    for (int64_t n = 0; n < step.units; n += kL) {
      T* gates = step.gates + row * step.gates_row + 3 * n;
      const Vector<T> z = load(gates);
      const Vector<T> sum = load(gates + 2 * kL) + load(step.sums + row * step.sums_row + n);
      const Vector<T> candidate = activated<T>(step.activation, sum);
      const Vector<T> before = load_or_zero(step.before, row * step.before_row + n);
      store(gates + 2 * kL, candidate);
      store(step.outputs + row * step.outputs_row + n, z * before + (T(1) - z) * candidate);
    }
  }
}

// d of z and n, which are alike in both kinds, and what h gives to the state before by way of z.
template <typename T>
struct GruDeltas {
  Vector<T> z;
  Vector<T> candidate;
};

template <typename T>
ELMAN_INLINE GruDeltas<T> candidate_deltas(const GruBackward<T>& step, int64_t row, int64_t n, Activation recurrent,
                                           Activation activation) {
  const T* gates = step.gates + row * step.gates_row + 3 * n;
  const int64_t at = row * step.deltas_row + n;
  const Vector<T> z = load(gates);
  const Vector<T> candidate = load(gates + 2 * kLanes<T>);
  const Vector<T> delta = load(step.deltas + at);
  if (step.deltas_before != nullptr) {
    store(step.deltas_before + at, (step.adds ? load(step.deltas_before + at) : zeros<T>()) + delta * z);
  }
  return {sloped<T>(recurrent, z, delta * (load_or_zero(step.before, row * step.before_row + n) - candidate)),
          sloped<T>(activation, candidate, delta * (T(1) - z))};
}

// Reset after: d of the sums over the inputs, and of those over the state where they differ.
template <typename T>
ELMAN_INLINE void gru_backward_by(const GruBackward<T>& step, Activation recurrent, Activation activation) {
  for (int64_t row = 0; row < step.rows; ++row) {
    for (int64_t n = 0; n < step.units; n += kLanes<T>) {
      const GruDeltas<T> deltas = candidate_deltas(step, row, n, recurrent, activation);
      const Vector<T> r = load(step.gates + row * step.gates_row + 3 * n + kLanes<T>);
      const Vector<T> reset =
          sloped<T>(recurrent, r, deltas.candidate * load(step.kept + row * step.kept_row + n));
      T* d = step.d + row * step.d_row + n;
      const int64_t left = step.units - n;
      store_first(d, deltas.z, left);
      store_first(d + step.units, reset, left);
      store_first(d + 2 * step.units, deltas.candidate, left);
      store_first(step.recurrent_d + row * step.d_row + n, deltas.candidate * r, left);
    }
  }
}

// Reset before, first part: d of z and n.
template <typename T>
void gru_candidate_backward(const GruBackward<T>& step) {
  for (int64_t row = 0; row < step.rows; ++row) {
    for (int64_t n = 0; n < step.units; n += kLanes<T>) {
      const GruDeltas<T> deltas = candidate_deltas(step, row, n, step.recurrent_activation, step.activation);
      T* d = step.d + row * step.d_row + n;
      store_first(d, deltas.z, step.units - n);
      store_first(d + 2 * step.units, deltas.candidate, step.units - n);
    }
  }
}

// Reset before, second part: d of r, and what r * h gives to the state before.
template <typename T>
void gru_reset_backward(const GruBackward<T>& step) {
  for (int64_t row = 0; row < step.rows; ++row) {
    for (int64_t n = 0; n < step.units; n += kLanes<T>) {
      const int64_t at = row * step.deltas_row + n;
      const Vector<T> r = load(step.gates + row * step.gates_row + 3 * n + kLanes<T>);
      const Vector<T> delta = load(step.reset_deltas + at);
      if (step.deltas_before != nullptr) store(step.deltas_before + at, load(step.deltas_before + at) + delta * r);
      const Vector<T> before = load_or_zero(step.before, row * step.before_row + n);
      store_first(step.d + row * step.d_row + step.units + n,
                  sloped<T>(step.recurrent_activation, r, delta * before), step.units - n);
    }
  }
}

// With activations that are known when compiled, no branch is in the loop.
template <typename T>
void gru_forward(const GruForward<T>& step) {
  if (step.recurrent_activation == Activation::kSigmoid && step.activation == Activation::kTanh) {
    gru_forward_by(step, Activation::kSigmoid, Activation::kTanh);
  } else {
    gru_forward_by(step, step.recurrent_activation, step.activation);
  }
}

template <typename T>
void gru_backward(const GruBackward<T>& step) {
  if (step.recurrent_activation == Activation::kSigmoid && step.activation == Activation::kTanh) {
    gru_backward_by(step, Activation::kSigmoid, Activation::kTanh);
  } else {
    gru_backward_by(step, step.recurrent_activation, step.activation);
  }
}

}  // namespace ELMAN_KERNEL_SET
}  // namespace elman

#endif
