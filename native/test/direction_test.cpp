// Recurrent layers that go backwards or both ways, against the same cells that go forwards over sequences turned
// around; and every gradient of what recurrent layers can be, against central differences.
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

const std::vector<int32_t> kLengths = {3, 6, 1, 6, 4};

std::vector<elman_layer> cells(bool all_steps) {
  return {rnn(3, ELMAN_TANH, all_steps), lstm(3, all_steps), gru(3, true, all_steps), gru(3, false, all_steps)};
}

std::vector<double> weights_of(const Shape& shape) {
  std::mt19937_64 random(15);
  return net::uniform(random, shape.parameters(), 0.7);
}

// The last step first: rows of so many values.
std::vector<double> turned(const std::vector<double>& rows, size_t width) {
  std::vector<double> result;
  for (size_t end = rows.size(); end > 0; end -= width) {
    result.insert(result.end(), rows.begin() + static_cast<std::ptrdiff_t>(end - width),
                  rows.begin() + static_cast<std::ptrdiff_t>(end));
  }
  return result;
}

// What a network gives for one sequence: [steps, outputs], and the state behind it.
net::Prediction<double> run(Shape shape, const std::vector<double>& weights, const Sequence& sequence) {
  shape.time_steps = sequence.length(shape);
  net::Net network(shape, ELMAN_DOUBLE, nullptr);
  network.write(weights);
  return net::prediction_of<double>(network, shape, {sequence});
}

TEST(a_layer_that_goes_backwards_reads_each_sequence_from_its_end) {
  for (const bool all_steps : {false, true}) {
    for (const elman_layer& cell : cells(all_steps)) {
      const Shape shape = {2, {directed(cell, ELMAN_BACKWARD)}, 6, 0};
      const Shape ahead = {2, {cell}, 6, 0};
      const std::vector<double> weights = weights_of(shape);
      for (Sequence sequence : net::random_sequences(shape, kLengths, 2, true)) {
        const net::Prediction<double> backwards = run(shape, weights, sequence);
        sequence.inputs = turned(sequence.inputs, 2);
        const net::Prediction<double> wanted = run(ahead, weights, sequence);
        for (size_t n = 0; n < wanted.outputs.size(); ++n) CHECK_EQUAL(backwards.outputs[n], wanted.outputs[n]);
        for (size_t n = 0; n < wanted.states.size(); ++n) CHECK_EQUAL(backwards.states[n], wanted.states[n]);
      }
    }
  }
}

double merged(int32_t merge, double f, double b) {
  return merge == ELMAN_BOTH_SUM ? f + b : merge == ELMAN_BOTH_MULTIPLY ? f * b : (f + b) / 2;
}

void check_merge(const elman_layer& cell, int32_t merge, bool all_steps) {
  const Shape shape = {2, {directed(cell, merge)}, 6, 0};
  const Shape ahead = {2, {cell}, 6, 0};
  const std::vector<double> weights = weights_of(shape);
  const auto half = static_cast<std::ptrdiff_t>(weights.size() / 2);
  const auto units = static_cast<size_t>(cell.units);
  for (const Sequence& sequence : net::random_sequences(shape, kLengths, 2, true)) {
    const auto state_half = static_cast<std::ptrdiff_t>(sequence.state.size() / 2);
    Sequence forward = sequence;
    forward.state = {sequence.state.begin(), sequence.state.begin() + state_half};
    Sequence backward = sequence;
    backward.state = {sequence.state.begin() + state_half, sequence.state.end()};
    backward.inputs = turned(sequence.inputs, 2);
    const net::Prediction<double> f = run(ahead, {weights.begin(), weights.begin() + half}, forward);
    net::Prediction<double> b = run(ahead, {weights.begin() + half, weights.end()}, backward);
    if (all_steps) b.outputs = turned(b.outputs, units);
    const net::Prediction<double> both = run(shape, weights, sequence);
    for (size_t n = 0; n < f.outputs.size(); ++n) {
      if (merge == ELMAN_BOTH_CONCAT) {
        const size_t at = n / units * 2 * units + n % units;
        CHECK_EQUAL(both.outputs[at], f.outputs[n]);
        CHECK_EQUAL(both.outputs[at + units], b.outputs[n]);
      } else {
        CHECK_EQUAL(both.outputs[n], merged(merge, f.outputs[n], b.outputs[n]));
      }
    }
    for (size_t n = 0; n < f.states.size(); ++n) {
      CHECK_EQUAL(both.states[n], f.states[n]);
      CHECK_EQUAL(both.states[n + f.states.size()], b.states[n]);
    }
  }
}

