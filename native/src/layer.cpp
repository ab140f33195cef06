#include "layer.h"

#include "bidirectional.h"
#include "dense.h"
#include "gru.h"
#include "lstm.h"
#include "memory.h"
#include "random.h"
#include "reversed.h"
#include "simple_rnn.h"

namespace elman {

template <typename T>
Layer<T>::Layer(int64_t inputs, int64_t units, bool last_step_only)
    : inputs_(inputs), units_(units), stride_(padded<T>(units)), last_step_only_(last_step_only) {}

namespace {

template <typename T>
std::unique_ptr<Layer<T>> make_cell(const elman_layer& layer, int64_t inputs, Passes passes, Mask<T> mask) {
  switch (layer.kind) {
    case ELMAN_SIMPLE_RNN:
      return std::make_unique<SimpleRnn<T>>(layer, inputs, passes, mask);
    case ELMAN_LSTM:
      return std::make_unique<Lstm<T>>(layer, inputs, passes, mask);
    default:
      return std::make_unique<Gru<T>>(layer, inputs, passes, mask);
  }
}

// The cell of a recurrent layer, or both, with the way in which it goes through time.
template <typename T>
std::unique_ptr<Layer<T>> make_recurrent(const elman_layer& layer, int index, int64_t inputs, Passes passes) {
  ELMAN_REQUIRE(layer.direction >= ELMAN_FORWARD && layer.direction <= ELMAN_BOTH_AVERAGE,
                "direction of layer %d must be from %d to %d but was %d", index, ELMAN_FORWARD, ELMAN_BOTH_AVERAGE,
                layer.direction);
  ELMAN_REQUIRE(layer.recurrent_dropout >= 0 && layer.recurrent_dropout < 1,
                "recurrent_dropout of layer %d must be in [0, 1) but was %g", index, layer.recurrent_dropout);
  std::unique_ptr<Layer<T>> cell =
      make_cell<T>(layer, inputs, passes, Mask<T>(layer.recurrent_dropout, index, Site::kState));
  if (layer.direction == ELMAN_FORWARD) return cell;
  if (layer.direction == ELMAN_BACKWARD) return std::make_unique<Reversed<T>>(std::move(cell), passes);
  return std::make_unique<Bidirectional<T>>(
      std::move(cell),
      make_cell<T>(layer, inputs, passes, Mask<T>(layer.recurrent_dropout, index, Site::kBackwardState)),
      layer.direction, passes);
}

}  // namespace

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
    case ELMAN_DENSE:
      return std::make_unique<Dense<T>>(layer, inputs, passes);
    case ELMAN_LSTM:
    case ELMAN_GRU:
      require_activation("recurrent_activation", layer.recurrent_activation);
      return make_recurrent<T>(layer, index, inputs, passes);
    case ELMAN_SIMPLE_RNN:
      return make_recurrent<T>(layer, index, inputs, passes);
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
