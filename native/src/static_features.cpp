#include "static_features.h"

#include <algorithm>

// x: [rows, inputs], s: [sequences, count], y: [rows, inputs + count].
//
// Forward        y = [x, s], with the s of the row's sequence.
// Backward       dx = the first columns of dL/dy.

namespace elman {

template <typename T>
void StaticFeatures<T>::forward(const T* /*prepared*/, const Pass<T>& pass, Rows<const T> inputs, Rows<T> outputs,
                                const Memory<T>& /*memory*/) const {
  const int64_t count = this->units() - this->inputs();
  for (int64_t step = 0; step < pass.steps; ++step) {
    for (int64_t sequence = 0; sequence < pass.count(step); ++sequence) {
      const int64_t row = pass.first(step) + sequence;
      T* y = std::copy_n(inputs.from(row).values, this->inputs(), outputs.from(row).values);
      std::copy_n(pass.statics.from(sequence).values, count, y);
    }
  }
}

template <typename T>
int64_t StaticFeatures<T>::backward(const T* /*prepared*/, const Pass<T>& pass, Rows<const T> /*inputs*/,
                                    Rows<const T> /*outputs*/, const Memory<T>& /*memory*/, Steps steps, Rows<T> deltas,
                                    T* /*gradient*/, Rows<T> input_deltas) const {
  if (input_deltas.values == nullptr) return steps.given;
  for (int64_t row = pass.first(steps.given); row < pass.first(steps.end); ++row) {
    std::copy_n(deltas.from(row).values, this->inputs(), input_deltas.from(row).values);
  }
  return steps.given;
}

template class StaticFeatures<float>;
template class StaticFeatures<double>;

}  // namespace elman