TEST(a_layer_in_both_directions_merges_what_two_cells_give) {
  for (const bool all_steps : {false, true}) {
    for (const elman_layer& cell : cells(all_steps)) {
      for (int32_t merge = ELMAN_BOTH_CONCAT; merge <= ELMAN_BOTH_AVERAGE; ++merge) check_merge(cell, merge, all_steps);
    }
  }
}

// The loss of a shard with other weights, by the engine itself: dropout has the same masks at the same step.
double loss_with(net::Net& network, const std::vector<double>& weights, const net::Ragged& data, int64_t steps) {
  network.write(weights);
  double loss = 0;
  net::require(elman_gradient(network, data, data.order.data(), static_cast<int32_t>(data.order.size()), steps, 0, 3,
                              &loss));
  return loss;
}

void check_gradient(const Shape& shape, bool with_states, const std::vector<int32_t>& lengths = kLengths) {
  elman_objective objective = net::objective();
  objective.seed = 99;
  const std::vector<Sequence> sequences = net::random_sequences(shape, lengths, 7, with_states);
  const int64_t steps = net::loss_steps(shape, sequences);
  const net::Ragged data(shape, ELMAN_DOUBLE, sequences);
  net::Net network(shape, ELMAN_DOUBLE, &objective);
  const std::vector<double> weights = weights_of(shape);
  network.write(weights);
  const net::Gradient gradient = net::gradient_of(network, data, steps, 3);
  double largest = 1e-3;
  for (const double value : gradient.values) largest = std::fmax(largest, std::fabs(value));
  for (size_t i = 0; i < weights.size(); ++i) {
    constexpr double kStep = 1e-5;
    std::vector<double> moved = weights;
    moved[i] = weights[i] + kStep;
    const double above = loss_with(network, moved, data, steps);
    moved[i] = weights[i] - kStep;
    const double below = loss_with(network, moved, data, steps);
    CHECK(std::fabs((above - below) / (2 * kStep) - gradient.values[i]) <= 1e-6 * largest);
  }
  // The float gradient of the same numbers.
  net::Net float_network(shape, ELMAN_FLOAT, &objective);
  float_network.write(weights);
  const net::Ragged float_data(shape, ELMAN_FLOAT, sequences);
  const net::Gradient float_gradient = net::gradient_of(float_network, float_data, steps, 3);
  CHECK_NEAR(float_gradient.loss, gradient.loss, 1e-5);
  for (size_t i = 0; i < weights.size(); ++i) {
    CHECK(std::fabs(float_gradient.values[i] - gradient.values[i]) <= 1e-4 * largest);
  }
}

TEST(gradients_of_ragged_sequences_agree_with_central_differences) {
  for (const bool all_steps : {false, true}) {
    for (const elman_layer& cell : cells(all_steps)) {
      for (const bool with_states : {false, true}) {
        check_gradient({2, {cell, dense(2, ELMAN_TANH)}, 6, 0}, with_states);
        check_gradient({2, {rnn(2, ELMAN_TANH, true), cell}, 6, 0}, with_states);
      }
    }
  }
}

TEST(gradients_of_layers_that_go_backwards_or_both_ways_agree_with_central_differences) {
  for (const bool all_steps : {false, true}) {
    for (const elman_layer& cell : cells(all_steps)) {
      for (int32_t direction = ELMAN_BACKWARD; direction <= ELMAN_BOTH_AVERAGE; ++direction) {
        const elman_layer layer = directed(cell, direction);
        check_gradient({2, {layer, dense(2, ELMAN_LINEAR)}, 6, 0}, direction % 2 == 0);
        // With layers of every direction below, whose deltas come through it.
        check_gradient({1, {directed(gru(2, true, true), ELMAN_BOTH_SUM), rnn(2, ELMAN_TANH, true), layer}, 6, 0},
                       direction % 2 == 1);
      }
    }
  }
}

TEST(gradients_with_recurrent_dropout_agree_with_central_differences) {
  for (const bool all_steps : {false, true}) {
    for (elman_layer cell : cells(all_steps)) {
      cell.recurrent_dropout = 0.4;
      for (const int32_t direction : {ELMAN_FORWARD, ELMAN_BACKWARD, ELMAN_BOTH_CONCAT}) {
        const elman_layer layer = directed(cell, direction);
        check_gradient({2, {layer, dense(2, ELMAN_LINEAR)}, 6, 0}, direction == ELMAN_FORWARD);
        check_gradient({2, {lstm(2, true), layer}, 6, 0}, direction != ELMAN_FORWARD);
      }
    }
  }
}

