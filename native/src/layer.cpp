#include "layer.h"

#include "dense.h"
#include "gru.h"
#include "lstm.h"
#include "memory.h"
#include "simple_rnn.h"

namespace elman {

template <typename T>
Layer<T>::Layer(int64_t inputs, int64_t units, bool last_step_only)
    : inputs_(inputs), units_(units), stride_(padded<T>(units)), last_step_only_(last_step_only) {}

template <typename T>
std::unique_ptr<Layer<T>> make_layer(const elman_layer& layer, int index, int64_t inputs, Passes passes) {
  constexpr int32_t kMaxUnits = 1 << 24;  // as in Java: beyond it no matrix fits into one of its arrays
  ELMAN_REQUIRE(layer.units >= 1 && layer.units <= kMaxUnits, "units of layer %d must be from 1 to %d but was %d",
                index, kMaxUnits, layer.units);
  const auto require_activation = [&](const char* field, int32_t activation) {
    ELMAN_REQUIRE(activation >= ELMAN_LINEAR && activation <= ELMAN_HARD_SIGMOID,
                  "%s of layer %d must be from %d to %d but was %d", field, index, ELMAN_LINEAR, ELMAN_HARD_SIGMOID,
                  activation);
    ELMAN_REQUIRE(activation != ELMAN_GELU || layer.kind == ELMAN_DENSE,
                  "%s of layer %d cannot be %d (gelu), whose slope does not follow from its value; dense layers alone "
                  "have it", field, index, ELMAN_GELU);
  };
  require_activation("activation", layer.activation);
  switch (layer.kind) {
    case ELMAN_SIMPLE_RNN:
      return std::make_unique<SimpleRnn<T>>(layer, inputs, passes);
    case ELMAN_DENSE:
      return std::make_unique<Dense<T>>(layer, inputs, passes);
    case ELMAN_LSTM:
      require_activation("recurrent_activation", layer.recurrent_activation);
      return std::make_unique<Lstm<T>>(layer, inputs, passes);
    case ELMAN_GRU:
      require_activation("recurrent_activation", layer.recurrent_activation);
      return std::make_unique<Gru<T>>(layer, inputs, passes);
    default:
      fail(ELMAN_INVALID_ARGUMENT,
           "kind of layer %d must be %d (simple RNN), %d (dense), %d (LSTM) or %d (GRU) but was %d", index,
           ELMAN_SIMPLE_RNN, ELMAN_DENSE, ELMAN_LSTM, ELMAN_GRU, layer.kind);
  }
}

template class Layer<float>;
template class Layer<double>;
template std::unique_ptr<Layer<float>> make_layer<float>(const elman_layer&, int, int64_t, Passes);
template std::unique_ptr<Layer<double>> make_layer<double>(const elman_layer&, int, int64_t, Passes);

}  // namespace elman
