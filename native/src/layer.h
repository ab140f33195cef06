// What a network knows of a layer. A new kind of layer is a file pair with a class of its own and a case in layer.cpp.
#ifndef ELMAN_LAYER_H
#define ELMAN_LAYER_H

#include <cstdint>
#include <memory>
#include <vector>

#include "elman/elman.h"
#include "memory.h"
#include "pass.h"
#include "products.h"

namespace elman {

// The steps that a backward pass goes through, [begin, end). The gradient with respect to the output is given for steps
// [given, end); before them it is zero, and what the memory there holds means nothing.
struct Steps {
  int64_t begin;
  int64_t end;
  int64_t given;
};

// Where a layer puts what it needs beside its outputs.
template <typename T>
struct Memory {
  // For the backward pass, kept_width() values for each row of the forward one. Null where there is no backward pass.
  T* kept;
  // scratch_count() values that mean something during one call alone; the layers share them.
  T* scratch;
  // previous_count() values, likewise: what recurrent.h makes of the states before the steps.
  T* previous;
  // The state of each sequence before its first step, and where the one behind its last step goes: the vectors of
  // state_parts(), each padded to whole cache lines. Null: zeros, and not wanted. They may be the same memory
  // where there is no backward pass.
  Rows<const T> state_before;
  Rows<T> state_after;
  // Of a sequence with more steps, the state behind so many is the one that is wanted.
  int64_t state_steps;
};

// A layer of some shape; it holds no values. Rows are those of a pass: see pass.h. Rows of outputs and deltas are
// padded to whole cache lines, rows of the network's inputs are not.
template <typename T>
class Layer {
 public:
  virtual ~Layer() = default;

  int64_t inputs() const { return inputs_; }
  int64_t units() const { return units_; }
  int64_t stride() const { return stride_; }
  // Whether the layers above see its last step alone.
  bool last_step_only() const { return last_step_only_; }

  // The weights in the form in which passes use them, made anew whenever they change.
  virtual int64_t prepared_count() const = 0;
  virtual void prepare(const T* parameters, T* prepared) const = 0;

  // The sizes of its memory: the first in whole cache lines, the others enough for a smaller batch or fewer steps too.
  virtual int64_t kept_width() const { return 0; }
  virtual int64_t scratch_count(int64_t /*batch*/, int64_t /*steps*/) const { return 0; }
  virtual int64_t previous_count(int64_t /*batch*/, int64_t /*steps*/) const { return 0; }

  // outputs[rows] of inputs[rows].
  virtual void forward(const T* prepared, const Pass<T>& pass, Rows<const T> inputs, Rows<T> outputs,
                       const Memory<T>& memory) const = 0;

  // Of the same pass, with the same memory: takes dL/d(outputs) in deltas and changes them; adds dL/d(parameters) to
  // gradient; and writes dL/d(inputs) to input_deltas unless their values are null. Returns the first step for which it
  // wrote them. What a sequence began with has no gradient.
  virtual int64_t backward(const T* prepared, const Pass<T>& pass, Rows<const T> inputs, Rows<const T> outputs,
                           const Memory<T>& memory, Steps steps, Rows<T> deltas, T* gradient,
                           Rows<T> input_deltas) const = 0;

  // The lengths of the vectors that it carries from step to step: hidden state, cell state; none without a state.
  virtual std::vector<int64_t> state_parts() const { return {}; }
  // Whether it reads a sequence from its end.
  virtual bool goes_backwards() const { return false; }

  // The sizes of its parameters in their order: kernel, recurrent kernel, bias, recurrent bias.
  virtual std::vector<int64_t> parameter_sizes() const = 0;

 protected:
  Layer(int64_t inputs, int64_t units, bool last_step_only);

 private:
  int64_t inputs_;
  int64_t units_;
  int64_t stride_;
  bool last_step_only_;
};

inline bool is_recurrent(const elman_layer& layer) {
  return layer.kind == ELMAN_SIMPLE_RNN || layer.kind == ELMAN_LSTM || layer.kind == ELMAN_GRU;
}

// Whether there is anything in it that training changes.
inline bool learns(const elman_layer& layer) {
  return layer.frozen == 0 && layer.kind != ELMAN_DROPOUT && layer.kind != ELMAN_SOFTMAX &&
         layer.kind != ELMAN_STATIC_FEATURES;
}

// What a layer will be asked for, so that it prepares no weights for anything else.
enum class Passes {
  kForward,
  kBackward,  // without deltas of its inputs: the first layer that learns
  kBackwardToInputs
};

// Throws where the layer's fields are out of range; index is its number, for the message.
template <typename T>
std::unique_ptr<Layer<T>> make_layer(const elman_layer& layer, int index, int64_t inputs, Passes passes);

}  // namespace elman

#endif
