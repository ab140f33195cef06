#include "simple_rnn.h"

#include <algorithm>

#include "memory.h"

// x[t]: [batch, inputs], h[t]: [batch, units]; K: [inputs, units], R: [units, units], b: [units].
//
// Forward        h[t] = f(a[t]),  a[t] = x[t] K + h[t-1] R + b,  h[-1] = 0.
//
// Backward, with D[t] = dL/dh[t] from above and d[t] = dL/da[t]:
//   d[t] = (D[t] + d[t+1] R^T) f'(a[t])
//   dK = sum_t x[t]^T d[t],  dR = sum_t h[t-1]^T d[t],  db = sum_t sum_batch d[t],  dx[t] = d[t] K^T.
//
// x K and the weight gradients are one product over all steps; h[t-1] R and d[t+1] R^T depend on the step before, and
// so are one small product for each step.

namespace elman {

template <typename T>
SimpleRnn<T>::SimpleRnn(const elman_layer& layer, int64_t inputs, Passes passes)
    : Layer<T>(inputs, layer.units, layer.all_steps == 0),
      activation_(static_cast<Activation>(layer.activation)),
      use_bias_(layer.use_bias != 0),
      passes_(passes),
      kernel_(inputs, layer.units),
      recurrent_(layer.units, layer.units),
      recurrent_transposed_(layer.units, layer.units),
      kernel_transposed_(layer.units, inputs),
      recurrent_at_(kernel_.size()),
      bias_at_(recurrent_at_ + recurrent_.size()),
      recurrent_transposed_at_(bias_at_ + this->stride()),
      kernel_transposed_at_(recurrent_transposed_at_ + recurrent_transposed_.size()) {}

template <typename T>
std::vector<int64_t> SimpleRnn<T>::parameter_sizes() const {
  std::vector<int64_t> sizes = {times(this->inputs(), this->units()), times(this->units(), this->units())};
  if (use_bias_) sizes.push_back(this->units());
  return sizes;
}

template <typename T>
int64_t SimpleRnn<T>::prepared_count() const {
  switch (passes_) {
    case Passes::kForward:
      return recurrent_transposed_at_;
    case Passes::kBackward:
      return kernel_transposed_at_;
    case Passes::kBackwardToInputs:
      break;
  }
  return kernel_transposed_at_ + kernel_transposed_.size();
}

template <typename T>
void SimpleRnn<T>::prepare(const T* parameters, T* prepared) const {
  const int64_t units = this->units();
  const T* recurrent = parameters + this->inputs() * units;
  kernel_.prepare({parameters, units}, prepared);
  recurrent_.prepare({recurrent, units}, prepared + recurrent_at_);
  if (use_bias_) std::copy_n(recurrent + units * units, units, prepared + bias_at_);
  if (passes_ == Passes::kForward) return;
  recurrent_transposed_.prepare_transposed({recurrent, units}, prepared + recurrent_transposed_at_);
  if (passes_ == Passes::kBackward) return;
  kernel_transposed_.prepare_transposed({parameters, units}, prepared + kernel_transposed_at_);
}

template <typename T>
void SimpleRnn<T>::forward(const T* prepared, const Pass<T>& pass, Rows<const T> inputs, Rows<T> outputs,
                           Memory<T> /*memory*/) const {
  const int64_t batch = pass.batch;
  const int64_t steps = pass.steps;
  // a[t] = x[t] K + b for all steps; without a bias its place holds zeros.
  kernel_.multiply(prepared, inputs, steps * batch, Start::kBias, prepared + bias_at_, outputs, Activation::kLinear);
  // h[0] = f(a[0]), then h[t] = f(a[t] + h[t-1] R).
  recurrent_.activate(activation_, batch, outputs);
  recurrent_.recur(prepared + recurrent_at_, outputs, batch, steps - 1, batch, Start::kKeep, outputs.from(batch),
                   activation_, nullptr);
}

template <typename T>
int64_t SimpleRnn<T>::backward(const T* prepared, const Pass<T>& pass, Rows<const T> inputs,
                               Rows<const T> outputs, Memory<T> /*memory*/, Steps steps, Rows<T> deltas,
                               T* gradient, Rows<T> input_deltas) const {
  const int64_t batch = pass.batch;
  const int64_t units = this->units();

  // d[last] = D[last] f', then d[t] = (D[t] + d[t+1] R^T) f' for the steps with a D[t], then for those without.
  const int64_t last = steps.end - 1;
  recurrent_transposed_.apply_slope(activation_, batch, outputs.from(last * batch), deltas.from(last * batch));
  const auto descend = [&](int64_t from, int64_t to, Start start) {  // steps from - 1 down to to
    recurrent_transposed_.recur(prepared + recurrent_transposed_at_, deltas.from(from * batch), batch, from - to,
                                -batch, start, deltas.from((from - 1) * batch), activation_,
                                outputs.from((from - 1) * batch).values);
  };
  if (steps.given < last) descend(last, steps.given, Start::kKeep);
  if (steps.begin < steps.given) descend(steps.given, steps.begin, Start::kZero);

  // dK, dR, db over all these steps at once; step 0 has no h[t-1].
  const int64_t row = steps.begin * batch;
  const int64_t rows = (steps.end - steps.begin) * batch;
  const int64_t later = std::max(steps.begin, int64_t{1});
  T* recurrent_gradient = gradient + this->inputs() * units;
  add_weight_gradient<T>(inputs.from(row), deltas.from(row), rows, this->inputs(), units, {gradient, units});
  add_weight_gradient<T>(outputs.from((later - 1) * batch), deltas.from(later * batch), (steps.end - later) * batch,
                         units, units, {recurrent_gradient, units});
  if (use_bias_) add_bias_gradient<T>(deltas.from(row), rows, units, recurrent_gradient + units * units);

  if (input_deltas.values != nullptr) {
    kernel_transposed_.multiply(prepared + kernel_transposed_at_, deltas.from(row), rows, Start::kZero, nullptr,
                                input_deltas.from(row), Activation::kLinear);
  }
  return steps.begin;
}

template class SimpleRnn<float>;
template class SimpleRnn<double>;

}  // namespace elman
