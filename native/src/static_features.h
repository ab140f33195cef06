// The features that a sequence has as a whole, joined to each row of the layer's input.
#ifndef ELMAN_STATIC_FEATURES_H
#define ELMAN_STATIC_FEATURES_H

#include "layer.h"

namespace elman {

template <typename T>
class StaticFeatures final : public Layer<T> {
 public:
  StaticFeatures(const elman_layer& layer, int64_t inputs) : Layer<T>(inputs, inputs + layer.units, false) {}

  std::vector<int64_t> parameter_sizes() const override { return {}; }
  int64_t prepared_count() const override { return 0; }
  void prepare(const T* /*parameters*/, T* /*prepared*/) const override {}
  void forward(const T* prepared, const Pass<T>& pass, Rows<const T> inputs, Rows<T> outputs,
               const Memory<T>& memory) const override;
  int64_t backward(const T* prepared, const Pass<T>& pass, Rows<const T> inputs, Rows<const T> outputs,
                   const Memory<T>& memory, Steps steps, Rows<T> deltas, T* gradient,
                   Rows<T> input_deltas) const override;
};

}  // namespace elman

#endif
