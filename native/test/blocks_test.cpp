// Embedding, dropout, layer normalization, softmax, static features, every activation and weighted losses, in nets with
// recurrent layers: outputs and losses against plain loops, gradients against their central differences.
#include <algorithm>
#include <limits>

#include "check.h"
#include "net.h"
#include "plain.h"
#include "random.h"

namespace {

using net::dense;
using net::dropout;
using net::embedding;
using net::layer_normalization;
using net::rnn;
using net::Shape;
using net::softmax;
using net::static_features;
using net::with_dropout;
using plain::Vector;

constexpr int64_t kStep = 7;

struct Problem {
  Shape shape;
  std::vector<int32_t> lengths = {};  // of each sample; none: all have all steps
  elman_objective objective = net::objective();
  bool weighted = false;
};

// A problem's data, and its loss in plain loops.
class Plain {
 public:
  Plain(const Problem& problem, uint64_t seed) : problem_(problem) {
    const Shape& shape = problem.shape;
    std::mt19937_64 random(seed);
    for (const elman_layer& layer : shape.layers) {
      if (layer.kind == ELMAN_STATIC_FEATURES) statics_ = layer.units;
    }
    target_width_ = sparse() ? 1 : shape.outputs();
    for (int32_t i = 0; i < shape.count; ++i) {
      const int32_t steps = length(i);
      const int32_t target_steps = shape.gives_sequence() ? steps : 1;
      inputs_.push_back(put(net::uniform(random, int64_t{steps} * shape.features, 1)));
      if (shape.layers[0].kind == ELMAN_EMBEDDING) make_whole(inputs_.back(), shape.layers[0].vocabulary);
      targets_.push_back(put(net::uniform(random, int64_t{target_steps} * target_width_, 1)));
      if (sparse()) make_whole(targets_.back(), shape.outputs());
      weights_.push_back(put(net::uniform(random, target_steps, 1)));
      for (size_t n = static_cast<size_t>(weights_.back()); n < values_.size(); ++n) {
        values_[n] = n % 3 == 0 ? 0 : std::fabs(values_[n]);
        steps_ += !problem.weighted || values_[n] != 0;
      }
      static_.push_back(put(net::uniform(random, statics_, 1)));
    }
    // Behind the values, what must not be read.
    values_.insert(values_.end(), 64, std::numeric_limits<double>::quiet_NaN());
  }

  int32_t length(int32_t i) const {
    return problem_.lengths.empty() ? problem_.shape.time_steps : problem_.lengths[static_cast<size_t>(i)];
  }
  int64_t steps() const { return steps_; }

  elman_data* open(int32_t element) const {
    elman_samples samples = {};
    samples.values = values_.data();
    samples.value_count = static_cast<int64_t>(values_.size()) - 64;
    samples.time_steps = problem_.shape.time_steps;
    samples.features = problem_.shape.features;
    samples.input_offsets = inputs_.data();
    samples.count = problem_.shape.count;
    samples.lengths = problem_.lengths.empty() ? nullptr : problem_.lengths.data();
    samples.target_steps = problem_.shape.target_steps();
    samples.outputs = target_width_;
    samples.target_offsets = targets_.data();
    samples.weight_offsets = problem_.weighted ? weights_.data() : nullptr;
    samples.static_features = statics_;
    samples.static_offsets = static_.data();
    elman_data* data = nullptr;
    net::require(elman_data_open(&samples, element, &data));
    return data;
  }

  // The sum of weighted pointwise losses, of the parameters `free` at the steps that each loss reaches and `frozen` at
  // those before; outputs of all samples, if they are asked for.
  double loss(const Vector& free, const Vector& frozen, bool in_training, Vector* outputs = nullptr) const {
    double sum = 0;
    for (int32_t i = 0; i < problem_.shape.count; ++i) {
      const int32_t steps = length(i);
      for (int32_t t = problem_.shape.gives_sequence() ? 0 : steps - 1; t < steps; ++t) {
        const int64_t reached = int64_t{t} - problem_.objective.truncation_length + 1;
        const double* from = values_.data() + static_[static_cast<size_t>(i)];
        plain::States states(problem_.shape, Vector(from, from + statics_), in_training ? factors(i) : nullptr);
        for (int32_t step = 0; step <= t; ++step) {
          states.advance(step >= reached ? free : frozen, input(i) + step * problem_.shape.features);
        }
        const int32_t output = problem_.shape.gives_sequence() ? t : 0;
        if (outputs != nullptr) outputs->insert(outputs->end(), states.outputs().begin(), states.outputs().end());
        sum += weight(i, output) * row_loss(states.outputs(), target(i) + output * target_width_);
      }
    }
    return sum;
  }

