// Every layer's equations as plain loops over one sequence in double, written apart from the engine.
#ifndef ELMAN_TEST_PLAIN_H
#define ELMAN_TEST_PLAIN_H

#include <cmath>
#include <vector>

#include "net.h"

namespace plain {

using Vector = std::vector<double>;

inline double activated(int32_t activation, double a) {
  switch (activation) {
    case ELMAN_TANH:
      return std::tanh(a);
    case ELMAN_SIGMOID:
      return 1 / (1 + std::exp(-a));
    case ELMAN_RELU:
      return a > 0 ? a : 0;
    default:
      return a;
  }
}

// The states of all layers of a net, a step at a time.
class States {
 public:
  explicit States(const net::Shape& shape) : shape_(shape) {
    for (const elman_layer& layer : shape.layers) {
      outputs_.emplace_back(static_cast<size_t>(layer.units), 0.0);
      cells_.emplace_back(static_cast<size_t>(layer.units), 0.0);
    }
  }

  // The next step of input[features], by the parameters of elman.h.
  void advance(const Vector& parameters, const double* input) {
    Vector x(input, input + shape_.features);
    const double* p = parameters.data();
    for (size_t i = 0; i < shape_.layers.size(); ++i) {
      step(shape_.layers[i], p, x, outputs_[i], cells_[i]);
      p += net::parameters(shape_.layers[i], static_cast<int64_t>(x.size()));
      x = outputs_[i];
    }
  }

  const Vector& outputs() const { return outputs_.back(); }
  const Vector& outputs(size_t layer) const { return outputs_[layer]; }

 private:
  // x[] W[rows of x, columns] at column n.
  static double product(const Vector& x, const double* w, size_t columns, size_t n) {
    double sum = 0;
    for (size_t m = 0; m < x.size(); ++m) sum += x[m] * w[m * columns + n];
    return sum;
  }

  static void step(const elman_layer& layer, const double* p, const Vector& x, Vector& h, Vector& c) {
    const size_t units = h.size();
    const size_t columns = units * static_cast<size_t>(net::gates(layer));
    const double* recurrent = p + x.size() * columns;
    const double* bias = recurrent + (net::is_recurrent(layer) ? units * columns : 0);
    const double* recurrent_bias = bias + columns;
    const auto over_input = [&](size_t n) { return product(x, p, columns, n) + (layer.use_bias != 0 ? bias[n] : 0); };
    const auto act = [&](double a) { return activated(layer.activation, a); };
    const auto gate = [&](double a) { return activated(layer.recurrent_activation, a); };
    const Vector before = h;
    if (layer.kind == ELMAN_DENSE || layer.kind == ELMAN_SIMPLE_RNN) {
      for (size_t n = 0; n < units; ++n) {
        h[n] = act(over_input(n) + (net::is_recurrent(layer) ? product(before, recurrent, columns, n) : 0));
      }
    } else if (layer.kind == ELMAN_LSTM) {
      const auto sum = [&](size_t n) { return over_input(n) + product(before, recurrent, columns, n); };
      for (size_t n = 0; n < units; ++n) {
        const double input = gate(sum(n));
        const double forget = gate(sum(units + n));
        c[n] = forget * c[n] + input * act(sum(2 * units + n));
        h[n] = gate(sum(3 * units + n)) * act(c[n]);
      }
    } else {
      const bool after = layer.reset_after != 0;
      const auto over_state = [&](size_t n) {
        return product(before, recurrent, columns, n) + (after && layer.use_bias != 0 ? recurrent_bias[n] : 0);
      };
      Vector reset(units);
      Vector reset_state(units);
      for (size_t n = 0; n < units; ++n) {
        reset[n] = gate(over_input(units + n) + over_state(units + n));
        reset_state[n] = reset[n] * before[n];
      }
      for (size_t n = 0; n < units; ++n) {
        const double update = gate(over_input(n) + over_state(n));
        const double rest = after ? reset[n] * over_state(2 * units + n)
                                  : product(reset_state, recurrent, columns, 2 * units + n);
        h[n] = update * before[n] + (1 - update) * act(over_input(2 * units + n) + rest);
      }
    }
  }

  net::Shape shape_;
  std::vector<Vector> outputs_;
  std::vector<Vector> cells_;
};

}  // namespace plain

#endif
