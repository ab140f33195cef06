// States handed over from one call to the next, from sample to sample of stateful training, and from step to step of
// streams: always as if the sequence had been computed whole.
#include <atomic>
#include <memory>
#include <thread>

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

std::vector<Shape> shapes() {
  std::vector<Shape> all;
  for (const elman_layer& cell :
       {rnn(3, ELMAN_TANH, true), lstm(17, true), gru(4, true, true), gru(33, false, true, false)}) {
    all.push_back({2, {cell, dense(2, ELMAN_TANH)}, 12, 0});
    all.push_back({2, {cell}, 12, 0});
  }
  all.push_back({1, {dense(3, ELMAN_TANH), gru(3, true, true), lstm(5, true), rnn(2, ELMAN_RELU, true)}, 12, 0});
  return all;
}

std::vector<double> weights_of(const Shape& shape) {
  std::mt19937_64 random(25);
  return net::uniform(random, shape.parameters(), 0.6);
}

// Steps [from, to) of a sequence.
Sequence part(const Shape& shape, const Sequence& whole, int32_t from, int32_t to) {
  const auto of = [&](const std::vector<double>& rows, int32_t width) {
    return std::vector<double>(rows.begin() + from * width, rows.begin() + to * width);
  };
  Sequence sequence;
  sequence.inputs = of(whole.inputs, shape.features);
  sequence.targets = of(whole.targets, shape.outputs());
  if (from == 0) sequence.state = whole.state;
  return sequence;
}

template <typename T>
void in_parts(const Shape& shape, int32_t element) {
  const std::vector<Sequence> sequences = net::random_sequences(shape, {12, 12, 9}, 3, true);
  net::Net network(shape, element, nullptr);
  network.write(weights_of(shape));
  const auto width = static_cast<size_t>(shape.outputs());
  for (const Sequence& whole : sequences) {
    const net::Prediction<T> wanted = net::prediction_of<T>(network, shape, {whole});
    std::vector<T> outputs;
    std::vector<double> state = whole.state;
    const int32_t length = whole.length(shape);
    for (int32_t from = 0, to; from < length; from = to) {
      to = std::min(from + 4, length);
      Sequence chunk = part(shape, whole, from, to);
      chunk.state = state;
      const net::Prediction<T> given = net::prediction_of<T>(network, shape, {chunk});
      outputs.insert(outputs.end(), given.outputs.begin(),
                     given.outputs.begin() + static_cast<std::ptrdiff_t>(chunk.targets.size()));
      state.assign(given.states.begin(), given.states.end());
    }
    CHECK_EQUAL(outputs.size(), static_cast<size_t>(length) * width);
    for (size_t n = 0; n < outputs.size(); ++n) CHECK_EQUAL(outputs[n], wanted.outputs[n]);
    for (size_t n = 0; n < state.size(); ++n) CHECK_EQUAL(state[n], wanted.states[n]);
  }
}

TEST(a_sequence_in_parts_that_hand_over_their_state_is_the_whole) {
  for (const Shape& shape : shapes()) {
    in_parts<float>(shape, ELMAN_FLOAT);
    in_parts<double>(shape, ELMAN_DOUBLE);
  }
}

TEST(an_initial_state_of_zeros_is_none) {
  for (const Shape& shape : shapes()) {
    std::vector<Sequence> sequences = net::random_sequences(shape, {5, 12}, 3);
    net::Net network(shape, ELMAN_DOUBLE, nullptr);
    network.write(weights_of(shape));
    const net::Prediction<double> without = net::prediction_of<double>(network, shape, sequences);
    for (Sequence& sequence : sequences) sequence.state.assign(static_cast<size_t>(shape.state_size()), 0);
    const net::Prediction<double> with = net::prediction_of<double>(network, shape, sequences);
    for (size_t n = 0; n < with.outputs.size(); ++n) CHECK_EQUAL(with.outputs[n], without.outputs[n]);
  }
}

TEST(a_trace_begins_with_the_state_it_is_given) {
  for (const Shape& shape : shapes()) {
    const Sequence sequence = net::random_sequences(shape, {12}, 3, true)[0];
    net::Net network(shape, ELMAN_DOUBLE, nullptr);
    network.write(weights_of(shape));
    const net::Prediction<double> wanted = net::prediction_of<double>(network, shape, {sequence});
    int64_t width = shape.features;
    int64_t widths = 0;
    for (const elman_layer& layer : shape.layers) widths += width = net::width(layer, width);
    std::vector<double> layers(static_cast<size_t>(12 * widths));
    net::require(elman_trace(network, sequence.inputs.data(), 12, nullptr, sequence.state.data(), layers.data(),
                             12 * widths));
    const size_t at = layers.size() - wanted.outputs.size();
    for (size_t n = 0; n < wanted.outputs.size(); ++n) CHECK_EQUAL(layers[at + n], wanted.outputs[n]);
  }
}

