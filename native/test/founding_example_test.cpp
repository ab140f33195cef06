// The worked example of the Keras tutorial: three steps of two linear units and one output, by hand.
#include "check.h"
#include "net.h"

namespace {

const net::Shape kShape = {1, {net::rnn(2, ELMAN_LINEAR), net::dense(1, ELMAN_LINEAR)}, 3, 1};
const std::vector<double> kWeights = {0.18662322, -1.2369459,                              // kernel
                                      0.86981213, -0.49338293, 0.49338293, 0.8698122,      // recurrent kernel
                                      0,          0,                                       // bias
                                      -0.4635998, 0.6538409,                               // dense kernel
                                      0};                                                  // dense bias
const double kStates[] = {0.18662322, -1.23694587, -0.07471441, -3.64187904, -1.30195881, -6.84172557};
constexpr double kOutput = -3.8698118;

void works_in(int32_t element, const void* inputs, void* output, double (*read)(const void*)) {
  net::Net network(kShape, element, nullptr);
  network.write(kWeights);
  const double sequence[] = {1, 2, 3};
  double states[7];
  net::require(net::trace(network, sequence, 3, states, 7));
  for (int i = 0; i < 6; ++i) CHECK_NEAR(states[i], kStates[i], 1e-6);
  CHECK_NEAR(states[6], kOutput, 1e-6);
  net::require(net::predict(network, inputs, 1, 3, output));
  CHECK_NEAR(read(output), kOutput, 1e-6);
}

TEST(worked_example_in_double) {
  const double inputs[] = {1, 2, 3};
  double output;
  works_in(ELMAN_DOUBLE, inputs, &output, [](const void* value) { return *static_cast<const double*>(value); });
}

TEST(worked_example_in_float) {
  const float inputs[] = {1, 2, 3};
  float output;
  works_in(ELMAN_FLOAT, inputs, &output,
           [](const void* value) { return static_cast<double>(*static_cast<const float*>(value)); });
}

}  // namespace