  double divisor() const {
    return static_cast<double>(steps_) * (sparse() ? 1 : static_cast<double>(problem_.shape.outputs()));
  }

 private:
  bool sparse() const { return problem_.objective.loss == ELMAN_SPARSE_CROSS_ENTROPY; }
  int32_t put(const Vector& values) {
    values_.insert(values_.end(), values.begin(), values.end());
    return static_cast<int32_t>(values_.size() - values.size());
  }
  void make_whole(int32_t from, int32_t below) {
    for (size_t n = static_cast<size_t>(from); n < values_.size(); ++n) {
      values_[n] = std::floor((values_[n] + 1) / 2 * 0.999 * below);
    }
  }
  const double* input(int32_t i) const { return values_.data() + inputs_[static_cast<size_t>(i)]; }
  const double* target(int32_t i) const { return values_.data() + targets_[static_cast<size_t>(i)]; }
  double weight(int32_t i, int32_t step) const {
    return problem_.weighted ? values_[static_cast<size_t>(weights_[static_cast<size_t>(i)] + step)] : 1;
  }
  double row_loss(const Vector& y, const double* d) const {
    double sum = 0;
    if (sparse()) {
      for (const double z : y) sum += std::exp(z);
      return std::log(sum) - y[static_cast<size_t>(*d)];
    }
    for (size_t n = 0; n < y.size(); ++n) sum += (y[n] - d[n]) * (y[n] - d[n]);
    return sum;
  }
  // As the documentation of Java's engine.Network has them.
  plain::Factors factors(int32_t sample) const {
    const uint64_t seed = static_cast<uint64_t>(problem_.objective.seed);
    return [=](const elman_layer& layer, size_t number, uint32_t site, size_t element) {
      const double rate = site == 0 ? layer.dropout : layer.recurrent_dropout;
      const elman::Philox philox({static_cast<uint32_t>(seed), static_cast<uint32_t>(seed >> 32)},
                                 {static_cast<uint32_t>(element / 4), static_cast<uint32_t>(sample), uint32_t{kStep},
                                  (2u << 28) + 4 * static_cast<uint32_t>(number) + site});
      return static_cast<double>(philox.words[element % 4]) < std::floor(std::ldexp(rate, 32)) ? 0 : 1 / (1 - rate);
    };
  }

