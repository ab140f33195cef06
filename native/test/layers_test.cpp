// Layers whose fields are out of range, and tokens outside a vocabulary.
#include "check.h"
#include "net.h"

namespace {

using net::dense;
using net::dropout;
using net::embedding;
using net::layer_normalization;
using net::rnn;
using net::Shape;
using net::static_features;
using net::with_dropout;

void refuses(int32_t features, const std::vector<elman_layer>& layers, const char* words) {
  elman_network* network = nullptr;
  CHECK_EQUAL(elman_network_open(features, layers.data(), static_cast<int32_t>(layers.size()), ELMAN_FLOAT, nullptr,
                                 &network), ELMAN_INVALID_ARGUMENT);
  if (std::string(elman_message()).find(words) == std::string::npos) {
    check::failed(__FILE__, __LINE__, "'%s' is not in '%s'", words, elman_message());
  }
}

TEST(layers_out_of_range_are_refused) {
  refuses(1, {embedding(0, 2)}, "vocabulary of layer 0 must be from 1 to 16777216 but was 0");
  refuses(1, {embedding(3, 0)}, "units of layer 0 must be from 1 to 16777216 but was 0");
  refuses(1, {embedding(3, 2, 3)}, "padding_index of layer 0 must be a token from 0 to 2, or -1 for none, but was 3");
  refuses(2, {embedding(3, 2)}, "layer 0 is an embedding, which takes tokens");
  refuses(1, {dense(1, ELMAN_LINEAR), embedding(3, 2)}, "layer 1 is an embedding");
  for (const double rate : {-0.1, 1.0, double{NAN}}) {
    refuses(1, {dropout(rate)}, "dropout of layer 0 must be in [0, 1)");
    refuses(1, {with_dropout(rnn(1, ELMAN_TANH), rate, 0)}, "dropout of layer 0 must be in [0, 1)");
    refuses(1, {with_dropout(rnn(1, ELMAN_TANH), 0, rate)}, "recurrent_dropout of layer 0 must be in [0, 1)");
  }
  for (const double epsilon : {0.0, -1.0, double{INFINITY}, double{NAN}}) {
    refuses(1, {layer_normalization(epsilon)}, "epsilon of layer 0 must be positive and finite");
  }
  refuses(1, {static_features(0)}, "units of layer 0 must be from 1");
  refuses(1, {net::layer(9, 1, ELMAN_LINEAR, true)}, "kind of layer 0 must be from 0 to 8 but was 9");
}

TEST(tokens_outside_the_vocabulary_are_refused_by_sample_and_value) {
  const Shape shape = {1, {embedding(3, 2), rnn(2, ELMAN_TANH)}, 2, 3};
  const elman_objective objective = net::objective();
  for (const double wrong : {-1.0, 3.0, 0.5}) {
    net::Data data(shape, ELMAN_FLOAT, {0, 1, 2, wrong, 0, 1}, std::vector<double>(6));
    net::Net network(shape, ELMAN_FLOAT, &objective);
    double loss = 0;
    const char* words = "the token of sample 1 at step 1 must be a whole number from 0 to 2 but was";
    const int32_t order[] = {2, 1, 0};
    CHECK_EQUAL(elman_gradient(network, data, order, 3, 3, 0, 1, &loss), ELMAN_INVALID_ARGUMENT);
    CHECK(std::string(elman_message()).find(words) != std::string::npos);
    CHECK_EQUAL(elman_evaluate(network, data, 0, 3, 0, &loss, nullptr), ELMAN_INVALID_ARGUMENT);
    CHECK(std::string(elman_message()).find(words) != std::string::npos);
    const float inputs[] = {0, 1, 2, static_cast<float>(wrong)};
    float outputs[4];
    CHECK_EQUAL(net::predict(network, inputs, 2, 2, outputs), ELMAN_INVALID_ARGUMENT);
    CHECK(std::string(elman_message()).find(words) != std::string::npos);
    // The network goes on.
    CHECK_EQUAL(elman_evaluate(network, data, 0, 1, 0, &loss, nullptr), ELMAN_OK);
  }
}

}  // namespace