// More rows than a layer takes through its products together; of one length, and of several.
TEST(gradients_of_long_sequences_agree_with_central_differences) {
  for (elman_layer cell : cells(false)) {
    std::vector<int32_t> lengths(30, 40);
    for (const bool ragged : {false, true}) {
      for (size_t i = 0; ragged && i < lengths.size(); i += 3) lengths[i] = static_cast<int32_t>(40 - i);
      for (const double dropped : {0.0, 0.2}) {
        cell.recurrent_dropout = dropped;
        check_gradient({1, {rnn(2, ELMAN_TANH, true), cell}, 40, 0}, dropped == 0, lengths);
      }
    }
  }
}

// The masks themselves, and what they do in a cell, against plain loops.
TEST(recurrent_dropout_multiplies_the_state_before_by_one_mask_for_all_steps) {
  elman_layer cell = rnn(2, ELMAN_LINEAR, true, false);
  cell.recurrent_dropout = 0.5;
  const Shape shape = {1, {cell}, 3, 0};
  elman_objective objective = net::objective(ELMAN_HALF_SQUARED_ERROR);
  objective.seed = 4;
  net::Net network(shape, ELMAN_DOUBLE, &objective);
  network.write({1, 2, 0.5, 0, 0, 0.25});  // kernel (1, 2), recurrent kernel diagonal (.5, .25)
  const std::vector<Sequence> sequences = {{{1, 1, 1}, {0, 0, 0, 0, 0, 0}, {}, {}}};
  const net::Ragged data(shape, ELMAN_DOUBLE, sequences);
  // Kept values are doubled, so that each unit's recurrence has factor 2 or 0; the four outcomes have these losses.
  std::vector<double> possible;
  for (const double first : {0.0, 1.0}) {
    for (const double second : {0.0, 0.5}) {
      double loss = 0;
      double a = 0;
      double b = 0;
      for (int step = 0; step < 3; ++step) {
        a = 1 + first * a;
        b = 2 + second * b;
        loss += (a * a + b * b) / 2;
      }
      possible.push_back(loss);
    }
  }
  std::vector<bool> met(possible.size());
  for (int64_t step = 1; step <= 40; ++step) {
    const double loss = net::gradient_of(network, data, 3, step).loss;
    CHECK_EQUAL(net::gradient_of(network, data, 3, step).loss, loss);
    bool known = false;
    for (size_t i = 0; i < possible.size(); ++i) {
      if (std::fabs(loss - possible[i]) > 1e-12) continue;
      known = true;
      met[i] = true;
    }
    CHECK(known);
  }
  for (const bool outcome : met) CHECK(outcome);
  // Neither evaluation nor prediction drops anything.
  double evaluated = 0;
  net::require(elman_evaluate(network, data, 0, 1, 0, &evaluated, nullptr));
  CHECK_NEAR(evaluated, (1 + 4 + 1.5 * 1.5 + 2.5 * 2.5 + 1.75 * 1.75 + 2.625 * 2.625) / 2, 1e-12);
}

TEST(gradients_of_layers_that_go_backwards_cannot_be_truncated) {
  for (const int32_t direction : {ELMAN_BACKWARD, ELMAN_BOTH_CONCAT}) {
    const elman_layer layer = directed(gru(2, true), direction);
    elman_objective objective = net::objective();
    objective.truncation_length = 1000000;
    elman_network* network = nullptr;
    CHECK_REFUSED(elman_network_open(1, &layer, 1, ELMAN_FLOAT, &objective, &network), "cannot be truncated");
    CHECK(network == nullptr);
  }
  const elman_layer sideways = directed(gru(2, true), 6);
  elman_network* network = nullptr;
  CHECK_REFUSED(elman_network_open(1, &sideways, 1, ELMAN_FLOAT, nullptr, &network),
                "direction of layer 0 must be from 0 to 5 but was 6");
  elman_layer dropping = gru(2, true);
  dropping.recurrent_dropout = 1;
  CHECK_REFUSED(elman_network_open(1, &dropping, 1, ELMAN_FLOAT, nullptr, &network),
                "recurrent_dropout of layer 0 must be in [0, 1) but was 1");
}

}  // namespace
