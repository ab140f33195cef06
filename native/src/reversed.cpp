#include "reversed.h"

#include <algorithm>

namespace elman {

template <typename T>
void reverse(const Pass<T>& pass, Rows<const T> from, int64_t values, Rows<T> to) {
  for (int64_t step = 0; step < pass.steps; ++step) {
    for (int64_t row = 0; row < pass.count(step); ++row) {
      std::copy_n(from.from(mirrored(pass, step, row)).values, values, to.from(pass.first(step) + row).values);
    }
  }
}

template <typename T>
void add_reversed(const Pass<T>& pass, Rows<const T> from, int64_t values, Rows<T> to) {
  for (int64_t step = 0; step < pass.steps; ++step) {
    for (int64_t row = 0; row < pass.count(step); ++row) {
      const T* of = from.from(mirrored(pass, step, row)).values;
      T* sums = to.from(pass.first(step) + row).values;
      for (int64_t n = 0; n < values; ++n) sums[n] += of[n];
    }
  }
}

template <typename T>
int64_t Reversed<T>::kept_width() const {
  return cell_->kept_width() + (passes_ == Passes::kForward ? 0 : width());
}

template <typename T>
int64_t Reversed<T>::scratch_count(int64_t batch, int64_t steps) const {
  // Forward the inputs, backward their deltas.
  const int64_t turned = passes_ == Passes::kBackward ? 0 : times(times(batch, steps), width());
  return plus(turned, cell_->scratch_count(batch, steps));
}

template <typename T>
Rows<T> Reversed<T>::turned(const Pass<T>& pass, const Memory<T>& memory) const {
  if (passes_ == Passes::kForward) return {memory.scratch, width()};
  return {memory.kept + pass.rows() * cell_->kept_width(), width()};
}

template <typename T>
void Reversed<T>::forward(const T* prepared, const Pass<T>& pass, Rows<const T> inputs, Rows<T> outputs,
                          const Memory<T>& memory) const {
  const Rows<T> read = turned(pass, memory);
  reverse<T>(pass, inputs, this->inputs(), read);
  Memory<T> rest = memory;
  if (passes_ == Passes::kForward) rest.scratch += pass.rows() * width();
  cell_->forward(prepared, pass, read, outputs, rest);
}

template <typename T>
int64_t Reversed<T>::backward(const T* prepared, const Pass<T>& pass, Rows<const T> /*inputs*/, Rows<const T> outputs,
                              const Memory<T>& memory, Steps steps, Rows<T> deltas, T* gradient,
                              Rows<T> input_deltas) const {
  const Rows<T> read = turned(pass, memory);
  if (input_deltas.values == nullptr) {
    return cell_->backward(prepared, pass, read, outputs, memory, steps, deltas, gradient, input_deltas);
  }
  const Rows<T> read_deltas = {memory.scratch, width()};
  Memory<T> rest = memory;
  rest.scratch += pass.rows() * width();
  const int64_t begin =
      cell_->backward(prepared, pass, read, outputs, rest, steps, deltas, gradient, read_deltas);
  reverse<T>(pass, read_deltas, this->inputs(), input_deltas);
  return begin;
}

template void reverse<float>(const Pass<float>&, Rows<const float>, int64_t, Rows<float>);
template void reverse<double>(const Pass<double>&, Rows<const double>, int64_t, Rows<double>);
template void add_reversed<float>(const Pass<float>&, Rows<const float>, int64_t, Rows<float>);
template void add_reversed<double>(const Pass<double>&, Rows<const double>, int64_t, Rows<double>);
template class Reversed<float>;
template class Reversed<double>;

}  // namespace elman
