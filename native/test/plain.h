// Every layer's equations as plain loops over one sequence in double, written apart from the engine.
#ifndef ELMAN_TEST_PLAIN_H
#define ELMAN_TEST_PLAIN_H

#include <cmath>
#include <functional>
#include <utility>
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
    case ELMAN_SOFTPLUS:
      return std::log(1 + std::exp(a));
    case ELMAN_ELU:
      return a > 0 ? a : std::exp(a) - 1;
    case ELMAN_GELU:
      return a * (1 + std::erf(a / std::sqrt(2.0))) / 2;
    case ELMAN_HARD_SIGMOID:
      return std::fmin(std::fmax(a / 6 + 0.5, 0), 1);
    default:
      return a;
  }
}

// What dropout multiplies a layer's element by, at a site (0: inputs, 1: previous state).
using Factors = std::function<double(const elman_layer& layer, size_t number, uint32_t site, size_t element)>;

// The states of all layers of a net, a step at a time.
class States {
 public:
  // Without factors nothing is dropped.
  explicit States(const net::Shape& shape, Vector statics = {}, Factors factors = nullptr)
      : shape_(shape), statics_(std::move(statics)), factors_(std::move(factors)) {
    int64_t width = shape.features;
    for (const elman_layer& layer : shape.layers) {
      width = net::width(layer, width);
      outputs_.emplace_back(static_cast<size_t>(width), 0.0);
      cells_.emplace_back(static_cast<size_t>(width), 0.0);
    }
  }

  // The next step of input[features], by the parameters of elman.h.
  void advance(const Vector& parameters, const double* input) {
    Vector x(input, input + shape_.features);
    const double* p = parameters.data();
    bool last_step_alone = false;  // what the layers see: to them it is step 0
    for (size_t i = 0; i < shape_.layers.size(); ++i) {
      const elman_layer& layer = shape_.layers[i];
      const double* next = p + net::parameters(layer, static_cast<int64_t>(x.size()));
      if (net::is_recurrent(layer)) {
        drop(layer, i, 0, layer.dropout, 0, x);
        Vector before = outputs_[i];
        drop(layer, i, 1, layer.recurrent_dropout, 0, before);
        step(layer, p, x, before, outputs_[i], cells_[i]);
        last_step_alone = last_step_alone || layer.all_steps == 0;
      } else {
        if (layer.kind == ELMAN_DROPOUT) drop(layer, i, 0, layer.dropout, last_step_alone ? 0 : step_, x);
        outputs_[i] = row(layer, p, x);
      }
      p = next;
      x = outputs_[i];
    }
    ++step_;
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

  void drop(const elman_layer& layer, size_t number, uint32_t site, double rate, size_t step, Vector& values) const {
    if (factors_ == nullptr || rate == 0) return;
    for (size_t n = 0; n < values.size(); ++n) values[n] *= factors_(layer, number, site, step * values.size() + n);
  }

  // What a layer without a state gives for one row.
  Vector row(const elman_layer& layer, const double* p, Vector x) const {
    const size_t width = x.size();
    switch (layer.kind) {
      case ELMAN_DENSE: {
        const size_t units = static_cast<size_t>(layer.units);
        Vector y(units);
        for (size_t n = 0; n < units; ++n) {
          const double bias = layer.use_bias != 0 ? p[width * units + n] : 0;
          y[n] = activated(layer.activation, product(x, p, units, n) + bias);
        }
        return y;
      }
      case ELMAN_EMBEDDING: {
        const double* vector = p + static_cast<int64_t>(x[0]) * layer.units;
        return Vector(vector, vector + layer.units);
      }
      case ELMAN_LAYER_NORMALIZATION: {
        double mean = 0;
        double variance = 0;
        for (const double value : x) mean += value / static_cast<double>(width);
        for (const double value : x) variance += (value - mean) * (value - mean) / static_cast<double>(width);
        for (size_t n = 0; n < width; ++n) {
          x[n] = p[n] * (x[n] - mean) / std::sqrt(variance + layer.epsilon) + p[width + n];
        }
        return x;
      }
      case ELMAN_SOFTMAX: {
        double sum = 0;
        for (const double value : x) sum += std::exp(value);
        for (double& value : x) value = std::exp(value) / sum;
        return x;
      }
      case ELMAN_STATIC_FEATURES:
        x.insert(x.end(), statics_.begin(), statics_.end());
        return x;
      default:
        return x;
    }
  }

  static void step(const elman_layer& layer, const double* p, const Vector& x, const Vector& before, Vector& h,
                   Vector& c) {
    const size_t units = h.size();
    const size_t columns = units * static_cast<size_t>(net::gates(layer));
    const double* recurrent = p + x.size() * columns;
    const double* bias = recurrent + units * columns;
    const double* recurrent_bias = bias + columns;
    const auto over_input = [&](size_t n) { return product(x, p, columns, n) + (layer.use_bias != 0 ? bias[n] : 0); };
    const auto act = [&](double a) { return activated(layer.activation, a); };
    const auto gate = [&](double a) { return activated(layer.recurrent_activation, a); };
    if (layer.kind == ELMAN_SIMPLE_RNN) {
      for (size_t n = 0; n < units; ++n) h[n] = act(over_input(n) + product(before, recurrent, columns, n));
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
  Vector statics_;
  Factors factors_;
  size_t step_ = 0;
  std::vector<Vector> outputs_;
  std::vector<Vector> cells_;
};

}  // namespace plain

#endif
