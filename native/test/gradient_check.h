// Gradients against central differences in double; truncated ones against the untied network, whose parameters at the
// steps that are not reached are a frozen copy.
#ifndef ELMAN_TEST_GRADIENT_CHECK_H
#define ELMAN_TEST_GRADIENT_CHECK_H

#include "check.h"
#include "net.h"
#include "plain.h"

namespace gradient_check {

inline double pointwise(const elman_objective& objective, double e) {
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
inline double loss_of(const net::Shape& shape, const elman_objective& objective, const std::vector<double>& free,
                      const std::vector<double>& frozen, const double* input, const double* target, int32_t output,
                      int32_t reached) {
  plain::States states(shape);
  for (int32_t step = 0; step <= output; ++step) {
    states.advance(step >= reached ? free : frozen, input + step * shape.features);
  }
  double sum = 0;
  const size_t outputs = static_cast<size_t>(shape.outputs());
  const double* wanted = target + (shape.gives_sequence() ? static_cast<size_t>(output) * outputs : 0);
  for (size_t n = 0; n < outputs; ++n) sum += pointwise(objective, states.outputs()[n] - wanted[n]);
  return sum;
}

inline double untied_loss(const net::Shape& shape, const elman_objective& objective, const std::vector<double>& free,
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

inline void check_gradient(const net::Shape& shape, elman_objective objective, uint64_t seed) {
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

inline void check_truncations(const net::Shape& shape, int32_t loss, uint64_t seed) {
  for (const int32_t k : {1, 2, 5, shape.time_steps - 1, shape.time_steps, INT32_MAX}) {
    if (k < 1) continue;
    elman_objective objective = net::objective(loss);
    objective.truncation_length = k;
    check_gradient(shape, objective, seed);
  }
}

// Layers too large for the own kernels, so that BLAS multiplies; one random direction stands for the many elements.
inline void check_direction(const net::Shape& shape, const elman_objective& objective, uint64_t seed) {
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

}  // namespace gradient_check

#endif
