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
Lstm<T>::Lstm(const elman_layer& layer, int64_t inputs, Passes passes, Mask<T> mask)
    : Layer<T>(inputs, layer.units, layer.all_steps == 0),
      activation_(static_cast<Activation>(layer.activation)),
      recurrent_activation_(static_cast<Activation>(layer.recurrent_activation)),
      use_bias_(layer.use_bias != 0),
      passes_(passes),
      mask_(mask),
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
int64_t Lstm<T>::previous_count(int64_t batch, int64_t steps) const {
  const bool needed = passes_ != Passes::kForward || mask_.drops();
  return needed ? PreviousStates<T>::room(mask_, this->units(), batch, steps) : 0;
}

template <typename T>
Rows<const T> Lstm<T>::initial_cells(const Memory<T>& memory) const {
  const Rows<const T> state = memory.state_before;
  return {state.values == nullptr ? nullptr : state.values + this->stride(), state.stride};
}

template <typename T>
void Lstm<T>::forward(const T* prepared, const Pass<T>& pass, Rows<const T> inputs, Rows<T> outputs,
                      const Memory<T>& memory) const {
  const bool keeps = passes_ != Passes::kForward;
  const int64_t width = kernel_.width();
  const PreviousStates<T> previous(pass, mask_, outputs, memory, this->units());
  // Of the first row that goes through the products together; and of the first row of a step.
  Rows<T> gates = {keeps ? memory.kept : memory.scratch, keeps ? kept_width() : width};
  Rows<T> cells = {memory.kept + width, kept_width()};
  Rows<const T> cells_before = initial_cells(memory);
  if (!keeps) {
    const int64_t most = most_rows_together(pass.batch, pass.steps);
    cells = {memory.scratch + most * width, this->stride()};
  }

  int64_t to;
  for (int64_t from = 0; from < pass.steps; from = to) {
    to = together_from(pass, from, pass.steps);
    const int64_t rows = pass.first(to) - pass.first(from);
    kernel_.multiply(prepared, inputs.from(pass.first(from)), rows, Start::kBias, prepared + bias_at_, gates,
                     Activation::kLinear);
    for (int64_t step = from; step < to; ++step) {
      const Rows<T> gates_of_step = gates.from(pass.first(step) - pass.first(from));
      const Rows<const T> before = previous.of(step);
      if (before.values != nullptr) {
        recurrent_.multiply(prepared + recurrent_at_, before, pass.count(step), Start::kKeep, nullptr, gates_of_step,
                            Activation::kLinear);
      }
      LstmForward<T> cell;
      cell.rows = pass.count(step);
      cell.units = this->units();
      cell.activation = activation_;
      cell.recurrent_activation = recurrent_activation_;
      cell.gates = gates_of_step.values;
      cell.gates_row = gates.stride;
      cell.cells_before = cells_before.values;
      cell.cells_before_row = cells_before.stride;
      cell.cells = cells.values;
      cell.cells_row = cells.stride;
      cell.outputs = outputs.from(pass.first(step)).values;
      cell.outputs_row = outputs.stride;
      kernel_set().of<T>().lstm_forward(cell);
      cells_before = cells;
      if (keeps) cells = cells.from(pass.count(step));
      // Where c is not kept, a sequence's last one stays in its place.
      if (!keeps && step + 1 == std::min(pass.steps, memory.state_steps) && memory.state_after.values != nullptr) {
        copy_rows<T>(cells, pass.batch, this->units(), {memory.state_after.values + this->stride(),
                                                        memory.state_after.stride});
      }
    }
    if (keeps) gates = gates.from(rows);
  }
  if (memory.state_after.values == nullptr) return;
  hand_on<T>(pass, outputs, this->units(), memory.state_steps, memory.state_after);
  if (!keeps) return;
  hand_on<T>(pass, {memory.kept + width, kept_width()}, this->units(), memory.state_steps,
             {memory.state_after.values + this->stride(), memory.state_after.stride});
}

template <typename T>
int64_t Lstm<T>::backward(const T* prepared, const Pass<T>& pass, Rows<const T> inputs, Rows<const T> outputs,
                          const Memory<T>& memory, Steps steps, Rows<T> deltas, T* gradient,
                          Rows<T> input_deltas) const {
  const int64_t columns = kGates * this->units();
  const Rows<T> kernel = {gradient, columns};
  const Rows<T> recurrent = kernel.from(this->inputs());
  const PreviousStates<T> previous(pass, mask_, outputs, memory, this->units());
  const Rows<const T> gates = {memory.kept, kept_width()};
  const Rows<const T> cells = {memory.kept + kernel_.width(), kept_width()};
  const Rows<T> d = {memory.scratch, padded<T>(columns)};
  // A sequence that has not begun, from the end, has no dc.
  T* const cell_deltas = d.from(most_rows_together(pass.batch, pass.steps)).values;
  std::fill_n(cell_deltas, pass.batch * this->stride(), T(0));

  const auto before = [&](int64_t step) {
    return step > 0 ? cells.from(pass.first(step - 1)) : initial_cells(memory);
  };

  int64_t from;
  for (int64_t to = steps.end; to > steps.begin; to = from) {
    from = together_to(pass, to, steps.begin);
    const int64_t first = pass.first(from);
    const int64_t rows = pass.first(to) - first;
    for (int64_t step = to - 1; step >= from; --step) {
      const int64_t row = pass.first(step);
      const Rows<const T> cells_before = before(step);
      LstmBackward<T> cell;
      cell.rows = pass.count(step);
      cell.units = this->units();
      cell.activation = activation_;
      cell.recurrent_activation = recurrent_activation_;
      cell.gates = gates.from(row).values;
      cell.gates_row = gates.stride;
      cell.cells_before = cells_before.values;
      cell.cells_before_row = cells_before.stride;
      cell.cells = cells.from(row).values;
      cell.cells_row = cells.stride;
      cell.deltas = deltas.from(row).values;
      cell.cell_deltas = cell_deltas;
      cell.deltas_row = deltas.stride;
      cell.d = d.from(row - first).values;
      cell.d_row = d.stride;
      kernel_set().of<T>().lstm_backward(cell);
      if (step == steps.begin) break;
      const auto target = previous.target(step, steps, deltas);
      recurrent_transposed_.multiply(prepared + recurrent_transposed_at_, d.from(row - first), pass.count(step),
                                     target.start, nullptr, target.deltas, Activation::kLinear,
                                     {gates.from(pass.first(step - 1)), kernel_.width()},
                                     {before(step - 1), this->stride()});
      previous.put(step, steps, deltas);
    }
    add_weight_gradient<T>(inputs.from(first), d, rows, this->inputs(), columns, kernel,
                           use_bias_ ? recurrent.from(this->units()).values : nullptr);
    previous.add_gradient(from, to, d, columns, recurrent);
    if (input_deltas.values != nullptr) {
      kernel_transposed_.multiply(prepared + kernel_transposed_at_, d, rows, Start::kZero, nullptr,
                                  input_deltas.from(first), Activation::kLinear);
    }
  }
  return steps.begin;
}

template class Lstm<float>;
template class Lstm<double>;

}  // namespace elman
