// Dropout: values that are zero in training, by two conventions (Srivastava et al., 2014). The draws are in random.h.
#ifndef ELMAN_DROPOUT_H
#define ELMAN_DROPOUT_H

#include "layer.h"
#include "random.h"

namespace elman {

// Every value of every step has a factor of its own (Keras's Dropout, PyTorch's between recurrent layers).
template <typename T>
class Dropout final : public Layer<T> {
 public:
  // number: the layer's in the network.
  Dropout(const elman_layer& layer, int number, int64_t inputs);

  std::vector<int64_t> parameter_sizes() const override { return {}; }
  int64_t prepared_count() const override { return 0; }
  void prepare(const T* /*parameters*/, T* /*prepared*/) const override {}
  // The factors.
  int64_t kept_width() const override { return mask_.drops() ? this->stride() : 0; }
  void forward(const T* prepared, const Pass<T>& pass, Rows<const T> inputs, Rows<T> outputs,
               const Memory<T>& memory) const override;
  int64_t backward(const T* prepared, const Pass<T>& pass, Rows<const T> inputs, Rows<const T> outputs,
                   const Memory<T>& memory, Steps steps, Rows<T> deltas, T* gradient,
                   Rows<T> input_deltas) const override;

 private:
  bool drops(const Pass<T>& pass) const { return pass.draws != nullptr && mask_.drops(); }

  Mask<T> mask_;
};

// A recurrent layer whose inputs have one mask for all time steps (Gal and Ghahramani, 2016; what Keras's recurrent
// layers do).
template <typename T>
class InputDropout final : public Layer<T> {
 public:
  // number: the layer's in the network. rate: above 0.
  InputDropout(std::unique_ptr<Layer<T>> layer, double rate, int number);

  std::vector<int64_t> parameter_sizes() const override { return layer_->parameter_sizes(); }
  int64_t prepared_count() const override { return layer_->prepared_count(); }
  void prepare(const T* parameters, T* prepared) const override { layer_->prepare(parameters, prepared); }
  // The layer's, then the masked inputs.
  int64_t kept_width() const override { return layer_->kept_width() + inputs_stride_; }
  // The masks, then the layer's.
  int64_t scratch_count(int64_t batch, int64_t steps) const override {
    return times(batch, inputs_stride_) + layer_->scratch_count(batch, steps);
  }
  int64_t previous_count(int64_t batch, int64_t steps) const override { return layer_->previous_count(batch, steps); }
  std::vector<int64_t> state_parts() const override { return layer_->state_parts(); }
  bool goes_backwards() const override { return layer_->goes_backwards(); }
  void forward(const T* prepared, const Pass<T>& pass, Rows<const T> inputs, Rows<T> outputs,
               const Memory<T>& memory) const override;
  int64_t backward(const T* prepared, const Pass<T>& pass, Rows<const T> inputs, Rows<const T> outputs,
                   const Memory<T>& memory, Steps steps, Rows<T> deltas, T* gradient,
                   Rows<T> input_deltas) const override;

 private:
  // Where the parts of a pass's memory are.
  struct Parts {
    Memory<T> of_layer;
    Rows<T> inputs;  // masked
    Rows<T> masks;   // of each sequence
  };

  Parts parts(const Pass<T>& pass, const Memory<T>& memory) const;

  std::unique_ptr<Layer<T>> layer_;
  Mask<T> mask_;
  int64_t inputs_stride_;
};

}  // namespace elman

#endif
