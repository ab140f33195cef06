#include "dropout.h"

#include <algorithm>
#include <utility>

// x, y: [rows, width]; m: factors, 0 or 1 / (1 - rate), of each row by itself, or of each sequence for all its steps.
//
// Forward        y = m * x in training, else x.
// Backward       dx = m * dL/dy.

namespace elman {
namespace {

template <typename T>
void multiply(const T* __restrict__ factors, const T* __restrict__ values, int64_t count, T* __restrict__ products) {
  for (int64_t n = 0; n < count; ++n) products[n] = factors[n] * values[n];
}

}  // namespace

template <typename T>
Dropout<T>::Dropout(const elman_layer& layer, int number, int64_t inputs)
    : Layer<T>(inputs, inputs, false), mask_(layer.dropout, number, Site::kInputs) {}

template <typename T>
void Dropout<T>::forward(const T* /*prepared*/, const Pass<T>& pass, Rows<const T> inputs, Rows<T> outputs,
                         const Memory<T>& memory) const {
  const int64_t width = this->units();
  for (int64_t step = 0; step < pass.steps; ++step) {
    for (int64_t sequence = 0; sequence < pass.count(step); ++sequence) {
      const int64_t row = pass.first(step) + sequence;
      const T* x = inputs.from(row).values;
      T* y = outputs.from(row).values;
      if (!drops(pass)) {
        std::copy_n(x, width, y);
        continue;
      }
      T* factors = memory.kept + row * this->stride();
      mask_.draw(*pass.draws, sequence, step * width, width, factors);
      multiply(factors, x, width, y);
    }
  }
}

template <typename T>
int64_t Dropout<T>::backward(const T* /*prepared*/, const Pass<T>& pass, Rows<const T> /*inputs*/,
                             Rows<const T> /*outputs*/, const Memory<T>& memory, Steps steps, Rows<T> deltas,
                             T* /*gradient*/, Rows<T> input_deltas) const {
  if (input_deltas.values == nullptr) return steps.given;
  for (int64_t row = pass.first(steps.given); row < pass.first(steps.end); ++row) {
    if (drops(pass)) {
      multiply(memory.kept + row * this->stride(), deltas.from(row).values, this->units(),
               input_deltas.from(row).values);
    } else {
      std::copy_n(deltas.from(row).values, this->units(), input_deltas.from(row).values);
    }
  }
  return steps.given;
}

template <typename T>
InputDropout<T>::InputDropout(std::unique_ptr<Layer<T>> layer, double rate, int number)
    : Layer<T>(layer->inputs(), layer->units(), layer->last_step_only()),
      layer_(std::move(layer)),
      mask_(rate, number, Site::kInputs),
      inputs_stride_(padded<T>(this->inputs())) {}

template <typename T>
typename InputDropout<T>::Parts InputDropout<T>::parts(const Pass<T>& pass, const Memory<T>& memory) const {
  Parts parts = {memory, {memory.kept + pass.rows() * layer_->kept_width(), inputs_stride_},
                 {memory.scratch, inputs_stride_}};
  parts.of_layer.scratch = memory.scratch + pass.batch * inputs_stride_;
  mask_.draw_rows(*pass.draws, pass.batch, 0, this->inputs(), parts.masks);
  return parts;
}

template <typename T>
void InputDropout<T>::forward(const T* prepared, const Pass<T>& pass, Rows<const T> inputs, Rows<T> outputs,
                              const Memory<T>& memory) const {
  if (pass.draws == nullptr) {
    layer_->forward(prepared, pass, inputs, outputs, memory);
    return;
  }
  const Parts own = parts(pass, memory);
  for (int64_t step = 0; step < pass.steps; ++step) {
    for (int64_t sequence = 0; sequence < pass.count(step); ++sequence) {
      const int64_t row = pass.first(step) + sequence;
      multiply<T>(own.masks.from(sequence).values, inputs.from(row).values, this->inputs(),
                  own.inputs.from(row).values);
    }
  }
  layer_->forward(prepared, pass, own.inputs, outputs, own.of_layer);
}

template <typename T>
int64_t InputDropout<T>::backward(const T* prepared, const Pass<T>& pass, Rows<const T> inputs,
                                  Rows<const T> outputs, const Memory<T>& memory, Steps steps, Rows<T> deltas,
                                  T* gradient,
                                  Rows<T> input_deltas) const {
  if (pass.draws == nullptr) {
    return layer_->backward(prepared, pass, inputs, outputs, memory, steps, deltas, gradient, input_deltas);
  }
  const Parts own = parts(pass, memory);
  const int64_t first =
      layer_->backward(prepared, pass, own.inputs, outputs, own.of_layer, steps, deltas, gradient, input_deltas);
  if (input_deltas.values == nullptr) return first;
  for (int64_t step = first; step < steps.end; ++step) {
    for (int64_t sequence = 0; sequence < pass.count(step); ++sequence) {
      T* delta = input_deltas.from(pass.first(step) + sequence).values;
      const T* factors = own.masks.from(sequence).values;
      for (int64_t n = 0; n < this->inputs(); ++n) delta[n] *= factors[n];
    }
  }
  return first;
}

template class Dropout<float>;
template class Dropout<double>;
template class InputDropout<float>;
template class InputDropout<double>;

}  // namespace elman
