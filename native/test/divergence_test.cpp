// Losses and gradients that are not finite: the step is not taken, the parameters go back to the last that gave a
// finite loss, the place is told, and the network goes on.
#include "check.h"
#include "net.h"

namespace {

using net::dense;
using net::rnn;
using net::Shape;

const Shape kShape = {1, {rnn(2, ELMAN_LINEAR), dense(1, ELMAN_LINEAR)}, 3, 2};
const std::vector<double> kWeights = {0.5, -0.25, 0.5, 0.1, -0.3, 0.4, 0.1, 0.2, 0.7, -0.6, 0.05};

void is_at(const net::Net& network, int32_t layer, int32_t backward) {
  int32_t actual_layer = -7;
  int32_t actual_backward = -7;
  net::require(elman_divergence(network, &actual_layer, &actual_backward));
  CHECK_EQUAL(actual_layer, layer);
  CHECK_EQUAL(actual_backward, backward);
}

TEST(parameters_go_back_to_the_last_of_a_finite_loss) {
  for (const int32_t element : {ELMAN_FLOAT, ELMAN_DOUBLE}) {
    const elman_objective objective = net::objective(ELMAN_HALF_SQUARED_ERROR, ELMAN_SGD);
    net::Data data(kShape, element, 1);
    net::Net network(kShape, element, &objective);
    network.write(kWeights);
    is_at(network, -1, 0);
    // The second rate is absurd but legal: the third loss is infinite. The second was finite.
    const double rates[] = {0.1, 1e300, 0.1};
    const double float_rates[] = {0.1, 1e38, 0.1};
    const double* those = element == ELMAN_FLOAT ? float_rates : rates;
    double losses[3] = {0, 0, 0};
    int32_t taken = -1;
    const int32_t order[] = {0, 1, 0, 1, 0, 1};
    CHECK_EQUAL(elman_train(network, data, order, 6, 2, 1, those, losses, &taken), ELMAN_DIVERGED);
    CHECK_EQUAL(taken, 2);
    CHECK(std::isfinite(losses[0]) && std::isfinite(losses[1]) && !std::isfinite(losses[2]));
    net::Net one_step(kShape, element, &objective);
    one_step.write(kWeights);
    double loss;
    net::require(elman_train(one_step, data, order, 2, 2, 1, rates, &loss, &taken));
    CHECK(network.read() == one_step.read());
    int32_t layer;
    int32_t backward;
    net::require(elman_divergence(network, &layer, &backward));
    CHECK(layer >= 0 && layer <= 2 && backward == 0);
    // And it goes on from there.
    net::require(elman_train(network, data, order, 2, 2, 2, rates, losses, &taken));
    CHECK_EQUAL(taken, 1);
    CHECK(std::isfinite(losses[0]));
  }
}

TEST(the_first_layer_that_overflows_is_told) {
  const elman_objective objective = net::objective();
  net::Data data(kShape, ELMAN_FLOAT, 1);
  net::Net network(kShape, ELMAN_FLOAT, &objective);
  std::vector<double> weights = kWeights;
  for (size_t i = 2; i < 6; ++i) weights[i] = 1e30;  // the recurrent kernel
  network.write(weights);
  CHECK(!std::isfinite(network.gradient(data, 0, 2, 2, 0)));
  CHECK_EQUAL(elman_update(network, 1, 1, 0.1), ELMAN_DIVERGED);
  is_at(network, 0, 0);
  CHECK_EQUAL(network.read()[2], static_cast<double>(1e30f));  // what was written stays: there is nothing before it

  weights = kWeights;
  weights[8] = weights[9] = 3e38;
  weights[6] = weights[7] = 100;  // the dense layer's kernel, on large states
  network.write(weights);
  CHECK(!std::isfinite(network.gradient(data, 0, 2, 2, 0)));
  CHECK_EQUAL(elman_update(network, 1, 1, 0.1), ELMAN_DIVERGED);
  is_at(network, 1, 0);
}

TEST(an_infinite_loss_of_finite_outputs_is_told) {
  const elman_objective objective = net::objective(ELMAN_HALF_SQUARED_ERROR);
  net::Data data(kShape, ELMAN_DOUBLE, 1);
  net::Net network(kShape, ELMAN_DOUBLE, &objective);
  std::vector<double> weights = kWeights;
  weights[10] = 1e200;  // its square is infinite
  network.write(weights);
  CHECK(std::isinf(network.gradient(data, 0, 2, 2, 0)));
  CHECK_EQUAL(elman_update(network, 1, 1, 0.1), ELMAN_DIVERGED);
  is_at(network, 2, 0);
}

TEST(an_infinite_gradient_of_a_finite_loss_is_told) {
  // Inputs of 1e30 on weights of 1e-30, and a target of 1e30: the error is finite, its product with the inputs is not.
  const Shape shape = {1, {dense(1, ELMAN_LINEAR), dense(1, ELMAN_LINEAR)}, 1, 1};
  elman_objective objective = net::objective(ELMAN_HALF_SQUARED_ERROR);
  net::Data data(shape, ELMAN_FLOAT, {1e30}, {1e30});
  net::Net network(shape, ELMAN_FLOAT, &objective);
  const std::vector<double> weights = {1e-30, 0, 1, 0};
  network.write(weights);
  CHECK(std::isfinite(network.gradient(data, 0, 1, 1, 0)));
  CHECK_EQUAL(elman_update(network, 1, 1, 0.1), ELMAN_DIVERGED);
  is_at(network, 0, 1);
  const std::vector<double> after = network.read();
  for (size_t i = 0; i < weights.size(); ++i) CHECK_EQUAL(after[i], static_cast<float>(weights[i]));
  // No clipping may hide it.
  for (const int32_t clipping : {ELMAN_BY_VALUE, ELMAN_BY_NORM, ELMAN_BY_GLOBAL_NORM}) {
    objective.clipping = clipping;
    net::Net clipping_network(shape, ELMAN_FLOAT, &objective);
    clipping_network.write(weights);
    clipping_network.gradient(data, 0, 1, 1, 0);
    CHECK_EQUAL(elman_update(clipping_network, 1, 1, 0.1), ELMAN_DIVERGED);
  }
}

TEST(one_bad_shard_stops_the_step) {
  const elman_objective objective = net::objective(ELMAN_HALF_SQUARED_ERROR);
  const Shape shape = {1, {dense(1, ELMAN_LINEAR)}, 1, 2};
  net::Data data(shape, ELMAN_DOUBLE, {1.0, 1e200}, {0.0, 0.0});
  net::Net network(shape, ELMAN_DOUBLE, &objective);
  network.write({2.0, 1.0});
  CHECK(std::isfinite(network.gradient(data, 0, 1, 2, 0)));
  CHECK(std::isinf(network.gradient(data, 1, 2, 2, 1)));
  CHECK_EQUAL(elman_update(network, 2, 1, 0.1), ELMAN_DIVERGED);
  is_at(network, 1, 0);
  CHECK_EQUAL(network.read()[0], 2.0);
}

TEST(values_that_are_not_finite_pass_through_a_prediction) {
  for (const int32_t activation : {ELMAN_LINEAR, ELMAN_TANH, ELMAN_SIGMOID, ELMAN_RELU}) {
    const Shape shape = {1, {rnn(3, activation), dense(1, ELMAN_LINEAR)}, 3, 1};
    net::Net network(shape, ELMAN_FLOAT, nullptr);
    std::mt19937_64 random(4);
    network.write(net::uniform(random, shape.parameters(), 0.5));
    const float inputs[] = {0.5f, NAN, 0.5f};
    float output = 0;
    net::require(net::predict(network, inputs, 1, 3, &output));
    CHECK(std::isnan(output));
  }
}

}  // namespace
