// Lstm and Gru: single steps by hand, gradients against central differences, long sequences in parts, values that are
// not finite.
#include "gradient_check.h"

namespace {

using gradient_check::check_direction;
using gradient_check::check_gradient;
using gradient_check::check_truncations;
using net::dense;
using net::gru;
using net::lstm;
using net::rnn;
using net::Shape;

constexpr int32_t kActivations[] = {ELMAN_LINEAR, ELMAN_TANH, ELMAN_SIGMOID, ELMAN_RELU};

// One of each kind: an LSTM, a GRU that resets after, one that resets before.
std::vector<elman_layer> each_kind(int32_t units, bool all_steps = false, bool bias = true,
                                   int32_t activation = ELMAN_TANH, int32_t recurrent = ELMAN_SIGMOID) {
  return {lstm(units, all_steps, bias, activation, recurrent), gru(units, true, all_steps, bias, activation, recurrent),
          gru(units, false, all_steps, bias, activation, recurrent)};
}

// Outputs of a single layer at every step, from a trace; of its training pass and its prediction the same is expected.
void gives(const elman_layer& layer, const std::vector<double>& parameters, const std::vector<double>& inputs,
           const std::vector<double>& outputs) {
  const int32_t steps = static_cast<int32_t>(inputs.size());
  const Shape shape = {1, {layer}, steps, 1};
  const elman_objective objective = net::objective(ELMAN_HALF_SQUARED_ERROR);
  for (const int32_t element : {ELMAN_FLOAT, ELMAN_DOUBLE}) {
    const double tolerance = element == ELMAN_FLOAT ? 1e-4 : 1e-12;
    net::Data data(shape, element, inputs, std::vector<double>(outputs.size(), 0.0));
    for (const elman_objective* trained : {static_cast<const elman_objective*>(nullptr), &objective}) {
      net::Net network(shape, element, trained);
      network.write(parameters);
      std::vector<double> states(outputs.size());
      net::require(net::trace(network, inputs.data(), steps, states.data(), static_cast<int64_t>(states.size())));
      std::vector<double> results(outputs.size());
      network.loss_sum(data, 0, 1, results.data());
      for (size_t i = 0; i < outputs.size(); ++i) {
        CHECK_NEAR(states[i], outputs[i], tolerance);
        CHECK_NEAR(results[i], outputs[i], tolerance);
      }
    }
  }
}

double s(double a) { return 1 / (1 + std::exp(-a)); }

TEST(lstm_by_hand) {
  // Kernel, recurrent kernel, bias; each i f g o.
  const std::vector<double> p = {0.5, -1.0, 2.0, 0.25, 0.75, 1.5, -0.5, -2.0, 0.1, 1.0, -0.2, 0.3};
  // x = 1: i = s(0.6), f = s(0), g = tanh(1.8), o = s(0.55).
  const double c1 = s(0.6) * std::tanh(1.8);
  const double h1 = s(0.55) * std::tanh(c1);
  // x = -2: i = s(-0.9 + 0.75 h), f = s(3 + 1.5 h), g = tanh(-4.2 - 0.5 h), o = s(-0.2 - 2 h).
  const double c2 = s(3 + 1.5 * h1) * c1 + s(-0.9 + 0.75 * h1) * std::tanh(-4.2 - 0.5 * h1);
  const double h2 = s(-0.2 - 2 * h1) * std::tanh(c2);
  gives(lstm(1, true), p, {1, -2}, {h1, h2});
  CHECK_NEAR(h1, 0.34563527346335593, 1e-14);
  CHECK_NEAR(h2, 0.07089181531163202, 1e-14);
}

TEST(gru_by_hand) {
  // Kernel, recurrent kernel, bias, recurrent bias; each z r n.
  const std::vector<double> after = {0.5, -1.0, 2.0, 0.75, 1.5, -0.5, 0.1, 1.0, -0.2, 0.3, -0.4, 0.6};
  // x = 1, h = 0: z = s(0.6 + 0.3), r = s(0 - 0.4), n = tanh(1.8 + r 0.6).
  const double a1 = (1 - s(0.9)) * std::tanh(1.8 + s(-0.4) * 0.6);
  // x = -2: z = s(-0.9 + 0.75 h + 0.3), r = s(3 + 1.5 h - 0.4), n = tanh(-4.2 + r (-0.5 h + 0.6)).
  const double z2 = s(-0.6 + 0.75 * a1);
  const double a2 = z2 * a1 + (1 - z2) * std::tanh(-4.2 + s(2.6 + 1.5 * a1) * (-0.5 * a1 + 0.6));
  gives(gru(1, true, true), after, {1, -2}, {a1, a2});
  CHECK_NEAR(a1, 0.2794536579795046, 1e-14);
  CHECK_NEAR(a2, -0.48294383594723655, 1e-14);

  const std::vector<double> before(after.begin(), after.begin() + 9);
  // x = 1, h = 0: z = s(0.6), n = tanh(1.8).
  const double b1 = (1 - s(0.6)) * std::tanh(1.8);
  // x = -2: z = s(-0.9 + 0.75 h), r = s(3 + 1.5 h), n = tanh(-4.2 - 0.5 r h).
  const double y2 = s(-0.9 + 0.75 * b1);
  const double b2 = y2 * b1 + (1 - y2) * std::tanh(-4.2 - 0.5 * s(3 + 1.5 * b1) * b1);
  gives(gru(1, false, true), before, {1, -2}, {b1, b2});
  CHECK_NEAR(b1, 0.33549473987957373, 1e-14);
  CHECK_NEAR(b2, -0.541238103585434, 1e-14);
}

TEST(units_of_one_layer_feel_each_other_as_plain_loops_say) {
  for (const int32_t units : {2, 3, 17, 33}) {
    for (const elman_layer& layer : each_kind(units, true)) {
      const Shape shape = {1, {layer}, 6, 1};
      std::mt19937_64 random(5);
      const std::vector<double> weights = net::uniform(random, shape.parameters(), 0.7);
      const std::vector<double> inputs = net::uniform(random, 6, 1);
      std::vector<double> outputs;
      plain::States states(shape);
      for (const double& input : inputs) {
        states.advance(weights, &input);
        outputs.insert(outputs.end(), states.outputs().begin(), states.outputs().end());
      }
      gives(layer, weights, inputs, outputs);
    }
  }
}

TEST(gradients_of_every_activation) {
  for (const int32_t activation : kActivations) {
    for (const int32_t recurrent : kActivations) {
      for (const bool bias : {false, true}) {
        for (const elman_layer& layer : each_kind(3, false, bias, activation, recurrent)) {
          check_gradient({2, {layer, dense(2, ELMAN_LINEAR)}, 5, 3}, net::objective(), 11);
        }
      }
    }
  }
}

TEST(gradients_of_every_size) {
  for (const int32_t units : {1, 2, 4, 8, 16, 17}) {
    for (const int32_t batch : {1, 5}) {
      for (const elman_layer& layer : each_kind(units)) {
        check_gradient({3, {layer, dense(1, ELMAN_LINEAR)}, 3, batch}, net::objective(), 12);
      }
    }
  }
  for (const elman_layer& layer : each_kind(3)) check_gradient({17, {layer}, 1, 9}, net::objective(), 13);
  for (const elman_layer& layer : each_kind(50)) {
    check_direction({33, {layer, dense(1, ELMAN_LINEAR)}, 4, 33}, net::objective(ELMAN_HALF_SQUARED_ERROR), 14);
  }
}

TEST(gradients_of_the_last_step_truncated) {
  for (const elman_layer& layer : each_kind(3)) {
    check_truncations({2, {layer}, 7, 2}, ELMAN_MEAN_SQUARED_ERROR, 21);
    check_truncations({2, {rnn(2, ELMAN_TANH, true), layer, dense(1, ELMAN_LINEAR)}, 6, 2}, ELMAN_HALF_SQUARED_ERROR,
                      22);
  }
}

TEST(gradients_of_all_steps_truncated) {
  for (const elman_layer& layer : each_kind(3, true)) {
    check_truncations({2, {layer}, 7, 2}, ELMAN_MEAN_SQUARED_ERROR, 31);
    check_truncations({2, {layer, dense(2, ELMAN_TANH), rnn(2, ELMAN_TANH, true)}, 6, 2}, ELMAN_HALF_SQUARED_ERROR, 32);
  }
}

TEST(gradients_of_stacks) {
  for (const elman_layer& below : each_kind(3, true)) {
    for (const elman_layer& above : each_kind(2)) {
      check_gradient({2, {below, above, dense(1, ELMAN_LINEAR)}, 5, 3}, net::objective(), 41);
      check_truncations({1, {below, dense(2, ELMAN_TANH), above}, 5, 2}, ELMAN_MEAN_SQUARED_ERROR, 42);
    }
  }
}

// More rows than go together in one product, so that a pass is done in parts.
TEST(gradients_of_long_sequences) {
  for (const elman_layer& layer : each_kind(5)) {
    check_direction({2, {rnn(4, ELMAN_TANH, true), layer, dense(1, ELMAN_LINEAR)}, 60, 33},
                    net::objective(ELMAN_HALF_SQUARED_ERROR), 51);
    elman_objective truncated = net::objective(ELMAN_HALF_SQUARED_ERROR);
    truncated.truncation_length = 40;
    check_direction({2, {layer, dense(1, ELMAN_LINEAR)}, 60, 33}, truncated, 52);
    check_direction({2, {layer}, 3, 600}, net::objective(ELMAN_HALF_SQUARED_ERROR), 53);
  }
  for (const elman_layer& layer : each_kind(5, true)) {
    check_direction({2, {layer, dense(1, ELMAN_LINEAR)}, 700, 1}, net::objective(ELMAN_HALF_SQUARED_ERROR), 54);
  }
}

TEST(gradients_where_blas_multiplies) {
  for (const elman_layer& layer : each_kind(850, true)) {
    check_direction({2, {layer, dense(1, ELMAN_LINEAR)}, 3, 2}, net::objective(ELMAN_HALF_SQUARED_ERROR), 61);
  }
  // Of this size, the candidate's weights too.
  check_direction({2, {gru(1460, false), dense(1, ELMAN_LINEAR)}, 3, 2}, net::objective(ELMAN_HALF_SQUARED_ERROR), 62);
}

TEST(values_that_are_not_finite_pass_through) {
  for (const int32_t activation : kActivations) {
    for (const elman_layer& layer : each_kind(3, false, true, activation)) {
      const Shape shape = {1, {layer, dense(1, ELMAN_LINEAR)}, 3, 1};
      net::Net network(shape, ELMAN_FLOAT, nullptr);
      std::mt19937_64 random(4);
      network.write(net::uniform(random, shape.parameters(), 0.5));
      const float inputs[] = {0.5f, NAN, 0.5f};
      float output = 0;
      net::require(net::predict(network, inputs, 1, 3, &output));
      CHECK(std::isnan(output));
    }
  }
}

TEST(the_gated_layer_that_overflows_is_told) {
  for (const elman_layer& layer : each_kind(2, false, true, ELMAN_LINEAR, ELMAN_LINEAR)) {
    const Shape shape = {1, {dense(1, ELMAN_LINEAR), layer, dense(1, ELMAN_LINEAR)}, 3, 2};
    const elman_objective objective = net::objective();
    net::Data data(shape, ELMAN_FLOAT, 1);
    net::Net network(shape, ELMAN_FLOAT, &objective);
    std::mt19937_64 random(6);
    std::vector<double> weights = net::uniform(random, shape.parameters(), 0.5);
    const int64_t end = 2 + net::parameters(layer, 1);
    for (int64_t i = 2; i < end; ++i) weights[static_cast<size_t>(i)] = 1e20;
    network.write(weights);
    CHECK(!std::isfinite(network.gradient(data, 0, 2, 2, 0)));
    CHECK_EQUAL(elman_update(network, 1, 1, 0.1), ELMAN_DIVERGED);
    int32_t where = -7;
    int32_t backward = -7;
    net::require(elman_divergence(network, &where, &backward));
    CHECK_EQUAL(where, 1);
    CHECK_EQUAL(backward, 0);
  }
}

}  // namespace
