#include "bidirectional.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "recurrent.h"
#include "reversed.h"

// y[t] = merge(f[t], b[t]), f[t] of the forward cell and b[t] of the backward one, both [batch, units]:
//   concat    y = (f, b), [batch, 2 units]      df = the first half of dy, db = the second
//   sum       y = f + b                         df = db = dy
//   multiply  y = f b                           df = dy b, db = dy f
//   average   y = (f + b) / 2                   df = db = dy / 2
//
// With all steps f[t] and b[t] are what either cell gives when it reads step t; with the last step alone, what either
// gives at step t of its reading, so that the last is what it gives at the end.
//
// Kept of each row for the backward pass: what either cell keeps, f, b in the order of reading, and the inputs in that
// order. Each is a block of all rows.

namespace elman {

template <typename T>
Bidirectional<T>::Bidirectional(std::unique_ptr<Layer<T>> forward, std::unique_ptr<Layer<T>> backward, int32_t merge,
                                Passes passes)
    : Layer<T>(forward->inputs(), (merge == ELMAN_BOTH_CONCAT ? 2 : 1) * forward->units(), forward->last_step_only()),
      ahead_(std::move(forward)),
      back_(std::move(backward)),
      merge_(merge),
      passes_(passes) {
  const std::vector<int64_t> sizes = ahead_->parameter_sizes();
  back_parameters_at_ = std::accumulate(sizes.begin(), sizes.end(), int64_t{0});
  back_state_at_ = 0;
  for (const int64_t part : ahead_->state_parts()) back_state_at_ += padded<T>(part);
}

template <typename T>
std::vector<int64_t> Bidirectional<T>::parameter_sizes() const {
  std::vector<int64_t> sizes = ahead_->parameter_sizes();
  sizes.insert(sizes.end(), sizes.begin(), sizes.end());
  return sizes;
}

template <typename T>
std::vector<int64_t> Bidirectional<T>::state_parts() const {
  std::vector<int64_t> parts = ahead_->state_parts();
  parts.insert(parts.end(), parts.begin(), parts.end());
  return parts;
}

template <typename T>
int64_t Bidirectional<T>::prepared_count() const {
  return times(2, ahead_->prepared_count());
}

template <typename T>
void Bidirectional<T>::prepare(const T* parameters, T* prepared) const {
  ahead_->prepare(parameters, prepared);
  back_->prepare(parameters + back_parameters_at_, prepared + ahead_->prepared_count());
}

template <typename T>
int64_t Bidirectional<T>::kept_width() const {
  return passes_ == Passes::kForward ? 0 : 2 * ahead_->kept_width() + both_width();
}

template <typename T>
int64_t Bidirectional<T>::scratch_count(int64_t batch, int64_t steps) const {
  // Forward what else would be kept; backward the deltas of it, of the inputs only where they are asked for.
  const int64_t width = passes_ == Passes::kBackward ? 2 * ahead_->stride() : both_width();
  return plus(times(times(batch, steps), width), ahead_->scratch_count(batch, steps));
}

template <typename T>
int64_t Bidirectional<T>::previous_count(int64_t batch, int64_t steps) const {
  return ahead_->previous_count(batch, steps);
}

template <typename T>
typename Bidirectional<T>::Places Bidirectional<T>::places(const Pass<T>& pass, const Memory<T>& memory) const {
  const int64_t rows = pass.rows();
  const bool keeps = passes_ != Passes::kForward;
  const int64_t kept = rows * ahead_->kept_width();
  Places at;
  at.ahead = {keeps ? memory.kept + 2 * kept : memory.scratch, ahead_->stride()};
  at.back = at.ahead.from(rows);
  at.turned = {at.back.from(rows).values, padded<T>(this->inputs())};
  at.scratch = keeps ? memory.scratch : at.turned.from(rows).values;
  at.ahead_memory = memory;
  at.back_memory = memory;
  at.back_memory.kept = keeps ? memory.kept + kept : nullptr;
  if (memory.state_before.values != nullptr) at.back_memory.state_before.values += back_state_at_;
  if (memory.state_after.values != nullptr) at.back_memory.state_after.values += back_state_at_;
  return at;
}

template <typename T>
int64_t Bidirectional<T>::partner(const Pass<T>& pass, int64_t step, int64_t row) const {
  return this->last_step_only() ? pass.first(step) + row : mirrored(pass, step, row);
}

template <typename T>
void Bidirectional<T>::forward(const T* prepared, const Pass<T>& pass, Rows<const T> inputs, Rows<T> outputs,
                               const Memory<T>& memory) const {
  Places at = places(pass, memory);
  at.ahead_memory.scratch = at.scratch;
  at.back_memory.scratch = at.scratch;
  reverse<T>(pass, inputs, this->inputs(), at.turned);
  ahead_->forward(prepared, pass, inputs, at.ahead, at.ahead_memory);
  back_->forward(prepared + ahead_->prepared_count(), pass, at.turned, at.back, at.back_memory);

  const int64_t units = ahead_->units();
  for (int64_t step = 0; step < pass.steps; ++step) {
    for (int64_t row = 0; row < pass.count(step); ++row) {
      const int64_t here = pass.first(step) + row;
      const T* f = at.ahead.from(here).values;
      const T* b = at.back.from(partner(pass, step, row)).values;
      T* y = outputs.from(here).values;
      switch (merge_) {
        case ELMAN_BOTH_CONCAT:
          std::copy_n(f, units, y);
          std::copy_n(b, units, y + units);
          break;
        case ELMAN_BOTH_SUM:
          for (int64_t n = 0; n < units; ++n) y[n] = f[n] + b[n];
          break;
        case ELMAN_BOTH_MULTIPLY:
          for (int64_t n = 0; n < units; ++n) y[n] = f[n] * b[n];
          break;
        default:
          for (int64_t n = 0; n < units; ++n) y[n] = (f[n] + b[n]) / 2;
          break;
      }
    }
  }
}

template <typename T>
void Bidirectional<T>::split(const Pass<T>& pass, const Places& at, Steps steps, Rows<const T> deltas,
                             Rows<T> ahead_deltas, Rows<T> back_deltas) const {
  const int64_t units = ahead_->units();
  for (int64_t step = steps.given; step < steps.end; ++step) {
    for (int64_t row = 0; row < pass.count(step); ++row) {
      const int64_t here = pass.first(step) + row;
      const int64_t there = partner(pass, step, row);
      const T* dy = deltas.from(here).values;
      T* df = ahead_deltas.from(here).values;
      T* db = back_deltas.from(there).values;
      switch (merge_) {
        case ELMAN_BOTH_CONCAT:
          std::copy_n(dy, units, df);
          std::copy_n(dy + units, units, db);
          break;
        case ELMAN_BOTH_SUM:
          std::copy_n(dy, units, df);
          std::copy_n(dy, units, db);
          break;
        case ELMAN_BOTH_MULTIPLY: {
          const T* f = at.ahead.from(here).values;
          const T* b = at.back.from(there).values;
          for (int64_t n = 0; n < units; ++n) df[n] = dy[n] * b[n];
          for (int64_t n = 0; n < units; ++n) db[n] = dy[n] * f[n];
          break;
        }
        default:
          for (int64_t n = 0; n < units; ++n) df[n] = db[n] = dy[n] / 2;
          break;
      }
    }
  }
}

template <typename T>
int64_t Bidirectional<T>::backward(const T* prepared, const Pass<T>& pass, Rows<const T> inputs,
                                   Rows<const T> /*outputs*/, const Memory<T>& memory, Steps steps, Rows<T> deltas,
                                   T* gradient, Rows<T> input_deltas) const {
  // The gradient is never truncated here, so that with all steps every step's is given, in either order.
  Places at = places(pass, memory);
  const int64_t rows = pass.rows();
  const Rows<T> ahead_deltas = {at.scratch, ahead_->stride()};
  const Rows<T> back_deltas = ahead_deltas.from(rows);
  Rows<T> turned_deltas = {back_deltas.from(rows).values, padded<T>(this->inputs())};
  at.ahead_memory.scratch = turned_deltas.values;
  if (input_deltas.values == nullptr) {
    turned_deltas.values = nullptr;
  } else {
    at.ahead_memory.scratch = turned_deltas.from(rows).values;
  }
  at.back_memory.scratch = at.ahead_memory.scratch;

  split(pass, at, steps, deltas, ahead_deltas, back_deltas);
  ahead_->backward(prepared, pass, inputs, at.ahead, at.ahead_memory, steps, ahead_deltas, gradient, input_deltas);
  back_->backward(prepared + ahead_->prepared_count(), pass, at.turned, at.back, at.back_memory, steps, back_deltas,
                  gradient + back_parameters_at_, turned_deltas);
  if (input_deltas.values != nullptr) add_reversed<T>(pass, turned_deltas, this->inputs(), input_deltas);
  return steps.begin;
}

template class Bidirectional<float>;
template class Bidirectional<double>;

}  // namespace elman
