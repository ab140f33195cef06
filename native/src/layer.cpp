#include "layer.h"

#include <cmath>
#include <utility>

#include "bidirectional.h"
#include "dense.h"
#include "dropout.h"
#include "embedding.h"
#include "gru.h"
#include "layer_normalization.h"
#include "lstm.h"
#include "memory.h"
#include "random.h"
#include "reversed.h"
#include "simple_rnn.h"
#include "softmax.h"
#include "static_features.h"

namespace elman {

template <typename T>
Layer<T>::Layer(int64_t inputs, int64_t units, bool last_step_only)
    : inputs_(inputs), units_(units), stride_(padded<T>(units)), last_step_only_(last_step_only) {}

namespace {

constexpr int32_t kMost = 1 << 24;  // units or tokens, as in Java: beyond it no matrix fits into one of its arrays

void require_size(const char* field, int index, int32_t size) {
  ELMAN_REQUIRE(size >= 1 && size <= kMost, "%s of layer %d must be from 1 to %d but was %d", field, index, kMost,
                size);
}

void require_rate(const char* field, int index, double rate) {
  ELMAN_REQUIRE(rate >= 0 && rate < 1, "%s of layer %d must be in [0, 1) but was %g", field, index, rate);
}

void require_activation(const char* field, const elman_layer& layer, int index, int32_t activation) {
  ELMAN_REQUIRE(activation >= ELMAN_LINEAR && activation <= ELMAN_HARD_SIGMOID,
                "%s of layer %d must be from %d to %d but was %d", field, index, ELMAN_LINEAR, ELMAN_HARD_SIGMOID,
                activation);
  ELMAN_REQUIRE(activation != ELMAN_GELU || layer.kind == ELMAN_DENSE,
                "%s of layer %d cannot be %d (gelu), whose slope does not follow from its value; dense layers alone "
                "have it", field, index, ELMAN_GELU);
}

void require_embedding(const elman_layer& layer, int index, int64_t inputs) {
  require_size("vocabulary", index, layer.vocabulary);
  ELMAN_REQUIRE(layer.padding_index >= -1 && layer.padding_index < layer.vocabulary,
                "padding_index of layer %d must be a token from 0 to %d, or -1 for none, but was %d", index,
                layer.vocabulary - 1, layer.padding_index);
  ELMAN_REQUIRE(index == 0 && inputs == 1,
                "layer %d is an embedding, which takes tokens: it must be the first layer, of one feature, but has "
                "%lld inputs", index, static_cast<long long>(inputs));
}

// That its fields are in range.
void require_layer(const elman_layer& layer, int index, int64_t inputs) {
  ELMAN_REQUIRE(layer.kind >= ELMAN_SIMPLE_RNN && layer.kind <= ELMAN_STATIC_FEATURES,
                "kind of layer %d must be from %d to %d but was %d", index, ELMAN_SIMPLE_RNN, ELMAN_STATIC_FEATURES,
                layer.kind);
  if (layer.kind == ELMAN_DROPOUT || is_recurrent(layer)) require_rate("dropout", index, layer.dropout);
  if (layer.kind == ELMAN_LAYER_NORMALIZATION) {
    ELMAN_REQUIRE(std::isfinite(layer.epsilon) && layer.epsilon > 0,
                  "epsilon of layer %d must be positive and finite but was %g", index, layer.epsilon);
  }
  if (layer.kind == ELMAN_DROPOUT || layer.kind == ELMAN_SOFTMAX || layer.kind == ELMAN_LAYER_NORMALIZATION) return;
  require_size("units", index, layer.units);
  if (layer.kind == ELMAN_EMBEDDING) require_embedding(layer, index, inputs);
  require_activation("activation", layer, index, layer.activation);
  if (!is_recurrent(layer)) return;
  if (layer.kind != ELMAN_SIMPLE_RNN) {
    require_activation("recurrent_activation", layer, index, layer.recurrent_activation);
  }
  require_rate("recurrent_dropout", index, layer.recurrent_dropout);
  ELMAN_REQUIRE(layer.direction >= ELMAN_FORWARD && layer.direction <= ELMAN_BOTH_AVERAGE,
                "direction of layer %d must be from %d to %d but was %d", index, ELMAN_FORWARD, ELMAN_BOTH_AVERAGE,
                layer.direction);
}

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
  require_layer(layer, index, inputs);
  switch (layer.kind) {
    case ELMAN_DENSE:
      return std::make_unique<Dense<T>>(layer, inputs, passes);
    case ELMAN_EMBEDDING:
      return std::make_unique<Embedding<T>>(layer);
    case ELMAN_DROPOUT:
      return std::make_unique<Dropout<T>>(layer, index, inputs);
    case ELMAN_LAYER_NORMALIZATION:
      return std::make_unique<LayerNormalization<T>>(layer, inputs);
    case ELMAN_SOFTMAX:
      return std::make_unique<Softmax<T>>(inputs);
    case ELMAN_STATIC_FEATURES:
      return std::make_unique<StaticFeatures<T>>(layer, inputs);
    default:
      break;
  }
  std::unique_ptr<Layer<T>> recurrent = make_recurrent<T>(layer, index, inputs, passes);
  if (layer.dropout == 0) return recurrent;
  return std::make_unique<InputDropout<T>>(std::move(recurrent), layer.dropout, index);
}

template class Layer<float>;
template class Layer<double>;
template std::unique_ptr<Layer<float>> make_layer<float>(const elman_layer&, int, int64_t, Passes);
template std::unique_ptr<Layer<double>> make_layer<double>(const elman_layer&, int, int64_t, Passes);

}  // namespace elman
