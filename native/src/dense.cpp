#include "dense.h"

#include <algorithm>

#include "memory.h"

// x: [rows, inputs], y: [rows, units]; K: [inputs, units], b: [units]; a row is one sample at one step.
//
// Forward        y = f(a),  a = x K + b.
// Backward       d = dL/dy f'(a);  dK = x^T d,  db = sum_rows d,  dx = d K^T.

namespace elman {

template <typename T>
Dense<T>::Dense(const elman_layer& layer, int64_t inputs, Passes passes)
    : Layer<T>(inputs, layer.units, false),
      activation_(static_cast<Activation>(layer.activation)),
      use_bias_(layer.use_bias != 0),
      passes_(passes),
      kernel_(inputs, layer.units),
      kernel_transposed_(layer.units, inputs),
      bias_at_(kernel_.size()),
      kernel_transposed_at_(bias_at_ + this->stride()) {}

template <typename T>
std::vector<int64_t> Dense<T>::parameter_sizes() const {
  std::vector<int64_t> sizes = {times(this->inputs(), this->units())};
  if (use_bias_) sizes.push_back(this->units());
  return sizes;
}

template <typename T>
int64_t Dense<T>::prepared_count() const {
  return kernel_transposed_at_ + (passes_ == Passes::kBackwardToInputs ? kernel_transposed_.size() : 0);
}

template <typename T>
void Dense<T>::prepare(const T* parameters, T* prepared) const {
  kernel_.prepare({parameters, this->units()}, prepared);
  if (use_bias_) std::copy_n(parameters + this->inputs() * this->units(), this->units(), prepared + bias_at_);
  if (passes_ == Passes::kBackwardToInputs) {
    kernel_transposed_.prepare_transposed({parameters, this->units()}, prepared + kernel_transposed_at_);
  }
}

template <typename T>
void Dense<T>::forward(const T* prepared, const Pass<T>& pass, Rows<const T> inputs, Rows<T> outputs,
                       const Memory<T>& memory) const {
  const int64_t rows = pass.rows();
  const bool keeps_sums = memory.kept != nullptr && !has_slope_of_output(activation_);
  kernel_.multiply(prepared, inputs, rows, Start::kBias, prepared + bias_at_, outputs,
                   keeps_sums ? Activation::kLinear : activation_);
  if (!keeps_sums) return;
  std::copy_n(outputs.values, rows * this->stride(), memory.kept);
  kernel_.activate(activation_, rows, outputs);
}

template <typename T>
int64_t Dense<T>::backward(const T* prepared, const Pass<T>& pass, Rows<const T> inputs,
                           Rows<const T> outputs, const Memory<T>& memory, Steps steps, Rows<T> deltas,
                           T* gradient, Rows<T> input_deltas) const {
  // A step without dL/dy gives nothing to the steps beside it.
  const int64_t row = pass.first(steps.given);
  const int64_t rows = pass.first(steps.end) - row;
  const int64_t units = this->units();
  const Rows<const T> sloped = has_slope_of_output(activation_) ? outputs : Rows<const T>{memory.kept, this->stride()};
  kernel_.apply_slope(activation_, rows, sloped.from(row), deltas.from(row));
  add_weight_gradient<T>(inputs.from(row), deltas.from(row), rows, this->inputs(), units, {gradient, units},
                         use_bias_ ? gradient + this->inputs() * units : nullptr);
  if (input_deltas.values != nullptr) {
    kernel_transposed_.multiply(prepared + kernel_transposed_at_, deltas.from(row), rows, Start::kZero, nullptr,
                                input_deltas.from(row), Activation::kLinear);
  }
  return steps.given;
}

template class Dense<float>;
template class Dense<double>;

}  // namespace elman
