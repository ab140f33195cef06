// Does one piece of work so many times and nothing else: work NAME TIMES. For programs that count what a process does,
// such as its instructions: what TIMES and twice TIMES take differ by the work alone. ctest does not run it.
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "net.h"

namespace {

using net::dense;
using net::rnn;

net::Shape headed(int32_t features, const elman_layer& layer, int32_t time_steps, int32_t count) {
  return {features, {layer, dense(1, ELMAN_LINEAR)}, time_steps, count};
}

void training_steps(const net::Shape& shape, int32_t batch, int times) {
  const elman_objective objective = net::objective(ELMAN_MEAN_SQUARED_ERROR, ELMAN_ADAM);
  net::Data data(shape, ELMAN_FLOAT, 1);
  net::Net network(shape, ELMAN_FLOAT, &objective);
  std::mt19937_64 random(2);
  network.write(net::uniform(random, shape.parameters(), 1.0 / std::sqrt(shape.layers[0].units)));
  const double rate = 1e-3;
  double loss;
  int32_t taken;
  for (int64_t step = 1; step <= times; ++step) {
    net::require(elman_train(network, data, data.order.data(), shape.count, batch, step, &rate, &loss, &taken));
  }
}

void stream_steps(const net::Shape& shape, int times) {
  net::Net network(shape, ELMAN_FLOAT, nullptr);
  std::mt19937_64 random(3);
  network.write(net::uniform(random, shape.parameters(), 1.0 / std::sqrt(shape.layers[0].units)));
  elman_streams* streams = nullptr;
  net::require(elman_streams_open(network, 1, &streams));
  const std::vector<float> inputs(static_cast<size_t>(shape.features), 0.5f);
  std::vector<float> outputs(static_cast<size_t>(shape.outputs()));
  const int32_t number = 0;
  for (int i = 0; i < times; ++i) {
    net::require(elman_streams_step(streams, &number, 1, inputs.data(), outputs.data()));
  }
  elman_streams_close(streams);
}

struct Work {
  const char* name;
  net::Shape shape;
  int32_t batch;  // of a training step; 0 for a stream's
};

}  // namespace

int main(int argc, char** argv) {
  const Work all[] = {{"R1", headed(16, rnn(128, ELMAN_TANH), 64, 32), 32},
                      {"L1", headed(16, net::lstm(128), 64, 32), 32},
                      {"G1", headed(16, net::gru(128, true), 64, 32), 32},
                      {"P3-rnn32", headed(1, rnn(32, ELMAN_TANH), 1, 1), 0},
                      {"P3-lstm64", headed(1, net::lstm(64), 1, 1), 0},
                      {"P3-rnn256", headed(1, rnn(256, ELMAN_TANH), 1, 1), 0}};
  for (const Work& work : all) {
    if (argc != 3 || std::strcmp(argv[1], work.name) != 0) continue;
    const int times = std::atoi(argv[2]);
    if (work.batch > 0) {
      training_steps(work.shape, work.batch, times);
    } else {
      stream_steps(work.shape, times);
    }
    return 0;
  }
  std::fprintf(stderr, "usage: work NAME TIMES, NAME one of");
  for (const Work& work : all) std::fprintf(stderr, " %s", work.name);
  std::fprintf(stderr, "\n");
  return 2;
}
