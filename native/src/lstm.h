// Long short-term memory, Hochreiter and Schmidhuber (1997) with the forget gate of Gers et al. (2000); Keras's LSTM.
#ifndef ELMAN_LSTM_H
#define ELMAN_LSTM_H

#include "recurrent.h"

namespace elman {

template <typename T>
class Lstm final : public Layer<T> {
 public:
  // mask: of the previous hidden state.
  Lstm(const elman_layer& layer, int64_t inputs, Passes passes, Mask<T> mask);

  std::vector<int64_t> parameter_sizes() const override;
  int64_t prepared_count() const override;
  void prepare(const T* parameters, T* prepared) const override;
  int64_t kept_width() const override;
  int64_t scratch_count(int64_t batch, int64_t steps) const override;
  int64_t previous_count(int64_t batch, int64_t steps) const override;
  std::vector<int64_t> state_parts() const override { return {this->units(), this->units()}; }
  void forward(const T* prepared, const Pass<T>& pass, Rows<const T> inputs, Rows<T> outputs,
               const Memory<T>& memory) const override;
  int64_t backward(const T* prepared, const Pass<T>& pass, Rows<const T> inputs, Rows<const T> outputs,
                   const Memory<T>& memory, Steps steps, Rows<T> deltas, T* gradient,
                   Rows<T> input_deltas) const override;

 private:
  // Behind the hidden state in a row of state.
  Rows<const T> initial_cells(const Memory<T>& memory) const;

  Activation activation_;
  Activation recurrent_activation_;
  bool use_bias_;
  Passes passes_;
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
