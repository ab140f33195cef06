// Every row brought to a mean of zero and a variance of one, then scaled and shifted (Ba, Kiros and Hinton, 2016).
#ifndef ELMAN_LAYER_NORMALIZATION_H
#define ELMAN_LAYER_NORMALIZATION_H

#include "layer.h"

namespace elman {

template <typename T>
class LayerNormalization final : public Layer<T> {
 public:
  LayerNormalization(const elman_layer& layer, int64_t inputs);

  std::vector<int64_t> parameter_sizes() const override { return {this->units(), this->units()}; }
  int64_t prepared_count() const override { return 2 * this->stride(); }
  void prepare(const T* parameters, T* prepared) const override;
  // The mean and 1 / sqrt(variance + epsilon).
  int64_t kept_width() const override { return padded<T>(2); }
  void forward(const T* prepared, const Pass<T>& pass, Rows<const T> inputs, Rows<T> outputs,
               const Memory<T>& memory) const override;
  int64_t backward(const T* prepared, const Pass<T>& pass, Rows<const T> inputs, Rows<const T> outputs,
                   const Memory<T>& memory, Steps steps, Rows<T> deltas, T* gradient,
                   Rows<T> input_deltas) const override;

 private:
  double epsilon_;
  const Kernels<T>* kernels_;
};

}  // namespace elman

#endif
