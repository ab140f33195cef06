// States handed over from one call to the next, and from sample to sample of stateful training: always as if the
// sequence had been computed whole.
#include "check.h"
#include "stateful.h"

namespace {

using net::dense;
using net::lstm;
using net::part;
using net::Sequence;
using net::Shape;
using net::weights_of;

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
  for (const Shape& shape : net::stateful_shapes()) {
    in_parts<float>(shape, ELMAN_FLOAT);
    in_parts<double>(shape, ELMAN_DOUBLE);
  }
}

TEST(an_initial_state_of_zeros_is_none) {
  for (const Shape& shape : net::stateful_shapes()) {
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
  for (const Shape& shape : net::stateful_shapes()) {
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
  for (const Shape& shape : net::stateful_shapes()) {
    for (const int32_t carry_steps : {4, 2, 1}) {
      for (const bool with_states : {false, true}) {
        evaluated_in_lanes(shape, ELMAN_FLOAT, carry_steps, with_states);
        evaluated_in_lanes(shape, ELMAN_DOUBLE, carry_steps, with_states);
      }
    }
  }
}

TEST(stateful_training_hands_states_on_and_stops_gradients_at_the_edge) {
  for (Shape shape : net::stateful_shapes()) {
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

}  // namespace