// Long sequences side by side, cut into samples of so many steps that are continued after carry_steps of them.
std::vector<Sequence> in_lanes(const Shape& shape, const std::vector<Sequence>& lanes, int32_t carry_steps) {
  std::vector<Sequence> samples;
  const int32_t length = lanes[0].length(shape);
  for (int32_t from = 0; from + shape.time_steps <= length; from += carry_steps) {
    for (const Sequence& lane : lanes) {
      samples.push_back(part(shape, lane, from, from + shape.time_steps));
      // A sample that continues another one does not look at its own initial state.
      if (from > 0) samples.back().state.assign(lane.state.size(), 9);
    }
  }
  return samples;
}

void evaluated_in_lanes(Shape shape, int32_t element, int32_t carry_steps, bool with_states) {
  const std::vector<Sequence> lanes = net::random_sequences(shape, {12, 12, 12}, 8, with_states);
  net::Net network(shape, element, nullptr);
  network.write(weights_of(shape));
  std::vector<double> wanted(static_cast<size_t>(36 * shape.outputs()));
  double loss = 0;
  const net::Ragged whole(shape, element, lanes);
  net::require(elman_evaluate(network, whole, 0, 3, 0, &loss, wanted.data()));
  shape.time_steps = 4;
  const net::Ragged data(shape, element, in_lanes(shape, lanes, carry_steps), 0, {3, carry_steps});
  const auto width = static_cast<size_t>(shape.outputs());
  std::vector<double> outputs(static_cast<size_t>(data.samples.count) * 4 * width);
  // All at once, then round by round: the same, since the first round of either begins anew.
  for (const int32_t rounds : {data.samples.count / 3, 1}) {
    std::fill(outputs.begin(), outputs.end(), 0);
    for (int32_t from = 0; from < data.samples.count; from += 3 * rounds) {
      net::require(elman_evaluate(network, data, from, from + 3 * rounds, 0, &loss,
                                  outputs.data() + static_cast<size_t>(from) * 4 * width));
    }
    for (int32_t sample = 0; sample < data.samples.count; ++sample) {
      for (size_t n = 0; n < 4 * width; ++n) {
        const auto from = static_cast<size_t>(sample % 3 * 12 + sample / 3 * carry_steps);
        CHECK_EQUAL(outputs[static_cast<size_t>(sample) * 4 * width + n], wanted[from * width + n]);
      }
    }
  }
  CHECK_REFUSED(elman_evaluate(network, data, 1, 4, 0, &loss, nullptr), "must be multiples of the data's lanes (3)");
}

TEST(samples_that_follow_one_another_in_lanes_give_what_the_whole_sequences_give) {
  for (const Shape& shape : shapes()) {
    for (const int32_t carry_steps : {4, 2, 1}) {
      for (const bool with_states : {false, true}) {
        evaluated_in_lanes(shape, ELMAN_FLOAT, carry_steps, with_states);
        evaluated_in_lanes(shape, ELMAN_DOUBLE, carry_steps, with_states);
      }
    }
  }
}

