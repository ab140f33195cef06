#include "lstm.h"

#include <algorithm>

#include "memory.h"

// x[t]: [batch, inputs]; h[t], c[t] and each gate: [batch, units]. K: [inputs, 4 units], R: [units, 4 units] and
// b: [4 units] hold the gates side by side: i (input), f (forget), g (what may enter the cell), o (output).
//
// Forward        a[t] = x[t] K + h[t-1] R + b                    [batch, 4 units]
//                i = s(a_i),  f = s(a_f),  g = act(a_g),  o = s(a_o)
//                c[t] = f c[t-1] + i g,    h[t] = o act(c[t]),   h[-1] = c[-1] = 0.
//
// Backward, with D[t] = dL/dh[t] from above and d[t] = dL/da[t]:
//   dh[t] = D[t] + d[t+1] R^T
//   dc[t] = dh[t] o act'(c[t]) + dc[t+1] f[t+1]
//   d_i = dc g s'(a_i),  d_f = dc c[t-1] s'(a_f),  d_g = dc i act'(a_g),  d_o = dh act(c) s'(a_o)
//   dK = sum_t x[t]^T d[t],  dR = sum_t h[t-1]^T d[t],  db = sum_t sum_batch d[t],  dx[t] = d[t] K^T.
//
// x K, the weights' gradients and dx are products over as many steps as go together; h[t-1] R and d[t+1] R^T depend on
// the step before, and so are one small product for each step. What is between the products is done by the kernels of
// kernels/lstm.h, all gates of a row at a time.
//
// Kept of each row for the backward pass: the gates' values, then c. act(c) is computed once more.
//
// The divergence scan looks at h alone. Where c is infinite and h is not (a bounded act), it leads to no infinite loss.

