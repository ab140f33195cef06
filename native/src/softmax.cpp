#include "softmax.h"

// x, y: [rows, width]; a row is one sample at one step.
//
// Forward        y[j] = exp(x[j] - max x) / sum_k exp(x[k] - max x).
// Backward       with d = dL/dy:  dx[j] = y[j] (d[j] - sum_k d[k] y[k]).

namespace elman {

template <typename T>
void Softmax<T>::forward(const T* /*prepared*/, const Pass<T>& pass, Rows<const T> inputs, Rows<T> outputs,
                         const Memory<T>& /*memory*/) const {
  kernels_->softmax(pass.rows(), this->units(), inputs.values, inputs.stride, outputs.values, outputs.stride);
}

template <typename T>
int64_t Softmax<T>::backward(const T* /*prepared*/, const Pass<T>& pass, Rows<const T> /*inputs*/,
                             Rows<const T> outputs, const Memory<T>& /*memory*/, Steps steps, Rows<T> deltas,
                             T* /*gradient*/, Rows<T> input_deltas) const {
  if (input_deltas.values == nullptr) return steps.given;
  const int64_t row = pass.first(steps.given);
  kernels_->softmax_slope(pass.first(steps.end) - row, this->units(), outputs.from(row).values, outputs.stride,
                          deltas.from(row).values, deltas.stride, input_deltas.from(row).values, input_deltas.stride);
  return steps.given;
}

template class Softmax<float>;
template class Softmax<double>;

}  // namespace elman
