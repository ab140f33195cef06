// Every function of elman.h with arguments that are wrong: a status and a message that names what was wrong, no crash.
#include <sys/resource.h>

#include <atomic>
#include <limits>
#include <thread>

#include "check.h"
#include "net.h"

namespace {

using net::dense;
using net::rnn;
using net::Shape;

const Shape kShape = {2, {rnn(3, ELMAN_TANH), dense(1, ELMAN_LINEAR)}, 4, 6};

int32_t open_data(const elman_samples& samples) {
  elman_data* data = nullptr;
  const int32_t status = elman_data_open(&samples, ELMAN_FLOAT, &data);
  CHECK((data != nullptr) == (status == ELMAN_OK));
  elman_data_close(data);
  return status;
}

TEST(data_are_checked) {
  net::Data data(kShape, ELMAN_DOUBLE, 1);
  const elman_samples good = data.samples();
  elman_data* out = nullptr;
  CHECK_REFUSED(elman_data_open(nullptr, ELMAN_FLOAT, &out), "samples must not be null");
  CHECK_REFUSED(elman_data_open(&good, ELMAN_FLOAT, nullptr), "data must not be null");
  CHECK_REFUSED(elman_data_open(&good, 2, &out), "element must be 0");
  CHECK(open_data(good) == ELMAN_OK);
  elman_samples bad = good;
  bad.values = nullptr;
  CHECK_REFUSED(open_data(bad), "values must not be null");
  bad = good;
  bad.value_count = -1;
  CHECK_REFUSED(open_data(bad), "count of values must be at least 0 but was -1");
  bad.value_count = 10;
  CHECK_REFUSED(open_data(bad), "there are 10");
  bad = good;
  bad.time_steps = 0;
  CHECK_REFUSED(open_data(bad), "time_steps must be at least 1 but was 0");
  bad.time_steps = std::numeric_limits<int32_t>::max();
  bad.features = std::numeric_limits<int32_t>::max();
  bad.target_steps = 1;
  CHECK_REFUSED(open_data(bad), "the input of sample 0 takes 4611686014132420609 values");
  bad = good;
  bad.features = -3;
  CHECK_REFUSED(open_data(bad), "features must be at least 1 but was -3");
  bad = good;
  bad.count = -1;
  CHECK_REFUSED(open_data(bad), "count of samples must be at least 0 but was -1");
  bad = good;
  bad.input_offsets = nullptr;
  CHECK_REFUSED(open_data(bad), "input_offsets must not be null");
  bad = good;
  bad.target_offsets = nullptr;
  CHECK_REFUSED(open_data(bad), "target_offsets must not be null");
  bad = good;
  bad.target_steps = 2;
  CHECK_REFUSED(open_data(bad), "target_steps must be 0, 1 or time_steps (4) but was 2");
  bad = good;
  bad.outputs = 0;
  CHECK_REFUSED(open_data(bad), "outputs must be at least 1");
  bad = good;
  std::vector<int32_t> offsets = data.input_offsets;
  offsets[3] = -1;
  bad.input_offsets = offsets.data();
  CHECK_REFUSED(open_data(bad), "the input of sample 3 takes 8 values from -1 on");
  offsets[3] = static_cast<int32_t>(good.value_count) - 7;
  CHECK_REFUSED(open_data(bad), "the input of sample 3");
  bad = good;
  std::vector<double> values = data.values;
  bad.values = values.data();
  values[2] = NAN;
  CHECK_REFUSED(open_data(bad), "value 2 is nan");
  values[2] = 1e300;  // finite, but not as a float
  CHECK_REFUSED(open_data(bad), "value 2 is 1e+300");
  elman_samples none = {};
  none.time_steps = 1;
  none.features = 1;
  CHECK(open_data(none) == ELMAN_OK);
  elman_data_close(nullptr);
}

int32_t open_network(int32_t features, const std::vector<elman_layer>& layers, const elman_objective* objective) {
  elman_network* network = nullptr;
  const int32_t status = elman_network_open(features, layers.data(), static_cast<int32_t>(layers.size()), ELMAN_FLOAT,
                                            objective, &network);
  CHECK((network != nullptr) == (status == ELMAN_OK));
  elman_network_close(network);
  return status;
}

TEST(networks_are_checked) {
  elman_network* network = nullptr;
  const elman_layer* layers = kShape.layers.data();
  CHECK_REFUSED(elman_network_open(2, nullptr, 2, ELMAN_FLOAT, nullptr, &network), "layers must not be null");
  CHECK_REFUSED(elman_network_open(2, layers, 2, ELMAN_FLOAT, nullptr, nullptr), "network must not be null");
  CHECK_REFUSED(elman_network_open(2, layers, 2, 7, nullptr, &network), "element must be");
  CHECK_REFUSED(elman_network_open(2, layers, 0, ELMAN_FLOAT, nullptr, &network), "layer_count must be at least 1");
  CHECK_REFUSED(elman_network_open(2, layers, -5, ELMAN_FLOAT, nullptr, &network), "but was -5");
  CHECK_REFUSED(open_network(0, kShape.layers, nullptr), "features must be from 1 to 16777216 but was 0");
  CHECK_REFUSED(open_network(1, {rnn(0, ELMAN_TANH)}, nullptr), "units of layer 0 must be from 1 to 16777216 but was");
  CHECK_REFUSED(open_network(1, {rnn(-1, ELMAN_TANH)}, nullptr), "but was -1");
  CHECK_REFUSED(open_network(1, {rnn(2, 8)}, nullptr), "activation of layer 0 must be from 0 to 7 but was 8");
  CHECK_REFUSED(open_network(1, {rnn(2, ELMAN_GELU)}, nullptr), "activation of layer 0 cannot be 6 (gelu)");
  CHECK_REFUSED(open_network(1, {net::lstm(2, false, true, ELMAN_TANH, ELMAN_GELU)}, nullptr),
                "recurrent_activation of layer 0 cannot be 6 (gelu)");
  CHECK_REFUSED(open_network(1, {net::layer(9, 2, ELMAN_TANH, true)}, nullptr), "kind of layer 0 must be");
  for (const int32_t wrong : {-1, 8}) {
    const char* words = "recurrent_activation of layer 0 must be from 0 to 7 but was";
    CHECK_REFUSED(open_network(1, {net::lstm(2, false, true, ELMAN_TANH, wrong)}, nullptr), words);
    CHECK_REFUSED(open_network(1, {net::gru(2, true, false, true, ELMAN_TANH, wrong)}, nullptr), words);
  }
  CHECK_REFUSED(open_network(1, {net::lstm(2, false, true, -1)}, nullptr), "activation of layer 0 must be from 0 to 7");
  CHECK_REFUSED(open_network(1, {net::gru(0, true)}, nullptr), "units of layer 0 must be from 1 to 16777216 but was 0");
  CHECK_REFUSED(open_network(1, {net::lstm(2), net::gru(2, false)}, nullptr),
                "layer 1 is recurrent and needs a sequence, but layer 0 gives its last step alone");
  CHECK_REFUSED(open_network(1, {net::lstm(1 << 24)}, nullptr), "layer 0 takes the network beyond");
  CHECK_REFUSED(open_network(1, {rnn(2, ELMAN_TANH), dense(2, ELMAN_TANH), rnn(2, ELMAN_TANH)}, nullptr),
                "layer 2 is recurrent and needs a sequence, but layer 0 gives its last step alone");
  CHECK_REFUSED(open_network(1 << 24, {dense(1 << 24, ELMAN_TANH)}, nullptr), "beyond 2147483639 parameters");
  CHECK_REFUSED(open_network(1, {rnn(1 << 24, ELMAN_TANH)}, nullptr), "layer 0 takes the network beyond");
  elman_network_close(nullptr);
}

template <typename Value>
void refuses(Value elman_objective::* field, Value value, elman_objective objective, const char* words) {
  objective.*field = value;
  CHECK_REFUSED(open_network(2, kShape.layers, &objective), words);
}

TEST(objectives_are_checked) {
  const elman_objective sgd = net::objective();
  const elman_objective adam = net::objective(ELMAN_HUBER, ELMAN_ADAM);
  const elman_objective rms = net::objective(ELMAN_MEAN_SQUARED_ERROR, ELMAN_RMS_PROP);
  refuses(&elman_objective::loss, 10, sgd, "loss must be from 0 to 9 but was 10");
  refuses(&elman_objective::loss, -1, sgd, "but was -1");
  refuses(&elman_objective::optimizer, 4, sgd, "optimizer must be from 0 to 3 but was 4");
  refuses(&elman_objective::optimizer_form, 2, sgd, "optimizer_form");
  refuses(&elman_objective::clipping, 4, sgd, "clipping must be from 0 to 3 but was 4");
  refuses(&elman_objective::clipping_form, 9, sgd, "clipping_form");
  refuses(&elman_objective::momentum, 1.0, sgd, "momentum must be in [0, 1) but was 1");
  refuses(&elman_objective::momentum, double{NAN}, sgd, "momentum must be in [0, 1)");
  refuses(&elman_objective::nesterov, 1, sgd, "nesterov needs a momentum");
  refuses(&elman_objective::huber_delta, 0.0, adam, "huber_delta must be positive and finite but was 0");
  refuses(&elman_objective::beta1, -0.1, adam, "beta1");
  refuses(&elman_objective::beta2, 1.0, adam, "beta2");
  refuses(&elman_objective::epsilon, 0.0, adam, "epsilon");
  refuses(&elman_objective::epsilon, -1.0, rms, "epsilon");
  refuses(&elman_objective::rho, 1.5, rms, "rho");
  refuses(&elman_objective::truncation_length, 0, sgd, "truncation_length must be at least 1 but was 0");
  const elman_objective adagrad = net::objective(ELMAN_MEAN_SQUARED_ERROR, ELMAN_ADAGRAD);
  refuses(&elman_objective::weight_decay, -0.1, adam, "weight_decay must be at least 0 and finite but was -0.1");
  refuses(&elman_objective::weight_decay, double{INFINITY}, adam, "weight_decay");
  refuses(&elman_objective::epsilon, 0.0, adagrad, "epsilon");
  refuses(&elman_objective::initial_accumulator, -1.0, adagrad, "initial_accumulator must be at least 0");
  refuses(&elman_objective::average_decay, 1.0, sgd, "average_decay must be in [0, 1) but was 1");
  const double levels[] = {0.1, 0.1, 1.0};
  elman_objective quantiles = net::objective(ELMAN_QUANTILES);
  CHECK_REFUSED(open_network(2, kShape.layers, &quantiles), "quantile_count must be at least 1 but was 0");
  refuses(&elman_objective::quantile_count, 1, quantiles, "quantiles must not be null");
  quantiles.quantiles = levels;
  refuses(&elman_objective::quantile_count, 2, quantiles, "in ascending order but number 1 was 0.1");
  quantiles.quantiles = levels + 1;
  refuses(&elman_objective::quantile_count, 2, quantiles, "between 0 and 1 and in ascending order but number 1 was 1");
  refuses(&elman_objective::loss, int32_t{ELMAN_GAUSSIAN}, sgd, "logarithm of a variance for each target");
  elman_objective clipping = sgd;
  clipping.clipping = ELMAN_BY_NORM;
  refuses(&elman_objective::clip, 0.0, clipping, "clip must be positive and finite but was 0");
  refuses(&elman_objective::clip, double{INFINITY}, clipping, "clip must be positive");
}

TEST(vectors_are_checked) {
  const elman_objective objective = net::objective(ELMAN_MEAN_SQUARED_ERROR, ELMAN_ADAM);
  net::Net network(kShape, ELMAN_FLOAT, &objective);
  net::Net predictor(kShape, ELMAN_FLOAT, nullptr);
  double values[64] = {};
  CHECK_EQUAL(kShape.parameters(), 22);
  CHECK_REFUSED(elman_network_read(nullptr, ELMAN_PARAMETERS, values, 22), "network must not be null");
  CHECK_REFUSED(elman_network_write(nullptr, ELMAN_PARAMETERS, values, 22), "network must not be null");
  CHECK_REFUSED(elman_network_read(network, ELMAN_PARAMETERS, nullptr, 22), "destination must not be null");
  CHECK_REFUSED(elman_network_write(network, ELMAN_PARAMETERS, nullptr, 22), "source must not be null");
  for (const int32_t part : {ELMAN_PARAMETERS, ELMAN_GRADIENT}) {
    CHECK_REFUSED(elman_network_read(network, part, values, 21), "must have 22 values but count was 21");
    CHECK_REFUSED(elman_network_read(network, part, nullptr, 0), "but count was 0");
  }
  CHECK_REFUSED(elman_network_read(network, ELMAN_OPTIMIZER_STATE, values, 22), "must have 44 values but count was 22");
  CHECK_REFUSED(elman_network_write(network, ELMAN_PARAMETERS, values, -1), "but count was -1");
  CHECK_REFUSED(elman_network_write(network, ELMAN_OPTIMIZER_STATE, values, 45), "must have 44 values");
  CHECK_REFUSED(elman_network_write(network, ELMAN_GRADIENT, values, 22), "can be read but not written");
  CHECK_REFUSED(elman_network_read(network, ELMAN_AVERAGE, values, 22), "no average of the parameters is kept");
  CHECK_REFUSED(elman_network_write(network, ELMAN_AVERAGE, values, 22), "no average of the parameters is kept");
  CHECK_REFUSED(elman_network_read(network, 5, values, 22), "part must be from 0 to 4 but was 5");
  CHECK_REFUSED(elman_network_write(network, -1, values, 22), "part must be from 0 to 4 but was -1");
  CHECK_REFUSED(elman_network_read(predictor, ELMAN_GRADIENT, values, 22), "without an objective");
  CHECK_REFUSED(elman_network_read(predictor, ELMAN_OPTIMIZER_STATE, values, 22), "without an objective");
  // Of a new network everything is zero, the gradient too.
  for (const int32_t part : {ELMAN_PARAMETERS, ELMAN_GRADIENT}) {
    values[21] = 1;
    CHECK_EQUAL(elman_network_read(network, part, values, 22), ELMAN_OK);
    CHECK_EQUAL(values[21], 0);
  }
}

TEST(training_is_checked) {
  const elman_objective objective = net::objective();
  net::Net network(kShape, ELMAN_FLOAT, &objective);
  net::Net predictor(kShape, ELMAN_FLOAT, nullptr);
  net::Data data(kShape, ELMAN_FLOAT, 1);
  net::Data doubles(kShape, ELMAN_DOUBLE, 1);
  const Shape wide = {3, {rnn(3, ELMAN_TANH), dense(1, ELMAN_LINEAR)}, 4, 6};
  net::Data wide_data(wide, ELMAN_FLOAT, 1);
  const Shape sequence = {2, {rnn(3, ELMAN_TANH, true), dense(1, ELMAN_LINEAR)}, 4, 6};
  net::Data sequence_data(sequence, ELMAN_FLOAT, 1);
  const int32_t* order = data.order.data();
  double loss = 0;
  CHECK_REFUSED(elman_gradient(nullptr, data, order, 6, 6, 0, 1, &loss), "network must not be null");
  CHECK_REFUSED(elman_gradient(network, nullptr, order, 6, 6, 0, 1, &loss), "data must not be null");
  CHECK_REFUSED(elman_gradient(network, data, nullptr, 6, 6, 0, 1, &loss), "order must not be null");
  CHECK_REFUSED(elman_gradient(network, data, order, 6, 6, 0, 1, nullptr), "loss must not be null");
  CHECK_REFUSED(elman_gradient(network, data, order, 0, 6, 0, 1, &loss), "count must be at least 1 but was 0");
  CHECK_REFUSED(elman_gradient(network, data, order, 6, 5, 0, 1, &loss), "mini_batch_steps must be at least");
  CHECK_REFUSED(elman_gradient(network, data, order, 6, 6, 16, 1, &loss), "shard must be from 0 to 15 but was 16");
  CHECK_REFUSED(elman_gradient(network, data, order, 6, 6, -1, 1, &loss), "but was -1");
  CHECK_REFUSED(elman_gradient(network, doubles, order, 6, 6, 0, 1, &loss), "elements of type 1");
  CHECK_REFUSED(elman_gradient(network, wide_data, order, 6, 6, 0, 1, &loss), "3 features but the network takes 2");
  CHECK_REFUSED(elman_gradient(network, sequence_data, order, 6, 6, 0, 1, &loss),
                "targets of [4, 1] but the network gives outputs for [1, 1]");
  CHECK_REFUSED(elman_gradient(predictor, data, order, 6, 6, 0, 1, &loss), "without an objective");
  for (const int32_t wrong : {-1, 6, std::numeric_limits<int32_t>::max()}) {
    const int32_t bad[] = {0, wrong};
    CHECK_REFUSED(elman_gradient(network, data, bad, 2, 2, 0, 1, &loss), "order[1] must be from 0 to 5");
  }

  CHECK_REFUSED(elman_update(nullptr, 1, 1, 0.1), "network must not be null");
  CHECK_REFUSED(elman_update(network, 1, 1, 0.1), "no gradient of shard 0");
  CHECK_EQUAL(elman_gradient(network, data, order, 6, 6, 0, 1, &loss), ELMAN_OK);
  CHECK_REFUSED(elman_update(network, 2, 1, 0.1), "no gradient of shard 1");
  CHECK_REFUSED(elman_update(network, 0, 1, 0.1), "shards must be from 1 to 16 but was 0");
  CHECK_REFUSED(elman_update(network, 17, 1, 0.1), "but was 17");
  CHECK_REFUSED(elman_update(network, 1, 0, 0.1), "step must be at least 1 but was 0");
  CHECK_REFUSED(elman_update(network, 1, 1, -0.1), "learning rate of step 1 must be at least 0");
  CHECK_REFUSED(elman_update(network, 1, 1, NAN), "learning rate");
  CHECK_REFUSED(elman_update(predictor, 1, 1, 0.1), "without an objective");
  CHECK_EQUAL(elman_update(network, 1, 1, 0.0), ELMAN_OK);
  CHECK_REFUSED(elman_update(network, 1, 2, 0.1), "no gradient of shard 0");  // it has been used

  const double rates[] = {0.1, 0.1, 0.1};
  double losses[3];
  int32_t taken = 5;
  CHECK_REFUSED(elman_train(nullptr, data, order, 6, 2, 1, rates, losses, &taken), "network must not be null");
  CHECK_REFUSED(elman_train(network, nullptr, order, 6, 2, 1, rates, losses, &taken), "data must not be null");
  CHECK_REFUSED(elman_train(network, data, nullptr, 6, 2, 1, rates, losses, &taken), "order must not be null");
  CHECK_REFUSED(elman_train(network, data, order, 6, 2, 1, nullptr, losses, &taken), "learning_rates must not be");
  CHECK_REFUSED(elman_train(network, data, order, 6, 2, 1, rates, nullptr, &taken), "losses must not be null");
  CHECK_REFUSED(elman_train(network, data, order, 6, 2, 1, rates, losses, nullptr), "taken must not be null");
  CHECK_REFUSED(elman_train(network, data, order, 0, 2, 1, rates, losses, &taken), "count must be at least 1");
  CHECK_REFUSED(elman_train(network, data, order, 6, 0, 1, rates, losses, &taken), "batch_size must be at least 1");
  CHECK_REFUSED(elman_train(network, data, order, 6, 2, 0, rates, losses, &taken), "step must be at least 1");
  CHECK_REFUSED(elman_train(network, data, order, 6, 2, std::numeric_limits<int64_t>::max(), rates, losses, &taken),
                "first_step is too large");
  const double bad_rates[] = {0.1, INFINITY, 0.1};
  CHECK_REFUSED(elman_train(network, data, order, 6, 2, 4, bad_rates, losses, &taken), "learning rate of step 5");
  CHECK_EQUAL(taken, 0);
  CHECK_EQUAL(elman_train(network, data, order, 6, std::numeric_limits<int32_t>::max(), 1, rates, losses, &taken),
              ELMAN_OK);

  int32_t layer;
  int32_t backward;
  CHECK_REFUSED(elman_divergence(nullptr, &layer, &backward), "network must not be null");
  CHECK_REFUSED(elman_divergence(network, nullptr, &backward), "layer must not be null");
  CHECK_REFUSED(elman_divergence(network, &layer, nullptr), "backward must not be null");
  CHECK_EQUAL(elman_divergence(predictor, &layer, &backward), ELMAN_OK);
  CHECK_EQUAL(layer, -1);
}

TEST(predictions_are_checked) {
  const elman_objective objective = net::objective();
  net::Net network(kShape, ELMAN_FLOAT, &objective);
  net::Data data(kShape, ELMAN_FLOAT, 1);
  net::Data doubles(kShape, ELMAN_DOUBLE, 1);
  double sum = 1;
  CHECK_REFUSED(elman_evaluate(nullptr, data, 0, 6, 0, &sum, nullptr), "network must not be null");
  CHECK_REFUSED(elman_evaluate(network, nullptr, 0, 6, 0, &sum, nullptr), "data must not be null");
  CHECK_REFUSED(elman_evaluate(network, data, 0, 6, 0, nullptr, nullptr), "loss_sum must not be null");
  CHECK_REFUSED(elman_evaluate(network, doubles, 0, 6, 0, &sum, nullptr), "elements of type 1");
  CHECK_REFUSED(elman_evaluate(network, data, -1, 6, 0, &sum, nullptr), "from 0 to 6 but were -1 and 6");
  CHECK_REFUSED(elman_evaluate(network, data, 0, 7, 0, &sum, nullptr), "but were 0 and 7");
  CHECK_REFUSED(elman_evaluate(network, data, 4, 3, 0, &sum, nullptr), "but were 4 and 3");
  CHECK_REFUSED(elman_evaluate(network, data, 0, 6, 16, &sum, nullptr), "shard must be");
  CHECK_EQUAL(elman_evaluate(network, data, 2, 2, 0, &sum, nullptr), ELMAN_OK);
  CHECK_EQUAL(sum, 0);

  float inputs[8] = {};
  float output;
  CHECK_REFUSED(net::predict(nullptr, inputs, 1, 4, &output), "network must not be null");
  CHECK_REFUSED(net::predict(network, nullptr, 1, 4, &output), "inputs must not be null");
  CHECK_REFUSED(net::predict(network, inputs, 1, 4, nullptr), "outputs must not be null");
  CHECK_REFUSED(net::predict(network, inputs, 0, 4, &output), "batch must be at least 1 but was 0");
  CHECK_REFUSED(net::predict(network, inputs, 1, -4, &output), "time_steps must be at least 1 but was -4");
  CHECK_EQUAL(net::predict(network, inputs, 1, 4, &output), ELMAN_OK);

  const double sequence[8] = {};
  double states[13];
  CHECK_REFUSED(net::trace(nullptr, sequence, 4, states, 13), "network must not be null");
  CHECK_REFUSED(net::trace(network, nullptr, 4, states, 13), "inputs must not be null");
  CHECK_REFUSED(net::trace(network, sequence, 4, nullptr, 13), "layers must not be null");
  CHECK_REFUSED(net::trace(network, sequence, 0, states, 13), "time_steps must be at least 1 but was 0");
  CHECK_REFUSED(net::trace(network, sequence, 4, states, 12), "room for 13 values but count was 12");
  CHECK_EQUAL(net::trace(network, sequence, 4, states, 13), ELMAN_OK);
}

// A thread keeps the network busy with a call of some length; the others are refused until it is done.
TEST(a_network_in_use_is_busy) {
  const Shape shape = {4, {rnn(64, ELMAN_TANH), dense(1, ELMAN_LINEAR)}, 50, 2000};
  const elman_objective objective = net::objective();
  net::Net network(shape, ELMAN_FLOAT, &objective);
  net::Data data(shape, ELMAN_FLOAT, 1);
  std::vector<double> parameters(static_cast<size_t>(shape.parameters()));
  std::atomic<bool> stop{false};
  std::atomic<int> shared{0};
  std::thread user([&] {
    double sum;
    while (!stop) shared += elman_evaluate(network, data, 0, 2000, 3, &sum, nullptr) == ELMAN_OK ? 1 : 0;
  });
  bool alone_refused = false;
  bool shard_refused = false;
  bool other_shard_ran = false;
  double sum;
  for (int i = 0; i < 100000 && !(alone_refused && shard_refused && other_shard_ran); ++i) {
    alone_refused |= elman_network_read(network, ELMAN_PARAMETERS, parameters.data(), shape.parameters()) == ELMAN_BUSY;
    shard_refused |= elman_evaluate(network, data, 0, 1, 3, &sum, nullptr) == ELMAN_BUSY;
    other_shard_ran |= elman_evaluate(network, data, 0, 1, 4, &sum, nullptr) == ELMAN_OK && shared > 0;
    std::this_thread::yield();
  }
  stop = true;
  user.join();
  CHECK(alone_refused);
  CHECK(shard_refused);
  CHECK(other_shard_ran);
  CHECK_EQUAL(elman_network_read(network, ELMAN_PARAMETERS, parameters.data(), shape.parameters()), ELMAN_OK);
}

TEST(messages_belong_to_their_thread) {
  CHECK_REFUSED(elman_update(nullptr, 1, 1, 0.1), "network must not be null");
  std::thread([] { CHECK_EQUAL(std::strlen(elman_message()), 0); }).join();
  CHECK(std::strstr(elman_message(), "network must not be null") != nullptr);
}

#ifndef ELMAN_SANITIZED  // which take address space of their own
TEST(memory_that_runs_out_is_a_status) {
  const elman_objective objective = net::objective(ELMAN_MEAN_SQUARED_ERROR, ELMAN_ADAM);
  net::Net network(kShape, ELMAN_FLOAT, &objective);
  rlimit before;
  getrlimit(RLIMIT_AS, &before);
  rlimit limited = before;
  limited.rlim_cur = rlim_t{4} << 30;
  setrlimit(RLIMIT_AS, &limited);
  rlimit set;
  getrlimit(RLIMIT_AS, &set);
  if (set.rlim_cur != limited.rlim_cur) {  // QEMU's emulator of programs says that it sets it
    std::printf("not tested: this system sets no limit of memory\n");
    return;
  }
  CHECK_EQUAL(open_network(1 << 15, {dense(1 << 15, ELMAN_TANH)}, &objective), ELMAN_OUT_OF_MEMORY);
  CHECK(std::strstr(elman_message(), "bytes of native memory") != nullptr);
  float value = 0;
  CHECK_EQUAL(net::predict(network, &value, 1, std::numeric_limits<int32_t>::max(), &value), ELMAN_OUT_OF_MEMORY);
  setrlimit(RLIMIT_AS, &before);
  float inputs[8] = {};
  CHECK_EQUAL(net::predict(network, inputs, 1, 4, &value), ELMAN_OK);
}
#endif

TEST(the_description_says_what_computes) {
  const std::string description = elman_description();
  CHECK(description.find("elman 0.1.0, kernels ") == 0);
  CHECK(description.find(", 1 thread") != std::string::npos);
  CHECK(description.find('\n') == std::string::npos);
}

}  // namespace
