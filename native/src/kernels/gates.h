// One step of a gated layer, for rows of sequences: from weighted sums to states, and back from the states' deltas to
// the sums' deltas. The equations are in lstm.cpp and gru.cpp.
//
// Gate k of unit n is, within its row of sums or gates, at (n / lanes * gates + k) * lanes + n % lanes: all gates of as
// many units as a vector has lanes lie together, so that they are in registers together. Deltas d of sums lie as the
// parameters do, gate k of unit n at k * units + n, so that they give the weights' gradient in one product; nothing is
// written behind the last. Rows of units (states, cells, deltas) are padded to whole vectors. What is called *_row is
// the distance from one row to the next.
#ifndef ELMAN_KERNELS_GATES_H
#define ELMAN_KERNELS_GATES_H

#include <cstdint>

#include "activations.h"

namespace elman {

template <typename T>
struct LstmForward {
  int64_t rows;
  int64_t units;
  Activation activation;
  Activation recurrent_activation;
  T* gates;  // i f g o: sums, which become gate values
  int64_t gates_row;
  const T* cells_before;  // or null: zero
  int64_t cells_before_row;
  T* cells;  // may be where cells_before is
  int64_t cells_row;
  T* outputs;
  int64_t outputs_row;
};

template <typename T>
struct LstmBackward {
  int64_t rows;
  int64_t units;
  Activation activation;
  Activation recurrent_activation;
  const T* gates;
  int64_t gates_row;
  const T* cells_before;  // or null: zero
  int64_t cells_before_row;
  const T* cells;
  int64_t cells_row;
  const T* deltas;  // dL/dh
  T* cell_deltas;   // what dL/dc the next step gives; becomes what this one gives to the step before
  int64_t deltas_row;
  T* d;             // of i f g o
  int64_t d_row;
};

template <typename T>
struct GruForward {
  int64_t rows;
  int64_t units;
  Activation activation;
  Activation recurrent_activation;
  T* gates;  // z r n: sums over the inputs, which become gate values
  int64_t gates_row;
  const T* sums;  // sums over the state: of z r n, of z r, or of n
  int64_t sums_row;
  T* kept;  // reset after: the state's sum of n; before: r * h
  int64_t kept_row;
  const T* before;  // the state before, or null: zero
  int64_t before_row;
  T* outputs;
  int64_t outputs_row;
};

template <typename T>
struct GruBackward {
  int64_t rows;
  int64_t units;
  Activation activation;
  Activation recurrent_activation;
  const T* gates;
  int64_t gates_row;
  const T* kept;
  int64_t kept_row;
  const T* before;  // or null: zero
  int64_t before_row;
  const T* deltas;        // dL/dh
  T* deltas_before;       // dL/dh of the step before; or null
  const T* reset_deltas;  // dL/d(r * h), where the reset comes before
  int64_t deltas_row;     // of all these
  T* d;                   // of z r n, of the sums over the inputs
  T* recurrent_d;         // of n, of the sum over the state, where the reset comes after
  int64_t d_row;
  bool adds = true;  // or deltas_before holds nothing yet
};

}  // namespace elman

#endif