  Problem problem_;
  Vector values_;
  std::vector<int32_t> inputs_;
  std::vector<int32_t> targets_;
  std::vector<int32_t> weights_;
  std::vector<int32_t> static_;
  int32_t statics_ = 0;
  int32_t target_width_;
  int64_t steps_ = 0;
};

struct Results {
  double loss;
  Vector gradient;
  double loss_sum;
  Vector outputs;  // with zeros behind a sample's length
};

Results results(const Problem& problem, const Plain& plain, const Vector& weights, int32_t element) {
  net::Net network(problem.shape, element, &problem.objective);
  network.write(weights);
  elman_data* data = plain.open(element);
  std::vector<int32_t> order;
  for (int32_t i = 0; i < problem.shape.count; ++i) order.push_back(i);
  Results all;
  net::require(elman_gradient(network, data, order.data(), problem.shape.count, plain.steps(), 0, kStep, &all.loss));
  all.gradient = network.read(ELMAN_GRADIENT);
  all.outputs.resize(static_cast<size_t>(problem.shape.count * problem.shape.outputs_per_sample()));
  net::require(elman_evaluate(network, data, 0, problem.shape.count, 0, &all.loss_sum, all.outputs.data()));
  elman_data_close(data);
  return all;
}

// Whether a parameter is not learnt: of a frozen layer, or the vector of padding.
bool keeps(const Shape& shape, int64_t parameter) {
  int64_t width = shape.features;
  for (const elman_layer& layer : shape.layers) {
    const int64_t count = net::parameters(layer, width);
    if (parameter < count) {
      return layer.frozen != 0 || (layer.kind == ELMAN_EMBEDDING && parameter / layer.units == layer.padding_index);
    }
    parameter -= count;
    width = net::width(layer, width);
  }
  return false;
}

void check_problem(const Problem& problem, uint64_t seed) {
  const Plain plain(problem, seed);
  std::mt19937_64 random(seed + 1);
  const Vector weights = net::uniform(random, problem.shape.parameters(), 0.8);
  const Results actual = results(problem, plain, weights, ELMAN_DOUBLE);
  const double divisor = plain.divisor();
  CHECK_NEAR(actual.loss, plain.loss(weights, weights, true) / divisor, 1e-12);
  Vector outputs;
  CHECK_NEAR(actual.loss_sum, plain.loss(weights, weights, false, &outputs), 1e-12);
  size_t at = 0;
  const size_t width = static_cast<size_t>(problem.shape.outputs());
  for (int32_t i = 0; i < problem.shape.count; ++i) {
    for (int32_t t = 0; t < problem.shape.target_steps(); ++t) {
      const bool there = !problem.shape.gives_sequence() || t < plain.length(i);
      for (size_t n = 0; n < width; ++n, at += there) {
        const size_t place = static_cast<size_t>(i * problem.shape.target_steps() + t) * width + n;
        CHECK_NEAR(actual.outputs[place], there ? outputs[at] : 0, 1e-12);
      }
    }
  }
  double largest = 1e-3;
  for (const double g : actual.gradient) largest = std::fmax(largest, std::fabs(g));
  for (size_t i = 0; i < weights.size(); ++i) {
    if (keeps(problem.shape, static_cast<int64_t>(i))) {
      CHECK_EQUAL(actual.gradient[i], 0);
      continue;
    }
    constexpr double kMove = 1e-5;
    Vector moved = weights;
    moved[i] = weights[i] + kMove;
    const double above = plain.loss(moved, weights, true);
    moved[i] = weights[i] - kMove;
    const double slope = (above - plain.loss(moved, weights, true)) / (2 * kMove) / divisor;
    CHECK(std::fabs(slope - actual.gradient[i]) <= 1e-6 * largest);
  }
  const Results floats = results(problem, plain, weights, ELMAN_FLOAT);
  CHECK_NEAR(floats.loss, actual.loss, 1e-5);
  CHECK_NEAR(floats.loss_sum, actual.loss_sum, 1e-5);
  for (size_t n = 0; n < outputs.size(); ++n) CHECK(std::fabs(floats.outputs[n] - actual.outputs[n]) <= 1e-5);
  for (size_t i = 0; i < weights.size(); ++i) {
    CHECK(std::fabs(floats.gradient[i] - actual.gradient[i]) <= 1e-4 * largest);
  }
}

// Equal lengths and ragged ones, gradients of full reach and truncated ones.
void check_all(const Shape& shape, uint64_t seed, int32_t loss = ELMAN_MEAN_SQUARED_ERROR) {
  std::vector<int32_t> lengths;
  for (int32_t i = 0; i < shape.count; ++i) lengths.push_back(1 + (i * 3 + 1) % shape.time_steps);
  for (const bool ragged : {false, true}) {
    for (const int32_t reach : {INT32_MAX, 2}) {
      Problem problem = {shape, ragged ? lengths : std::vector<int32_t>(), net::objective(loss)};
      problem.objective.truncation_length = reach;
      problem.objective.seed = 0x123456789ab;
      problem.weighted = ragged;
      check_problem(problem, seed);
    }
  }
}

TEST(gradients_of_embeddings) {
  check_all({1, {embedding(5, 3), rnn(3, ELMAN_TANH), dense(2, ELMAN_LINEAR)}, 4, 5}, 1);
  check_all({1, {embedding(4, 17, 2), net::gru(3, true, true), dense(4, ELMAN_LINEAR)}, 4, 5}, 2,
            ELMAN_SPARSE_CROSS_ENTROPY);
  check_all({1, {embedding(3, 2, 0)}, 3, 4}, 3);
}

TEST(gradients_of_dropout_of_each_value) {
  check_all({3, {dropout(0.4), rnn(4, ELMAN_TANH, true), dropout(0.25), net::lstm(3), dropout(0.5),
                 dense(2, ELMAN_LINEAR)}, 4, 5}, 11);
  check_all({2, {dense(17, ELMAN_TANH), dropout(0.3), dense(2, ELMAN_LINEAR), dropout(0)}, 3, 4}, 12);
}

TEST(gradients_of_one_mask_for_all_steps) {
  for (const bool all_steps : {false, true}) {
    check_all({3, {with_dropout(rnn(4, ELMAN_TANH, true), 0.5, 0), with_dropout(net::lstm(3, all_steps), 0.3, 0.4)}, 4,
               4}, 21);
    check_all({18, {with_dropout(net::gru(3, true, true), 0.5, 0.3),
                    with_dropout(net::gru(2, false, all_steps), 0.25, 0.5)}, 4, 3}, 22);
    check_all({1, {embedding(4, 3), with_dropout(rnn(3, ELMAN_SIGMOID, all_steps), 0.3, 0.3)}, 4, 4}, 23);
  }
}

TEST(gradients_above_frozen_layers) {
  for (const elman_layer& layer : {rnn(3, ELMAN_TANH, true), net::lstm(3, true), net::gru(3, true, true),
                                   net::gru(3, false, true), layer_normalization(0.1), dense(3, ELMAN_GELU)}) {
    for (const double rate : {0.0, 0.4}) {
      elman_layer frozen = net::is_recurrent(layer) ? with_dropout(layer, rate, rate) : layer;
      frozen.frozen = 1;
      check_all({3, {frozen, dense(3, ELMAN_TANH), frozen, with_dropout(net::gru(2, true), rate, rate)}, 4, 4}, 27);
    }
  }
}

TEST(gradients_of_layer_normalization) {
  check_all({3, {layer_normalization(1e-3), rnn(5, ELMAN_TANH, true), layer_normalization(0.1), net::gru(17, false),
                 layer_normalization(1e-5), dense(2, ELMAN_LINEAR)}, 3, 4}, 31);
  check_all({2, {dense(16, ELMAN_TANH), layer_normalization(1e-2)}, 3, 4}, 32);
  check_all({1, {layer_normalization(1), rnn(2, ELMAN_TANH, true)}, 3, 4}, 33);
}

TEST(gradients_of_softmax) {
  check_all({3, {softmax(), rnn(5, ELMAN_TANH, true), softmax(), dense(17, ELMAN_LINEAR), softmax()}, 3, 4}, 41);
  check_all({2, {net::lstm(3), softmax(), dense(1, ELMAN_LINEAR)}, 3, 4}, 42);
}

TEST(gradients_of_static_features) {
  check_all({2, {static_features(3), rnn(4, ELMAN_TANH), static_features(3), dense(2, ELMAN_LINEAR)}, 3, 5}, 51);
  check_all({1, {embedding(3, 2), static_features(2), with_dropout(net::gru(3, true, true), 0.4, 0),
                 static_features(2)}, 3, 4}, 52);
}

TEST(gradients_of_every_activation_between_layers) {
  for (const int32_t activation : {ELMAN_SOFTPLUS, ELMAN_ELU, ELMAN_GELU, ELMAN_HARD_SIGMOID}) {
    check_all({2, {dense(5, activation), net::lstm(3), dense(17, activation), dense(2, activation)}, 3, 4}, 61);
    if (activation == ELMAN_GELU) continue;
    check_all({2, {rnn(5, activation, true), net::lstm(3, true, true, activation, ELMAN_HARD_SIGMOID),
                   net::gru(3, true, false, true, activation, activation)}, 3, 4}, 62);
  }
}

TEST(nothing_is_dropped_where_nothing_is_learnt) {
  const Shape shape = {2, {with_dropout(rnn(3, ELMAN_TANH, true), 0.5, 0.5), dropout(0.5)}, 3, 4};
  Shape without = shape;
  without.layers = {rnn(3, ELMAN_TANH, true)};
  std::mt19937_64 random(5);
  const Vector weights = net::uniform(random, shape.parameters(), 0.5);
  const Vector inputs = net::uniform(random, 4 * 3 * 2, 1);
  Vector outputs(36);
  Vector wanted(36);
  const elman_objective objective = net::objective();
  for (const elman_objective* training : {&objective, static_cast<const elman_objective*>(nullptr)}) {
    net::Net network(shape, ELMAN_DOUBLE, training);
    net::Net plain(without, ELMAN_DOUBLE, training);
    network.write(weights);
    plain.write(weights);
    net::require(net::predict(network, inputs.data(), 4, 3, outputs.data()));
    net::require(net::predict(plain, inputs.data(), 4, 3, wanted.data()));
    CHECK(outputs == wanted);
  }
}

// Below the lowest layer that learns no gradient is computed, and above it the same as ever.
TEST(gradients_end_at_the_lowest_layer_that_learns) {
  const Shape shape = {1, {embedding(4, 3), net::gru(3, true), dropout(0.5), dense(3, ELMAN_TANH),
                           dense(2, ELMAN_LINEAR)}, 4, 5};
  Problem problem = {shape};
  const Plain plain(problem, 71);
  std::mt19937_64 random(72);
  const Vector weights = net::uniform(random, shape.parameters(), 0.5);
  const Vector all = results(problem, plain, weights, ELMAN_DOUBLE).gradient;
  size_t frozen = 0;
  int64_t width = 1;
  for (size_t i = 0; i < shape.layers.size(); ++i) {
    problem.shape.layers[i].frozen = 1;
    frozen += static_cast<size_t>(net::parameters(shape.layers[i], width));
    width = net::width(shape.layers[i], width);
    const Vector some = results(problem, plain, weights, ELMAN_DOUBLE).gradient;
    for (size_t n = 0; n < all.size(); ++n) CHECK_EQUAL(some[n], n < frozen ? 0 : all[n]);
  }
}

}  // namespace
