// Gradients against central differences in double, for nets of every shape; truncated ones against the untied network,
// whose parameters at the steps that are not reached are a frozen copy.
#include "check.h"
#include "net.h"

namespace {

using net::dense;
using net::rnn;
using net::Shape;

double activated(int32_t activation, double a) {
  switch (activation) {
    case ELMAN_TANH:
      return std::tanh(a);
    case ELMAN_SIGMOID:
      return 1 / (1 + std::exp(-a));
    case ELMAN_RELU:
      return a > 0 ? a : 0;
    default:
      return a;
  }
}

double pointwise(const elman_objective& objective, double e) {
  switch (objective.loss) {
    case ELMAN_MEAN_SQUARED_ERROR:
      return e * e;
    case ELMAN_HALF_SQUARED_ERROR:
      return e * e / 2;
    case ELMAN_MEAN_ABSOLUTE_ERROR:
      return std::fabs(e);
    default:
      return std::fabs(e) <= objective.huber_delta
                 ? e * e / 2
                 : objective.huber_delta * (std::fabs(e) - objective.huber_delta / 2);
  }
}

// Plain loops: the loss of output step `output` of one sample, with the parameters `free` at the steps from
// `reached` on and `frozen` before them.
double loss_of(const Shape& shape, const elman_objective& objective, const std::vector<double>& free,
               const std::vector<double>& frozen, const double* input, const double* target, int32_t output,
               int32_t reached) {
  std::vector<std::vector<double>> states(shape.layers.size());
  for (size_t i = 0; i < shape.layers.size(); ++i) states[i].assign(static_cast<size_t>(shape.layers[i].units), 0.0);
  for (int32_t step = 0; step <= output; ++step) {
    const std::vector<double>& p = step >= reached ? free : frozen;
    std::vector<double> x(input + step * shape.features, input + (step + 1) * shape.features);
    size_t at = 0;
    for (size_t i = 0; i < shape.layers.size(); ++i) {
      const elman_layer& layer = shape.layers[i];
      const size_t units = static_cast<size_t>(layer.units);
      const size_t recurrent_at = at + x.size() * units;
      const size_t bias_at = recurrent_at + (layer.kind == ELMAN_SIMPLE_RNN ? units * units : 0);
      std::vector<double> y(units);
      for (size_t n = 0; n < units; ++n) {
        double a = layer.use_bias != 0 ? p[bias_at + n] : 0;
        for (size_t m = 0; m < x.size(); ++m) a += x[m] * p[at + m * units + n];
        if (layer.kind == ELMAN_SIMPLE_RNN) {
          for (size_t m = 0; m < units; ++m) a += states[i][m] * p[recurrent_at + m * units + n];
        }
        y[n] = activated(layer.activation, a);
      }
      at = bias_at + (layer.use_bias != 0 ? units : 0);
      states[i] = y;
      x = y;
    }
  }
  double sum = 0;
  const size_t outputs = static_cast<size_t>(shape.outputs());
  const double* wanted = target + (shape.gives_sequence() ? static_cast<size_t>(output) * outputs : 0);
  for (size_t n = 0; n < outputs; ++n) sum += pointwise(objective, states.back()[n] - wanted[n]);
  return sum;
}

double untied_loss(const Shape& shape, const elman_objective& objective, const std::vector<double>& free,
                   const std::vector<double>& frozen, const net::Data& data) {
  double sum = 0;
  for (size_t i = 0; i < data.order.size(); ++i) {
    const double* input = data.values.data() + data.input_offsets[i];
    const double* target = data.values.data() + data.target_offsets[i];
    for (int32_t t = shape.gives_sequence() ? 0 : shape.time_steps - 1; t < shape.time_steps; ++t) {
      const int64_t reached = int64_t{t} - objective.truncation_length + 1;
      sum += loss_of(shape, objective, free, frozen, input, target, t,
                     static_cast<int32_t>(reached < 0 ? 0 : reached));
    }
  }
  const double elements = static_cast<double>(shape.count) * static_cast<double>(shape.outputs_per_sample());
  return objective.loss == ELMAN_HALF_SQUARED_ERROR ? sum : sum / elements;
}

void check_gradient(const Shape& shape, elman_objective objective, uint64_t seed) {
  net::Data data(shape, ELMAN_DOUBLE, seed);
  std::mt19937_64 random(seed + 1);
  const std::vector<double> weights = net::uniform(random, shape.parameters(), 0.5);
  net::Net network(shape, ELMAN_DOUBLE, &objective);
  network.write(weights);
  const double loss = network.gradient(data, 0, shape.count, shape.count, 0);
  CHECK_NEAR(loss, untied_loss(shape, objective, weights, weights, data), 1e-12);
  const std::vector<double> gradient = network.read(ELMAN_GRADIENT);
  double largest = 1e-3;
  for (const double g : gradient) largest = std::fmax(largest, std::fabs(g));
  for (size_t i = 0; i < weights.size(); ++i) {
    constexpr double kStep = 1e-5;
    std::vector<double> moved = weights;
    moved[i] = weights[i] + kStep;
    const double above = untied_loss(shape, objective, moved, weights, data);
    moved[i] = weights[i] - kStep;
    const double below = untied_loss(shape, objective, moved, weights, data);
    CHECK(std::fabs((above - below) / (2 * kStep) - gradient[i]) <= 1e-6 * largest);
  }
  // The float gradient of the same numbers.
  net::Data float_data(shape, ELMAN_FLOAT, seed);
  net::Net float_network(shape, ELMAN_FLOAT, &objective);
  float_network.write(weights);
  CHECK_NEAR(float_network.gradient(float_data, 0, shape.count, shape.count, 0), loss, 1e-5);
  const std::vector<double> float_gradient = float_network.read(ELMAN_GRADIENT);
  for (size_t i = 0; i < gradient.size(); ++i) {
    CHECK(std::fabs(float_gradient[i] - gradient[i]) <= 1e-4 * largest);
  }
}

void check_truncations(const Shape& shape, int32_t loss, uint64_t seed) {
  for (const int32_t k : {1, 2, 5, shape.time_steps - 1, shape.time_steps, INT32_MAX}) {
    if (k < 1) continue;
    elman_objective objective = net::objective(loss);
    objective.truncation_length = k;
    check_gradient(shape, objective, seed);
  }
}

// Layers too large for the own kernels, so that BLAS multiplies; one random direction stands for the many elements.
void check_direction(const Shape& shape, const elman_objective& objective, uint64_t seed) {
  net::Data data(shape, ELMAN_DOUBLE, seed);
  std::mt19937_64 random(seed + 1);
  const std::vector<double> weights = net::uniform(random, shape.parameters(), 0.02);
  const std::vector<double> direction = net::uniform(random, shape.parameters(), 0.02);
  net::Net network(shape, ELMAN_DOUBLE, &objective);
  network.write(weights);
  CHECK_NEAR(network.gradient(data, 0, shape.count, shape.count, 0),
             untied_loss(shape, objective, weights, weights, data), 1e-12);
  const std::vector<double> gradient = network.read(ELMAN_GRADIENT);
  constexpr double kStep = 1e-4;
  double slope = 0;
  std::vector<double> above = weights;
  std::vector<double> below = weights;
  for (size_t i = 0; i < weights.size(); ++i) {
    slope += gradient[i] * direction[i];
    above[i] += kStep * direction[i];
    below[i] -= kStep * direction[i];
  }
  const double wanted = (untied_loss(shape, objective, above, weights, data) -
                         untied_loss(shape, objective, below, weights, data)) /
                        (2 * kStep);
  CHECK(std::fabs(slope) > 1e-3);
  CHECK_NEAR(slope, wanted, 1e-6);
}

TEST(gradients_of_large_layers) {
  elman_objective objective = net::objective(ELMAN_HALF_SQUARED_ERROR);
  check_direction({2, {rnn(1450, ELMAN_TANH, true), dense(1450, ELMAN_SIGMOID), dense(1, ELMAN_LINEAR)}, 3, 2},
                  objective, 61);
  objective.truncation_length = 2;
  check_direction({2, {dense(1450, ELMAN_TANH), rnn(1450, ELMAN_TANH), dense(2, ELMAN_LINEAR)}, 3, 2}, objective, 62);
}

TEST(gradients_of_every_activation) {
  for (const int32_t activation : {ELMAN_LINEAR, ELMAN_TANH, ELMAN_SIGMOID, ELMAN_RELU}) {
    check_gradient({2, {rnn(3, activation), dense(2, activation)}, 5, 3}, net::objective(), 11);
    check_gradient({2, {dense(4, activation), dense(2, ELMAN_LINEAR)}, 3, 2}, net::objective(), 12);
  }
}

TEST(gradients_of_every_loss) {
  for (const int32_t loss : {ELMAN_MEAN_SQUARED_ERROR, ELMAN_HALF_SQUARED_ERROR, ELMAN_MEAN_ABSOLUTE_ERROR,
                             ELMAN_HUBER}) {
    elman_objective objective = net::objective(loss);
    objective.huber_delta = 0.3;
    check_gradient({1, {rnn(3, ELMAN_TANH), dense(2, ELMAN_LINEAR)}, 4, 5}, objective, 21);
    check_gradient({1, {rnn(3, ELMAN_TANH, true), dense(2, ELMAN_LINEAR)}, 4, 5}, objective, 22);
  }
}

TEST(gradients_of_every_size) {
  for (const int32_t units : {1, 3, 8, 16, 17, 33}) {
    for (const int32_t batch : {1, 2, 7, 33}) {
      check_gradient({3, {rnn(units, ELMAN_TANH), dense(1, ELMAN_LINEAR)}, 3, batch}, net::objective(), 31);
    }
  }
  check_gradient({8, {rnn(5, ELMAN_TANH, false, false), dense(17, ELMAN_TANH, false)}, 1, 4}, net::objective(), 32);
}

TEST(gradients_of_the_last_step_truncated) {
  check_truncations({2, {rnn(3, ELMAN_TANH)}, 7, 2}, ELMAN_MEAN_SQUARED_ERROR, 41);
  check_truncations({2, {rnn(3, ELMAN_SIGMOID, true), rnn(2, ELMAN_TANH), dense(1, ELMAN_LINEAR)}, 7, 2},
                    ELMAN_HALF_SQUARED_ERROR, 42);
  check_truncations({2, {dense(3, ELMAN_TANH), rnn(3, ELMAN_TANH), dense(2, ELMAN_TANH), dense(1, ELMAN_LINEAR)}, 6, 3},
                    ELMAN_MEAN_SQUARED_ERROR, 43);
}

TEST(gradients_of_all_steps_truncated) {
  check_truncations({2, {rnn(3, ELMAN_TANH, true)}, 7, 2}, ELMAN_MEAN_SQUARED_ERROR, 51);
  check_truncations({2, {rnn(3, ELMAN_SIGMOID, true), rnn(2, ELMAN_TANH, true), dense(2, ELMAN_LINEAR)}, 7, 2},
                    ELMAN_HALF_SQUARED_ERROR, 52);
  check_truncations({1, {rnn(3, ELMAN_TANH, true), dense(2, ELMAN_TANH), rnn(2, ELMAN_TANH, true)}, 6, 3},
                    ELMAN_MEAN_SQUARED_ERROR, 53);
  check_truncations({2, {dense(3, ELMAN_TANH), dense(2, ELMAN_TANH)}, 6, 3}, ELMAN_MEAN_SQUARED_ERROR, 54);
}

}  // namespace