TEST(stateful_training_hands_states_on_and_stops_gradients_at_the_edge) {
  for (Shape shape : shapes()) {
    const elman_objective objective = net::objective();
    const std::vector<Sequence> lanes = net::random_sequences(shape, {12, 12}, 8);
    net::Net predictor(shape, ELMAN_DOUBLE, nullptr);
    predictor.write(weights_of(shape));
    const Shape whole = shape;
    shape.time_steps = 4;
    const std::vector<Sequence> samples = in_lanes(shape, lanes, 3);
    const net::Ragged data(shape, ELMAN_DOUBLE, samples, 0, {2, 3});
    net::Net network(shape, ELMAN_DOUBLE, &objective);
    network.write(weights_of(shape));
    CHECK_EQUAL(elman_network_read(network, ELMAN_CARRIED_STATES, nullptr, 0), ELMAN_OK);
    std::vector<double> carried(static_cast<size_t>(2 * shape.state_size()));
    for (int32_t round = 0; round < 3; ++round) {
      const int64_t steps = 8;
      net::Gradient given = {};
      // One shard for each lane.
      for (int32_t lane = 0; lane < 2; ++lane) {
        double loss = 0;
        net::require(elman_gradient(network, data, data.order.data() + 2 * round + lane, 1, steps, lane, 1, &loss));
        given.loss += loss;
      }
      given.values = network.read(ELMAN_GRADIENT);
      // The same samples with their states as initial ones.
      std::vector<Sequence> standing_alone;
      std::vector<double> states;
      for (int32_t lane = 0; lane < 2; ++lane) {
        const Sequence& of_lane = lanes[static_cast<size_t>(lane)];
        Sequence sample = samples[static_cast<size_t>(2 * round + lane)];
        if (round > 0) {
          sample.state = net::prediction_of<double>(predictor, whole, {part(whole, of_lane, 0, 3 * round)}).states;
        } else {
          sample.state.assign(static_cast<size_t>(shape.state_size()), 0);
        }
        standing_alone.push_back(sample);
        const std::vector<double> next =
            net::prediction_of<double>(predictor, whole, {part(whole, of_lane, 0, 3 * round + 3)}).states;
        states.insert(states.end(), next.begin(), next.end());
      }
      net::Net other(shape, ELMAN_DOUBLE, &objective);
      other.write(weights_of(shape));
      const net::Gradient wanted = net::gradient_of(other, net::Ragged(shape, ELMAN_DOUBLE, standing_alone), steps);
      CHECK_NEAR(given.loss, wanted.loss, 1e-13);
      for (size_t n = 0; n < wanted.values.size(); ++n) CHECK_NEAR(given.values[n], wanted.values[n], 1e-11);
      net::require(elman_network_read(network, ELMAN_CARRIED_STATES, carried.data(),
                                      static_cast<int64_t>(carried.size())));
      for (size_t n = 0; n < carried.size(); ++n) CHECK_EQUAL(carried[n], states[n]);
    }
  }
}

TEST(carried_states_that_are_written_are_those_that_training_goes_on_with) {
  const Shape shape = {1, {lstm(3, true), dense(1, ELMAN_LINEAR)}, 4, 0};
  const elman_objective objective = net::objective(ELMAN_MEAN_SQUARED_ERROR, ELMAN_ADAM);
  const std::vector<Sequence> lanes = net::random_sequences(shape, {12, 12}, 8);
  const net::Ragged data(shape, ELMAN_FLOAT, in_lanes(shape, lanes, 4), 0, {2, 4});
  const auto train = [&](net::Net& network, int32_t from, int32_t to) {
    std::vector<double> losses(3);
    const std::vector<double> rates(3, 0.01);
    int32_t taken = 0;
    net::require(elman_train(network, data, data.order.data() + 2 * from, 2 * (to - from), 2, from + 1, rates.data(),
                             losses.data(), &taken));
    CHECK_EQUAL(taken, to - from);
  };
  net::Net whole(shape, ELMAN_FLOAT, &objective);
  whole.write(weights_of(shape));
  train(whole, 0, 3);
  net::Net first(shape, ELMAN_FLOAT, &objective);
  first.write(weights_of(shape));
  train(first, 0, 1);
  net::Net second(shape, ELMAN_FLOAT, &objective);
  second.write(first.read());
  second.write(first.read(ELMAN_OPTIMIZER_STATE, 2), ELMAN_OPTIMIZER_STATE);
  std::vector<double> carried(12);
  net::require(elman_network_read(first, ELMAN_CARRIED_STATES, carried.data(), 12));
  second.write(carried, ELMAN_CARRIED_STATES);
  train(second, 1, 3);
  const std::vector<double> wanted = whole.read();
  const std::vector<double> given = second.read();
  for (size_t n = 0; n < wanted.size(); ++n) CHECK_EQUAL(given[n], wanted[n]);
  CHECK_REFUSED(elman_network_write(second, ELMAN_CARRIED_STATES, carried.data(), 7), "[lanes, 6] values");
  CHECK_REFUSED(elman_network_read(second, ELMAN_CARRIED_STATES, carried.data(), 6), "must have 12 values");
  net::require(elman_network_write(second, ELMAN_CARRIED_STATES, nullptr, 0));
  net::require(elman_network_read(second, ELMAN_CARRIED_STATES, nullptr, 0));
}

class Streams {
 public:
  Streams(elman_network* network, int32_t count) { net::require(elman_streams_open(network, count, &streams_)); }
  ~Streams() { elman_streams_close(streams_); }
  Streams(const Streams&) = delete;
  Streams& operator=(const Streams&) = delete;
  operator elman_streams*() const { return streams_; }

 private:
  elman_streams* streams_ = nullptr;
};

