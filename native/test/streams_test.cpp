// Streams: states handed over from step to step, always as if the sequence had been computed whole.
#include <atomic>
#include <memory>
#include <thread>

#include "check.h"
#include "stateful.h"

namespace {

using net::dense;
using net::directed;
using net::gru;
using net::lstm;
using net::part;
using net::Sequence;
using net::Shape;
using net::weights_of;

class Streams {
 public:
  Streams(elman_network* network, int32_t count) { net::require(elman_streams_open(network, count, &streams_)); }
  ~Streams() { elman_streams_close(streams_); }
  Streams(const Streams&) = delete;
  Streams& operator=(const Streams&) = delete;
  operator elman_streams*() const { return streams_; }

 private:
  elman_streams* streams_ = nullptr;
};

template <typename T>
void streamed(const Shape& shape, int32_t element) {
  const std::vector<Sequence> sequences = net::random_sequences(shape, std::vector<int32_t>(70, 12), 3, true);
  const auto count = static_cast<int32_t>(sequences.size());
  const auto features = static_cast<size_t>(shape.features);
  const auto outputs = static_cast<size_t>(shape.outputs());
  const int64_t size = shape.state_size();
  std::vector<T> wanted;
  std::unique_ptr<Streams> streams;
  {
    net::Net network(shape, element, nullptr);
    network.write(weights_of(shape));
    wanted = net::prediction_of<T>(network, shape, sequences).outputs;
    streams = std::make_unique<Streams>(network, count);
    network.write(std::vector<double>(static_cast<size_t>(shape.parameters()), 0.5));
  }
  for (int32_t i = 0; i < count; ++i) {
    std::vector<double> state = sequences[static_cast<size_t>(i)].state;
    net::require(elman_streams_state(*streams, i, 1, state.data(), size));
  }
  std::mt19937 random(1);
  for (int32_t step = 0; step < 12; ++step) {
    // One by one, all in order, all in another order, and some of them, whose others come after.
    std::vector<int32_t> order(static_cast<size_t>(count));
    for (int32_t i = 0; i < count; ++i) order[static_cast<size_t>(i)] = i;
    if (step % 4 >= 2) std::shuffle(order.begin(), order.end(), random);
    const size_t together = step % 4 == 0 ? 1 : step % 4 == 3 ? 23 : order.size();
    for (size_t from = 0, to; from < order.size(); from = to) {
      to = std::min(from + together, order.size());
      std::vector<T> inputs;
      for (size_t i = from; i < to; ++i) {
        const std::vector<double>& all = sequences[static_cast<size_t>(order[i])].inputs;
        for (size_t n = 0; n < features; ++n) {
          inputs.push_back(static_cast<T>(all[static_cast<size_t>(step) * features + n]));
        }
      }
      std::vector<T> given((to - from) * outputs);
      net::require(elman_streams_step(*streams, step % 4 == 1 ? nullptr : order.data() + from,
                                      static_cast<int32_t>(to - from), inputs.data(), given.data()));
      for (size_t n = 0; n < given.size(); ++n) {
        const auto stream = static_cast<size_t>(order[from + n / outputs]);
        CHECK_EQUAL(given[n], wanted[(stream * 12 + static_cast<size_t>(step)) * outputs + n % outputs]);
      }
    }
  }
}

TEST(streams_give_step_by_step_what_the_whole_sequences_give) {
  for (const Shape& shape : net::stateful_shapes()) {
    streamed<float>(shape, ELMAN_FLOAT);
    streamed<double>(shape, ELMAN_DOUBLE);
  }
}

TEST(a_layer_with_its_last_step_alone_streams_as_one_with_all) {
  const Shape all = {2, {gru(5, true, true), dense(2, ELMAN_TANH)}, 4, 0};
  const Shape last = {2, {gru(5, true), dense(2, ELMAN_TANH)}, 4, 0};
  const Sequence sequence = net::random_sequences(all, {4}, 3)[0];
  net::Net network(last, ELMAN_DOUBLE, nullptr);
  network.write(weights_of(last));
  const Streams streams(network, 1);
  for (int32_t length = 1; length <= 4; ++length) {
    const net::Prediction<double> wanted = net::prediction_of<double>(network, last, {part(all, sequence, 0, length)});
    double given[2];
    net::require(elman_streams_step(streams, nullptr, 1, sequence.inputs.data() + 2 * (length - 1), given));
    for (size_t n = 0; n < 2; ++n) CHECK_EQUAL(given[n], wanted.outputs[n]);
  }
}

TEST(a_stream_that_is_set_back_goes_on_as_it_did) {
  const Shape shape = {1, {lstm(3, true), gru(2, true)}, 5, 0};
  net::Net network(shape, ELMAN_FLOAT, nullptr);
  network.write(weights_of(shape));
  const Streams streams(network, 3);
  const auto step = [&](int32_t stream, float x) {
    float y[2];
    net::require(elman_streams_step(streams, &stream, 1, &x, y));
    return std::vector<float>(y, y + 2);
  };
  const auto state = [&](int32_t stream) {
    std::vector<double> values(8);
    net::require(elman_streams_state(streams, stream, 0, values.data(), 8));
    return values;
  };
  for (const double value : state(1)) CHECK_EQUAL(value, 0);
  step(1, 0.5f);
  std::vector<double> saved = state(1);
  const std::vector<float> next = step(1, -0.25f);
  net::require(elman_streams_state(streams, 2, 1, saved.data(), 8));
  CHECK(step(2, -0.25f) == next);
  net::require(elman_streams_state(streams, 1, 1, saved.data(), 8));
  CHECK(step(1, -0.25f) == next);
  CHECK(state(1) == state(2));
  for (const double value : state(0)) CHECK_EQUAL(value, 0);
}

TEST(streams_are_checked) {
  const Shape shape = {2, {gru(3, true, true), dense(2, ELMAN_LINEAR)}, 5, 0};
  net::Net network(shape, ELMAN_FLOAT, nullptr);
  elman_streams* opened = nullptr;
  CHECK_REFUSED(elman_streams_open(nullptr, 1, &opened), "network must not be null");
  CHECK_REFUSED(elman_streams_open(network, 1, nullptr), "streams must not be null");
  CHECK_REFUSED(elman_streams_open(network, 0, &opened), "count must be at least 1 but was 0");
  for (const int32_t direction : {ELMAN_BACKWARD, ELMAN_BOTH_SUM}) {
    const Shape backwards = {2, {directed(gru(3, true), direction)}, 5, 0};
    net::Net other(backwards, ELMAN_FLOAT, nullptr);
    CHECK_REFUSED(elman_streams_open(other, 1, &opened), "cannot be streamed: its outputs depend on steps to come");
    CHECK(opened == nullptr);
  }
  const Streams streams(network, 4);
  const float inputs[8] = {};
  float outputs[8];
  const int32_t twice[] = {1, 3, 1};
  const int32_t outside[] = {1, 4};
  const int32_t below = -1;
  CHECK_REFUSED(elman_streams_step(nullptr, nullptr, 1, inputs, outputs), "streams must not be null");
  CHECK_REFUSED(elman_streams_step(streams, nullptr, 1, nullptr, outputs), "inputs must not be null");
  CHECK_REFUSED(elman_streams_step(streams, nullptr, 1, inputs, nullptr), "outputs must not be null");
  CHECK_REFUSED(elman_streams_step(streams, nullptr, 0, inputs, outputs), "number of streams (4) but was 0");
  CHECK_REFUSED(elman_streams_step(streams, nullptr, 5, inputs, outputs), "number of streams (4) but was 5");
  CHECK_REFUSED(elman_streams_step(streams, twice, 3, inputs, outputs), "numbers[2] names stream 1 again");
  CHECK_REFUSED(elman_streams_step(streams, outside, 2, inputs, outputs), "numbers[1] must be from 0 to 3 but was 4");
  CHECK_REFUSED(elman_streams_step(streams, &below, 1, inputs, outputs), "numbers[0] must be from 0 to 3 but was -1");
  CHECK_EQUAL(elman_streams_step(streams, twice, 2, inputs, outputs), ELMAN_OK);
  double state[4] = {};
  CHECK_REFUSED(elman_streams_state(nullptr, 0, 0, state, 3), "streams must not be null");
  CHECK_REFUSED(elman_streams_state(streams, 4, 0, state, 3), "number must be from 0 to 3 but was 4");
  CHECK_REFUSED(elman_streams_state(streams, 0, 0, nullptr, 3), "values must not be null");
  CHECK_REFUSED(elman_streams_state(streams, 0, 1, state, 4), "3 values of state, then 0 static features, but count");
  CHECK_EQUAL(elman_streams_state(streams, 0, 1, state, 3), ELMAN_OK);
  elman_streams_close(nullptr);
}

TEST(streams_in_use_by_another_thread_are_busy) {
  const Shape shape = {8, {gru(256, true, true), dense(2, ELMAN_LINEAR)}, 5, 0};
  net::Net network(shape, ELMAN_FLOAT, nullptr);
  const Streams streams(network, 2000);
  const std::vector<float> inputs(16000, 0.5f);
  std::atomic<bool> met{false};
  std::atomic<int> unexpected{0};
  const auto work = [&] {
    std::vector<float> outputs(4000);
    for (int i = 0; i < 2000 && !met; ++i) {
      const int32_t status = elman_streams_step(streams, nullptr, 2000, inputs.data(), outputs.data());
      if (status == ELMAN_BUSY) met = true;
      if (status != ELMAN_BUSY && status != ELMAN_OK) ++unexpected;
    }
  };
  std::thread one(work);
  std::thread two(work);
  one.join();
  two.join();
  CHECK(met);
  CHECK_EQUAL(unexpected.load(), 0);
}

}  // namespace