namespace elman {

constexpr int64_t kGates = 4;

template <typename T>
Lstm<T>::Lstm(const elman_layer& layer, int64_t inputs, Passes passes)
    : Layer<T>(inputs, layer.units, layer.all_steps == 0),
      activation_(static_cast<Activation>(layer.activation)),
      recurrent_activation_(static_cast<Activation>(layer.recurrent_activation)),
      use_bias_(layer.use_bias != 0),
      passes_(passes),
      kernel_(inputs, layer.units, kGates),
      recurrent_(layer.units, layer.units, kGates),
      recurrent_transposed_(kGates * layer.units, layer.units),
      kernel_transposed_(kGates * layer.units, inputs),
      recurrent_at_(kernel_.size()),
      bias_at_(recurrent_at_ + recurrent_.size()),
      recurrent_transposed_at_(bias_at_ + kernel_.width()),
      kernel_transposed_at_(recurrent_transposed_at_ + recurrent_transposed_.size()) {}

template <typename T>
std::vector<int64_t> Lstm<T>::parameter_sizes() const {
  const int64_t columns = kGates * this->units();
  std::vector<int64_t> sizes = {times(this->inputs(), columns), times(this->units(), columns)};
  if (use_bias_) sizes.push_back(columns);
  return sizes;
}

template <typename T>
int64_t Lstm<T>::prepared_count() const {
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
void Lstm<T>::prepare(const T* parameters, T* prepared) const {
  const int64_t columns = kGates * this->units();
  const Rows<const T> kernel = {parameters, columns};
  const Rows<const T> recurrent = kernel.from(this->inputs());
  kernel_.prepare(kernel, prepared);
  recurrent_.prepare(recurrent, prepared + recurrent_at_);
  if (use_bias_) kernel_.prepare_bias(recurrent.from(this->units()).values, prepared + bias_at_);
  if (passes_ == Passes::kForward) return;
  recurrent_transposed_.prepare_transposed(recurrent, prepared + recurrent_transposed_at_);
  if (passes_ == Passes::kBackward) return;
  kernel_transposed_.prepare_transposed(kernel, prepared + kernel_transposed_at_);
}

template <typename T>
int64_t Lstm<T>::kept_width() const {
  return kernel_.width() + this->stride();
}

template <typename T>
int64_t Lstm<T>::scratch_count(int64_t batch, int64_t steps) const {
  // Without a backward pass: the gates of the steps that go together, and c. With one: d of these steps, and dc.
  const int64_t row = passes_ == Passes::kForward ? kernel_.width() : padded<T>(kGates * this->units());
  return plus(times(most_rows_together(batch, steps), row), times(batch, this->stride()));
}

template <typename T>
void Lstm<T>::forward(const T* prepared, const Pass<T>& pass, Rows<const T> inputs, Rows<T> outputs,
                      Memory<T> memory) const {
  const Rows<T> kept_rows = {memory.kept, kept_width()};
  const int64_t batch = pass.batch;
  const int64_t steps = pass.steps;
  const bool keeps = passes_ != Passes::kForward;
  const int64_t together = together_from(pass, 0, steps);
  const int64_t width = kernel_.width();
  const auto gates_of = [&](int64_t step) {
    return keeps ? kept_rows.from(step * batch) : Rows<T>{memory.scratch, width}.from(step % together * batch);
  };
  const auto cells_of = [&](int64_t step) {
    return keeps ? Rows<T>{kept_rows.values + width, kept_rows.stride}.from(step * batch)
                 : Rows<T>{memory.scratch + together * batch * width, this->stride()};
  };

  for (int64_t from = 0; from < steps; from += together) {
    const int64_t to = std::min(from + together, steps);
    kernel_.multiply(prepared, inputs.from(from * batch), (to - from) * batch, Start::kBias, prepared + bias_at_,
                     gates_of(from), Activation::kLinear);
    for (int64_t step = from; step < to; ++step) {
      const Rows<T> gates = gates_of(step);
      if (step > 0) {
        recurrent_.multiply(prepared + recurrent_at_, outputs.from((step - 1) * batch), batch, Start::kKeep, nullptr,
                            gates, Activation::kLinear);
      }
      LstmForward<T> cell;
      cell.rows = batch;
      cell.units = this->units();
      cell.activation = activation_;
      cell.recurrent_activation = recurrent_activation_;
      cell.gates = gates.values;
      cell.gates_row = gates.stride;
      cell.cells_before = step > 0 ? cells_of(step - 1).values : nullptr;
      cell.cells = cells_of(step).values;
      cell.cells_row = cells_of(step).stride;
      cell.outputs = outputs.from(step * batch).values;
      cell.outputs_row = outputs.stride;
      kernel_set().of<T>().lstm_forward(cell);
    }
  }
}

template <typename T>
int64_t Lstm<T>::backward(const T* prepared, const Pass<T>& pass, Rows<const T> inputs,
                          Rows<const T> outputs, Memory<T> memory, Steps steps, Rows<T> deltas,
                          T* gradient, Rows<T> input_deltas) const {
  const Rows<T> kept_rows = {memory.kept, kept_width()};
  const int64_t batch = pass.batch;
  const int64_t together = together_from(pass, 0, steps.end - steps.begin);
  const Rows<T> d = {memory.scratch, padded<T>(kGates * this->units())};
  T* cell_deltas = d.from(together * batch).values;
  std::fill_n(cell_deltas, batch * this->stride(), T(0));

  int64_t from;
  for (int64_t to = steps.end; to > steps.begin; to = from) {
    from = std::max(to - together, steps.begin);
    for (int64_t step = to - 1; step >= from; --step) {
      const Rows<T> kept = kept_rows.from(step * batch);
      const Rows<T> d_of_step = d.from((step - from) * batch);
      LstmBackward<T> cell;
      cell.rows = batch;
      cell.units = this->units();
      cell.activation = activation_;
      cell.recurrent_activation = recurrent_activation_;
      cell.gates = kept.values;
      cell.gates_row = kept.stride;
      cell.cells = kept.values + kernel_.width();
      cell.cells_before = step > 0 ? cell.cells - batch * kept.stride : nullptr;
      cell.cells_row = kept.stride;
      cell.deltas = deltas.from(step * batch).values;
      cell.cell_deltas = cell_deltas;
      cell.deltas_row = deltas.stride;
      cell.d = d_of_step.values;
      cell.d_row = d.stride;
      kernel_set().of<T>().lstm_backward(cell);
      if (step == steps.begin) break;
      recurrent_transposed_.multiply(prepared + recurrent_transposed_at_, d_of_step, batch,
                                     step - 1 >= steps.given ? Start::kKeep : Start::kZero, nullptr,
                                     deltas.from((step - 1) * batch), Activation::kLinear);
    }
    add_gradient(inputs, outputs, d, batch, from, to, gradient);
    if (input_deltas.values != nullptr) {
      kernel_transposed_.multiply(prepared + kernel_transposed_at_, d, (to - from) * batch, Start::kZero, nullptr,
                                  input_deltas.from(from * batch), Activation::kLinear);
    }
  }
  return steps.begin;
}

// Of steps [from, to), whose d begins with that of step from.
template <typename T>
void Lstm<T>::add_gradient(Rows<const T> inputs, Rows<const T> outputs, Rows<const T> d, int64_t batch, int64_t from,
                           int64_t to, T* gradient) const {
  const int64_t columns = kGates * this->units();
  const int64_t rows = (to - from) * batch;
  const int64_t later = std::max(from, int64_t{1});  // step 0 has no h[t-1]
  const Rows<T> kernel = {gradient, columns};
  const Rows<T> recurrent = kernel.from(this->inputs());
  add_weight_gradient<T>(inputs.from(from * batch), d, rows, this->inputs(), columns, kernel);
  add_weight_gradient<T>(outputs.from((later - 1) * batch), d.from((later - from) * batch), (to - later) * batch,
                         this->units(), columns, recurrent);
  if (use_bias_) add_bias_gradient<T>(d, rows, columns, recurrent.from(this->units()).values);
}

template class Lstm<float>;
template class Lstm<double>;

}  // namespace elman
