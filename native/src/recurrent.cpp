#include "recurrent.h"

#include <algorithm>

namespace elman {

template <typename T>
void PreviousStates<T>::draw(const Mask<T>& mask) {
  factors_ = seen_;
  through_ = factors_.from(pass_.batch);
  seen_ = through_.from(pass_.batch);
  mask.draw_rows(*pass_.draws, pass_.batch, 0, units_, factors_);
}

template <typename T>
int64_t PreviousStates<T>::room(const Mask<T>& mask, int64_t units, int64_t batch, int64_t steps) {
  const int64_t rows = plus(most_rows_together(batch, steps), mask.drops() ? times(2, batch) : 0);
  return times(rows, padded<T>(units));
}

template <typename T>
Rows<const T> PreviousStates<T>::dropped(Rows<const T> states, int64_t step) const {
  for (int64_t row = 0; row < pass_.count(step); ++row) {
    const T* state = states.from(row).values;
    const T* factors = factors_.from(row).values;
    T* seen = seen_.from(row).values;
    for (int64_t n = 0; n < units_; ++n) seen[n] = state[n] * factors[n];
  }
  return seen_;
}

template <typename T>
void PreviousStates<T>::add_gradient(int64_t from, int64_t to, Rows<const T> d, int64_t columns,
                                     Rows<T> gradient) const {
  if (from == 0 && (initial_.values == nullptr || plain())) {
    if (initial_.values != nullptr) {
      add_weight_gradient<T>(initial_, d, pass_.count(0), units_, columns, gradient);
    }
    d = d.from(pass_.count(0));
    from = 1;
  }
  if (plain()) {
    add_weight_gradient<T>(outputs_.from(pass_.first(from - 1)), d, pass_.first(to) - pass_.first(from), units_,
                           columns, gradient);
    return;
  }
  // The rows that go on to the next step are fewer, or others: they are brought together, some steps at a time.
  for (int64_t end; from < to; from = end) {
    end = together_from(pass_, from, to);
    const int64_t rows = pass_.first(end) - pass_.first(from);
    Rows<T> seen = seen_;
    for (int64_t step = from; step < end; ++step) {
      const Rows<const T> states = step > 0 ? outputs_.from(pass_.first(step - 1)) : initial_;
      for (int64_t row = 0; row < pass_.count(step); ++row) {
        std::copy_n(states.from(row).values, units_, seen.from(row).values);
        if (factors_.values == nullptr) continue;
        for (int64_t n = 0; n < units_; ++n) seen.from(row).values[n] *= factors_.from(row).values[n];
      }
      seen = seen.from(pass_.count(step));
    }
    add_weight_gradient<T>(seen_, d, rows, units_, columns, gradient);
    d = d.from(rows);
  }
}

template <typename T>
typename PreviousStates<T>::Target PreviousStates<T>::target(int64_t step, const Steps& steps, Rows<T> deltas) const {
  if (factors_.values != nullptr) return {through_, Start::kZero};
  const Rows<T> before = deltas.from(pass_.first(step - 1));
  if (step - 1 >= steps.given) return {before, Start::kKeep};
  // Sequences that end at the step before see nothing of this one.
  const int64_t ended = pass_.count(step - 1) - pass_.count(step);
  std::fill_n(before.from(pass_.count(step)).values, ended * before.stride, T(0));
  return {before, Start::kZero};
}

template <typename T>
void PreviousStates<T>::put(int64_t step, const Steps& steps, Rows<T> deltas) const {
  if (factors_.values == nullptr) return;
  const Rows<T> before = deltas.from(pass_.first(step - 1));
  if (step - 1 < steps.given) std::fill_n(before.values, pass_.count(step - 1) * before.stride, T(0));
  for (int64_t row = 0; row < pass_.count(step); ++row) {
    const T* through = through_.from(row).values;
    const T* factors = factors_.from(row).values;
    T* to = before.from(row).values;
    for (int64_t n = 0; n < units_; ++n) to[n] += through[n] * factors[n];
  }
}

template <typename T>
void hand_on(const Pass<T>& pass, Rows<const T> rows, int64_t units, int64_t state_steps, Rows<T> after) {
  for (int64_t row = 0; row < pass.batch; ++row) {
    const int64_t at = pass.first(std::min(pass.length(row), state_steps) - 1) + row;
    std::copy_n(rows.from(at).values, units, after.from(row).values);
  }
}

template class PreviousStates<float>;
template class PreviousStates<double>;
template void hand_on<float>(const Pass<float>&, Rows<const float>, int64_t, int64_t, Rows<float>);
template void hand_on<double>(const Pass<double>&, Rows<const double>, int64_t, int64_t, Rows<double>);

}  // namespace elman
