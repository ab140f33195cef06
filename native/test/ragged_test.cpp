// Sequences of unequal lengths go through a network as each would alone, and what lies behind their ends means nothing.
#include "check.h"
#include "sequences.h"

namespace {

using net::dense;
using net::directed;
using net::gru;
using net::lstm;
using net::rnn;
using net::Sequence;
using net::Shape;

const std::vector<int32_t> kLengths = {3, 7, 1, 7, 5, 3, 2, 9, 4};

// Every cell, in every way through time, alone and in stacks; last steps and all steps.
std::vector<Shape> shapes() {
  std::vector<Shape> all;
  for (const bool sequence : {false, true}) {
    for (const elman_layer& cell : {rnn(3, ELMAN_TANH, sequence), lstm(17, sequence), gru(4, true, sequence),
                                    gru(5, false, sequence), gru(3, true, sequence, false)}) {
      for (int32_t direction = ELMAN_FORWARD; direction <= ELMAN_BOTH_AVERAGE; ++direction) {
        all.push_back({2, {directed(cell, direction), dense(2, ELMAN_TANH)}, 9, 0});
      }
      all.push_back({2, {cell}, 9, 0});
    }
    all.push_back({2, {lstm(4, true), directed(gru(3, true, true), ELMAN_BOTH_CONCAT), dense(3, ELMAN_LINEAR),
                       rnn(5, ELMAN_TANH, sequence)}, 9, 0});
    all.push_back({1, {directed(rnn(3, ELMAN_TANH, true), ELMAN_BACKWARD), lstm(2, sequence), dense(1, ELMAN_LINEAR),
                       dense(2, ELMAN_LINEAR)}, 9, 0});
  }
  return all;
}

std::vector<double> weights_of(const Shape& shape) {
  std::mt19937_64 random(5);
  return net::uniform(random, shape.parameters(), 0.6);
}

template <typename T>
void outputs_as_alone(const Shape& shape, int32_t element, bool with_states) {
  const std::vector<Sequence> sequences = net::random_sequences(shape, kLengths, 3, with_states);
  net::Net network(shape, element, nullptr);
  network.write(weights_of(shape));
  net::check_each_as_alone<T>(network, shape, sequences);
}

TEST(each_sequence_of_a_ragged_batch_gives_the_bits_it_gives_alone) {
  for (const Shape& shape : shapes()) {
    for (const bool with_states : {false, true}) {
      outputs_as_alone<float>(shape, ELMAN_FLOAT, with_states);
      outputs_as_alone<double>(shape, ELMAN_DOUBLE, with_states);
    }
  }
}

TEST(evaluation_of_ragged_data_gives_what_prediction_gives) {
  for (const Shape& shape : shapes()) {
    const std::vector<Sequence> sequences = net::random_sequences(shape, kLengths, 3, true);
    const net::Ragged data(shape, ELMAN_DOUBLE, sequences);
    net::Net network(shape, ELMAN_DOUBLE, nullptr);
    network.write(weights_of(shape));
    const net::Prediction<double> predicted = net::prediction_of<double>(network, shape, sequences);
    std::vector<double> evaluated(predicted.outputs.size());
    double loss = -1;
    net::require(elman_evaluate(network, data, 0, data.samples.count, 0, &loss, evaluated.data()));
    CHECK_EQUAL(loss, 0);
    for (size_t n = 0; n < evaluated.size(); ++n) CHECK_EQUAL(evaluated[n], predicted.outputs[n]);
  }
}

void gradient_as_alone(const Shape& shape, int32_t k, bool with_states) {
  elman_objective objective = net::objective();
  objective.truncation_length = k;
  const std::vector<Sequence> sequences = net::random_sequences(shape, kLengths, 4, with_states);
  const int64_t steps = net::loss_steps(shape, sequences);
  net::Net network(shape, ELMAN_DOUBLE, &objective);
  network.write(weights_of(shape));
  const net::Ragged data(shape, ELMAN_DOUBLE, sequences);
  const net::Gradient together = net::gradient_of(network, data, steps);
  double loss = 0;
  std::vector<double> sum(together.values.size());
  for (const Sequence& sequence : sequences) {
    Shape own = shape;
    own.time_steps = sequence.length(shape);
    const net::Ragged alone(own, ELMAN_DOUBLE, {sequence});
    const net::Gradient part = net::gradient_of(network, alone, steps);
    loss += part.loss;
    for (size_t n = 0; n < sum.size(); ++n) sum[n] += part.values[n];
  }
  CHECK_NEAR(together.loss, loss, 1e-13);
  for (size_t n = 0; n < sum.size(); ++n) CHECK_NEAR(together.values[n], sum[n], 1e-11);
}

TEST(the_gradient_of_a_ragged_batch_is_the_sum_of_those_of_each_sequence_alone) {
  for (const Shape& shape : shapes()) {
    for (const bool with_states : {false, true}) gradient_as_alone(shape, INT32_MAX, with_states);
  }
}

TEST(truncated_gradients_of_ragged_batches_too) {
  for (const Shape& shape : shapes()) {
    const auto backwards = [](const elman_layer& layer) { return layer.direction != ELMAN_FORWARD; };
    if (std::any_of(shape.layers.begin(), shape.layers.end(), backwards)) continue;
    for (const int32_t k : {1, 2, 4, 8, 9}) {
      for (const bool with_states : {false, true}) gradient_as_alone(shape, k, with_states);
    }
  }
}

TEST(what_lies_behind_a_sequence_changes_no_bit) {
  for (const Shape& shape : shapes()) {
    const std::vector<Sequence> sequences = net::random_sequences(shape, kLengths, 3, true);
    const elman_objective objective = net::objective();
    net::Net network(shape, ELMAN_FLOAT, &objective);
    network.write(weights_of(shape));
    const net::Prediction<float> with_nan = net::prediction_of<float>(network, shape, sequences);
    const net::Prediction<float> with_zero = net::prediction_of<float>(network, shape, sequences, 0.0f);
    for (size_t n = 0; n < with_zero.outputs.size(); ++n) CHECK_EQUAL(with_nan.outputs[n], with_zero.outputs[n]);
    for (size_t n = 0; n < with_zero.states.size(); ++n) CHECK_EQUAL(with_nan.states[n], with_zero.states[n]);
    const int64_t steps = net::loss_steps(shape, sequences);
    const net::Gradient of_nan = net::gradient_of(network, net::Ragged(shape, ELMAN_FLOAT, sequences), steps);
    const net::Gradient of_ones = net::gradient_of(network, net::Ragged(shape, ELMAN_FLOAT, sequences, 1), steps);
    CHECK_EQUAL(of_nan.loss, of_ones.loss);
    for (size_t n = 0; n < of_ones.values.size(); ++n) CHECK_EQUAL(of_nan.values[n], of_ones.values[n]);
  }
}

// More sequences than go through a network together, and more rows than go through products together.
TEST(large_ragged_batches_are_the_sum_of_their_parts) {
  const Shape shape = {3, {lstm(33, true), gru(40, true), dense(1, ELMAN_LINEAR)}, 50, 0};
  std::vector<int32_t> lengths;
  for (int32_t i = 0; i < 300; ++i) lengths.push_back(1 + i * 37 % 50);
  const std::vector<Sequence> sequences = net::random_sequences(shape, lengths, 9);
  const elman_objective objective = net::objective();
  net::Net network(shape, ELMAN_DOUBLE, &objective);
  network.write(weights_of(shape));
  const net::Gradient whole = net::gradient_of(network, net::Ragged(shape, ELMAN_DOUBLE, sequences), 300);
  double loss = 0;
  std::vector<double> sum(whole.values.size());
  for (size_t first = 0; first < 300; first += 20) {
    const auto from = sequences.begin() + static_cast<std::ptrdiff_t>(first);
    const net::Gradient part =
        net::gradient_of(network, net::Ragged(shape, ELMAN_DOUBLE, {from, from + 20}), 300);
    loss += part.loss;
    for (size_t n = 0; n < sum.size(); ++n) sum[n] += part.values[n];
  }
  CHECK_NEAR(whole.loss, loss, 1e-12);
  for (size_t n = 0; n < sum.size(); ++n) CHECK_NEAR(whole.values[n], sum[n], 1e-10);
}

TEST(a_weight_multiplies_a_step_and_zero_takes_it_out) {
  for (const bool all_steps : {false, true}) {
    const Shape shape = {2, {gru(3, true, all_steps), dense(2, ELMAN_LINEAR)}, 9, 0};
    std::vector<Sequence> weighted = net::random_sequences(shape, kLengths, 6);
    std::vector<Sequence> repeated;
    for (size_t i = 0; i < weighted.size(); ++i) {
      const size_t steps = weighted[i].targets.size() / 2;
      const Sequence plain = weighted[i];
      // The first two steps of each sequence weigh 2 and 0 and the others 1, or the one 2, 0, 1.
      weighted[i].weights.assign(steps, 1);
      if (all_steps) {
        weighted[i].weights[0] = 2;
        if (steps > 1) weighted[i].weights[1] = 0;
      } else {
        weighted[i].weights[0] = static_cast<double>((i + 2) % 3);
        for (size_t n = 0; n < (i + 2) % 3; ++n) repeated.push_back(plain);
      }
      // Where a step does not count, its target may be anything.
      for (size_t n = 0; n < steps; ++n) {
        if (weighted[i].weights[n] == 0) weighted[i].targets[2 * n] = std::numeric_limits<double>::infinity();
      }
    }
    const elman_objective objective = net::objective();
    net::Net network(shape, ELMAN_DOUBLE, &objective);
    network.write(weights_of(shape));
    const int64_t steps = net::loss_steps(shape, weighted);
    const net::Ragged data(shape, ELMAN_DOUBLE, weighted);
    double ignored = 0;
    CHECK_REFUSED(elman_gradient(network, data, data.order.data(), 9, steps - 1, 0, 1, &ignored),
                  "mini_batch_steps must be at least");
    const net::Gradient gradient = net::gradient_of(network, data, steps);
    CHECK(std::isfinite(gradient.loss));
    double evaluated = 0;
    net::require(elman_evaluate(network, data, 0, 9, 0, &evaluated, nullptr));
    CHECK_NEAR(evaluated / static_cast<double>(2 * steps), gradient.loss, 1e-13);
    // A training step divides by the steps that count.
    const double rate = 0;
    double loss = 0;
    int32_t taken = 0;
    net::require(elman_train(network, data, data.order.data(), 9, 9, 1, &rate, &loss, &taken));
    CHECK_EQUAL(loss, gradient.loss);
    if (all_steps) continue;
    const net::Gradient wanted = net::gradient_of(network, net::Ragged(shape, ELMAN_DOUBLE, repeated),
                                                  static_cast<int64_t>(repeated.size()));
    const double scale = static_cast<double>(repeated.size()) / static_cast<double>(steps);
    CHECK_NEAR(gradient.loss, wanted.loss * scale, 1e-13);
    for (size_t n = 0; n < wanted.values.size(); ++n) {
      CHECK_NEAR(gradient.values[n], wanted.values[n] * scale, 1e-11);
    }
  }
}

TEST(where_no_step_counts_loss_and_gradient_are_zero) {
  const Shape shape = {2, {rnn(3, ELMAN_TANH, true), dense(2, ELMAN_LINEAR)}, 9, 0};
  std::vector<Sequence> sequences = net::random_sequences(shape, {4, 2}, 6);
  for (Sequence& sequence : sequences) sequence.weights.assign(sequence.targets.size() / 2, 0);
  const elman_objective objective = net::objective();
  net::Net network(shape, ELMAN_FLOAT, &objective);
  network.write(weights_of(shape));
  const net::Gradient gradient = net::gradient_of(network, net::Ragged(shape, ELMAN_FLOAT, sequences), 0);
  CHECK_EQUAL(gradient.loss, 0);
  for (const double value : gradient.values) CHECK_EQUAL(value, 0);
}

}  // namespace
