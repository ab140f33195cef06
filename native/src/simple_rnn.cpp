#include "simple_rnn.h"

#include <algorithm>

#include "memory.h"
#include "recurrent.h"

// x[t]: [batch, inputs], h[t]: [batch, units]; K: [inputs, units], R: [units, units], b: [units].
//
// Forward        h[t] = f(a[t]),  a[t] = x[t] K + h[t-1] R + b,  h[-1] = 0.
//
// Backward, with D[t] = dL/dh[t] from above and d[t] = dL/da[t]:
//   d[t] = (D[t] + d[t+1] R^T) f'(a[t])
//   dK = sum_t x[t]^T d[t],  dR = sum_t h[t-1]^T d[t],  db = sum_t sum_batch d[t],  dx[t] = d[t] K^T.
//
// x K, the weights' gradients and dx are products over as many steps as go together; h[t-1] R and d[t+1] R^T depend on
// the step before, and so are one small product for each step; those of the steps that go together are one call where
// every step has the same sequences.

namespace elman {

template <typename T>
SimpleRnn<T>::SimpleRnn(const elman_layer& layer, int64_t inputs, Passes passes, Mask<T> mask)
    : Layer<T>(inputs, layer.units, layer.all_steps == 0),
      activation_(static_cast<Activation>(layer.activation)),
      use_bias_(layer.use_bias != 0),
      passes_(passes),
      kernels_(&kernel_set().of<T>()),
      mask_(mask),
      kernel_(inputs, layer.units),
      recurrent_(layer.units, layer.units, 1, first_part(layer.units)),
      recurrent_transposed_(layer.units, layer.units, 1, first_part(layer.units)),
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
int64_t SimpleRnn<T>::previous_count(int64_t batch, int64_t steps) const {
  const bool needed = passes_ != Passes::kForward || mask_.drops();
  return needed ? PreviousStates<T>::room(mask_, this->units(), batch, steps) : 0;
}

template <typename T>
bool SimpleRnn<T>::is_small(const Pass<T>& pass, const PreviousStates<T>& previous, int64_t most_units) const {
  return pass.batch == 1 && this->units() <= most_units && this->inputs() <= kMostSmallFeatures &&
         is_usual(activation_) && kernel_.packed() && previous.plain();
}

template <typename T>
void SimpleRnn<T>::forward(const T* prepared, const Pass<T>& pass, Rows<const T> inputs, Rows<T> outputs,
                           const Memory<T>& memory) const {
  const PreviousStates<T> previous(pass, mask_, outputs, memory, this->units());
  const T* const recurrent = prepared + recurrent_at_;
  if (is_small(pass, previous, kernels_->most_units_alone)) {
    kernels_->small_forward({this->units(), this->inputs(), pass.steps, activation_, prepared, prepared + bias_at_,
                             recurrent, memory.state_before.values, inputs.values, inputs.stride, outputs.values,
                             outputs.stride, memory.state_after.values, std::min(memory.state_steps, pass.steps)});
    return;
  }
  int64_t to;
  for (int64_t from = 0; from < pass.steps; from = to) {
    to = together_from(pass, from, pass.steps);
    const int64_t first = pass.first(from);
    // a[t] = x[t] K + b for all these steps; without a bias its place holds zeros.
    kernel_.multiply(prepared, inputs.from(first), pass.first(to) - first, Start::kBias, prepared + bias_at_,
                     outputs.from(first), Activation::kLinear);
    // h[t] = f(a[t] + h[t-1] R); h[0] = f(a[0]) where there is no h[-1].
    const auto step_from = [&](Rows<const T> before, int64_t step) {
      recurrent_.multiply(recurrent, before, pass.count(step), Start::kKeep, nullptr, outputs.from(pass.first(step)),
                          activation_);
    };
    int64_t step = from;
    if (step == 0) {
      const Rows<const T> initial = previous.of(step++);
      if (initial.values == nullptr) {
        recurrent_.activate(activation_, pass.batch, outputs);
      } else {
        step_from(initial, 0);
      }
    }
    if (previous.plain()) {
      recurrent_.recur(recurrent, outputs.from(pass.first(step - 1)), pass.batch, to - step, pass.batch, Start::kKeep,
                       outputs.from(pass.first(step)), activation_, nullptr);
    } else {
      for (; step < to; ++step) step_from(previous.of(step), step);
    }
  }
  if (memory.state_after.values != nullptr) {
    hand_on<T>(pass, outputs, this->units(), memory.state_steps, memory.state_after);
  }
}

template <typename T>
int64_t SimpleRnn<T>::backward(const T* prepared, const Pass<T>& pass, Rows<const T> inputs, Rows<const T> outputs,
                               const Memory<T>& memory, Steps steps, Rows<T> deltas, T* gradient,
                               Rows<T> input_deltas) const {
  const int64_t units = this->units();
  const PreviousStates<T> previous(pass, mask_, outputs, memory, units);
  if (is_small(pass, previous, kernels_->most_small_units)) {
    kernels_->small_backward({units, this->inputs(), steps.begin, steps.end, steps.given, activation_,
                              prepared + recurrent_transposed_at_, memory.state_before.values, inputs.values,
                              inputs.stride, outputs.values, deltas.values, outputs.stride, gradient, use_bias_});
    if (input_deltas.values != nullptr) {
      kernel_transposed_.multiply(prepared + kernel_transposed_at_, deltas.from(steps.begin), steps.end - steps.begin,
                                  Start::kZero, nullptr, input_deltas.from(steps.begin), Activation::kLinear);
    }
    return steps.begin;
  }
  T* recurrent_gradient = gradient + this->inputs() * units;
  int64_t from;
  for (int64_t to = steps.end; to > steps.begin; to = from) {
    from = together_to(pass, to, steps.begin);
    descend(prepared, pass, previous, outputs, steps, from, to, deltas);

    // dK, dR, db, dx of all these steps.
    const int64_t row = pass.first(from);
    const int64_t rows = pass.first(to) - row;
    add_weight_gradient<T>(inputs.from(row), deltas.from(row), rows, this->inputs(), units, {gradient, units},
                           use_bias_ ? recurrent_gradient + units * units : nullptr);
    previous.add_gradient(from, to, deltas.from(row), units, {recurrent_gradient, units});
    if (input_deltas.values != nullptr) {
      kernel_transposed_.multiply(prepared + kernel_transposed_at_, deltas.from(row), rows, Start::kZero, nullptr,
                                  input_deltas.from(row), Activation::kLinear);
    }
  }
  return steps.begin;
}

// d[last] = D[last] f', then d[t] = (D[t] + d[t+1] R^T) f' for the steps with a D[t], then for those without.
template <typename T>
void SimpleRnn<T>::descend(const T* prepared, const Pass<T>& pass, const PreviousStates<T>& previous,
                           Rows<const T> outputs, Steps steps, int64_t from, int64_t to, Rows<T> deltas) const {
  const T* const transposed = prepared + recurrent_transposed_at_;
  const auto slope = [&](int64_t step) {
    const int64_t row = pass.first(step);
    recurrent_transposed_.apply_slope(activation_, pass.count(step), outputs.from(row), deltas.from(row));
  };
  int64_t done = to;  // the step that has its d
  if (done == steps.end) slope(--done);
  if (!previous.plain()) {
    for (int64_t step = done; step > from; --step) {
      const auto target = previous.target(step, steps, deltas);
      recurrent_transposed_.multiply(transposed, deltas.from(pass.first(step)), pass.count(step), target.start,
                                     nullptr, target.deltas, Activation::kLinear);
      previous.put(step, steps, deltas);
      slope(step - 1);
    }
    return;
  }
  const auto chain = [&](int64_t end, Start start) {  // steps done - 1 down to end
    if (end >= done) return;
    const int64_t before = pass.first(done - 1);
    recurrent_transposed_.recur(transposed, deltas.from(pass.first(done)), pass.batch, done - end, -pass.batch, start,
                                deltas.from(before), activation_, outputs.from(before).values);
    done = end;
  };
  chain(std::max(steps.given, from), Start::kKeep);
  chain(from, Start::kZero);
}

template class SimpleRnn<float>;
template class SimpleRnn<double>;

}  // namespace elman
