// Training steps: optimizers and clipping against their equations, shards against whole mini-batches, one fused call
// against many, and what can be read in between.
#include <thread>

#include "check.h"
#include "net.h"

namespace {

using net::dense;
using net::rnn;
using net::Shape;

const Shape kSmall = {2, {rnn(3, ELMAN_TANH), dense(2, ELMAN_LINEAR)}, 4, 12};

// The same with each kind of recurrent layer.
std::vector<Shape> small_shapes() {
  std::vector<Shape> shapes = {kSmall};
  for (const elman_layer& layer : {net::lstm(3), net::gru(3, true), net::gru(3, false)}) {
    shapes.push_back({2, {layer, dense(2, ELMAN_LINEAR)}, 4, 12});
  }
  return shapes;
}

std::vector<double> some_weights(const Shape& shape, double limit = 0.5) {
  std::mt19937_64 random(3);
  return net::uniform(random, shape.parameters(), limit);
}

// One parameter's optimizer, written from the equations in dev.elman.optim.
struct Rule {
  elman_objective o;
  double m = 0;
  double v = 0;

  double step(double w, double g, int t, double lr) {
    const bool torch = o.optimizer_form == ELMAN_TORCH;
    if (o.optimizer == ELMAN_SGD) {
      if (o.momentum == 0) return w - lr * g;
      if (torch) {
        v = o.momentum * v + g;
        return o.nesterov != 0 ? w - lr * (g + o.momentum * v) : w - lr * v;
      }
      v = o.momentum * v - lr * g;
      return o.nesterov != 0 ? w + o.momentum * v - lr * g : w + v;
    }
    if (o.optimizer == ELMAN_ADAM) {
      m = o.beta1 * m + (1 - o.beta1) * g;
      v = o.beta2 * v + (1 - o.beta2) * g * g;
      const double root = std::sqrt(1 - std::pow(o.beta2, t));
      const double first = 1 - std::pow(o.beta1, t);
      w -= lr * o.weight_decay * w;
      return torch ? w - lr / first * m / (std::sqrt(v) / root + o.epsilon)
                   : w - lr * root / first * m / (std::sqrt(v) + o.epsilon);
    }
    v = o.optimizer == ELMAN_ADAGRAD ? v + g * g : o.rho * v + (1 - o.rho) * g * g;
    return torch ? w - lr * g / (std::sqrt(v) + o.epsilon) : w - lr * g / std::sqrt(v + o.epsilon);
  }
};

std::vector<elman_objective> all_optimizers() {
  std::vector<elman_objective> all;
  for (const int32_t form : {ELMAN_KERAS, ELMAN_TORCH}) {
    for (const int32_t optimizer : {ELMAN_SGD, ELMAN_ADAM, ELMAN_RMS_PROP, ELMAN_ADAGRAD}) {
      elman_objective o = net::objective(ELMAN_MEAN_SQUARED_ERROR, optimizer);
      o.optimizer_form = form;
      if (optimizer == ELMAN_ADAGRAD && form == ELMAN_KERAS) o.initial_accumulator = 0.1;
      all.push_back(o);
      if (optimizer == ELMAN_ADAM) {
        o.weight_decay = 0.3;
        all.push_back(o);
      }
      if (optimizer != ELMAN_SGD) continue;
      o.momentum = 0.9;
      all.push_back(o);
      o.nesterov = 1;
      all.push_back(o);
    }
  }
  return all;
}

TEST(optimizers_follow_their_equations) {
  for (const elman_objective& objective : all_optimizers()) {
    for (const int32_t element : {ELMAN_DOUBLE, ELMAN_FLOAT}) {
      net::Data data(kSmall, element, 1);
      net::Net network(kSmall, element, &objective);
      std::vector<double> weights = some_weights(kSmall);
      network.write(weights);
      std::vector<Rule> rules(weights.size(), Rule{objective, 0, objective.initial_accumulator});
      for (int t = 1; t <= 4; ++t) {
        const double rate = 0.02 / t;
        network.gradient(data, 0, 12, 12, 0);
        const std::vector<double> gradient = network.read(ELMAN_GRADIENT);
        net::require(elman_update(network, 1, t, rate));
        const std::vector<double> after = network.read();
        for (size_t i = 0; i < weights.size(); ++i) {
          weights[i] = rules[i].step(weights[i], gradient[i], t, rate);
          CHECK_NEAR(after[i], weights[i], element == ELMAN_FLOAT ? 1e-4 : 1e-12);
        }
      }
    }
  }
}

TEST(adam_by_hand) {
  // One linear weight 1, input 1, target 0: loss w^2, gradient 2. m = 0.2, v = 0.004, and at the first step
  // w = 1 - 0.001 * sqrt(0.001) / 0.1 * 0.2 / (sqrt(0.004) + 1e-7).
  const Shape shape = {1, {dense(1, ELMAN_LINEAR, false)}, 1, 1};
  const elman_objective objective = net::objective(ELMAN_MEAN_SQUARED_ERROR, ELMAN_ADAM);
  net::Data data(shape, ELMAN_DOUBLE, {1.0}, {0.0});
  net::Net network(shape, ELMAN_DOUBLE, &objective);
  network.write({1.0});
  CHECK_EQUAL(network.gradient(data, 0, 1, 1, 0), 1.0);
  CHECK_EQUAL(network.read(ELMAN_GRADIENT)[0], 2.0);
  net::require(elman_update(network, 1, 1, 0.001));
  CHECK_NEAR(network.read()[0], 0.9990000015811363, 1e-14);
  const std::vector<double> state = network.read(ELMAN_OPTIMIZER_STATE, 2);
  CHECK_NEAR(state[0], 0.2, 1e-14);
  CHECK_NEAR(state[1], 0.004, 1e-14);
}

// What clipping makes of a gradient shows in a step of plain gradient descent.
std::vector<double> clipped(const Shape& shape, elman_objective objective, std::vector<double>* gradient) {
  net::Data data(shape, ELMAN_DOUBLE, 1);
  net::Net network(shape, ELMAN_DOUBLE, &objective);
  const std::vector<double> weights = some_weights(shape);
  network.write(weights);
  network.gradient(data, 0, shape.count, shape.count, 0);
  *gradient = network.read(ELMAN_GRADIENT);
  net::require(elman_update(network, 1, 1, 1.0));
  const std::vector<double> after = network.read();
  CHECK(network.read(ELMAN_GRADIENT) == *gradient);  // it stays readable as it was before clipping
  std::vector<double> step(after.size());
  for (size_t i = 0; i < step.size(); ++i) step[i] = weights[i] - after[i];
  return step;
}

double norm(const std::vector<double>& values, size_t from, size_t to) {
  double sum = 0;
  for (size_t i = from; i < to; ++i) sum += values[i] * values[i];
  return std::sqrt(sum);
}

TEST(clipping_follows_its_equations) {
  elman_objective objective = net::objective(ELMAN_HALF_SQUARED_ERROR);
  std::vector<double> gradient;
  objective.clip = 0.5;
  objective.clipping = ELMAN_BY_VALUE;
  std::vector<double> step = clipped(kSmall, objective, &gradient);
  size_t limited = 0;
  for (size_t i = 0; i < step.size(); ++i) {
    CHECK_NEAR(step[i], std::fmax(-0.5, std::fmin(0.5, gradient[i])), 1e-12);
    limited += std::fabs(gradient[i]) > 0.5 ? 1 : 0;
  }
  CHECK(limited > 0 && limited < step.size());

  objective.clipping = ELMAN_BY_NORM;
  step = clipped(kSmall, objective, &gradient);
  const size_t ends[] = {6, 15, 18, 24, 26};  // kernel, recurrent kernel, bias, kernel, bias
  size_t from = 0;
  for (const size_t to : ends) {
    const double length = norm(gradient, from, to);
    for (size_t i = from; i < to; ++i) CHECK_NEAR(step[i], gradient[i] * std::fmin(1, 0.5 / length), 1e-12);
    from = to;
  }

  objective.clipping = ELMAN_BY_GLOBAL_NORM;
  const double length = norm(gradient, 0, gradient.size());
  step = clipped(kSmall, objective, &gradient);
  for (size_t i = 0; i < step.size(); ++i) CHECK_NEAR(step[i], gradient[i] * 0.5 / length, 1e-12);
  objective.clipping_form = ELMAN_TORCH;
  step = clipped(kSmall, objective, &gradient);
  for (size_t i = 0; i < step.size(); ++i) CHECK_NEAR(step[i], gradient[i] * (0.5 / (length + 1e-6)), 1e-12);

  objective.clip = 1e6;
  for (const int32_t clipping : {ELMAN_BY_VALUE, ELMAN_BY_NORM, ELMAN_BY_GLOBAL_NORM}) {
    objective.clipping = clipping;
    step = clipped(kSmall, objective, &gradient);
    for (size_t i = 0; i < step.size(); ++i) CHECK_NEAR(step[i], gradient[i], 1e-12);
  }
}

void fused_gives_the_bits_of_single_steps(const Shape& shape) {
  for (const int32_t element : {ELMAN_FLOAT, ELMAN_DOUBLE}) {
    for (elman_objective objective : all_optimizers()) {
      objective.clipping = ELMAN_BY_GLOBAL_NORM;
      objective.truncation_length = 3;
      net::Data data(shape, element, 1);
      net::Net fused(shape, element, &objective);
      net::Net single(shape, element, &objective);
      fused.write(some_weights(shape));
      single.write(some_weights(shape));
      const double rates[] = {0.1, 0.05, 0.02};
      double losses[3];
      int32_t taken = -1;
      net::require(elman_train(fused, data, data.order.data(), 12, 5, 1, rates, losses, &taken));
      CHECK_EQUAL(taken, 3);
      for (int i = 0; i < 3; ++i) {
        const int32_t from = 5 * i;
        const int32_t to = from + 5 < 12 ? from + 5 : 12;
        CHECK_EQUAL(single.gradient(data, from, to, to - from, 0), losses[i]);
        net::require(elman_update(single, 1, i + 1, rates[i]));
      }
      CHECK(fused.read() == single.read());
      CHECK(fused.read(ELMAN_GRADIENT) == single.read(ELMAN_GRADIENT));
    }
  }
}

TEST(one_fused_call_gives_the_bits_of_single_steps) {
  for (const Shape& shape : small_shapes()) fused_gives_the_bits_of_single_steps(shape);
}

void shards_add_up(const Shape& shape) {
  for (const int32_t loss : {ELMAN_MEAN_SQUARED_ERROR, ELMAN_HALF_SQUARED_ERROR, ELMAN_MEAN_ABSOLUTE_ERROR,
                             ELMAN_HUBER}) {
    const elman_objective objective = net::objective(loss, ELMAN_ADAM);
    net::Data data(shape, ELMAN_DOUBLE, 1);
    net::Net whole(shape, ELMAN_DOUBLE, &objective);
    net::Net shards(shape, ELMAN_DOUBLE, &objective);
    net::Net reversed(shape, ELMAN_DOUBLE, &objective);
    whole.write(some_weights(shape));
    shards.write(some_weights(shape));
    reversed.write(some_weights(shape));
    const double wanted = whole.gradient(data, 0, 12, 12, 0);
    const double a = shards.gradient(data, 0, 5, 12, 0);
    const double b = shards.gradient(data, 5, 9, 12, 1);
    const double c = shards.gradient(data, 9, 12, 12, 2);
    CHECK_NEAR(a + b + c, wanted, 1e-13);
    reversed.gradient(data, 9, 12, 12, 2);
    reversed.gradient(data, 5, 9, 12, 1);
    reversed.gradient(data, 0, 5, 12, 0);
    const std::vector<double> expected = whole.read(ELMAN_GRADIENT);
    const std::vector<double> sum = shards.read(ELMAN_GRADIENT);
    for (size_t i = 0; i < sum.size(); ++i) CHECK_NEAR(sum[i], expected[i], 1e-13);
    // It matters to no bit in which order they were computed, nor whether the sum is read before the update or after.
    net::require(elman_update(shards, 3, 1, 0.01));
    net::require(elman_update(reversed, 3, 1, 0.01));
    CHECK(shards.read() == reversed.read());
    CHECK(shards.read(ELMAN_GRADIENT) == sum);
  }
}

TEST(shards_add_up_to_the_mini_batch) {
  for (const Shape& shape : small_shapes()) shards_add_up(shape);
}

void shards_give_the_same_bits(const elman_layer& layer) {
  const Shape shape = {4, {layer, dense(1, ELMAN_LINEAR)}, 20, 256};
  const elman_objective objective = net::objective();
  net::Data data(shape, ELMAN_FLOAT, 1);
  std::mt19937_64 random(2);
  const std::vector<double> weights = net::uniform(random, shape.parameters(), 0.2);
  const auto train = [&](int threads) {
    net::Net network(shape, ELMAN_FLOAT, &objective);
    network.write(weights);
    for (int step = 1; step <= 5; ++step) {
      std::vector<std::thread> pool;
      for (int thread = 0; thread < threads; ++thread) {
        pool.emplace_back([&, thread] {
          for (int32_t shard = thread; shard < 8; shard += threads) {
            network.gradient(data, 32 * shard, 32 * (shard + 1), 256, shard);
          }
        });
      }
      for (std::thread& thread : pool) thread.join();
      net::require(elman_update(network, 8, step, 0.1));
    }
    return network.read();
  };
  const std::vector<double> one = train(1);
  for (const int threads : {2, 3, 8}) CHECK(train(threads) == one);
}

TEST(shards_run_side_by_side_and_give_the_same_bits) {
  shards_give_the_same_bits(rnn(32, ELMAN_TANH));
  shards_give_the_same_bits(net::lstm(20));
  shards_give_the_same_bits(net::gru(20, true));
  shards_give_the_same_bits(net::gru(20, false));
}

// More sequences than pass through the layers together, and, of a network that only predicts, the same outputs.
void goes_in_parts(const Shape& shape) {
  const elman_objective objective = net::objective();
  net::Data data(shape, ELMAN_DOUBLE, 1);
  net::Net whole(shape, ELMAN_DOUBLE, &objective);
  whole.write(some_weights(shape, 0.1));
  const double loss = whole.gradient(data, 0, 700, 700, 0);
  const std::vector<double> expected = whole.read(ELMAN_GRADIENT);
  double sum = 0;
  for (int32_t i = 0; i < 7; ++i) sum += whole.gradient(data, 100 * i, 100 * (i + 1), 700, i);
  const std::vector<double> gradient = whole.read(ELMAN_GRADIENT);
  CHECK_NEAR(sum, loss, 1e-12);
  for (size_t i = 0; i < gradient.size(); ++i) CHECK_NEAR(gradient[i], expected[i], 1e-12);
  std::vector<double> outputs(700);
  const double pointwise = whole.loss_sum(data, 0, 700, outputs.data());
  CHECK_NEAR(pointwise / 700, loss, 1e-12);
  double alone;
  whole.loss_sum(data, 699, 700, &alone);
  CHECK_NEAR(outputs[699], alone, 1e-12);
  net::Net predictor(shape, ELMAN_DOUBLE, nullptr);
  predictor.write(some_weights(shape, 0.1));
  for (const int32_t count : {700, 690, 653, 601, 512}) {  // so that the last part is of several sizes
    std::vector<double> predicted(static_cast<size_t>(count));
    net::require(net::predict(predictor, data.values.data(), count, shape.time_steps, predicted.data()));
    for (size_t i = 0; i < predicted.size(); ++i) CHECK_NEAR(predicted[i], outputs[i], 1e-12);
  }
}

TEST(a_large_mini_batch_goes_in_parts_and_gives_the_same) {
  goes_in_parts({1, {rnn(64, ELMAN_TANH, true), rnn(64, ELMAN_TANH), dense(1, ELMAN_LINEAR)}, 100, 700});
  goes_in_parts({1, {net::lstm(20, true), net::gru(9, true), dense(1, ELMAN_LINEAR)}, 50, 700});
  goes_in_parts({1, {net::gru(20, false, true), net::lstm(9), dense(1, ELMAN_LINEAR)}, 50, 700});
}

TEST(a_loss_falls) {
  for (const int32_t element : {ELMAN_FLOAT, ELMAN_DOUBLE}) {
    const elman_objective objective = net::objective(ELMAN_MEAN_SQUARED_ERROR, ELMAN_ADAM);
    net::Data data(kSmall, element, 1);
    net::Net network(kSmall, element, &objective);
    network.write(some_weights(kSmall));
    const double before = network.loss_sum(data, 0, 12);
    std::vector<double> rates(3, 0.01);
    std::vector<double> losses(3);
    int32_t taken;
    for (int epoch = 0; epoch < 300; ++epoch) {
      net::require(elman_train(network, data, data.order.data(), 12, 4, 3 * epoch + 1, rates.data(), losses.data(),
                               &taken));
    }
    CHECK(network.loss_sum(data, 0, 12) < 0.5 * before);
  }
}

TEST(a_network_continues_from_its_state_bit_for_bit) {
  elman_objective objective = net::objective(ELMAN_HUBER, ELMAN_ADAM);
  objective.clipping = ELMAN_BY_NORM;
  net::Data data(kSmall, ELMAN_FLOAT, 1);
  net::Net first(kSmall, ELMAN_FLOAT, &objective);
  first.write(some_weights(kSmall));
  const std::vector<double> rates(6, 0.01);
  std::vector<double> losses(6);
  int32_t taken;
  const auto train = [&](net::Net& network, int64_t step, int32_t batches) {
    net::require(elman_train(network, data, data.order.data(), 2 * batches, 2, step, rates.data(), losses.data(),
                             &taken));
  };
  train(first, 1, 4);
  net::Net second(kSmall, ELMAN_FLOAT, &objective);
  second.write(first.read());
  second.write(first.read(ELMAN_OPTIMIZER_STATE, 2), ELMAN_OPTIMIZER_STATE);
  train(first, 5, 6);
  train(second, 5, 6);
  CHECK(first.read() == second.read());
}

void row_alone_is_the_row_in_a_batch(const elman_layer& layer) {
  const Shape shape = {3, {layer, dense(2, ELMAN_SIGMOID)}, 9, 40};
  net::Net network(shape, ELMAN_FLOAT, nullptr);
  network.write(some_weights(shape));
  std::mt19937_64 random(9);
  const std::vector<double> numbers = net::uniform(random, 40 * 27, 1);
  const std::vector<float> inputs(numbers.begin(), numbers.end());
  std::vector<float> all(40 * 18);
  std::vector<float> one(18);
  net::require(net::predict(network, inputs.data(), 40, 9, all.data()));
  for (size_t row = 0; row < 40; ++row) {
    net::require(net::predict(network, inputs.data() + row * 27, 1, 9, one.data()));
    for (size_t i = 0; i < 18; ++i) CHECK_NEAR(one[i], all[row * 18 + i], 1e-6);
  }
}

TEST(a_row_alone_is_the_row_in_a_batch) {
  for (const int32_t units : {3, 17, 100}) {
    row_alone_is_the_row_in_a_batch(rnn(units, ELMAN_TANH, true));
    row_alone_is_the_row_in_a_batch(net::lstm(units, true));
    row_alone_is_the_row_in_a_batch(net::gru(units, true, true));
    row_alone_is_the_row_in_a_batch(net::gru(units, false, true));
  }
}

}  // namespace
