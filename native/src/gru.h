// The gated recurrent unit of Cho et al. (2014), its reset gate before the product with the state as there, or after it
// as in cuDNN; Keras's GRU.
#ifndef ELMAN_GRU_H
#define ELMAN_GRU_H

#include "recurrent.h"

namespace elman {

template <typename T>
class Gru final : public Layer<T> {
 public:
  // mask: of the previous state.
  Gru(const elman_layer& layer, int64_t inputs, Passes passes, Mask<T> mask);

  std::vector<int64_t> parameter_sizes() const override;
  int64_t prepared_count() const override;
  void prepare(const T* parameters, T* prepared) const override;
  int64_t kept_width() const override;
  int64_t scratch_count(int64_t batch, int64_t steps) const override;
  int64_t previous_count(int64_t batch, int64_t steps) const override;
  std::vector<int64_t> state_parts() const override { return {this->units()}; }
  void forward(const T* prepared, const Pass<T>& pass, Rows<const T> inputs, Rows<T> outputs,
               const Memory<T>& memory) const override;
  int64_t backward(const T* prepared, const Pass<T>& pass, Rows<const T> inputs, Rows<const T> outputs,
                   const Memory<T>& memory, Steps steps, Rows<T> deltas, T* gradient,
                   Rows<T> input_deltas) const override;

 private:
  using Target = typename PreviousStates<T>::Target;

  // The length of a row of d.
  int64_t d_width() const;
  // What every step's call of a kernel has in common.
  template <typename Step>
  Step step_of(int64_t batch) const;
  // One step of so many rows, from the sums over the inputs; before is null where all states before are zero.
  void step_forward(const T* prepared, int64_t rows, Rows<const T> before, Rows<T> gates, Rows<T> kept,
                    Rows<T> outputs, T* sums) const;
  // One step; the target is null at the last one that is reached. Of the next one, its kept rows and the state before
  // it are fetched.
  void step_backward(const T* prepared, int64_t rows, Rows<const T> before, Rows<const T> gates, Rows<const T> kept,
                     Rows<const T> deltas, const Target& target, Rows<T> d, Rows<T> state_d, T* reset_deltas,
                     Rows<const T> next_kept, Rows<const T> next_before) const;
  void add_gradient(const PreviousStates<T>& previous, const Pass<T>& pass, Rows<const T> inputs, Rows<const T> kept,
                    Rows<const T> d, Rows<const T> state_d, int64_t from, int64_t to, T* gradient) const;

  Activation activation_;
  Activation recurrent_activation_;
  bool use_bias_;
  bool reset_after_;
  Passes passes_;
  Mask<T> mask_;
  Weights<T> kernel_;
  // Reset after: all of R, and no candidate_. Before: of z and r, and of n, as both are transposed.
  Weights<T> recurrent_;
  Weights<T> candidate_;
  Weights<T> recurrent_transposed_;
  Weights<T> candidate_transposed_;
  Weights<T> kernel_transposed_;
  // Where each of them, and the biases behind the first three, begins in what prepare makes.
  int64_t recurrent_at_;
  int64_t candidate_at_;
  int64_t bias_at_;
  int64_t recurrent_bias_at_;
  int64_t recurrent_transposed_at_;
  int64_t candidate_transposed_at_;
  int64_t kernel_transposed_at_;
};

}  // namespace elman

#endif
