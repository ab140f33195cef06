// Probabilities of every row.
#ifndef ELMAN_SOFTMAX_H
#define ELMAN_SOFTMAX_H

#include "layer.h"

namespace elman {

template <typename T>
class Softmax final : public Layer<T> {
 public:
  explicit Softmax(int64_t inputs) : Layer<T>(inputs, inputs, false), kernels_(&kernel_set().of<T>()) {}

  std::vector<int64_t> parameter_sizes() const override { return {}; }
  int64_t prepared_count() const override { return 0; }
  void prepare(const T* /*parameters*/, T* /*prepared*/) const override {}
  void forward(const T* prepared, const Pass<T>& pass, Rows<const T> inputs, Rows<T> outputs,
               const Memory<T>& memory) const override;
  int64_t backward(const T* prepared, const Pass<T>& pass, Rows<const T> inputs, Rows<const T> outputs,
                   const Memory<T>& memory, Steps steps, Rows<T> deltas, T* gradient,
                   Rows<T> input_deltas) const override;

 private:
  const Kernels<T>* kernels_;
};

}  // namespace elman

#endif
