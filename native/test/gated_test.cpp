// Lstm and Gru: single steps by hand, gradients against central differences, long sequences in parts, values that are
// not finite.
#include "gradient_check.h"

namespace {

using gradient_check::check_direction;
using gradient_check::check_gradient;
using gradient_check::check_truncations;
using net::dense;
using net::gru;
using net::lstm;
using net::rnn;
using net::Shape;

constexpr int32_t kActivations[] = {ELMAN_LINEAR, ELMAN_TANH, ELMAN_SIGMOID, ELMAN_RELU};

// One of each kind: an LSTM, a GRU that resets after, one that resets before.
std::vector<elman_layer> each_kind(int32_t units, bool all_steps = false, bool bias = true,
                                   int32_t activation = ELMAN_TANH, int32_t recurrent = ELMAN_SIGMOID) {
  return {lstm(units, all_steps, bias, activation, recurrent), gru(units, true, all_steps, bias, activation, recurrent),
          gru(units, false, all_steps, bias, activation, recurrent)};
}

TEST(gradients_of_every_activation) {
  for (const int32_t activation : kActivations) {
    for (const int32_t recurrent : kActivations) {
      for (const bool bias : {false, true}) {
        for (const elman_layer& layer : each_kind(3, false, bias, activation, recurrent)) {
          check_gradient({2, {layer, dense(2, ELMAN_LINEAR)}, 5, 3}, net::objective(), 11);
        }
      }
    }
  }
}

TEST(gradients_of_every_size) {
  for (const int32_t units : {1, 2, 4, 8, 16, 17}) {
    for (const int32_t batch : {1, 5}) {
      for (const elman_layer& layer : each_kind(units)) {
        check_gradient({3, {layer, dense(1, ELMAN_LINEAR)}, 3, batch}, net::objective(), 12);
      }
    }
  }
  for (const elman_layer& layer : each_kind(3)) check_gradient({17, {layer}, 1, 9}, net::objective(), 13);
  for (const elman_layer& layer : each_kind(50)) {
    check_direction({33, {layer, dense(1, ELMAN_LINEAR)}, 4, 33}, net::objective(ELMAN_HALF_SQUARED_ERROR), 14);
  }
}

TEST(gradients_of_the_last_step_truncated) {
  for (const elman_layer& layer : each_kind(3)) {
    check_truncations({2, {layer}, 7, 2}, ELMAN_MEAN_SQUARED_ERROR, 21);
    check_truncations({2, {rnn(2, ELMAN_TANH, true), layer, dense(1, ELMAN_LINEAR)}, 6, 2}, ELMAN_HALF_SQUARED_ERROR,
                      22);
  }
}

TEST(gradients_of_all_steps_truncated) {
  for (const elman_layer& layer : each_kind(3, true)) {
    check_truncations({2, {layer}, 7, 2}, ELMAN_MEAN_SQUARED_ERROR, 31);
    check_truncations({2, {layer, dense(2, ELMAN_TANH), rnn(2, ELMAN_TANH, true)}, 6, 2}, ELMAN_HALF_SQUARED_ERROR, 32);
  }
}

TEST(gradients_of_stacks) {
  for (const elman_layer& below : each_kind(3, true)) {
    for (const elman_layer& above : each_kind(2)) {
      check_gradient({2, {below, above, dense(1, ELMAN_LINEAR)}, 5, 3}, net::objective(), 41);
      check_truncations({1, {below, dense(2, ELMAN_TANH), above}, 5, 2}, ELMAN_MEAN_SQUARED_ERROR, 42);
    }
  }
}

// More rows than go together in one product, so that a pass is done in parts.
TEST(gradients_of_long_sequences) {
  for (const elman_layer& layer : each_kind(5)) {
    check_direction({2, {rnn(4, ELMAN_TANH, true), layer, dense(1, ELMAN_LINEAR)}, 60, 33},
                    net::objective(ELMAN_HALF_SQUARED_ERROR), 51);
    elman_objective truncated = net::objective(ELMAN_HALF_SQUARED_ERROR);
    truncated.truncation_length = 40;
    check_direction({2, {layer, dense(1, ELMAN_LINEAR)}, 60, 33}, truncated, 52);
    check_direction({2, {layer}, 3, 600}, net::objective(ELMAN_HALF_SQUARED_ERROR), 53);
  }
  for (const elman_layer& layer : each_kind(5, true)) {
    check_direction({2, {layer, dense(1, ELMAN_LINEAR)}, 700, 1}, net::objective(ELMAN_HALF_SQUARED_ERROR), 54);
  }
}

TEST(gradients_where_blas_multiplies) {
  for (const elman_layer& layer : each_kind(850, true)) {
    check_direction({2, {layer, dense(1, ELMAN_LINEAR)}, 3, 2}, net::objective(ELMAN_HALF_SQUARED_ERROR), 61);
  }
  check_direction({2, {gru(1460, false), dense(1, ELMAN_LINEAR)}, 3, 2}, net::objective(ELMAN_HALF_SQUARED_ERROR), 62);
}

}  // namespace
