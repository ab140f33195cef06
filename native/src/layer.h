// What a network knows of a layer. A new kind of layer is a file pair with a class of its own and a case in layer.cpp.
#ifndef ELMAN_LAYER_H
#define ELMAN_LAYER_H

#include <algorithm>
#include <cstdint>
#include <memory>
#include <vector>

#include "elman/elman.h"
#include "memory.h"
#include "products.h"

namespace elman {

// The steps that a backward pass goes through, [begin, end), of a batch. The gradient with respect to the output is
// given for steps [given, end); before them it is zero, and what the memory there holds means nothing.
struct Steps {
  int64_t batch;
  int64_t begin;
  int64_t end;
  int64_t given;
};

// Where a layer puts what it needs beside its outputs.
template <typename T>
struct Memory {
  // For the backward pass, kept_width() values for each row of the forward one. None where there is no backward pass.
  Rows<T> kept;
  // scratch_count() values that mean something during one call alone; the layers share them.
  T* scratch;
};

// A layer of some shape; it holds no values. Sequences are time-major: row t * batch + b is sample b at step t. Rows of
// outputs and deltas are padded to whole cache lines, rows of the network's inputs are not.
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

  // The sizes of its memory: the first in whole cache lines, the second enough for a smaller batch or fewer steps too.
  virtual int64_t kept_width() const { return 0; }
  virtual int64_t scratch_count(int64_t /*batch*/, int64_t /*steps*/) const { return 0; }

  // outputs[steps * batch] of inputs[steps * batch].
  virtual void forward(const T* prepared, Rows<const T> inputs, int64_t batch, int64_t steps, Rows<T> outputs,
                       Memory<T> memory) const = 0;

  // Takes dL/d(outputs) in deltas and changes them; adds dL/d(parameters) to gradient; and writes dL/d(inputs) to
  // input_deltas unless their values are null. Returns the first step for which it wrote them.
  virtual int64_t backward(const T* prepared, Rows<const T> inputs, Rows<const T> outputs, Memory<T> memory,
                           Steps steps, Rows<T> deltas, T* gradient, Rows<T> input_deltas) const = 0;

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

// A gated layer takes so many rows, or a step's where that has more, through its products together: enough for them to
// run well, few enough for what they give to be used while it is in the cache. For Lstm(128) and Lstm(512), 256 to 1024
// rows take the same time; 128 rows, and all at once, take 3 to 6 % more.
constexpr int64_t kRowsTogether = 512;

inline int64_t steps_together(int64_t batch, int64_t steps) {
  return std::min(std::max(kRowsTogether / batch, int64_t{1}), steps);
}

// At least as many rows as go together, for a smaller batch and for fewer steps too.
inline int64_t most_rows_together(int64_t batch, int64_t steps) {
  return std::min(std::max(kRowsTogether, batch), times(batch, steps));
}

// What a layer will be asked for, so that it prepares no weights for anything else.
enum class Passes {
  kForward,
  kBackward,       // without deltas of its inputs: the first layer
  kBackwardToInputs
};

// Throws where the layer's fields are out of range; index is its number, for the message.
template <typename T>
std::unique_ptr<Layer<T>> make_layer(const elman_layer& layer, int index, int64_t inputs, Passes passes);

}  // namespace elman

#endif
