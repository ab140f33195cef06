// The recurrent layer of Elman (1990), Keras's SimpleRNN.
#ifndef ELMAN_SIMPLE_RNN_H
#define ELMAN_SIMPLE_RNN_H

#include "layer.h"
#include "recurrent.h"

namespace elman {

template <typename T>
class SimpleRnn final : public Layer<T> {
 public:
  // mask: of the previous state.
  SimpleRnn(const elman_layer& layer, int64_t inputs, Passes passes, Mask<T> mask);

  std::vector<int64_t> parameter_sizes() const override;
  int64_t prepared_count() const override;
  void prepare(const T* parameters, T* prepared) const override;
  int64_t previous_count(int64_t batch, int64_t steps) const override;
  std::vector<int64_t> state_parts() const override { return {this->units()}; }
  void forward(const T* prepared, const Pass<T>& pass, Rows<const T> inputs, Rows<T> outputs,
               const Memory<T>& memory) const override;
  int64_t backward(const T* prepared, const Pass<T>& pass, Rows<const T> inputs, Rows<const T> outputs,
                   const Memory<T>& memory, Steps steps, Rows<T> deltas, T* gradient,
                   Rows<T> input_deltas) const override;

 private:
  // From the deltas D[t] to d[t] for steps [from, to) of those that the backward pass goes through, the last one first;
  // those from to on have gone before.
  void descend(const T* prepared, const Pass<T>& pass, const PreviousStates<T>& previous, Rows<const T> outputs,
               Steps steps, int64_t from, int64_t to, Rows<T> deltas) const;

  // Whether one call of a kernel does it all.
  bool is_small(const Pass<T>& pass, const PreviousStates<T>& previous, int64_t most_units) const;

  Activation activation_;
  bool use_bias_;
  Passes passes_;
  const Kernels<T>* kernels_;
  Mask<T> mask_;
  Weights<T> kernel_;
  Weights<T> recurrent_;
  Weights<T> recurrent_transposed_;
  Weights<T> kernel_transposed_;
  // Where each of them, and the bias behind the first two, begins in what prepare makes.
  int64_t recurrent_at_;
  int64_t bias_at_;
  int64_t recurrent_transposed_at_;
  int64_t kernel_transposed_at_;
};

}  // namespace elman

#endif