template <typename T>
void streamed(const Shape& shape, int32_t element) {
  const std::vector<Sequence> sequences = net::random_sequences(shape, std::vector<int32_t>(70, 12), 3, true);
  const auto count = static_cast<int32_t>(sequences.size());
  const auto features = static_cast<size_t>(shape.features);
  const auto outputs = static_cast<size_t>(shape.outputs());
  const int64_t size = shape.state_size();
  std::vector<T> wanted;
  std::unique_ptr<Streams> streams;
  {
    net::Net network(shape, element, nullptr);
    network.write(weights_of(shape));
    wanted = net::prediction_of<T>(network, shape, sequences).outputs;
    streams = std::make_unique<Streams>(network, count);
    network.write(std::vector<double>(static_cast<size_t>(shape.parameters()), 0.5));
  }
  for (int32_t i = 0; i < count; ++i) {
    std::vector<double> state = sequences[static_cast<size_t>(i)].state;
    net::require(elman_streams_state(*streams, i, 1, state.data(), size));
  }
  std::mt19937 random(1);
  for (int32_t step = 0; step < 12; ++step) {
    // One by one, all in order, all in another order, and some of them, whose others come after.
    std::vector<int32_t> order(static_cast<size_t>(count));
    for (int32_t i = 0; i < count; ++i) order[static_cast<size_t>(i)] = i;
    if (step % 4 >= 2) std::shuffle(order.begin(), order.end(), random);
    const size_t together = step % 4 == 0 ? 1 : step % 4 == 3 ? 23 : order.size();
    for (size_t from = 0, to; from < order.size(); from = to) {
      to = std::min(from + together, order.size());
      std::vector<T> inputs;
      for (size_t i = from; i < to; ++i) {
        const std::vector<double>& all = sequences[static_cast<size_t>(order[i])].inputs;
        for (size_t n = 0; n < features; ++n) {
          inputs.push_back(static_cast<T>(all[static_cast<size_t>(step) * features + n]));
        }
      }
      std::vector<T> given((to - from) * outputs);
      net::require(elman_streams_step(*streams, step % 4 == 1 ? nullptr : order.data() + from,
                                      static_cast<int32_t>(to - from), inputs.data(), given.data()));
      for (size_t n = 0; n < given.size(); ++n) {
        const auto stream = static_cast<size_t>(order[from + n / outputs]);
        CHECK_EQUAL(given[n], wanted[(stream * 12 + static_cast<size_t>(step)) * outputs + n % outputs]);
      }
    }
  }
}

TEST(streams_give_step_by_step_what_the_whole_sequences_give) {
  for (const Shape& shape : shapes()) {
    streamed<float>(shape, ELMAN_FLOAT);
    streamed<double>(shape, ELMAN_DOUBLE);
  }
}

TEST(a_layer_with_its_last_step_alone_streams_as_one_with_all) {
  const Shape all = {2, {gru(5, true, true), dense(2, ELMAN_TANH)}, 4, 0};
  const Shape last = {2, {gru(5, true), dense(2, ELMAN_TANH)}, 4, 0};
  const Sequence sequence = net::random_sequences(all, {4}, 3)[0];
  net::Net network(last, ELMAN_DOUBLE, nullptr);
  network.write(weights_of(last));
  const Streams streams(network, 1);
  for (int32_t length = 1; length <= 4; ++length) {
    const net::Prediction<double> wanted = net::prediction_of<double>(network, last, {part(all, sequence, 0, length)});
    double given[2];
    net::require(elman_streams_step(streams, nullptr, 1, sequence.inputs.data() + 2 * (length - 1), given));
    for (size_t n = 0; n < 2; ++n) CHECK_EQUAL(given[n], wanted.outputs[n]);
  }
}

TEST(a_stream_that_is_set_back_goes_on_as_it_did) {
  const Shape shape = {1, {lstm(3, true), gru(2, true)}, 5, 0};
  net::Net network(shape, ELMAN_FLOAT, nullptr);
  network.write(weights_of(shape));
  const Streams streams(network, 3);
  const auto step = [&](int32_t stream, float x) {
    float y[2];
    net::require(elman_streams_step(streams, &stream, 1, &x, y));
    return std::vector<float>(y, y + 2);
  };
  const auto state = [&](int32_t stream) {
    std::vector<double> values(8);
    net::require(elman_streams_state(streams, stream, 0, values.data(), 8));
    return values;
  };
  for (const double value : state(1)) CHECK_EQUAL(value, 0);
  step(1, 0.5f);
  std::vector<double> saved = state(1);
  const std::vector<float> next = step(1, -0.25f);
  net::require(elman_streams_state(streams, 2, 1, saved.data(), 8));
  CHECK(step(2, -0.25f) == next);
  net::require(elman_streams_state(streams, 1, 1, saved.data(), 8));
  CHECK(step(1, -0.25f) == next);
  CHECK(state(1) == state(2));
  for (const double value : state(0)) CHECK_EQUAL(value, 0);
}

