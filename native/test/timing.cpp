// Prints what a training step and a prediction take, beside the rate of one large product in the same process. Run it
// pinned to one core: taskset -c 0 timing [repetitions]. It measures, and asserts nothing; ctest does not run it.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>

#include "blas.h"
#include "net.h"

namespace {

// Of this thread on the processor, so that others on the machine disturb less.
double now() {
  timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

double seconds(const std::function<void()>& work) {
  const double start = now();
  work();
  return now() - start;
}

// The median of many repetitions of enough runs to take some milliseconds.
double median_seconds(int repetitions, const std::function<void()>& work) {
  work();
  const double once = std::max(seconds(work), 1e-9);
  const int runs = std::max(1, static_cast<int>(0.02 / once));
  std::vector<double> times;
  for (int i = 0; i < repetitions; ++i) {
    times.push_back(seconds([&] {
                      for (int run = 0; run < runs; ++run) work();
                    }) /
                    runs);
  }
  std::sort(times.begin(), times.end());
  return times[times.size() / 2];
}

double gemm_rate(int repetitions) {
  constexpr int64_t kSize = 1024;
  std::vector<float> a(kSize * kSize, 1.0f);
  std::vector<float> b(kSize * kSize, 1.0f);
  std::vector<float> c(kSize * kSize);
  const double time = median_seconds(repetitions, [&] {
    elman::gemm<float>(false, kSize, kSize, kSize, a.data(), kSize, b.data(), kSize, 0.0f, c.data(), kSize);
  });
  return 2e-9 * kSize * kSize * kSize / time;
}

// As the benchmarks count: of kernel and recurrent kernel, no bias and no head; training three times a forward pass.
double flops(const net::Shape& shape, int32_t batch, bool training) {
  const double units = shape.layers[0].units;
  const double columns = static_cast<double>(net::gates(shape.layers[0])) * units;
  return (training ? 3.0 : 1.0) * 2 * shape.time_steps * batch * (shape.features + units) * columns;
}

void training_step(const char* name, const net::Shape& shape, int32_t batch, int repetitions) {
  const elman_objective objective = net::objective(ELMAN_MEAN_SQUARED_ERROR, ELMAN_ADAM);
  net::Data data(shape, ELMAN_FLOAT, 1);
  net::Net network(shape, ELMAN_FLOAT, &objective);
  std::mt19937_64 random(2);
  network.write(net::uniform(random, shape.parameters(), 1.0 / std::sqrt(shape.layers[0].units)));
  const size_t batches = static_cast<size_t>((shape.count - 1) / batch + 1);
  const std::vector<double> rates(batches, 1e-3);
  std::vector<double> losses(batches);
  int64_t step = 1;
  int32_t taken;
  const double before = gemm_rate(5);
  const double time = median_seconds(repetitions, [&] {
    net::require(elman_train(network, data, data.order.data(), shape.count, batch, step, rates.data(), losses.data(),
                             &taken));
    step += taken;
  }) / static_cast<double>(batches);
  const double rate = 1e-9 * flops(shape, batch, true) / time;
  const double gemm = (before + gemm_rate(5)) / 2;
  std::printf("%-10s step %10.3f us  %7.1f GFLOP/s  SGEMM %6.1f  ratio %.3f\n", name, 1e6 * time, rate, gemm,
              rate / gemm);
}

void prediction(const char* name, const net::Shape& shape, int32_t batch, int repetitions) {
  net::Net network(shape, ELMAN_FLOAT, nullptr);
  std::mt19937_64 random(3);
  network.write(net::uniform(random, shape.parameters(), 1.0 / std::sqrt(shape.layers[0].units)));
  const std::vector<float> inputs(static_cast<size_t>(batch * shape.time_steps * shape.features), 0.5f);
  std::vector<float> outputs(static_cast<size_t>(batch * shape.outputs_per_sample()));
  const double time = median_seconds(repetitions, [&] {
    net::require(net::predict(network, inputs.data(), batch, shape.time_steps, outputs.data()));
  });
  std::printf("%-10s predict %7.3f us  %7.1f GFLOP/s  %.0f sequences/s\n", name, 1e6 * time,
              1e-9 * flops(shape, batch, false) / time, batch / time);
}

// One stream at a time, and many at once, in turn.
void stream(const char* name, const net::Shape& shape, int32_t count, int repetitions) {
  net::Net network(shape, ELMAN_FLOAT, nullptr);
  std::mt19937_64 random(3);
  network.write(net::uniform(random, shape.parameters(), 1.0 / std::sqrt(shape.layers[0].units)));
  elman_streams* streams = nullptr;
  net::require(elman_streams_open(network, count, &streams));
  const std::vector<float> inputs(static_cast<size_t>(count * shape.features), 0.5f);
  std::vector<float> outputs(static_cast<size_t>(count * shape.outputs()));
  int32_t number = 0;
  const double single = median_seconds(repetitions, [&] {
    net::require(elman_streams_step(streams, &number, 1, inputs.data(), outputs.data()));
    number = (number + 1) % count;
  });
  const double all = median_seconds(repetitions, [&] {
    net::require(elman_streams_step(streams, nullptr, count, inputs.data(), outputs.data()));
  });
  elman_streams_close(streams);
  std::printf("%-10s stream %8.1f ns a step, %8.1f ns of %d together\n", name, 1e9 * single, 1e9 * all / count, count);
}

}  // namespace

int main(int argc, char** argv) {
  const int repetitions = argc > 1 ? std::atoi(argv[1]) : 15;
  std::printf("%s\n", elman_description());
  using net::dense;
  using net::rnn;
  const auto headed = [](int32_t features, const elman_layer& layer, int32_t time_steps, int32_t count) {
    return net::Shape{features, {layer, dense(1, ELMAN_LINEAR)}, time_steps, count};
  };
  const auto with_head = [&](int32_t features, int32_t units, int32_t time_steps, int32_t count) {
    return headed(features, rnn(units, ELMAN_TANH), time_steps, count);
  };
  training_step("S", {1, {rnn(3, ELMAN_TANH), dense(1, ELMAN_TANH)}, 12, 187}, 1, repetitions);
  training_step("R1", with_head(16, 128, 64, 32), 32, repetitions);
  training_step("R1 x8", with_head(16, 128, 64, 256), 256, repetitions);
  training_step("R2", with_head(64, 512, 128, 64), 64, repetitions / 3 + 1);
  training_step("L1", headed(16, net::lstm(128), 64, 32), 32, repetitions);
  training_step("G1", headed(16, net::gru(128, true), 64, 32), 32, repetitions);
  training_step("G1 before", headed(16, net::gru(128, false), 64, 32), 32, repetitions);
  training_step("L2", headed(64, net::lstm(512), 128, 64), 64, repetitions / 3 + 1);
  training_step("tiny batch", with_head(16, 128, 64, 1), 1, repetitions);
  prediction("P1", with_head(1, 3, 12, 1), 1, repetitions);
  prediction("P2-rnn", with_head(1, 100, 50, 1), 1, repetitions);
  prediction("P2-lstm", headed(1, net::lstm(100), 50, 1), 1, repetitions);
  prediction("1 lstm64", headed(1, net::lstm(64), 1, 1), 1, repetitions);
  prediction("P4-rnn", with_head(16, 128, 64, 256), 256, repetitions);
  prediction("P4-lstm", headed(16, net::lstm(128), 64, 256), 256, repetitions);
  stream("P3-rnn32", with_head(1, 32, 1, 1), 1, repetitions);
  stream("rnn32", {1, {rnn(32, ELMAN_TANH)}, 1, 1}, 1, repetitions);
  stream("lstm64", {1, {net::lstm(64)}, 1, 1}, 1, repetitions);
  stream("gru32+1", headed(1, net::gru(32, true), 1, 1), 1, repetitions);
  stream("gru32 many", {1, {net::gru(32, true)}, 1, 1}, 100000, repetitions / 3 + 1);
  return 0;
}
