#include "gru.h"

#include <algorithm>

#include "memory.h"

// x[t]: [batch, inputs]; h[t] and each gate: [batch, units]. K: [inputs, 3 units], R: [units, 3 units], b: [3 units],
// e: [3 units] (the recurrent bias) hold the gates side by side: z (update), r (reset), n (candidate).
//
// Forward, with a[t] = x[t] K + b and h = h[t-1], h[-1] = 0:
//   reset after       u = h R + e                                                    [batch, 3 units]
//                     z = s(a_z + u_z),  r = s(a_r + u_r),  n = act(a_n + r u_n)
//   reset before      z = s(a_z + h R_z),  r = s(a_r + h R_r),  n = act(a_n + (r h) R_n)
//   both              h[t] = z h + (1 - z) n.
//
// Backward, with D[t] = dL/dh[t] from above, G = dL/dh[t] and d the deltas of the sums within s and act:
//   d_z = G (h - n) s',  d_n = G (1 - z) act'
//   reset after       d_r = d_n u_n s';  deltas of u: v = (d_z, d_r, d_n r)
//                     dL/dh[t-1] = D[t-1] + G z + v R^T
//                     dR = sum_t h[t-1]^T v[t],  de = sum_t sum_batch v[t]
//   reset before      q = d_n R_n^T (deltas of r h);  d_r = q h s'
//                     dL/dh[t-1] = D[t-1] + G z + q r + (d_z, d_r) R_zr^T
//                     dR_zr = sum_t h[t-1]^T (d_z, d_r),  dR_n = sum_t (r h)^T d_n
//   both              dK = sum_t x[t]^T d[t],  db = sum_t sum_batch d[t],  dx[t] = d[t] K^T.
//
// x K, the weights' gradients and dx are products over as many steps as go together; what depends on the step before is
// one or two small products for each step. What is between the products is done by the kernels of kernels/gru.h, all
// gates of a row at a time.
//
// Kept of each row for the backward pass: the gates' values, then u_n or r h.