TEST(streams_are_checked) {
  const Shape shape = {2, {gru(3, true, true), dense(2, ELMAN_LINEAR)}, 5, 0};
  net::Net network(shape, ELMAN_FLOAT, nullptr);
  elman_streams* opened = nullptr;
  CHECK_REFUSED(elman_streams_open(nullptr, 1, &opened), "network must not be null");
  CHECK_REFUSED(elman_streams_open(network, 1, nullptr), "streams must not be null");
  CHECK_REFUSED(elman_streams_open(network, 0, &opened), "count must be at least 1 but was 0");
  for (const int32_t direction : {ELMAN_BACKWARD, ELMAN_BOTH_SUM}) {
    const Shape backwards = {2, {directed(gru(3, true), direction)}, 5, 0};
    net::Net other(backwards, ELMAN_FLOAT, nullptr);
    CHECK_REFUSED(elman_streams_open(other, 1, &opened), "cannot be streamed: its outputs depend on steps to come");
    CHECK(opened == nullptr);
  }
  const Streams streams(network, 4);
  const float inputs[8] = {};
  float outputs[8];
  const int32_t twice[] = {1, 3, 1};
  const int32_t outside[] = {1, 4};
  const int32_t below = -1;
  CHECK_REFUSED(elman_streams_step(nullptr, nullptr, 1, inputs, outputs), "streams must not be null");
  CHECK_REFUSED(elman_streams_step(streams, nullptr, 1, nullptr, outputs), "inputs must not be null");
  CHECK_REFUSED(elman_streams_step(streams, nullptr, 1, inputs, nullptr), "outputs must not be null");
  CHECK_REFUSED(elman_streams_step(streams, nullptr, 0, inputs, outputs), "number of streams (4) but was 0");
  CHECK_REFUSED(elman_streams_step(streams, nullptr, 5, inputs, outputs), "number of streams (4) but was 5");
  CHECK_REFUSED(elman_streams_step(streams, twice, 3, inputs, outputs), "numbers[2] names stream 1 again");
  CHECK_REFUSED(elman_streams_step(streams, outside, 2, inputs, outputs), "numbers[1] must be from 0 to 3 but was 4");
  CHECK_REFUSED(elman_streams_step(streams, &below, 1, inputs, outputs), "numbers[0] must be from 0 to 3 but was -1");
  CHECK_EQUAL(elman_streams_step(streams, twice, 2, inputs, outputs), ELMAN_OK);
  double state[4] = {};
  CHECK_REFUSED(elman_streams_state(nullptr, 0, 0, state, 3), "streams must not be null");
  CHECK_REFUSED(elman_streams_state(streams, 4, 0, state, 3), "number must be from 0 to 3 but was 4");
  CHECK_REFUSED(elman_streams_state(streams, 0, 0, nullptr, 3), "values must not be null");
  CHECK_REFUSED(elman_streams_state(streams, 0, 1, state, 4), "3 values of state, then 0 static features, but count");
  CHECK_EQUAL(elman_streams_state(streams, 0, 1, state, 3), ELMAN_OK);
  elman_streams_close(nullptr);
}

TEST(streams_in_use_by_another_thread_are_busy) {
  const Shape shape = {8, {gru(256, true, true), dense(2, ELMAN_LINEAR)}, 5, 0};
  net::Net network(shape, ELMAN_FLOAT, nullptr);
  const Streams streams(network, 2000);
  const std::vector<float> inputs(16000, 0.5f);
  std::atomic<bool> met{false};
  std::atomic<int> unexpected{0};
  const auto work = [&] {
    std::vector<float> outputs(4000);
    for (int i = 0; i < 2000 && !met; ++i) {
      const int32_t status = elman_streams_step(streams, nullptr, 2000, inputs.data(), outputs.data());
      if (status == ELMAN_BUSY) met = true;
      if (status != ELMAN_BUSY && status != ELMAN_OK) ++unexpected;
    }
  };
  std::thread one(work);
  std::thread two(work);
  one.join();
  two.join();
  CHECK(met);
  CHECK_EQUAL(unexpected.load(), 0);
}

}  // namespace
