// What states are handed over in: shapes of every cell, and parts of their sequences.
#pragma once

#include "net.h"
#include "sequences.h"

namespace net {

// Every cell, alone and in a stack.
inline std::vector<Shape> stateful_shapes() {
  std::vector<Shape> all;
  for (const elman_layer& cell :
       {rnn(3, ELMAN_TANH, true), lstm(17, true), gru(4, true, true), gru(33, false, true, false)}) {
    all.push_back({2, {cell, dense(2, ELMAN_TANH)}, 12, 0});
    all.push_back({2, {cell}, 12, 0});
  }
  all.push_back({1, {dense(3, ELMAN_TANH), gru(3, true, true), lstm(5, true), rnn(2, ELMAN_RELU, true)}, 12, 0});
  return all;
}

inline std::vector<double> weights_of(const Shape& shape) {
  std::mt19937_64 random(25);
  return uniform(random, shape.parameters(), 0.6);
}

// Steps [from, to) of a sequence.
inline Sequence part(const Shape& shape, const Sequence& whole, int32_t from, int32_t to) {
  const auto of = [&](const std::vector<double>& rows, int32_t width) {
    return std::vector<double>(rows.begin() + from * width, rows.begin() + to * width);
  };
  Sequence sequence;
  sequence.inputs = of(whole.inputs, shape.features);
  sequence.targets = of(whole.targets, shape.outputs());
  if (from == 0) sequence.state = whole.state;
  return sequence;
}

}  // namespace net
