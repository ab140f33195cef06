// One sequence, and one row, have kernels of their own: what they give is what the same sequence gives among others, to
// the last bit, and their gradients are those of double, which has no such kernels.
#include <algorithm>

#include "check.h"
#include "sequences.h"

namespace {

using net::dense;
using net::rnn;
using net::Sequence;
using net::Shape;

// Around every number of vectors, of every width, and around the largest sizes that the kernels take.
const std::vector<int32_t> kUnits = {1, 2, 3, 4, 5, 7, 8, 9, 12, 13, 15, 16, 17, 20, 24, 25, 31, 32, 33, 40};

std::vector<Shape> shapes() {
  std::vector<Shape> all;
  const int32_t activations[] = {ELMAN_TANH, ELMAN_SIGMOID, ELMAN_RELU, ELMAN_LINEAR, ELMAN_ELU};
  for (size_t i = 0; i < kUnits.size(); ++i) {
    const int32_t units = kUnits[i];
    const int32_t activation = activations[i % 5];
    const int32_t features = i % 3 == 0 ? 1 : i % 3 == 1 ? 16 : 17;
    all.push_back({1, {rnn(units, ELMAN_TANH), dense(1, ELMAN_LINEAR)}, 7, 0});
    all.push_back({features, {rnn(units, activation, true, i % 2 == 0), dense(2, ELMAN_TANH)}, 6, 0});
    all.push_back({2, {rnn(units, ELMAN_TANH, true), rnn(5, ELMAN_SIGMOID), dense(3, ELMAN_ELU)}, 5, 0});
    all.push_back({1, {rnn(4, ELMAN_TANH, true), rnn(units, ELMAN_TANH)}, 1, 0});
  }
  return all;
}

std::vector<double> weights_of(const Shape& shape) {
  std::mt19937_64 random(11);
  return net::uniform(random, shape.parameters(), 0.4);
}

template <typename T>
void outputs_as_in_a_batch(const Shape& shape, int32_t element, bool with_states) {
  const std::vector<int32_t> lengths(9, shape.time_steps);
  const std::vector<Sequence> sequences = net::random_sequences(shape, lengths, 3, with_states);
  net::Net network(shape, element, nullptr);
  network.write(weights_of(shape));
  net::check_each_as_alone<T>(network, shape, sequences);
}

TEST(a_sequence_alone_gives_the_bits_it_gives_in_a_batch) {
  for (const Shape& shape : shapes()) {
    for (const bool with_states : {false, true}) {
      outputs_as_in_a_batch<float>(shape, ELMAN_FLOAT, with_states);
      outputs_as_in_a_batch<double>(shape, ELMAN_DOUBLE, with_states);
    }
  }
}

TEST(a_stream_gives_the_bits_of_the_sequence) {
  for (const Shape& shape : shapes()) {
    const std::vector<Sequence> sequences = net::random_sequences(shape, {shape.time_steps}, 4, false);
    net::Net network(shape, ELMAN_FLOAT, nullptr);
    network.write(weights_of(shape));
    const net::Prediction<float> whole = net::prediction_of<float>(network, shape, sequences);
    elman_streams* streams = nullptr;
    net::require(elman_streams_open(network, 1, &streams));
    const auto features = static_cast<size_t>(shape.features);
    const auto outputs = static_cast<size_t>(shape.outputs());
    std::vector<float> output(outputs);
    for (size_t step = 0; step < static_cast<size_t>(shape.time_steps); ++step) {
      std::vector<float> input;
      for (size_t n = 0; n < features; ++n) {
        input.push_back(static_cast<float>(sequences[0].inputs[step * features + n]));
      }
      net::require(elman_streams_step(streams, nullptr, 1, input.data(), output.data()));
      if (!shape.gives_sequence() && step + 1 < static_cast<size_t>(shape.time_steps)) continue;
      for (size_t n = 0; n < outputs; ++n) {
        CHECK_EQUAL(output[n], whole.outputs[(shape.gives_sequence() ? step : 0) * outputs + n]);
      }
    }
    elman_streams_close(streams);
  }
}

std::vector<double> gradient_of(const Shape& shape, int32_t element, int32_t truncation_length) {
  elman_objective objective = net::objective(ELMAN_MEAN_SQUARED_ERROR, ELMAN_ADAM);
  objective.truncation_length = truncation_length;
  const net::Data data(shape, element, 6);
  net::Net network(shape, element, &objective);
  network.write(weights_of(shape));
  network.gradient(data, 0, 1, 1, 0);
  return network.read(ELMAN_GRADIENT);
}

TEST(the_gradient_of_a_sequence_alone_is_that_of_double) {
  for (Shape shape : shapes()) {
    shape.count = 1;
    for (const int32_t truncation_length : {INT32_MAX, 3}) {
      const std::vector<double> actual = gradient_of(shape, ELMAN_FLOAT, truncation_length);
      const std::vector<double> wanted = gradient_of(shape, ELMAN_DOUBLE, truncation_length);
      // Beside the largest one: small ones are sums of what nearly cancels, and so is the error of an output.
      double largest = 0;
      for (const double value : wanted) largest = std::max(largest, std::fabs(value));
      for (size_t i = 0; i < wanted.size(); ++i) CHECK(std::fabs(actual[i] - wanted[i]) <= 4e-6 * largest + 2e-7);
    }
  }
}

}  // namespace
