// The fully connected layer; on a sequence it is applied to each time step with the same weights.
#ifndef ELMAN_DENSE_H
#define ELMAN_DENSE_H

#include "layer.h"

namespace elman {

template <typename T>
class Dense final : public Layer<T> {
 public:
  Dense(const elman_layer& layer, int64_t inputs, Passes passes);

  std::vector<int64_t> parameter_sizes() const override;
  int64_t prepared_count() const override;
  void prepare(const T* parameters, T* prepared) const override;
  // The weighted sums, where the slope of the activation does not follow from its value.
  int64_t kept_width() const override { return has_slope_of_output(activation_) ? 0 : this->stride(); }
  void forward(const T* prepared, const Pass<T>& pass, Rows<const T> inputs, Rows<T> outputs,
               const Memory<T>& memory) const override;
  int64_t backward(const T* prepared, const Pass<T>& pass, Rows<const T> inputs, Rows<const T> outputs,
                   const Memory<T>& memory, Steps steps, Rows<T> deltas, T* gradient,
                   Rows<T> input_deltas) const override;

 private:
  Activation activation_;
  bool use_bias_;
  Passes passes_;
  Weights<T> kernel_;
  Weights<T> kernel_transposed_;
  int64_t bias_at_;
  int64_t kernel_transposed_at_;
};

}  // namespace elman

#endif
