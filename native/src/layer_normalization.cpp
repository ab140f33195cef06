#include "layer_normalization.h"

#include <algorithm>

// x, y: [rows, width]; scale, bias: [width]; a row is one sample at one step, mean and variance are over its values.
//
// Forward        r = 1 / sqrt(variance(x) + epsilon),  u = (x - mean(x)) r,  y = scale u + bias.
// Backward       with d = dL/dy and du = scale d:
//   dscale = sum_rows d u,  dbias = sum_rows d,  dx = r (du - mean(du) - u mean(du u)).

namespace elman {

template <typename T>
LayerNormalization<T>::LayerNormalization(const elman_layer& layer, int64_t inputs)
    : Layer<T>(inputs, inputs, false), epsilon_(layer.epsilon), kernels_(&kernel_set().of<T>()) {}

template <typename T>
void LayerNormalization<T>::prepare(const T* parameters, T* prepared) const {
  std::copy_n(parameters, this->units(), prepared);
  std::copy_n(parameters + this->units(), this->units(), prepared + this->stride());
}

template <typename T>
void LayerNormalization<T>::forward(const T* prepared, const Pass<T>& pass, Rows<const T> inputs, Rows<T> outputs,
                                    const Memory<T>& memory) const {
  kernels_->normalize({pass.rows(), this->units(), static_cast<T>(epsilon_), inputs.values, inputs.stride, prepared,
                       prepared + this->stride(), outputs.values, outputs.stride, memory.kept, kept_width()});
}

template <typename T>
int64_t LayerNormalization<T>::backward(const T* prepared, const Pass<T>& pass, Rows<const T> inputs,
                                        Rows<const T> /*outputs*/, const Memory<T>& memory, Steps steps, Rows<T> deltas,
                                        T* gradient, Rows<T> input_deltas) const {
  const int64_t row = pass.first(steps.given);
  kernels_->normalize_slope({pass.first(steps.end) - row, this->units(), inputs.from(row).values, inputs.stride,
                             prepared, memory.kept + row * kept_width(), kept_width(), deltas.from(row).values,
                             deltas.stride, gradient, gradient + this->units(),
                             input_deltas.values == nullptr ? nullptr : input_deltas.from(row).values,
                             input_deltas.stride});
  return steps.given;
}

template class LayerNormalization<float>;
template class LayerNormalization<double>;

}  // namespace elman
