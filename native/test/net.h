// A network and its data through the boundary, with what tests want to say short.
#ifndef ELMAN_TEST_NET_H
#define ELMAN_TEST_NET_H

#include <cstdint>
#include <cstring>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "check.h"
#include "elman/elman.h"

// That a call is refused with a message that has these words.
#define CHECK_REFUSED(call, words)                                                                              \
  do {                                                                                                          \
    const int32_t status_ = (call);                                                                             \
    if (status_ != ELMAN_INVALID_ARGUMENT || std::strstr(elman_message(), words) == nullptr)                    \
      ::check::failed(__FILE__, __LINE__, "%s: status %d, message '%s'", #call, status_, elman_message());      \
  } while (false)

namespace net {

inline void require(int32_t status) {
  if (status != ELMAN_OK) throw std::runtime_error(std::to_string(status) + ": " + elman_message());
}

// Sequences with nothing but their inputs.
inline int32_t predict(elman_network* network, const void* inputs, int32_t batch, int32_t time_steps, void* outputs) {
  return elman_predict(network, inputs, batch, time_steps, nullptr, nullptr, nullptr, outputs, nullptr);
}

inline int32_t trace(elman_network* network, const double* inputs, int32_t time_steps, double* layers,
                     int64_t count) {
  return elman_trace(network, inputs, time_steps, nullptr, nullptr, layers, count);
}

// A layer without options.
inline elman_layer layer(int32_t kind, int32_t units, int32_t activation, bool bias) {
  elman_layer layer = {};
  layer.kind = kind;
  layer.units = units;
  layer.activation = activation;
  layer.use_bias = bias ? 1 : 0;
  return layer;
}

inline elman_layer recurrent(int32_t kind, int32_t units, int32_t activation, bool bias, bool all_steps,
                             int32_t recurrent_activation) {
  elman_layer made = layer(kind, units, activation, bias);
  made.all_steps = all_steps ? 1 : 0;
  made.recurrent_activation = recurrent_activation;
  return made;
}

inline elman_layer rnn(int32_t units, int32_t activation, bool all_steps = false, bool bias = true) {
  return recurrent(ELMAN_SIMPLE_RNN, units, activation, bias, all_steps, 0);
}

inline elman_layer dense(int32_t units, int32_t activation, bool bias = true) {
  return layer(ELMAN_DENSE, units, activation, bias);
}

inline elman_layer lstm(int32_t units, bool all_steps = false, bool bias = true, int32_t activation = ELMAN_TANH,
                        int32_t recurrent_activation = ELMAN_SIGMOID) {
  return recurrent(ELMAN_LSTM, units, activation, bias, all_steps, recurrent_activation);
}

inline elman_layer gru(int32_t units, bool reset_after, bool all_steps = false, bool bias = true,
                       int32_t activation = ELMAN_TANH, int32_t recurrent_activation = ELMAN_SIGMOID) {
  elman_layer made = recurrent(ELMAN_GRU, units, activation, bias, all_steps, recurrent_activation);
  made.reset_after = reset_after ? 1 : 0;
  return made;
}

// The same layer in another direction, or in both.
inline elman_layer directed(elman_layer layer, int32_t direction) {
  layer.direction = direction;
  return layer;
}

inline elman_layer embedding(int32_t vocabulary, int32_t units, int32_t padding_index = -1) {
  elman_layer made = layer(ELMAN_EMBEDDING, units, ELMAN_LINEAR, false);
  made.vocabulary = vocabulary;
  made.padding_index = padding_index;
  return made;
}

inline elman_layer dropout(double rate) {
  elman_layer made = layer(ELMAN_DROPOUT, 0, ELMAN_LINEAR, false);
  made.dropout = rate;
  return made;
}

inline elman_layer layer_normalization(double epsilon) {
  elman_layer made = layer(ELMAN_LAYER_NORMALIZATION, 0, ELMAN_LINEAR, false);
  made.epsilon = epsilon;
  return made;
}

inline elman_layer softmax() { return layer(ELMAN_SOFTMAX, 0, ELMAN_LINEAR, false); }

inline elman_layer static_features(int32_t count) { return layer(ELMAN_STATIC_FEATURES, count, ELMAN_LINEAR, false); }

inline elman_layer with_dropout(elman_layer layer, double of_inputs, double of_state) {
  layer.dropout = of_inputs;
  layer.recurrent_dropout = of_state;
  return layer;
}

inline bool is_recurrent(const elman_layer& layer) {
  return layer.kind == ELMAN_SIMPLE_RNN || layer.kind == ELMAN_LSTM || layer.kind == ELMAN_GRU;
}

// The width of what a layer with so many inputs gives.
inline int64_t width(const elman_layer& layer, int64_t inputs) {
  switch (layer.kind) {
    case ELMAN_DROPOUT:
    case ELMAN_LAYER_NORMALIZATION:
    case ELMAN_SOFTMAX:
      return inputs;
    case ELMAN_STATIC_FEATURES:
      return inputs + layer.units;
    default:
      return layer.direction == ELMAN_BOTH_CONCAT ? 2 * layer.units : layer.units;
  }
}

inline int64_t gates(const elman_layer& layer) {
  return layer.kind == ELMAN_LSTM ? 4 : layer.kind == ELMAN_GRU ? 3 : 1;
}

inline bool goes_both_ways(const elman_layer& layer) { return layer.direction >= ELMAN_BOTH_CONCAT; }

// Values of a sequence's state in a layer.
inline int32_t state_size(const elman_layer& layer) {
  const int32_t vectors = layer.kind == ELMAN_LSTM ? 2 : is_recurrent(layer) ? 1 : 0;
  return (goes_both_ways(layer) ? 2 : 1) * vectors * layer.units;
}

// Of a layer with so many inputs, in the order of elman.h.
inline int64_t parameters(const elman_layer& layer, int64_t inputs) {
  switch (layer.kind) {
    case ELMAN_EMBEDDING:
      return int64_t{layer.vocabulary} * layer.units;
    case ELMAN_LAYER_NORMALIZATION:
      return 2 * inputs;
    case ELMAN_DROPOUT:
    case ELMAN_SOFTMAX:
    case ELMAN_STATIC_FEATURES:
      return 0;
    default:
      break;
  }
  const int64_t columns = gates(layer) * layer.units;
  const int64_t biases = layer.use_bias == 0 ? 0 : layer.kind == ELMAN_GRU && layer.reset_after != 0 ? 2 : 1;
  const int64_t of_cell = columns * (inputs + (is_recurrent(layer) ? layer.units : 0) + biases);
  return (goes_both_ways(layer) ? 2 : 1) * of_cell;
}

inline elman_objective objective(int32_t loss = ELMAN_MEAN_SQUARED_ERROR, int32_t optimizer = ELMAN_SGD) {
  elman_objective o = {};
  o.loss = loss;
  o.huber_delta = 1;
  o.optimizer = optimizer;
  o.optimizer_form = ELMAN_KERAS;
  o.beta1 = 0.9;
  o.beta2 = 0.999;
  o.rho = 0.9;
  o.epsilon = 1e-7;
  o.clip = 1;
  o.truncation_length = INT32_MAX;
  return o;
}

// The shape of a net and of its data: input features, layers, steps, samples.
struct Shape {
  int32_t features;
  std::vector<elman_layer> layers;
  int32_t time_steps;
  int32_t count;

  bool gives_sequence() const {
    for (const elman_layer& layer : layers) {
      if (is_recurrent(layer) && layer.all_steps == 0) return false;
    }
    return true;
  }
  int32_t outputs() const {
    int64_t width = features;
    for (const elman_layer& layer : layers) width = net::width(layer, width);
    return static_cast<int32_t>(width);
  }
  int32_t state_size() const {
    int32_t size = 0;
    for (const elman_layer& layer : layers) size += net::state_size(layer);
    return size;
  }
  int32_t target_steps() const { return gives_sequence() ? time_steps : 1; }
  int64_t outputs_per_sample() const { return int64_t{target_steps()} * outputs(); }
  int64_t parameters() const {
    int64_t sum = 0;
    int64_t width = features;
    for (const elman_layer& layer : layers) {
      sum += net::parameters(layer, width);
      width = net::width(layer, width);
    }
    return sum;
  }
};

inline std::vector<double> uniform(std::mt19937_64& random, int64_t count, double limit) {
  std::uniform_real_distribution<double> distribution(-limit, limit);
  std::vector<double> values(static_cast<size_t>(count));
  // Values that a float holds too, so that both element types start from the same numbers.
  for (double& value : values) value = static_cast<float>(distribution(random));
  return values;
}

// Samples one behind another: inputs, then targets.
class Data {
 public:
  Data(const Shape& shape, int32_t element, uint64_t seed) : shape_(shape) {
    std::mt19937_64 random(seed);
    const int64_t input = int64_t{shape.time_steps} * shape.features;
    values = uniform(random, shape.count * (input + shape.outputs_per_sample()), 1);
    for (int32_t i = 0; i < shape.count; ++i) {
      input_offsets.push_back(static_cast<int32_t>(i * input));
      target_offsets.push_back(static_cast<int32_t>(shape.count * input + i * shape.outputs_per_sample()));
      order.push_back(i);
    }
    open(element);
  }
  Data(const Shape& shape, int32_t element, const std::vector<double>& inputs, const std::vector<double>& targets)
      : values(inputs), shape_(shape) {
    values.insert(values.end(), targets.begin(), targets.end());
    const int64_t input = int64_t{shape.time_steps} * shape.features;
    for (int32_t i = 0; i < shape.count; ++i) {
      input_offsets.push_back(static_cast<int32_t>(i * input));
      target_offsets.push_back(static_cast<int32_t>(shape.count * input + i * shape.outputs_per_sample()));
      order.push_back(i);
    }
    open(element);
  }
  ~Data() { elman_data_close(data_); }
  Data(const Data&) = delete;
  Data& operator=(const Data&) = delete;

  operator const elman_data*() const { return data_; }
  elman_samples samples() const {
    elman_samples samples = {};
    samples.values = values.data();
    samples.value_count = static_cast<int64_t>(values.size());
    samples.time_steps = shape_.time_steps;
    samples.features = shape_.features;
    samples.input_offsets = input_offsets.data();
    samples.count = shape_.count;
    samples.target_steps = shape_.target_steps();
    samples.outputs = shape_.outputs();
    samples.target_offsets = target_offsets.data();
    return samples;
  }

  std::vector<double> values;
  std::vector<int32_t> input_offsets;
  std::vector<int32_t> target_offsets;
  std::vector<int32_t> order;

 private:
  void open(int32_t element) {
    const elman_samples all = samples();
    require(elman_data_open(&all, element, &data_));
  }

  Shape shape_;
  elman_data* data_ = nullptr;
};

class Net {
 public:
  Net(const Shape& shape, int32_t element, const elman_objective* objective) : shape_(shape) {
    require(elman_network_open(shape.features, shape.layers.data(), static_cast<int32_t>(shape.layers.size()), element,
                               objective, &network_));
  }
  ~Net() { elman_network_close(network_); }
  Net(const Net&) = delete;
  Net& operator=(const Net&) = delete;

  operator elman_network*() const { return network_; }

  void write(const std::vector<double>& values, int32_t part = ELMAN_PARAMETERS) {
    require(elman_network_write(network_, part, values.data(), static_cast<int64_t>(values.size())));
  }
  std::vector<double> read(int32_t part = ELMAN_PARAMETERS, int64_t slots = 1) const {
    std::vector<double> values(static_cast<size_t>(slots * shape_.parameters()));
    require(elman_network_read(network_, part, values.data(), static_cast<int64_t>(values.size())));
    return values;
  }
  double gradient(const Data& data, int32_t from, int32_t to, int32_t mini_batch_size, int32_t shard) {
    double loss = 0;
    const int64_t steps = int64_t{mini_batch_size} * shape_.target_steps();
    require(elman_gradient(network_, data, data.order.data() + from, to - from, steps, shard, 1, &loss));
    return loss;
  }
  double loss_sum(const Data& data, int32_t from, int32_t to, double* outputs = nullptr) {
    double sum = 0;
    require(elman_evaluate(network_, data, from, to, 0, &sum, outputs));
    return sum;
  }

 private:
  Shape shape_;
  elman_network* network_ = nullptr;
};

}  // namespace net

#endif
