// Sequences of unequal lengths with all that may belong to them, as data sets and as batches to predict.
#ifndef ELMAN_TEST_SEQUENCES_H
#define ELMAN_TEST_SEQUENCES_H

#include <algorithm>
#include <limits>

#include "check.h"
#include "net.h"

namespace net {

// One sequence; what is empty is not there.
struct Sequence {
  std::vector<double> inputs;  // [length, features]
  std::vector<double> targets;
  std::vector<double> weights;
  std::vector<double> state;

  int32_t length(const Shape& shape) const {
    return static_cast<int32_t>(inputs.size()) / shape.features;
  }
};

// One for each length, of random values.
inline std::vector<Sequence> random_sequences(const Shape& shape, const std::vector<int32_t>& lengths, uint64_t seed,
                                              bool with_states = false) {
  std::mt19937_64 random(seed);
  std::vector<Sequence> all;
  for (const int32_t length : lengths) {
    Sequence sequence;
    sequence.inputs = uniform(random, int64_t{length} * shape.features, 1);
    const int64_t steps = shape.gives_sequence() ? length : 1;
    sequence.targets = uniform(random, steps * shape.outputs(), 1);
    if (with_states) sequence.state = uniform(random, shape.state_size(), 0.8);
    all.push_back(sequence);
  }
  return all;
}

// A data set of sequences; between their parts and behind them lies filling, which nothing may read.
class Ragged {
 public:
  struct Lanes {
    int32_t count;
    int32_t carry_steps;
  };

  Ragged(const Shape& shape, int32_t element, const std::vector<Sequence>& sequences,
         double filling = std::numeric_limits<double>::quiet_NaN(), Lanes lanes = {0, 0}) {
    const auto put = [&](const std::vector<double>& part, std::vector<int32_t>& offsets) {
      values_.push_back(filling);
      if (!part.empty()) offsets.push_back(static_cast<int32_t>(values_.size()));
      values_.insert(values_.end(), part.begin(), part.end());
      values_.insert(values_.end(), static_cast<size_t>(shape.time_steps), filling);
    };
    for (const Sequence& sequence : sequences) {
      lengths_.push_back(sequence.length(shape));
      put(sequence.inputs, inputs_);
      put(sequence.targets, targets_);
      put(sequence.weights, weights_);
      put(sequence.state, states_);
      order.push_back(static_cast<int32_t>(order.size()));
    }
    const auto or_null = [](const std::vector<int32_t>& offsets) { return offsets.empty() ? nullptr : offsets.data(); };
    samples = {};
    samples.values = values_.data();
    samples.value_count = static_cast<int64_t>(values_.size());
    samples.time_steps = shape.time_steps;
    samples.features = shape.features;
    samples.input_offsets = inputs_.data();
    samples.count = static_cast<int32_t>(sequences.size());
    samples.lengths = lengths_.data();
    samples.target_steps = targets_.empty() ? 0 : shape.target_steps();
    samples.outputs = targets_.empty() ? 0 : shape.outputs();
    samples.target_offsets = or_null(targets_);
    samples.weight_offsets = or_null(weights_);
    samples.state_size = states_.empty() ? 0 : shape.state_size();
    samples.state_offsets = or_null(states_);
    samples.lanes = lanes.count;
    samples.carry_steps = lanes.carry_steps;
    require(elman_data_open(&samples, element, &data_));
  }
  ~Ragged() { elman_data_close(data_); }
  Ragged(const Ragged&) = delete;
  Ragged& operator=(const Ragged&) = delete;

  operator const elman_data*() const { return data_; }

  elman_samples samples;
  std::vector<int32_t> order;

 private:
  std::vector<double> values_;
  std::vector<int32_t> lengths_;
  std::vector<int32_t> inputs_;
  std::vector<int32_t> targets_;
  std::vector<int32_t> weights_;
  std::vector<int32_t> states_;
  elman_data* data_ = nullptr;
};

// Loss and gradient of all sequences as one mini-batch.
struct Gradient {
  double loss;
  std::vector<double> values;
};

inline Gradient gradient_of(Net& network, const Ragged& data, int64_t mini_batch_steps, int64_t step = 1) {
  Gradient gradient = {};
  require(elman_gradient(network, data, data.order.data(), static_cast<int32_t>(data.order.size()), mini_batch_steps, 0,
                         step, &gradient.loss));
  gradient.values = network.read(ELMAN_GRADIENT);
  return gradient;
}

// How many steps have a target that counts.
inline int64_t loss_steps(const Shape& shape, const std::vector<Sequence>& sequences) {
  int64_t steps = 0;
  for (const Sequence& sequence : sequences) {
    for (size_t i = 0; i < sequence.targets.size() / static_cast<size_t>(shape.outputs()); ++i) {
      steps += sequence.weights.empty() || sequence.weights[i] != 0 ? 1 : 0;
    }
  }
  return steps;
}

// What a network predicts for sequences, and the states behind them; padded places hold filling.
template <typename T>
struct Prediction {
  std::vector<T> outputs;  // [count, output steps, outputs]
  std::vector<T> states;   // [count, state size]
};

template <typename T>
Prediction<T> prediction_of(Net& network, const Shape& shape, const std::vector<Sequence>& sequences,
                            T filling = std::numeric_limits<T>::quiet_NaN()) {
  const size_t count = sequences.size();
  const size_t row = static_cast<size_t>(shape.time_steps * shape.features);
  std::vector<T> inputs(count * row, filling);
  std::vector<int32_t> lengths;
  std::vector<T> initial;
  for (size_t i = 0; i < count; ++i) {
    std::copy(sequences[i].inputs.begin(), sequences[i].inputs.end(),
              inputs.begin() + static_cast<std::ptrdiff_t>(i * row));
    lengths.push_back(sequences[i].length(shape));
    initial.insert(initial.end(), sequences[i].state.begin(), sequences[i].state.end());
  }
  Prediction<T> prediction;
  prediction.outputs.assign(count * static_cast<size_t>(shape.outputs_per_sample()), T(7));
  prediction.states.assign(count * static_cast<size_t>(shape.state_size()), T(7));
  require(elman_predict(network, inputs.data(), static_cast<int32_t>(count), shape.time_steps, lengths.data(), nullptr,
                        initial.empty() ? nullptr : initial.data(), prediction.outputs.data(),
                        prediction.states.data()));
  return prediction;
}

// Each sequence gives among the others what it gives alone, to the last bit, and zeros behind its end.
template <typename T>
void check_each_as_alone(Net& network, const Shape& shape, const std::vector<Sequence>& sequences) {
  const Prediction<T> together = prediction_of<T>(network, shape, sequences);
  const auto per_sequence = static_cast<size_t>(shape.outputs_per_sample());
  const auto state_size = static_cast<size_t>(shape.state_size());
  for (size_t i = 0; i < sequences.size(); ++i) {
    Shape own = shape;
    own.time_steps = sequences[i].length(shape);
    const Prediction<T> alone = prediction_of<T>(network, own, {sequences[i]});
    for (size_t n = 0; n < per_sequence; ++n) {
      const T wanted = n < alone.outputs.size() ? alone.outputs[n] : T(0);
      CHECK_EQUAL(together.outputs[i * per_sequence + n], wanted);
    }
    for (size_t n = 0; n < state_size; ++n) CHECK_EQUAL(together.states[i * state_size + n], alone.states[n]);
  }
}

}  // namespace net

#endif
