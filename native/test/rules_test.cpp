// What training does beside a loss: penalties of large weights, frozen layers, the average of the weights.
#include "check.h"
#include "net.h"

namespace {

using net::dense;
using net::rnn;
using net::Shape;

// A layer of every kind of parameter: 2 inputs, an RNN (6 kernel, 9 recurrent, 3 bias), a GRU that resets after (18
// kernel, 12 recurrent, 6 and 6 biases), a dense layer (6 kernel, 3 bias).
Shape shape_of() { return {2, {rnn(3, ELMAN_TANH, true), net::gru(2, true), dense(3, ELMAN_LINEAR)}, 4, 6}; }

std::vector<double> some_weights(const Shape& shape) {
  std::mt19937_64 random(8);
  std::vector<double> weights = net::uniform(random, shape.parameters(), 0.5);
  weights[0] = 0;  // where |w| has its kink
  return weights;
}

void penalise(elman_layer& layer, double by) {
  layer.kernel_l1 = 0.01 * by;
  layer.kernel_l2 = 0.02 * by;
  layer.recurrent_l1 = 0.03 * by;
  layer.recurrent_l2 = 0.04 * by;
  layer.bias_l1 = 0.05 * by;
  layer.bias_l2 = 0.06 * by;
}

// l1 and l2 of each parameter of shape_of().
struct Cost {
  size_t count;
  double l1;
  double l2;
};
const Cost kCosts[] = {{6, 0.01, 0.02},  {9, 0.03, 0.04},  {3, 0.05, 0.06}, {18, 0.02, 0.04},
                       {12, 0.06, 0.08}, {12, 0.1, 0.12}, {6, 0.03, 0.06}, {3, 0.15, 0.18}};

struct Results {
  double loss;
  double other_shard;
  std::vector<double> gradient;
  std::vector<double> other_gradient;
};

Results results(const Shape& shape, int32_t element) {
  const elman_objective objective = net::objective();
  net::Data data(shape, element, 1);
  net::Net network(shape, element, &objective);
  network.write(some_weights(shape));
  Results all;
  all.loss = network.gradient(data, 0, 3, 6, 0);
  all.gradient = network.read(ELMAN_GRADIENT);
  all.other_shard = network.gradient(data, 3, 6, 6, 1);
  all.other_gradient = network.read(ELMAN_GRADIENT);
  for (size_t i = 0; i < all.gradient.size(); ++i) all.other_gradient[i] -= all.gradient[i];
  return all;
}

TEST(penalties_are_added_to_the_loss_and_the_gradient_of_the_first_shard) {
  for (const int32_t element : {ELMAN_FLOAT, ELMAN_DOUBLE}) {
    const double tolerance = element == ELMAN_FLOAT ? 1e-5 : 1e-12;
    Shape shape = shape_of();
    const std::vector<double> weights = some_weights(shape);
    const Results without = results(shape, element);
    for (size_t i = 0; i < 3; ++i) penalise(shape.layers[i], static_cast<double>(i + 1));
    const Results with = results(shape, element);
    double penalty = 0;
    size_t at = 0;
    for (const Cost& cost : kCosts) {
      for (size_t n = 0; n < cost.count; ++n, ++at) {
        const double w = weights[at];
        penalty += cost.l1 * std::fabs(w) + cost.l2 * w * w;
        const double slope = cost.l1 * (w > 0 ? 1 : w < 0 ? -1 : 0) + 2 * cost.l2 * w;
        CHECK_NEAR(with.gradient[at], without.gradient[at] + slope, tolerance);
        CHECK_NEAR(with.other_gradient[at], without.other_gradient[at], tolerance);
      }
    }
    CHECK_EQUAL(at, weights.size());
    CHECK_NEAR(with.loss, without.loss + penalty, tolerance);
    CHECK_EQUAL(with.other_shard, without.other_shard);
  }
}

TEST(an_evaluation_has_no_penalties) {
  Shape shape = shape_of();
  const elman_objective objective = net::objective();
  net::Data data(shape, ELMAN_DOUBLE, 1);
  const auto sum = [&] {
    net::Net network(shape, ELMAN_DOUBLE, &objective);
    network.write(some_weights(shape));
    return network.loss_sum(data, 0, 6);
  };
  const double without = sum();
  penalise(shape.layers[0], 1);
  CHECK_EQUAL(sum(), without);
}

TEST(penalties_out_of_range_are_refused) {
  const elman_objective objective = net::objective();
  for (double elman_layer::* const field :
       {&elman_layer::kernel_l1, &elman_layer::kernel_l2, &elman_layer::recurrent_l1, &elman_layer::recurrent_l2,
        &elman_layer::bias_l1, &elman_layer::bias_l2}) {
    for (const double wrong : {-0.1, double{NAN}, double{INFINITY}}) {
      Shape shape = shape_of();
      shape.layers[1].*field = wrong;
      elman_network* network = nullptr;
      CHECK_EQUAL(elman_network_open(2, shape.layers.data(), 3, ELMAN_FLOAT, &objective, &network),
                  ELMAN_INVALID_ARGUMENT);
      CHECK(std::string(elman_message()).find("of layer 1 must be at least 0 and finite") != std::string::npos);
      CHECK(network == nullptr);
    }
  }
}

// Every layer frozen by itself, and the two that are not neighbours.
TEST(frozen_layers_keep_their_bits_and_have_no_gradient) {
  const size_t ends[] = {0, 18, 60, 69};
  for (const int32_t element : {ELMAN_FLOAT, ELMAN_DOUBLE}) {
    for (const unsigned frozen : {1u, 2u, 4u, 5u, 7u}) {
      Shape shape = shape_of();
      for (size_t i = 0; i < 3; ++i) {
        shape.layers[i].frozen = static_cast<int32_t>(frozen >> i & 1);
        penalise(shape.layers[i], 1);
      }
      elman_objective objective = net::objective(ELMAN_MEAN_SQUARED_ERROR, ELMAN_ADAM);
      objective.weight_decay = 0.1;
      objective.average_decay = 0.9;
      net::Data data(shape, element, 1);
      net::Net network(shape, element, &objective);
      const std::vector<double> weights = some_weights(shape);
      network.write(weights);
      std::vector<double> state(2 * weights.size(), 0.25);
      network.write(state, ELMAN_OPTIMIZER_STATE);
      for (int64_t step = 1; step <= 3; ++step) {
        network.gradient(data, 0, 6, 6, 0);
        const std::vector<double> gradient = network.read(ELMAN_GRADIENT);
        net::require(elman_update(network, 1, step, 0.01));
        const std::vector<double> after = network.read();
        const std::vector<double> average = network.read(ELMAN_AVERAGE);
        state = network.read(ELMAN_OPTIMIZER_STATE, 2);
        for (size_t layer = 0; layer < 3; ++layer) {
          for (size_t i = ends[layer]; i < ends[layer + 1]; ++i) {
            if ((frozen >> layer & 1) == 0) {
              CHECK(gradient[i] != 0 && after[i] != weights[i] && state[i] != 0.25);
            } else {
              CHECK(gradient[i] == 0 && after[i] == weights[i] && average[i] == weights[i] && state[i] == 0.25);
            }
          }
        }
      }
    }
  }
}

TEST(what_learns_learns_the_same_beside_a_frozen_layer) {
  // Clipping by value and plain descent treat each parameter by itself.
  elman_objective objective = net::objective();
  objective.clipping = ELMAN_BY_VALUE;
  objective.clip = 0.01;
  const auto after = [&](bool frozen) {
    Shape shape = shape_of();
    shape.layers[1].frozen = frozen ? 1 : 0;
    net::Data data(shape, ELMAN_DOUBLE, 1);
    net::Net network(shape, ELMAN_DOUBLE, &objective);
    network.write(some_weights(shape));
    network.gradient(data, 0, 6, 6, 0);
    net::require(elman_update(network, 1, 1, 0.1));
    return network.read();
  };
  const std::vector<double> all = after(false);
  const std::vector<double> some = after(true);
  for (size_t i = 0; i < all.size(); ++i) CHECK((all[i] == some[i]) == (i < 18 || i >= 60));
}

TEST(frozen_gradients_count_in_no_norm) {
  elman_objective objective = net::objective();
  objective.clipping = ELMAN_BY_GLOBAL_NORM;
  objective.clip = 1e-3;
  Shape shape = shape_of();
  shape.layers[0].frozen = 1;
  net::Data data(shape, ELMAN_DOUBLE, 1);
  net::Net network(shape, ELMAN_DOUBLE, &objective);
  const std::vector<double> weights = some_weights(shape);
  network.write(weights);
  network.gradient(data, 0, 6, 6, 0);
  net::require(elman_update(network, 1, 1, 1.0));
  const std::vector<double> after = network.read();
  double squares = 0;
  for (size_t i = 0; i < after.size(); ++i) squares += (after[i] - weights[i]) * (after[i] - weights[i]);
  CHECK_NEAR(std::sqrt(squares), 1e-3, 1e-12);
}

TEST(the_average_follows_the_weights) {
  const Shape shape = shape_of();
  elman_objective objective = net::objective();
  objective.average_decay = 0.75;
  for (const int32_t element : {ELMAN_FLOAT, ELMAN_DOUBLE}) {
    net::Data data(shape, element, 1);
    net::Net network(shape, element, &objective);
    std::vector<double> average = some_weights(shape);
    network.write(average);
    CHECK(network.read(ELMAN_AVERAGE) == average);
    for (int64_t step = 1; step <= 5; ++step) {
      if (step == 4) {
        average.assign(average.size(), 0.125);
        network.write(average, ELMAN_AVERAGE);
      }
      network.gradient(data, 0, 6, 6, 0);
      net::require(elman_update(network, 1, step, 0.2));
      const std::vector<double> weights = network.read();
      const std::vector<double> actual = network.read(ELMAN_AVERAGE);
      for (size_t i = 0; i < weights.size(); ++i) {
        average[i] = 0.75 * average[i] + 0.25 * weights[i];
        CHECK_NEAR(actual[i], average[i], element == ELMAN_FLOAT ? 1e-4 : 1e-12);
      }
    }
  }
}

}  // namespace
