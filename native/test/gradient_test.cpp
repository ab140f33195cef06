// Gradients of simple recurrent and dense layers in nets of every shape.
#include "gradient_check.h"

namespace {

using gradient_check::check_direction;
using gradient_check::check_gradient;
using gradient_check::check_truncations;
using net::dense;
using net::rnn;
using net::Shape;

TEST(gradients_of_large_layers) {
  elman_objective objective = net::objective(ELMAN_HALF_SQUARED_ERROR);
  check_direction({2, {rnn(1450, ELMAN_TANH, true), dense(1450, ELMAN_SIGMOID), dense(1, ELMAN_LINEAR)}, 3, 2},
                  objective, 61);
  objective.truncation_length = 2;
  check_direction({2, {dense(1450, ELMAN_TANH), rnn(1450, ELMAN_TANH), dense(2, ELMAN_LINEAR)}, 3, 2}, objective, 62);
}

TEST(gradients_of_every_activation) {
  for (const int32_t activation : {ELMAN_LINEAR, ELMAN_TANH, ELMAN_SIGMOID, ELMAN_RELU}) {
    check_gradient({2, {rnn(3, activation), dense(2, activation)}, 5, 3}, net::objective(), 11);
    check_gradient({2, {dense(4, activation), dense(2, ELMAN_LINEAR)}, 3, 2}, net::objective(), 12);
  }
}

TEST(gradients_of_every_loss) {
  for (const int32_t loss : {ELMAN_MEAN_SQUARED_ERROR, ELMAN_HALF_SQUARED_ERROR, ELMAN_MEAN_ABSOLUTE_ERROR,
                             ELMAN_HUBER}) {
    elman_objective objective = net::objective(loss);
    objective.huber_delta = 0.3;
    check_gradient({1, {rnn(3, ELMAN_TANH), dense(2, ELMAN_LINEAR)}, 4, 5}, objective, 21);
    check_gradient({1, {rnn(3, ELMAN_TANH, true), dense(2, ELMAN_LINEAR)}, 4, 5}, objective, 22);
  }
}

TEST(gradients_of_every_size) {
  for (const int32_t units : {1, 3, 8, 16, 17, 33}) {
    for (const int32_t batch : {1, 2, 7, 33}) {
      check_gradient({3, {rnn(units, ELMAN_TANH), dense(1, ELMAN_LINEAR)}, 3, batch}, net::objective(), 31);
    }
  }
  check_gradient({8, {rnn(5, ELMAN_TANH, false, false), dense(17, ELMAN_TANH, false)}, 1, 4}, net::objective(), 32);
}

TEST(gradients_of_the_last_step_truncated) {
  check_truncations({2, {rnn(3, ELMAN_TANH)}, 7, 2}, ELMAN_MEAN_SQUARED_ERROR, 41);
  check_truncations({2, {rnn(3, ELMAN_SIGMOID, true), rnn(2, ELMAN_TANH), dense(1, ELMAN_LINEAR)}, 7, 2},
                    ELMAN_HALF_SQUARED_ERROR, 42);
  check_truncations({2, {dense(3, ELMAN_TANH), rnn(3, ELMAN_TANH), dense(2, ELMAN_TANH), dense(1, ELMAN_LINEAR)}, 6, 3},
                    ELMAN_MEAN_SQUARED_ERROR, 43);
}

TEST(gradients_of_all_steps_truncated) {
  check_truncations({2, {rnn(3, ELMAN_TANH, true)}, 7, 2}, ELMAN_MEAN_SQUARED_ERROR, 51);
  check_truncations({2, {rnn(3, ELMAN_SIGMOID, true), rnn(2, ELMAN_TANH, true), dense(2, ELMAN_LINEAR)}, 7, 2},
                    ELMAN_HALF_SQUARED_ERROR, 52);
  check_truncations({1, {rnn(3, ELMAN_TANH, true), dense(2, ELMAN_TANH), rnn(2, ELMAN_TANH, true)}, 6, 3},
                    ELMAN_MEAN_SQUARED_ERROR, 53);
  check_truncations({2, {dense(3, ELMAN_TANH), dense(2, ELMAN_TANH)}, 6, 3}, ELMAN_MEAN_SQUARED_ERROR, 54);
}

// More rows than go together in one product, so that a pass is done in parts: a loss within one, and its reach beyond.
TEST(gradients_of_long_sequences) {
  for (const int32_t reach : {1, 9, 20, INT32_MAX}) {
    elman_objective objective = net::objective(ELMAN_HALF_SQUARED_ERROR);
    objective.truncation_length = reach;
    check_gradient({1, {rnn(2, ELMAN_SIGMOID, true), rnn(3, ELMAN_TANH)}, 35, 33}, objective, 61);
    check_gradient({1, {rnn(2, ELMAN_TANH, true), rnn(1, ELMAN_TANH, true)}, 25, 40}, objective, 62);
  }
}

}  // namespace