namespace elman {

constexpr int64_t kGates = 3;

template <typename T>
Gru<T>::Gru(const elman_layer& layer, int64_t inputs, Passes passes, Mask<T> mask)
    : Layer<T>(inputs, layer.units, layer.all_steps == 0),
      activation_(static_cast<Activation>(layer.activation)),
      recurrent_activation_(static_cast<Activation>(layer.recurrent_activation)),
      use_bias_(layer.use_bias != 0),
      reset_after_(layer.reset_after != 0),
      passes_(passes),
      mask_(mask),
      kernel_(inputs, layer.units, kGates),
      recurrent_(layer.units, layer.units, reset_after_ ? 3 : 2),
      candidate_(reset_after_ ? 0 : layer.units, layer.units),
      recurrent_transposed_(int64_t{2} * layer.units, layer.units),
      candidate_transposed_(layer.units, layer.units),
      kernel_transposed_(kGates * layer.units, inputs),
      recurrent_at_(kernel_.size()),
      candidate_at_(recurrent_at_ + recurrent_.size()),
      bias_at_(candidate_at_ + candidate_.size()),
      recurrent_bias_at_(bias_at_ + kernel_.width()),
      recurrent_transposed_at_(recurrent_bias_at_ + kernel_.width()),
      candidate_transposed_at_(recurrent_transposed_at_ + recurrent_transposed_.size()),
      kernel_transposed_at_(candidate_transposed_at_ + candidate_transposed_.size()) {}

template <typename T>
std::vector<int64_t> Gru<T>::parameter_sizes() const {
  const int64_t columns = kGates * this->units();
  std::vector<int64_t> sizes = {times(this->inputs(), columns), times(this->units(), columns)};
  if (use_bias_) sizes.push_back(columns);
  if (use_bias_ && reset_after_) sizes.push_back(columns);
  return sizes;
}

template <typename T>
int64_t Gru<T>::prepared_count() const {
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
void Gru<T>::prepare(const T* parameters, T* prepared) const {
  const int64_t units = this->units();
  const Rows<const T> kernel = {parameters, kGates * units};
  const Rows<const T> recurrent = kernel.from(this->inputs());
  const Rows<const T> biases = recurrent.from(units);
  const Rows<const T> candidate = {recurrent.values + 2 * units, recurrent.stride};
  kernel_.prepare(kernel, prepared);
  recurrent_.prepare(recurrent, prepared + recurrent_at_);
  if (!reset_after_) candidate_.prepare(candidate, prepared + candidate_at_);
  if (use_bias_) kernel_.prepare_bias(biases.values, prepared + bias_at_);
  if (use_bias_ && reset_after_) recurrent_.prepare_bias(biases.from(1).values, prepared + recurrent_bias_at_);
  if (passes_ == Passes::kForward) return;
  recurrent_transposed_.prepare_transposed(recurrent, prepared + recurrent_transposed_at_);
  candidate_transposed_.prepare_transposed(candidate, prepared + candidate_transposed_at_);
  if (passes_ == Passes::kBackward) return;
  kernel_transposed_.prepare_transposed(kernel, prepared + kernel_transposed_at_);
}

template <typename T>
int64_t Gru<T>::kept_width() const {
  return kernel_.width() + this->stride();
}

template <typename T>
int64_t Gru<T>::d_width() const {
  // Reset after: d, then v_n. Before: d, of which d_n, the last third, is read as rows of its own, up to whole vectors.
  return padded<T>((reset_after_ ? 3 : 2) * this->units()) + this->stride();
}

template <typename T>
int64_t Gru<T>::scratch_count(int64_t batch, int64_t steps) const {
  const int64_t rows = most_rows_together(batch, steps);
  // Forward, the sums over the state; and where nothing is kept, the gates and one step of what else would be kept.
  const int64_t sums = times(batch, kernel_.width());
  if (passes_ == Passes::kForward) return plus(sums, plus(times(rows, kernel_.width()), times(batch, this->stride())));
  // Backward, d and v_n; and reset before, the deltas of r h.
  return std::max(sums, plus(times(rows, d_width()), reset_after_ ? 0 : times(batch, this->stride())));
}

template <typename T>
template <typename Step>
Step Gru<T>::step_of(int64_t batch) const {
  Step step = {};
  step.rows = batch;
  step.units = this->units();
  step.activation = activation_;
  step.recurrent_activation = recurrent_activation_;
  return step;
}

template <typename T>
int64_t Gru<T>::previous_count(int64_t batch, int64_t steps) const {
  const bool needed = passes_ != Passes::kForward || mask_.drops();
  return needed ? PreviousStates<T>::room(mask_, this->units(), batch, steps) : 0;
}

template <typename T>
void Gru<T>::forward(const T* prepared, const Pass<T>& pass, Rows<const T> inputs, Rows<T> outputs,
                     const Memory<T>& memory) const {
  const bool keeps = passes_ != Passes::kForward;
  const int64_t width = kernel_.width();
  const PreviousStates<T> previous(pass, mask_, outputs, memory, this->units());
  T* const sums = memory.scratch;
  // Of the first row that goes through the products together; where nothing is kept, kept is that of one step.
  Rows<T> gates = {sums + pass.batch * width, width};
  Rows<T> kept = {gates.from(most_rows_together(pass.batch, pass.steps)).values, this->stride()};
  if (keeps) {
    gates = {memory.kept, kept_width()};
    kept = {memory.kept + width, kept_width()};
  }

  int64_t to;
  for (int64_t from = 0; from < pass.steps; from = to) {
    to = together_from(pass, from, pass.steps);
    const int64_t first = pass.first(from);
    const int64_t rows = pass.first(to) - first;
    kernel_.multiply(prepared, inputs.from(first), rows, Start::kBias, prepared + bias_at_, gates,
                     Activation::kLinear);
    for (int64_t step = from; step < to; ++step) {
      const int64_t row = pass.first(step);
      step_forward(prepared, pass.count(step), previous.of(step), gates.from(row - first),
                   keeps ? kept.from(row) : kept, outputs.from(row), sums);
    }
    if (keeps) gates = gates.from(rows);
  }
  if (memory.state_after.values != nullptr) {
    hand_on<T>(pass, outputs, this->units(), memory.state_steps, memory.state_after);
  }
}

template <typename T>
void Gru<T>::step_forward(const T* prepared, int64_t rows, Rows<const T> before, Rows<T> gates, Rows<T> kept,
                          Rows<T> outputs, T* sums) const {
  const Kernels<T>& kernels = kernel_set().of<T>();
  GruForward<T> step = step_of<GruForward<T>>(rows);
  step.gates = gates.values;
  step.gates_row = gates.stride;
  step.kept = kept.values;
  step.kept_row = kept.stride;
  step.before = before.values;
  step.before_row = before.stride;
  step.outputs = outputs.values;
  step.outputs_row = outputs.stride;
  // Where there is no state before, the sums over it are the recurrent bias, or zero, which is in its place.
  const T* const recurrent_bias = prepared + recurrent_bias_at_;
  step.sums = recurrent_bias;
  step.sums_row = 0;
  if (before.values != nullptr) {
    step.sums = sums;
    step.sums_row = recurrent_.width();
    recurrent_.multiply(prepared + recurrent_at_, before, rows, Start::kBias, recurrent_bias,
                        {sums, recurrent_.width()}, Activation::kLinear);
  }
  if (reset_after_) {
    kernels.gru_forward(step);
    return;
  }
  kernels.gru_reset_forward(step);
  if (before.values != nullptr) {
    step.sums_row = candidate_.width();
    candidate_.multiply(prepared + candidate_at_, kept, rows, Start::kZero, nullptr, {sums, candidate_.width()},
                        Activation::kLinear);
  }
  kernels.gru_candidate_forward(step);
}

template <typename T>
int64_t Gru<T>::backward(const T* prepared, const Pass<T>& pass, Rows<const T> inputs, Rows<const T> outputs,
                         const Memory<T>& memory, Steps steps, Rows<T> deltas, T* gradient,
                         Rows<T> input_deltas) const {
  const PreviousStates<T> previous(pass, mask_, outputs, memory, this->units());
  const Rows<const T> gates = {memory.kept, kept_width()};
  const Rows<const T> kept = {memory.kept + kernel_.width(), kept_width()};
  const Rows<T> d = {memory.scratch, d_width()};
  // d_n, or v_n in its place, as the state's sum has it.
  const Rows<T> state_d = {d.values + (reset_after_ ? d.stride - this->stride() : 2 * this->units()), d.stride};
  T* const reset_deltas = d.from(most_rows_together(pass.batch, pass.steps)).values;

  int64_t from;
  for (int64_t to = steps.end; to > steps.begin; to = from) {
    from = together_to(pass, to, steps.begin);
    const int64_t first = pass.first(from);
    for (int64_t step = to - 1; step >= from; --step) {
      const int64_t row = pass.first(step);
      const Target target = step > steps.begin ? previous.target(step, steps, deltas) : Target{};
      step_backward(prepared, pass.count(step), previous.of(step), gates.from(row), kept.from(row), deltas.from(row),
                    target, d.from(row - first), state_d.from(row - first), reset_deltas,
                    gates.from(pass.first(std::max(step - 1, steps.begin))),
                    step > 1 ? outputs.from(pass.first(step - 2)) : Rows<const T>{});
      if (step > steps.begin) previous.put(step, steps, deltas);
    }
    add_gradient(previous, pass, inputs, kept, d, state_d, from, to, gradient);
    if (input_deltas.values != nullptr) {
      kernel_transposed_.multiply(prepared + kernel_transposed_at_, d, pass.first(to) - first, Start::kZero, nullptr,
                                  input_deltas.from(first), Activation::kLinear);
    }
  }
  return steps.begin;
}

template <typename T>
void Gru<T>::step_backward(const T* prepared, int64_t rows, Rows<const T> before, Rows<const T> gates,
                           Rows<const T> kept, Rows<const T> deltas, const Target& target, Rows<T> d, Rows<T> state_d,
                           T* reset_deltas, Rows<const T> next_kept, Rows<const T> next_before) const {
  const Kernels<T>& kernels = kernel_set().of<T>();
  GruBackward<T> step = step_of<GruBackward<T>>(rows);
  step.gates = gates.values;
  step.gates_row = gates.stride;
  step.kept = kept.values;
  step.kept_row = kept.stride;
  step.before = before.values;
  step.before_row = before.stride;
  step.deltas = deltas.values;
  step.deltas_before = target.deltas.values;
  step.adds = target.start == Start::kKeep;
  step.reset_deltas = reset_deltas;
  step.deltas_row = deltas.stride;
  step.d = d.values;
  step.recurrent_d = state_d.values;
  step.d_row = d.stride;
  if (reset_after_) {
    kernels.gru_backward(step);
  } else {
    kernels.gru_candidate_backward(step);
    candidate_transposed_.multiply(prepared + candidate_transposed_at_, state_d, rows, Start::kZero, nullptr,
                                   {reset_deltas, this->stride()}, Activation::kLinear);
    kernels.gru_reset_backward(step);
  }
  if (target.deltas.values == nullptr) return;
  recurrent_transposed_.multiply(prepared + recurrent_transposed_at_, d, rows, Start::kKeep, nullptr,
                                 target.deltas, Activation::kLinear, {next_kept, kept_width()},
                                 {next_before, this->stride()});
  if (!reset_after_) return;
  candidate_transposed_.multiply(prepared + candidate_transposed_at_, state_d, rows, Start::kKeep, nullptr,
                                 target.deltas, Activation::kLinear);
}

// Of steps [from, to), whose d and state_d begin with those of step from.
template <typename T>
void Gru<T>::add_gradient(const PreviousStates<T>& previous, const Pass<T>& pass, Rows<const T> inputs,
                          Rows<const T> kept, Rows<const T> d, Rows<const T> state_d, int64_t from, int64_t to,
                          T* gradient) const {
  const int64_t units = this->units();
  const int64_t columns = kGates * units;
  const int64_t first = pass.first(from);
  const int64_t rows = pass.first(to) - first;
  const Rows<T> kernel = {gradient, columns};
  const Rows<T> recurrent = kernel.from(this->inputs());
  const Rows<T> biases = recurrent.from(units);
  add_weight_gradient<T>(inputs.from(first), d, rows, this->inputs(), columns, kernel,
                         use_bias_ ? biases.values : nullptr);
  const int64_t zr = 2 * units;
  const Rows<T> candidate = {recurrent.values + zr, recurrent.stride};
  previous.add_gradient(from, to, d, zr, recurrent);
  if (reset_after_) {
    previous.add_gradient(from, to, state_d, units, candidate);
    if (!use_bias_) return;
    // d of z and r are the same for both biases, and so are their sums; a gradient begins with zeros, and what else is
    // added to it comes after the last pass.
    std::copy_n(biases.values, zr, biases.from(1).values);
    add_bias_gradient<T>(state_d, rows, units, biases.from(1).values + zr);
    return;
  }
  const int64_t begin = previous.exist(from) ? first : pass.first(from + 1);
  add_weight_gradient<T>(kept.from(begin), state_d.from(begin - first), first + rows - begin, units, units, candidate);
}

template class Gru<float>;
template class Gru<double>;

}  // namespace elman
