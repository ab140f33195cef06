#include "embedding.h"

#include <algorithm>
#include <cmath>

// x: [rows, 1], whole numbers that are tokens; y: [rows, units]; E: [vocabulary, units].
//
// Forward        y = E[x].
// Backward       dE[x] += dL/dy, unless x is padding.
//
// Of the gradient nothing is touched but the vectors of the tokens that were there.

namespace elman {

template <typename T>
Embedding<T>::Embedding(const elman_layer& layer)
    : Layer<T>(1, layer.units, false), vocabulary_(layer.vocabulary), padding_index_(layer.padding_index) {}

template <typename T>
void Embedding<T>::prepare(const T* parameters, T* prepared) const {
  std::copy_n(parameters, vocabulary_ * this->units(), prepared);
}

template <typename T>
void Embedding<T>::forward(const T* prepared, const Pass<T>& pass, Rows<const T> inputs, Rows<T> outputs,
                           const Memory<T>& /*memory*/) const {
  const int64_t units = this->units();
  for (int64_t step = 0; step < pass.steps; ++step) {
    for (int64_t sequence = 0; sequence < pass.count(step); ++sequence) {
      const int64_t row = pass.first(step) + sequence;
      const T token = *inputs.from(row).values;
      ELMAN_REQUIRE(token >= T(0) && token < static_cast<T>(vocabulary_) && token == std::floor(token),
                    "the token of sample %lld at step %lld must be a whole number from 0 to %lld but was %g",
                    static_cast<long long>(pass.number(sequence)), static_cast<long long>(step),
                    static_cast<long long>(vocabulary_) - 1, static_cast<double>(token));
      std::copy_n(prepared + static_cast<int64_t>(token) * units, units, outputs.from(row).values);
    }
  }
}

template <typename T>
int64_t Embedding<T>::backward(const T* /*prepared*/, const Pass<T>& pass, Rows<const T> inputs,
                               Rows<const T> /*outputs*/, const Memory<T>& /*memory*/, Steps steps, Rows<T> deltas,
                               T* gradient, Rows<T> /*input_deltas*/) const {
  const int64_t units = this->units();
  for (int64_t row = pass.first(steps.given); row < pass.first(steps.end); ++row) {
    const int64_t token = static_cast<int64_t>(*inputs.from(row).values);
    if (token == padding_index_) continue;
    const T* __restrict__ delta = deltas.from(row).values;
    T* __restrict__ sum = gradient + token * units;
    for (int64_t n = 0; n < units; ++n) sum[n] += delta[n];
  }
  return steps.given;
}

template class Embedding<float>;
template class Embedding<double>;

}  // namespace elman
